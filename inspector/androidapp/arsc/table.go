// Package arsc reads resources.arsc, the compiled resource table of an APK. It
// owns look-up by ID and by name, in every configuration; it decides nothing
// about which configuration a phone would pick.
//
// The table is kept as bytes and indexed; entries are decoded when asked for,
// so that a table of tens of megabytes costs little.
package arsc

import (
	"fmt"
	"unicode/utf16"

	"loginscope/inspector/androidapp/restype"
)

// MaxSize bounds a table. The largest of well-known apps are about 20 MB.
const MaxSize = 64 << 20

// The bounds of the index.
const (
	maxPackages = 64
	maxTypes    = 200_000
)

// Table is an indexed resource table. It is not safe for concurrent use.
type Table struct {
	values   *restype.Pool
	packages []*pkg
}

type pkg struct {
	id     uint32
	name   string
	types  *restype.Pool
	keys   *restype.Pool
	chunks []typeChunk
	byType map[uint8][]int
}

type typeChunk struct {
	id     uint8
	config Config
	chunk  restype.Chunk
}

// Entry is one resource in one configuration.
type Entry struct {
	ID      uint32
	Package string
	Type    string
	Name    string
	Config  Config
	// Value is set when Bag is false.
	Value restype.Value
	// Bag is true for styles, arrays and plurals, whose values are Items.
	Bag    bool
	Parent uint32
	Items  []Item
}

// Item is one value of a bag under its key: an attribute's ID in a style.
type Item struct {
	Key   uint32
	Value restype.Value
}

// Parse indexes a table.
func Parse(src []byte) (*Table, error) {
	if len(src) > MaxSize {
		return nil, fmt.Errorf("parse resource table: %d bytes, at most %d", len(src), MaxSize)
	}
	root, err := restype.Next(src, 0)
	if err != nil {
		return nil, fmt.Errorf("parse resource table: %w", err)
	}
	if root.Type != restype.ChunkTable {
		return nil, fmt.Errorf("parse resource table: %w: type 0x%04x", restype.ErrMalformed, root.Type)
	}
	t := &Table{values: &restype.Pool{}}
	if err := t.index(root); err != nil {
		return nil, fmt.Errorf("parse resource table: %w", err)
	}
	return t, nil
}

func (t *Table) index(root restype.Chunk) error {
	for at := len(root.Head); at+8 <= len(root.Data); {
		c, err := restype.Next(root.Data, at)
		if err != nil {
			return err
		}
		switch c.Type {
		case restype.ChunkStringPool:
			t.values, err = restype.ParsePool(c)
		case restype.ChunkPackage:
			err = t.addPackage(c)
		}
		if err != nil {
			return err
		}
		at += len(c.Data)
	}
	return nil
}

func (t *Table) addPackage(c restype.Chunk) error {
	if len(c.Head) < 284 || len(t.packages) >= maxPackages {
		return fmt.Errorf("%w package at %d: header %d, package %d", restype.ErrMalformed, c.Offset, len(c.Head), len(t.packages)+1)
	}
	p := &pkg{
		id: restype.U32(c.Head, 8), name: fixedName(c.Head[12:268]),
		types: &restype.Pool{}, keys: &restype.Pool{}, byType: map[uint8][]int{},
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

func (p *pkg) pools(c restype.Chunk) error {
	for _, x := range []struct {
		at   int
		pool **restype.Pool
	}{{268, &p.types}, {276, &p.keys}} {
		offset := restype.U32(c.Head, x.at)
		if offset == 0 {
			continue
		}
		chunk, err := restype.Next(c.Data, int(offset))
		if err != nil {
			return err
		}
		if *x.pool, err = restype.ParsePool(chunk); err != nil {
			return err
		}
	}
	return nil
}

func (p *pkg) index(c restype.Chunk) error {
	for at := len(c.Head); at+8 <= len(c.Data); {
		sub, err := restype.Next(c.Data, at)
		if err != nil {
			return err
		}
		if sub.Type == restype.ChunkType {
			if len(sub.Head) < 24 || len(p.chunks) >= maxTypes {
				return fmt.Errorf("%w type at %d", restype.ErrMalformed, at)
			}
			id := sub.Head[8]
			p.byType[id] = append(p.byType[id], len(p.chunks))
			p.chunks = append(p.chunks, typeChunk{id, parseConfig(sub.Head[20:]), sub})
		}
		at += len(sub.Data)
	}
	return nil
}

func fixedName(b []byte) string {
	var units []uint16
	for i := 0; i+1 < len(b); i += 2 {
		u := restype.U16(b, i)
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
				kind, _ := p.types.Get(uint32(p.chunks[i].id) - 1)
				name, _ := p.keys.Get(entryKey(b))
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
			if got, _ := p.types.Get(uint32(c.id) - 1); got != kind {
				continue
			}
			for i := range c.count() {
				b, ok := c.entry(uint32(i))
				if !ok {
					continue
				}
				if key, _ := p.keys.Get(entryKey(b)); key == name {
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
