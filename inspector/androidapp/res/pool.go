package res

import (
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// noString is the index that stands for "no string".
const noString = 0xffffffff

// maxDecoded limits what all strings of one pool may take when decoded. Without
// it, entries that overlap could expand a small pool to gigabytes.
const maxDecoded = 64 << 20

const flagUTF8 = 1 << 8

// pool is a string pool. Strings are decoded when asked for and remembered by
// their offset, so that equal entries share memory. It is not safe for
// concurrent use.
type pool struct {
	offsets []byte
	data    []byte
	count   int
	utf8    bool
	decoded map[uint32]string
	spent   int
}

// parsePool reads a chunkStringPool.
func parsePool(c chunk) (*pool, error) {
	if c.Type != chunkStringPool || len(c.Header) < 28 {
		return nil, fmt.Errorf("%w string pool at %d: type 0x%04x, header %d",
			ErrMalformed, c.Offset, c.Type, len(c.Header))
	}
	count, start := int64(u32(c.Header, 8)), int64(u32(c.Header, 20))
	body := c.body()
	if count > int64(len(body)/4) {
		return nil, fmt.Errorf("%w string pool at %d: %d strings in %d bytes", ErrMalformed, c.Offset, count, len(body))
	}
	if count == 0 {
		return &pool{}, nil
	}
	if start < int64(len(c.Header)) || start > int64(len(c.Data)) {
		return nil, fmt.Errorf("%w string pool at %d: strings start at %d of %d",
			ErrMalformed, c.Offset, start, len(c.Data))
	}
	return &pool{
		offsets: body[:count*4],
		data:    c.Data[start:],
		count:   int(count),
		utf8:    u32(c.Header, 16)&flagUTF8 != 0,
		decoded: map[uint32]string{},
	}, nil
}

// get returns string i; noString gives "". A string that cannot be decoded is
// an error that names its index.
func (p *pool) get(i uint32) (string, error) {
	if i == noString {
		return "", nil
	}
	if int64(i) >= int64(p.count) {
		return "", fmt.Errorf("%w string pool: string %d of %d", ErrMalformed, i, p.count)
	}
	at := u32(p.offsets, int(i)*4)
	if s, ok := p.decoded[at]; ok {
		return s, nil
	}
	s, err := p.decode(at)
	if err != nil {
		return "", fmt.Errorf("string %d: %w", i, err)
	}
	if p.spent += len(s) + 16; p.spent > maxDecoded {
		return "", fmt.Errorf("%w string pool: decoded strings exceed %d bytes", ErrMalformed, maxDecoded)
	}
	p.decoded[at] = s
	return s, nil
}

func (p *pool) decode(at uint32) (string, error) {
	if int64(at) >= int64(len(p.data)) {
		return "", fmt.Errorf("%w string pool: offset %d of %d", ErrMalformed, at, len(p.data))
	}
	b := p.data[at:]
	if p.utf8 {
		return decode8(b)
	}
	return decode16(b)
}

// decode8 reads two lengths, in UTF-16 units and in bytes, then the bytes.
func decode8(b []byte) (string, error) {
	_, used := length8(b)
	n, used2 := length8(b[min(used, len(b)):])
	from := used + used2
	if used == 0 || used2 == 0 || n > len(b)-from {
		return "", fmt.Errorf("%w string pool: UTF-8 string of %d bytes cut off", ErrMalformed, n)
	}
	return modified(b[from : from+n]), nil
}

func length8(b []byte) (n, used int) {
	switch {
	case len(b) >= 1 && b[0]&0x80 == 0:
		return int(b[0]), 1
	case len(b) >= 2:
		return int(b[0]&0x7f)<<8 | int(b[1]), 2
	}
	return 0, 0
}

// modified repairs what is not valid UTF-8: surrogates written as three bytes
// each (CESU-8), as some build tools do.
func modified(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	var units []uint16
	for len(b) > 0 {
		if len(b) >= 3 && b[0] == 0xed && b[1]&0xc0 == 0x80 && b[2]&0xc0 == 0x80 {
			units = append(units, 0xd000|uint16(b[1]&0x3f)<<6|uint16(b[2]&0x3f))
			b = b[3:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		units = utf16.AppendRune(units, r)
		b = b[n:]
	}
	return string(utf16.Decode(units))
}

func decode16(b []byte) (string, error) {
	if len(b) < 2 {
		return "", fmt.Errorf("%w string pool: length cut off", ErrMalformed)
	}
	n, from := int(u16(b, 0)), 2
	if n&0x8000 != 0 {
		if len(b) < 4 {
			return "", fmt.Errorf("%w string pool: length cut off", ErrMalformed)
		}
		n, from = (n&0x7fff)<<16|int(u16(b, 2)), 4
	}
	if n > (len(b)-from)/2 {
		return "", fmt.Errorf("%w string pool: string of %d units cut off", ErrMalformed, n)
	}
	units := make([]uint16, n)
	for i := range units {
		units[i] = u16(b, from+2*i)
	}
	return string(utf16.Decode(units)), nil
}
