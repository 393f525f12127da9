// Package lines reads text line by line from files of unknown origin: any line
// ending (LF, CRLF, CR), UTF-8, UTF-16 with or without a byte order mark, or
// GBK, with terminal colours and NUL bytes in between. It allocates nothing per
// line and holds at most one line.
package lines

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// MaxLine limits the bytes of one line that are kept; what follows up to the
// line's end is dropped.
const MaxLine = 512 << 10

// Reader yields lines.
type Reader struct {
	src  *bufio.Reader
	long []byte // a line that did not fit the buffer at once
	n    int
	cut  int
}

// New reads from r, after taking off a byte order mark and the encoding that
// it announces.
func New(r io.Reader) *Reader {
	src := bufio.NewReaderSize(Plain(r), 64<<10)
	if onlyCR(begin(src, 1)) {
		src = bufio.NewReaderSize(loneCR{src}, 64<<10)
	}
	return &Reader{src: src}
}

// begin is what the source has at once, at least n bytes unless it ends before:
// a log that is being followed must not wait for more than its first line.
func begin(br *bufio.Reader, n int) []byte {
	_, _ = br.Peek(n) // what it says comes again with the first line
	head, _ := br.Peek(min(br.Buffered(), headSize))
	return head
}

// Plain returns r without a byte order mark, as UTF-8 if the mark announced
// UTF-16, or if NUL bytes lie where UTF-16 puts them. Else the bytes come
// through untouched.
func Plain(r io.Reader) io.Reader {
	br := bufio.NewReaderSize(r, headSize)
	head := begin(br, 3)
	switch {
	case bytes.HasPrefix(head, []byte{0xEF, 0xBB, 0xBF}):
		_, _ = br.Discard(3) // cannot fail: just peeked
		return br
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}), bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		return transform.NewReader(br, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	}
	switch UTF16(head) {
	case "LE":
		return transform.NewReader(br, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder())
	case "BE":
		return transform.NewReader(br, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder())
	}
	return br
}

// Next returns the next line without its ending (LF, CRLF or none) and without
// colour escapes. The slice is valid until the next call. At the end it
// returns io.EOF; any other error is the source's own.
func (r *Reader) Next() ([]byte, error) {
	line, err := r.src.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		line, err = r.rest(line)
	}
	if err != nil && (!errors.Is(err, io.EOF) || len(line) == 0) {
		return nil, err
	}
	r.n++
	line = bytes.TrimRight(line, "\r\n")
	if bytes.IndexByte(line, 0) >= 0 {
		line = slices.DeleteFunc(line, func(c byte) bool { return c == 0 }) // a log's unwritten end
	}
	if bytes.IndexByte(line, 0x1b) >= 0 {
		line = stripColour(line)
	}
	return line, nil
}

// rest reads on to the end of a line that is longer than the buffer.
func (r *Reader) rest(start []byte) ([]byte, error) {
	r.long = append(r.long[:0], start...)
	for {
		part, err := r.src.ReadSlice('\n')
		room := MaxLine - len(r.long)
		if room < len(part) {
			r.cut++
			part = part[:max(room, 0)]
		}
		r.long = append(r.long, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return r.long, err
		}
	}
}

// Line is the 1-based number of the line that Next returned last.
func (r *Reader) Line() int { return r.n }

// Cut counts the parts that were dropped from lines longer than MaxLine.
func (r *Reader) Cut() int { return r.cut }

// stripColour takes ECMA-48 control sequences (ESC [ ... letter) out of line,
// in place.
func stripColour(line []byte) []byte {
	out := line[:0]
	for i := 0; i < len(line); i++ {
		if line[i] != 0x1b {
			out = append(out, line[i])
			continue
		}
		if i+1 >= len(line) || line[i+1] != '[' {
			continue
		}
		for i += 2; i < len(line) && (line[i] < 0x40 || line[i] > 0x7e); i++ {
			continue
		}
	}
	return out
}

// UTF8 returns b as a valid UTF-8 string. Bytes that are not UTF-8 are read as
// GB 18030, which covers GBK and GB 2312; whatever is neither becomes U+FFFD.
func UTF8(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	if err != nil || !utf8.Valid(out) {
		return string(bytes.ToValidUTF8(b, []byte("\uFFFD")))
	}
	return string(out)
}
