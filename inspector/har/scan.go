package har

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
)

// maxKey limits the bytes of a member's name.
const maxKey = 64 << 10

// Errors of the scanner. errSyntax: what stands there is no JSON. errLarge: a value
// is larger than the caller takes; it was read over, so that what follows can be read.
var (
	errSyntax = errors.New("not JSON")
	errLarge  = errors.New("larger than the limit")
)

// scanner walks a JSON document value by value and holds one value at a time. It
// finds where a value ends and checks nothing else: package json checks the values
// that are kept. So a value that is no JSON costs that value alone.
type scanner struct {
	r      *bufio.Reader
	offset int64  // bytes read
	line   int    // line feeds read
	value  []byte // of the last call of next, valid until the following one
}

func newScanner(r io.Reader) *scanner { return &scanner{r: bufio.NewReaderSize(r, 64<<10)} }

// peek returns the next byte that is no white space, without reading it.
func (s *scanner) peek() (byte, error) {
	for {
		b, err := s.r.ReadByte()
		if err != nil {
			return 0, err
		}
		switch b {
		case '\n':
			s.line++
		case ' ', '\t', '\r', 0: // a file that was cut while it was written may end in NUL bytes
		default:
			return b, s.r.UnreadByte()
		}
		s.offset++
	}
}

// take reads the byte that peek returned.
func (s *scanner) take() {
	if _, err := s.r.ReadByte(); err == nil {
		s.offset++
	}
}

// list walks the elements between open and end. element must read one of them.
func (s *scanner) list(open, end byte, element func() error) error {
	b, err := s.peek()
	switch {
	case err != nil:
		return err
	case b != open:
		return errSyntax
	}
	for {
		s.take()
		if b, err = s.peek(); err != nil {
			return err
		}
		if b != end { // a comma before the end is forgiven
			if err := element(); err != nil {
				return err
			}
			if b, err = s.peek(); err != nil {
				return err
			}
		}
		switch b {
		case end:
			s.take()
			return nil
		case ',':
		default:
			return errSyntax
		}
	}
}

// object walks the members of an object. member must read the value.
func (s *scanner) object(member func(name string) error) error {
	return s.list('{', '}', func() error {
		if b, err := s.peek(); err != nil {
			return err
		} else if b != '"' {
			return errSyntax
		}
		if err := s.next(maxKey); err != nil {
			return err
		}
		var name string
		if json.Unmarshal(s.value, &name) != nil {
			return errSyntax
		}
		b, err := s.peek()
		if err != nil {
			return err
		}
		if b != ':' {
			return errSyntax
		}
		s.take()
		return member(name)
	})
}

// next reads one value into s.value. One of more than limit bytes is read over and
// gives errLarge.
func (s *scanner) next(limit int64) error {
	s.value = s.value[:0]
	first, err := s.peek()
	if err != nil {
		return err
	}
	var size int64
	for end := (&valueEnd{first: first}); ; {
		if _, err := s.r.Peek(1); err != nil {
			if end.literal() && errors.Is(err, io.EOF) {
				return s.kept(size, limit)
			}
			return cutOff(err)
		}
		part, _ := s.r.Peek(s.r.Buffered())
		n, over := end.find(part)
		if size += int64(n); size <= limit {
			s.value = append(s.value, part[:n]...)
		}
		s.line += bytes.Count(part[:n], []byte{'\n'})
		s.offset += int64(n)
		_, _ = s.r.Discard(n) // they are buffered
		if over {
			return s.kept(size, limit)
		}
	}
}

func (s *scanner) kept(size, limit int64) error {
	switch {
	case size > limit:
		s.value = s.value[:0]
		return errLarge
	case size == 0:
		return errSyntax
	}
	return nil
}

func cutOff(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// skip reads over one value.
func (s *scanner) skip() error {
	if err := s.next(-1); !errors.Is(err, errLarge) {
		return err
	}
	return nil
}

// valueEnd finds where a value ends that comes in parts.
type valueEnd struct {
	first           byte
	depth           int
	quoted, escaped bool
}

// literal reports whether the value is a number, true, false or null, which ends
// where another character begins.
func (v *valueEnd) literal() bool { return v.first != '"' && v.first != '{' && v.first != '[' }

// find returns how many bytes of part belong to the value, and whether it ends there.
func (v *valueEnd) find(part []byte) (n int, over bool) {
	if v.literal() {
		if i := bytes.IndexAny(part, ",]}: \t\r\n"); i >= 0 {
			return i, true
		}
		return len(part), false
	}
	for i := 0; i < len(part); i++ {
		if v.quoted {
			if i = v.string(part, i); v.quoted {
				return len(part), false
			}
		} else {
			v.structure(part[i])
		}
		if v.depth == 0 && !v.quoted {
			return i + 1, true
		}
	}
	return len(part), false
}

// structure takes a byte outside of strings.
func (v *valueEnd) structure(b byte) {
	switch b {
	case '"':
		v.quoted = true
	case '{', '[':
		v.depth++
	case '}', ']':
		v.depth--
	}
}

// string takes the bytes of a string from i on and returns where its quotation mark
// stands; the string goes on in the next part if it is still quoted.
func (v *valueEnd) string(part []byte, i int) int {
	for ; i < len(part); i++ {
		switch {
		case v.escaped:
			v.escaped = false
		case part[i] == '\\':
			v.escaped = true
		case part[i] == '"':
			v.quoted = false
			return i
		default:
			i += plainRun(part[i+1:])
		}
	}
	return math.MaxInt
}

// plainRun is how many bytes come before the next quotation mark or backslash.
func plainRun(b []byte) int {
	n := bytes.IndexByte(b, '"')
	if n < 0 {
		n = len(b)
	}
	if back := bytes.IndexByte(b[:n], '\\'); back >= 0 {
		return back
	}
	return n
}
