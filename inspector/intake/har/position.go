package har

import (
	"bytes"
	"encoding/json"
	"io"
)

// positions counts the lines of what is read. It holds the ends of the lines that were
// read and not passed yet: at most those of one entry and of the decoder's buffer.
type positions struct {
	io.Reader
	read int64   // bytes
	ends []int64 // offsets of line feeds
	line int     // the line of the last offset that was asked for, less one
}

func (p *positions) Read(b []byte) (int, error) {
	n, err := p.Reader.Read(b)
	for at := 0; ; {
		i := bytes.IndexByte(b[at:n], '\n')
		if i < 0 {
			break
		}
		at += i + 1
		p.ends = append(p.ends, p.read+int64(at-1))
	}
	p.read += int64(n)
	return n, err
}

// lineOf is the 1-based line of an offset. Offsets must not decrease.
func (p *positions) lineOf(offset int64) int {
	passed := 0
	for passed < len(p.ends) && p.ends[passed] < offset {
		passed++
	}
	p.ends = p.ends[:copy(p.ends, p.ends[passed:])]
	p.line += passed
	return p.line + 1
}

// sized is an entry with the number of its bytes.
type sized struct {
	entry
	size int64
}

// UnmarshalJSON is called with the entry's own bytes, without white space around.
func (s *sized) UnmarshalJSON(b []byte) error {
	s.size = int64(len(b))
	return json.Unmarshal(b, &s.entry)
}

// of is what is read: with lines counted only if somebody asks, since it costs a
// second pass over each entry.
func (p *positions) of(o Options) io.Reader {
	if o.At == nil {
		return p.Reader
	}
	return p
}

// decode reads the next entry, and its line if somebody asks for it.
func (p *positions) decode(dec *json.Decoder, o Options) (e entry, line int, err error) {
	if o.At == nil {
		err = dec.Decode(&e)
		return e, 0, err
	}
	var s sized
	if err := dec.Decode(&s); err != nil {
		return e, 0, err
	}
	return s.entry, p.lineOf(dec.InputOffset() - s.size), nil
}
