package res

import (
	"fmt"

	"loginscope/inspector/androidapp/xmltree"
)

// Flags of a type chunk and of an entry.
const (
	flagSparse   = 0x01 // offsets are (index, offset/4) pairs
	flagOffset16 = 0x02 // offsets are 16 bits, in units of four
	entryComplex = 0x0001
	entryCompact = 0x0008
	maxBag       = 20_000
)

// count is the number of entry slots, at most what the chunk can hold.
func (c typeChunk) count() int {
	n, room := int64(u32(c.chunk.Header, 12)), int64(len(c.chunk.Data)-len(c.chunk.Header))
	switch {
	case c.flags()&flagSparse != 0:
		if n > room/4 || n == 0 {
			return 0
		}
		last := len(c.chunk.Header) + int(n-1)*4
		return int(u16(c.chunk.Data, last)) + 1
	case c.flags()&flagOffset16 != 0:
		return int(min(n, room/2, 65536))
	}
	return int(min(n, room/4, 65536))
}

func (c typeChunk) flags() byte { return c.chunk.Header[9] }

// entry returns the bytes of slot i from its first on, if it is taken.
func (c typeChunk) entry(i uint32) ([]byte, bool) {
	offset, ok := c.offset(i)
	if !ok {
		return nil, false
	}
	at := int64(u32(c.chunk.Header, 16)) + offset
	if at+8 > int64(len(c.chunk.Data)) {
		return nil, false
	}
	return c.chunk.Data[at:], true
}

func (c typeChunk) offset(i uint32) (int64, bool) {
	table := c.chunk.body()
	if c.flags()&flagSparse != 0 {
		return c.sparse(table, i)
	}
	if int64(i) >= int64(c.count()) {
		return 0, false
	}
	if c.flags()&flagOffset16 != 0 {
		o := u16(table, int(i)*2)
		return int64(o) * 4, o != 0xffff
	}
	o := u32(table, int(i)*4)
	return int64(o), o != noString
}

// sparse searches the pairs, which are sorted by index.
func (c typeChunk) sparse(table []byte, i uint32) (int64, bool) {
	lo, hi := 0, int(min(int64(u32(c.chunk.Header, 12)), int64(len(table)/4)))
	for lo < hi {
		mid := (lo + hi) / 2
		switch got := uint32(u16(table, mid*4)); {
		case got == i:
			return int64(u16(table, mid*4+2)) * 4, true
		case got < i:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0, false
}

func entryKey(b []byte) uint32 {
	if u16(b, 2)&entryCompact != 0 {
		return uint32(u16(b, 0))
	}
	return u32(b, 4)
}

func (t *Table) decode(p *pkg, c typeChunk, b []byte) (e Entry, err error) {
	e.Package, e.Config = p.name, c.config
	if e.Type, err = p.types.get(uint32(c.id) - 1); err != nil {
		return e, err
	}
	if e.Name, err = p.keys.get(entryKey(b)); err != nil {
		return e, err
	}
	flags := u16(b, 2)
	switch {
	case flags&entryCompact != 0:
		e.Value, err = t.value(xmltree.Type(flags>>8), u32(b, 4))
	case flags&entryComplex != 0:
		err = t.bag(&e, b)
	default:
		size := int(u16(b, 0))
		if size < 8 || size+8 > len(b) {
			return e, fmt.Errorf("%w entry of %d bytes", ErrMalformed, size)
		}
		e.Value, err = t.value(xmltree.Type(b[size+3]), u32(b, size+4))
	}
	return e, err
}

func (t *Table) bag(e *Entry, b []byte) error {
	e.Bag, e.Parent = true, u32(b, 8)
	size, count := int(u16(b, 0)), int64(u32(b, 12))
	if size < 16 || size > len(b) || count > maxBag || count*12 > int64(len(b)-size) {
		return fmt.Errorf("%w bag: header %d, %d values in %d bytes", ErrMalformed, size, count, len(b))
	}
	for i := range int(count) {
		m := b[size+12*i:]
		v, err := t.value(xmltree.Type(m[7]), u32(m, 8))
		if err != nil {
			return err
		}
		e.Items = append(e.Items, Item{Key: u32(m, 0), Value: v})
	}
	return nil
}

func (t *Table) value(kind xmltree.Type, data uint32) (xmltree.Value, error) {
	v := xmltree.Value{Type: kind, Data: data}
	if kind != xmltree.String {
		return v, nil
	}
	s, err := t.values.get(data)
	v.Str = s
	return v, err
}
