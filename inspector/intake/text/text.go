// Package text reads what a person pastes: a ticket, a chat, an app's own
// print, the text of a screenshot. It yields the lines for the inspector, with
// objects that span several lines put together and OCR's look-alikes repaired,
// and it picks codes, request ids and times out of prose. It does not judge
// what a code means. Lines of a device log are read by package logcat, also
// where they are quoted in a text.
package text

import (
	"errors"
	"io"
	"regexp"
	"strings"
	"time"

	"loginscope/inspector/decode"
	"loginscope/inspector/intake/lines"
	"loginscope/inspector/intake/logcat"
	"loginscope/proxy/exchange"
)

// Limits of what is read.
const (
	// MaxLines limits the entries that one text yields; the rest is counted.
	MaxLines = 200_000
	// MaxEntry limits the bytes of one entry, which may span several lines.
	MaxEntry = lines.MaxLine
	// Prose is the number of lines up to which a text is taken for something
	// that a person wrote, of which every line may matter.
	Prose = 5_000
)

// Options says how to read a text.
type Options struct {
	// Source is put into every LogLine.
	Source string
	// Location is the zone of times that carry none; nil is UTC.
	Location *time.Location
	// Reference dates quoted log lines without a year, as in package logcat.
	Reference time.Time
	// All keeps every line. Else quoted log lines that cannot matter to a
	// login are left out, and past Prose lines all others of that sort, since
	// a bug report has millions of them.
	All bool
}

// Stats counts what was read.
type Stats struct {
	Lines    int // read
	Kept     int // emitted
	Dropped  int // past MaxLines
	Repaired int // with look-alike characters put right
	Cut      int // longer than lines.MaxLine, shortened
}

// Read emits the entries of a text in order: one a line, or one for all the
// lines of an object. Empty lines are left out. An entry without a time of its
// own takes that of the line above in the same paragraph, as in a chat, where
// the sender's line carries it.
func Read(r io.Reader, o Options, emit func(exchange.LogLine) error) (Stats, error) {
	if o.Location == nil {
		o.Location = time.UTC
	}
	s := &reader{o: o, emit: emit}
	in := lines.New(r)
	for {
		line, err := in.Next()
		switch {
		case errors.Is(err, io.EOF):
			err = errors.Join(s.unpacked(), s.soft("", in.Line()), s.release(), s.flush())
			s.stats.Lines, s.stats.Cut = in.Line(), in.Cut()
			return s.stats, err
		case err == nil:
			err = s.encoded(lines.UTF8(line), in.Line())
		}
		if err != nil {
			s.stats.Lines, s.stats.Cut = in.Line(), in.Cut()
			return s.stats, err
		}
	}
}

// encoded holds back lines of base64 until they are one, and joins what mail
// has broken into several lines.
func (s *reader) encoded(line string, n int) error {
	first := len(s.packed) == 0
	if len(s.packed) < maxPackedLines && packedLine.MatchString(line) && (!first || len(line) >= minPacked) {
		if first {
			s.packedAt = n
		}
		s.packed = append(s.packed, line)
		return nil
	}
	if err := s.unpacked(); err != nil {
		return err
	}
	return s.soft(line, n)
}

// unpacked reads the base64 that was held back: as the text in it, or as it is.
func (s *reader) unpacked() error {
	held, at := s.packed, s.packedAt
	s.packed = nil
	if plain := unpack(strings.Join(held, "")); plain != "" {
		for line := range strings.SplitSeq(strings.TrimRight(plain, "\r\n"), "\n") {
			if err := s.line(strings.TrimRight(line, "\r"), at); err != nil {
				return err
			}
		}
		s.stats.Repaired++
		return nil
	}
	for i, line := range held {
		if err := s.soft(line, at+i); err != nil {
			return err
		}
	}
	return nil
}

// maxSoft is the length of the longest line that mail breaks softly.
const maxSoft = 78

// soft joins the lines of quoted-printable mail, each of which ends with an
// equals sign, and reads them.
func (s *reader) soft(line string, n int) error {
	s.mail = s.mail || quoted.MatchString(line)
	if s.mail && len(line) <= maxSoft && strings.HasSuffix(line, "=") && len(s.broken) < MaxEntry {
		s.broken += strings.TrimSuffix(line, "=")
		return nil
	}
	line, s.broken = s.broken+line, ""
	if line == "" && n == 0 {
		return nil
	}
	return s.line(unwrapped(unescape(unquote(line, s.mail))), n)
}

type reader struct {
	o     Options
	emit  func(exchange.LogLine) error
	stats Stats
	buf   strings.Builder
	open  int    // braces that the entry leaves open
	at    int    // its first line
	tag   string // of its first line, if that is one of a device log
	last  time.Time
	// packed are lines of base64, with the first one's number; broken is what
	// quoted-printable mail has of a line so far, and mail that some was seen.
	packed   []string
	packedAt int
	broken   string
	mail     bool
	depth    int // of exports that hold exports
	// rows are lines that may be a table of codes, with the first one's number.
	rows   []string
	rowsAt int
}

