package signing

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"

	"loginscope/inspector/androidapp/archive"
)

// ErrMalformed is in every error about a broken signature.
var ErrMalformed = errors.New("malformed signature")

const (
	magic        = "APK Sig Block 42"
	footer       = 24
	maxBlock     = 32 << 20
	maxPairs     = 1000
	maxSigners   = 10
	maxPerSigner = 100
)

// The IDs in a signing block.
const (
	idV2  = 0x7109871a
	idV3  = 0xf05368c0
	idV31 = 0x1b93ad61
)

// block is the APK signing block: its offset and its ID-value pairs.
type block struct {
	start int64
	pairs map[uint32][]byte
}

// readBlock finds the signing block just before the central directory; a nil
// block means that there is none.
func readBlock(a *archive.Archive) (*block, error) {
	if a.Directory < footer+8 {
		return nil, nil
	}
	tail, err := a.Section(a.Directory-footer, footer)
	if err != nil || string(tail[8:]) != magic {
		return nil, err
	}
	size := int64(binary.LittleEndian.Uint64(tail))
	if size < footer || size > maxBlock || size+8 > a.Directory {
		return nil, fmt.Errorf("%w: signing block of %d bytes before %d", ErrMalformed, size, a.Directory)
	}
	b := &block{start: a.Directory - size - 8, pairs: map[uint32][]byte{}}
	all, err := a.Section(b.start, size+8)
	if err != nil {
		return nil, err
	}
	if head := int64(binary.LittleEndian.Uint64(all)); head != size {
		return nil, fmt.Errorf("%w: signing block says %d bytes in front and %d behind", ErrMalformed, head, size)
	}
	return b, b.readPairs(all[8 : len(all)-footer])
}

func (b *block) readPairs(rest []byte) error {
	for n := 0; len(rest) > 0; n++ {
		if len(rest) < 12 || n == maxPairs {
			return fmt.Errorf("%w: pair %d of the signing block", ErrMalformed, n+1)
		}
		size := binary.LittleEndian.Uint64(rest)
		if size < 4 || size > uint64(len(rest)-8) {
			return fmt.Errorf("%w: pair %d of the signing block has %d bytes", ErrMalformed, n+1, size)
		}
		id := binary.LittleEndian.Uint32(rest[8:])
		if _, twice := b.pairs[id]; !twice {
			b.pairs[id] = rest[12 : 8+size]
		}
		rest = rest[8+size:]
	}
	return nil
}

// cursor reads the length-prefixed structures inside the pairs. After the
// first fault it yields nothing and keeps the error.
type cursor struct {
	b   []byte
	err error
}

func (c *cursor) u32() uint32 {
	if c.err != nil || len(c.b) < 4 {
		c.fail("number cut off")
		return 0
	}
	v := binary.LittleEndian.Uint32(c.b)
	c.b = c.b[4:]
	return v
}

// bytes reads a 32-bit length and that many bytes.
func (c *cursor) bytes() []byte {
	n := c.u32()
	if c.err != nil || uint64(n) > uint64(len(c.b)) {
		c.fail(fmt.Sprintf("%d bytes announced, %d left", n, len(c.b)))
		return nil
	}
	v := c.b[:n:n]
	c.b = c.b[n:]
	return v
}

func (c *cursor) fail(what string) {
	if c.err == nil {
		c.err = fmt.Errorf("%w: %s", ErrMalformed, what)
	}
	c.b = nil
}

// list reads a length and then yields the length-prefixed items inside.
func (c *cursor) list(limit int) iter.Seq[*cursor] {
	inner := cursor{b: c.bytes()}
	return func(yield func(*cursor) bool) {
		for n := 0; len(inner.b) > 0 && c.err == nil; n++ {
			if n == limit {
				c.fail("too many items")
				return
			}
			item := &cursor{b: inner.bytes()}
			c.err = inner.err
			if c.err != nil || !yield(item) {
				return
			}
		}
	}
}
