// Package logcat reads Android device logs: every text format of the logcat
// tool (brief, process, tag, thread, time, threadtime, long, with the year,
// zone, epoch, monotonic, usec, nsec, uid and colour modifiers), the lines that
// Android Studio shows and copies, and its JSON export (.logcat). Bare text
// without headers belongs to package text.
//
// Law: a line that cannot matter to a login is skipped before anything is
// allocated for it, since a device prints a thousand lines a second.
package logcat

import (
	"bytes"
	"errors"
	"io"
	"time"

	"loginscope/inspector/intake/lines"
	"loginscope/proxy/exchange"
)

// Limits of what is read.
const (
	// MaxLines limits the log lines that one file yields; the rest is counted.
	MaxLines = 2_000_000
	// MaxText limits the bytes of one entry, which may span several lines.
	MaxText = lines.MaxLine
	// maxJoin limits the lines that are put together to one entry.
	maxJoin = 500
)

// Options says how to read a log.
type Options struct {
	// Source is put into every LogLine, Device as well.
	Source, Device string
	// Reference is a time not long after the log's last line, such as the
	// file's modification time. It gives a year to lines that carry none; when
	// zero those lines are dated 1970.
	Reference time.Time
	// Location is the phone's time zone, for lines that carry none; nil is UTC.
	Location *time.Location
	// All keeps every line; else only what Relevant names.
	All bool
}

// Stats counts what was read.
type Stats struct {
	Lines   int // read
	Kept    int // emitted
	Dropped int // relevant, but past MaxLines
	Cut     int // longer than a bound, shortened
	// YearUnknown is true when lines without a year were dated 1970.
	YearUnknown bool
}

// Read emits the entries of a log in file order. It stops at the first error
// of r or emit.
func Read(r io.Reader, o Options, emit func(exchange.LogLine) error) (Stats, error) {
	if o.Location == nil {
		o.Location = time.UTC
	}
	in := lines.New(r)
	s := &scanner{o: o, emit: emit}
	for {
		line, err := in.Next()
		if errors.Is(err, io.EOF) {
			err = s.flush()
			s.stats.Lines, s.stats.Cut = in.Line(), s.stats.Cut+in.Cut()
			return s.stats, err
		}
		if err == nil {
			err = s.line(line, in.Line())
		}
		if err != nil {
			s.stats.Lines = in.Line()
			return s.stats, err
		}
	}
}

// scanner joins lines to entries. At most one entry is open at a time.
type scanner struct {
	o     Options
	emit  func(exchange.LogLine) error
	stats Stats

	open   bool // an entry is open that further lines may belong to
	long   bool // its format is long: text follows on lines of its own
	keep   bool // it is relevant by its tag or its text so far
	braces int  // unclosed braces in its text
	joined int
	at     int // its first line
	raw    header
	tag    []byte
	stamp  []byte
	text   []byte
}

func (s *scanner) line(line []byte, n int) error {
	var h header
	if !parse(line, &h) {
		return s.more(line, n)
	}
	if h.divider {
		return s.flush()
	}
	if s.open && !h.long && s.samePrinter(&h) && lines.Continues(h.text) {
		return s.append(h.text)
	}
	if s.open && s.braces > 0 && !h.long {
		if s.sameEntry(&h) {
			return s.append(h.text)
		}
		if h.tid != s.raw.tid || h.pid != s.raw.pid {
			return s.alone(&h, n) // another thread speaks in between
		}
	}
	if err := s.flush(); err != nil {
		return err
	}
	s.begin(&h, n)
	return nil
}

// begin opens an entry. It copies into buffers that every entry shares, so
// that a line which does not matter allocates nothing.
func (s *scanner) begin(h *header, n int) {
	s.open, s.long, s.joined, s.at = true, h.long, 0, n
	s.keep = s.o.All || Relevant(h.tag, h.text)
	s.braces = depth(h.text)
	s.raw = *h
	s.tag = append(s.tag[:0], h.tag...)
	s.stamp = append(s.stamp[:0], h.stamp...)
	s.text = append(s.text[:0], h.text[:min(len(h.text), MaxText)]...)
}

// more takes a line without a header: the next line of the open entry, or a
// line of bare text.
func (s *scanner) more(line []byte, n int) error {
	if s.open && (s.long || s.braces > 0 || indented(line) || lines.Continues(line)) {
		if len(line) == 0 {
			return nil // long puts an empty line after each entry
		}
		return s.append(line)
	}
	if err := s.flush(); err != nil {
		return err
	}
	return s.alone(&header{text: line}, n)
}

// indented reports whether Android Studio prints a line below its entry's first.
func indented(line []byte) bool {
	return len(line) > 1 && (line[0] == ' ' || line[0] == '\t')
}

// append adds one more line to the open entry.
func (s *scanner) append(line []byte) error {
	s.joined++
	if s.joined > maxJoin || len(s.text)+len(line)+1 > MaxText {
		s.stats.Cut++
		return s.flush()
	}
	if len(s.text) > 0 {
		s.text = append(s.text, '\n')
	}
	s.text = append(s.text, line...)
	s.keep = s.keep || Relevant(nil, line)
	s.braces += depth(line)
	return nil
}

// sameEntry reports whether h continues the open entry: one print of several
// lines carries the same header on each.
func (s *scanner) sameEntry(h *header) bool {
	return s.samePrinter(h) && bytes.Equal(h.stamp, s.stamp)
}

// samePrinter reports whether h has the source of the open entry; the frames
// of a stack may have later times than its first line.
func (s *scanner) samePrinter(h *header) bool {
	return h.pid == s.raw.pid && h.tid == s.raw.tid && h.level == s.raw.level && bytes.Equal(h.tag, s.tag)
}

// alone emits a line while another entry stays open.
func (s *scanner) alone(h *header, n int) error {
	if len(bytes.TrimSpace(h.text)) == 0 || !s.o.All && !Relevant(h.tag, h.text) {
		return nil
	}
	return s.put(h, n)
}

// flush closes the open entry.
func (s *scanner) flush() error {
	if !s.open {
		return nil
	}
	s.open = false
	if !s.keep {
		return nil
	}
	h := s.raw
	h.tag, h.stamp, h.text = s.tag, s.stamp, bytes.TrimRight(s.text, "\n")
	return s.put(&h, s.at)
}

func (s *scanner) put(h *header, n int) error {
	if s.stats.Kept >= MaxLines {
		s.stats.Dropped++
		return nil
	}
	s.stats.Kept++
	at, dated := h.time(s.o.Reference, s.o.Location)
	s.stats.YearUnknown = s.stats.YearUnknown || !dated
	l := exchange.LogLine{
		Device: s.o.Device, Time: at, Tag: lines.UTF8(h.tag), PID: h.pid, TID: h.tid,
		Text: lines.UTF8(h.text), Source: s.o.Source, Line: n,
	}
	if h.level != 0 {
		l.Level = string(rune(h.level))
	}
	return s.emit(l)
}

// depth counts the braces that text leaves open (negative: that it closes).
func depth(text []byte) int {
	if bytes.IndexByte(text, '{') < 0 && bytes.IndexByte(text, '}') < 0 {
		return 0
	}
	return bytes.Count(text, []byte{'{'}) - bytes.Count(text, []byte{'}'})
}