// maxRows limits the lines that are held back as a table.
const maxRows = 256

// line holds back lines that may be rows of a table: a table is one entry, and
// what turns out to be none is read line by line.
func (s *reader) line(line string, n int) error {
	row := narrow(line)
	if s.open <= 0 && len(line) < 1<<10 && len(s.rows) < maxRows && decode.TableLine(row) {
		if len(s.rows) == 0 {
			s.rowsAt = n
		}
		s.rows = append(s.rows, row)
		return nil
	}
	if err := s.release(); err != nil {
		return err
	}
	return s.plain(line, n)
}

// release reads the lines that were held back.
func (s *reader) release() error {
	rows, at := s.rows, s.rowsAt
	s.rows = nil
	if decode.IsTable(rows) {
		if err := s.flush(); err != nil {
			return err
		}
		s.buf.WriteString(strings.Join(rows, "\n"))
		s.at = at
		return s.flush()
	}
	for i, line := range rows {
		if err := s.plain(line, at+i); err != nil {
			return err
		}
	}
	return nil
}

func (s *reader) plain(line string, n int) error {
	line = strings.TrimRight(strings.ReplaceAll(line, "\u00a0", " "), " \t")
	if s.buf.Len() > 0 && s.open <= 0 && s.buf.Len()+len(line) < MaxEntry && s.at+400 > n {
		if rest, ok := s.frame(line); ok {
			s.buf.WriteString("\n" + rest)
			return nil
		}
		if line != "" && s.open == 0 && asksPhone.MatchString(s.buf.String()) {
			s.buf.WriteString("\n" + line)
			return s.flush()
		}
	}
	if s.buf.Len() > 0 && (s.open <= 0 || s.buf.Len()+len(line) > MaxEntry || s.at+400 < n) {
		if err := s.flush(); err != nil {
			return err
		}
	}
	if line == "" {
		if s.open <= 0 {
			s.last = time.Time{}
		}
		return nil
	}
	if s.buf.Len() == 0 {
		s.at, s.open = n, 0
		s.tag, _, _ = logcat.Body(line)
	} else {
		s.buf.WriteByte('\n')
	}
	s.buf.WriteString(line)
	s.open += braces(line)
	return nil
}

// asksPhone is a command that asks a phone for one value, which its next line answers.
var asksPhone = regexp.MustCompile(`(?:^|\s)(?:settings get (?:global|secure|system)|getprop) [\w.]+$`)

// frame reports whether a line goes on with the stack of the open entry, and
// what it says without the header of a log line.
func (s *reader) frame(line string) (string, bool) {
	if lines.Continues([]byte(line)) {
		return line, true
	}
	if s.tag == "" || !strings.Contains(line, s.tag) {
		return "", false
	}
	tag, rest, ok := logcat.Body(line)
	return rest, ok && tag == s.tag && lines.Continues([]byte(rest))
}

// braces counts the braces that a line leaves open; OCR reads some of them as
// full-width ones.
func braces(line string) int {
	return strings.Count(line, "{") + strings.Count(line, "｛") - strings.Count(line, "}") - strings.Count(line, "｝")
}

func (s *reader) flush() error {
	if s.buf.Len() == 0 {
		return nil
	}
	was := s.buf.String()
	s.buf.Reset()
	s.open = 0
	l, quoted := logcat.Quoted(was, s.o.Reference, s.o.Location)
	if !quoted {
		if plain := ofExport(was); plain != "" && s.depth < maxWrapped {
			return s.export(plain)
		}
		l = s.written(was)
	}
	if !s.o.All && (quoted || s.at > Prose) && !logcat.Relevant([]byte(l.Tag), []byte(l.Text)) {
		return nil
	}
	if l.Original != "" {
		s.stats.Repaired++
	}
	l.Source, l.Line = s.o.Source, s.at
	return s.keep(l)
}

// export reads what an exported ticket says as a text of its own, at the line where
// the export stands.
func (s *reader) export(plain string) error {
	in := &reader{o: s.o, depth: s.depth + 1, last: s.last}
	in.emit = func(l exchange.LogLine) error {
		l.Line = s.at
		return s.keep(l)
	}
	for line := range strings.Lines(plain) {
		if err := in.line(unwrapped(strings.TrimRight(line, "\r\n")), s.at); err != nil {
			return err
		}
	}
	if err := errors.Join(in.release(), in.flush()); err != nil {
		return err
	}
	s.stats.Repaired++
	return nil
}

// keep emits an entry while there is room.
func (s *reader) keep(l exchange.LogLine) error {
	if s.stats.Kept >= MaxLines {
		s.stats.Dropped++
		return nil
	}
	s.stats.Kept++
	return s.emit(l)
}

// written reads an entry that is no quoted log line.
func (s *reader) written(was string) exchange.LogLine {
	l := exchange.LogLine{Time: s.last, Text: Repair(was)}
	if at := Time(was, s.o.Location); !at.IsZero() {
		l.Time, s.last = at, at
	}
	if l.Text != was {
		l.Original = was
	}
	return l
}
