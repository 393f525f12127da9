package res

import (
	"fmt"
	"unicode/utf16"

	"loginscope/inspector/androidapp/xmltree"
)

// MaxTable limits a compiled table, in bytes. The largest of well-known apps are about 20 MB.
const MaxTable = 64 << 20

// The limits of the index.
const (
	maxPackages = 64
	maxTypes    = 200_000
)

// Table is an indexed resource table. It is not safe for concurrent use.
type Table struct {
	values   *pool
	packages []*pkg
}

type pkg struct {
	id     uint32
	name   string
	types  *pool
	keys   *pool
	chunks []typeChunk
	byType map[uint8][]int
}

type typeChunk struct {
	id     uint8
	config Config
	chunk  chunk
}

// Entry is one resource in one configuration.
type Entry struct {
	ID      uint32
	Package string
	Type    string
	Name    string
	Config  Config
	// Value is set when Bag is false.
	Value xmltree.Value
	// Bag is true for styles, arrays and plurals, whose values are Items.
	Bag    bool
	Parent uint32
	Items  []Item
}

// Item is one value of a bag under its key: an attribute's ID in a style.
type Item struct {
	Key   uint32
	Value xmltree.Value
}

// ParseTable indexes a table.
func ParseTable(src []byte) (*Table, error) {
	if len(src) > MaxTable {
		return nil, fmt.Errorf("parse resource table: %d bytes, at most %d", len(src), MaxTable)
	}
	root, err := nextChunk(src, 0)
	if err != nil {
		return nil, fmt.Errorf("parse resource table: %w", err)
	}
	if root.Type != chunkTable {
		return nil, fmt.Errorf("parse resource table: %w: type 0x%04x", ErrMalformed, root.Type)
	}
	t := &Table{values: &pool{}}
	if err := t.index(root); err != nil {
		return nil, fmt.Errorf("parse resource table: %w", err)
	}
	return t, nil
}

func (t *Table) index(root chunk) error {
	for at := len(root.Header); at+8 <= len(root.Data); {
		c, err := nextChunk(root.Data, at)
		if err != nil {
			return err
		}
		switch c.Type {
		case chunkStringPool:
			t.values, err = parsePool(c)
		case chunkPackage:
			err = t.addPackage(c)
		}
		if err != nil {
			return err
		}
		at += len(c.Data)
	}
	return nil
}

func (t *Table) addPackage(c chunk) error {
	if len(c.Header) < 284 || len(t.packages) >= maxPackages {
		return fmt.Errorf("%w package at %d: header %d, package %d",
			ErrMalformed, c.Offset, len(c.Header), len(t.packages)+1)
	}
	p := &pkg{
		id: u32(c.Header, 8), name: fixedName(c.Header[12:268]),
		types: &pool{}, keys: &pool{}, byType: map[uint8][]int{},
	}
	if err := p.pools(c); err != nil {
		return fmt.Errorf("package %q: %w", p.name, err)
	}
	if err := p.index(c); err != nil {
		return fmt.Errorf("package %q: %w", p.name, err)
	}
	t.packages = append(t.packages, p)
	return nil
}

func (p *pkg) pools(c chunk) error {
	for _, x := range []struct {
		at   int
		pool **pool
	}{{268, &p.types}, {276, &p.keys}} {
		offset := u32(c.Header, x.at)
		if offset == 0 {
			continue
		}
		chunk, err := nextChunk(c.Data, int(offset))
		if err != nil {
			return err
		}
		if *x.pool, err = parsePool(chunk); err != nil {
			return err
		}
	}
	return nil
}

func (p *pkg) index(c chunk) error {
	for at := len(c.Header); at+8 <= len(c.Data); {
		sub, err := nextChunk(c.Data, at)
		if err != nil {
			return err
		}
		if sub.Type == chunkType {
			if len(sub.Header) < 24 || len(p.chunks) >= maxTypes {
				return fmt.Errorf("%w type at %d", ErrMalformed, at)
			}
			id := sub.Header[8]
			p.byType[id] = append(p.byType[id], len(p.chunks))
			p.chunks = append(p.chunks, typeChunk{id, parseConfig(sub.Header[20:]), sub})
		}
		at += len(sub.Data)
	}
	return nil
}

func fixedName(b []byte) string {
	var units []uint16
	for i := 0; i+1 < len(b); i += 2 {
		u := u16(b, i)
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}

// Lookup returns a resource in every configuration that defines it, in the
// order of the table; none if the table has no such ID. An entry that is
// broken is an error, with what was read before it.
func (t *Table) Lookup(id uint32) ([]Entry, error) {
	var out []Entry
	for _, p := range t.packages {
		if p.id != id>>24 {
			continue
		}
		for _, i := range p.byType[uint8(id>>16)] {
			c := p.chunks[i]
			b, ok := c.entry(id & 0xffff)
			if !ok {
				continue
			}
			e, err := t.decode(p, c, b)
			if err != nil {
				return out, fmt.Errorf("resource 0x%08x: %w", id, err)
			}
			e.ID = id
			out = append(out, e)
		}
	}
	return out, nil
}

// Name gives a resource's name, such as "xml/network_security_config".
func (t *Table) Name(id uint32) string {
	for _, p := range t.packages {
		for _, i := range p.byType[uint8(id>>16)] {
			if b, ok := p.chunks[i].entry(id & 0xffff); ok && p.id == id>>24 {
				kind, _ := p.types.get(uint32(p.chunks[i].id) - 1)
				name, _ := p.keys.get(entryKey(b))
				return kind + "/" + name
			}
		}
	}
	return ""
}

// Find returns the ID of a resource by its type and name, such as "xml" and
// "network_security_config".
func (t *Table) Find(kind, name string) (uint32, bool) {
	for _, p := range t.packages {
		for _, c := range p.chunks {
			if got, _ := p.types.get(uint32(c.id) - 1); got != kind {
				continue
			}
			for i := range c.count() {
				b, ok := c.entry(uint32(i))
				if !ok {
					continue
				}
				if key, _ := p.keys.get(entryKey(b)); key == name {
					return p.id<<24 | uint32(c.id)<<16 | uint32(i), true
				}
			}
		}
	}
	return 0, false
}

// IDs lists every resource ID that some configuration defines.
func (t *Table) IDs() []uint32 {
	var out []uint32
	seen := map[uint32]bool{}
	for _, p := range t.packages {
		for _, c := range p.chunks {
			for i := range c.count() {
				id := p.id<<24 | uint32(c.id)<<16 | uint32(i)
				if _, ok := c.entry(uint32(i)); ok && !seen[id] {
					seen[id] = true
					out = append(out, id)
				}
			}
		}
	}
	return out
}
