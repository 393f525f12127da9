// Package axml reads Android's binary XML, the form that AndroidManifest.xml
// and res/xml files have inside an APK. It owns the document format only; the
// pool and the values are restype's, the tree is xmltree's.
//
// It reads what the platform reads, not what the build tools write: unknown
// chunks are passed over, attribute records may be longer than the known 20
// bytes, and a name that a packer blanked is found by its resource ID.
package axml

import (
	"errors"
	"fmt"

	"loginscope/inspector/androidapp/restype"
	"loginscope/inspector/androidapp/xmltree"
)

// MaxSize bounds a document. Real manifests stay far below a megabyte.
const MaxSize = 8 << 20

const (
	maxDepth   = 256
	maxNodes   = 200_000
	maxAttrs   = 1_000_000
	attrRecord = 20
)

// Parse reads one document. Every error wraps restype.ErrMalformed or says
// that the document is too big, and names the offset.
func Parse(src []byte) (*xmltree.Node, error) {
	if len(src) > MaxSize {
		return nil, fmt.Errorf("parse binary XML: %d bytes, at most %d", len(src), MaxSize)
	}
	doc, err := restype.Next(src, 0)
	if err != nil {
		return nil, fmt.Errorf("parse binary XML: %w", err)
	}
	p := &parser{pool: &restype.Pool{}}
	if err := p.chunks(doc); err != nil {
		return nil, fmt.Errorf("parse binary XML: %w", err)
	}
	if p.root == nil {
		return nil, fmt.Errorf("parse binary XML: %w: no element", restype.ErrMalformed)
	}
	return p.root, nil
}

// Is reports whether src starts like binary XML rather than like text.
func Is(src []byte) bool {
	return len(src) >= 8 && src[0] == 3 && src[1] == 0 && src[2] == 8 && src[3] == 0
}

type parser struct {
	pool    *restype.Pool
	ids     []byte // the resource map
	root    *xmltree.Node
	stack   []*xmltree.Node
	pending []xmltree.Namespace
	nodes   int
	attrs   int
}

func (p *parser) chunks(doc restype.Chunk) error {
	for at := len(doc.Head); at+8 <= len(doc.Data); {
		c, err := restype.Next(doc.Data, at)
		if err != nil {
			return err
		}
		if err := p.chunk(c); err != nil {
			return fmt.Errorf("chunk 0x%04x at %d: %w", c.Type, at, err)
		}
		if p.nodes > maxNodes || p.attrs > maxAttrs || len(p.stack) > maxDepth {
			return fmt.Errorf("document exceeds %d nodes, %d attributes or %d levels", maxNodes, maxAttrs, maxDepth)
		}
		at += len(c.Data)
	}
	return nil
}

func (p *parser) chunk(c restype.Chunk) (err error) {
	switch c.Type {
	case restype.ChunkStringPool:
		if p.root == nil {
			p.pool, err = restype.ParsePool(c)
		}
	case restype.ChunkResourceMap:
		p.ids = c.Body()
	case restype.ChunkStartNamespace:
		err = p.namespace(c)
	case restype.ChunkStartElement:
		err = p.start(c)
	case restype.ChunkEndElement:
		if len(p.stack) == 0 {
			return fmt.Errorf("%w: end without start", restype.ErrMalformed)
		}
		p.stack = p.stack[:len(p.stack)-1]
	case restype.ChunkCData:
		err = p.text(c)
	}
	return err
}

func (p *parser) namespace(c restype.Chunk) error {
	prefix, err := p.pool.Get(restype.U32(c.Body(), 0))
	if err != nil {
		return err
	}
	uri, err := p.pool.Get(restype.U32(c.Body(), 4))
	p.pending = append(p.pending, xmltree.Namespace{Prefix: prefix, URI: uri})
	return err
}

func (p *parser) text(c restype.Chunk) error {
	s, err := p.pool.Get(restype.U32(c.Body(), 0))
	if err != nil || len(p.stack) == 0 {
		return err
	}
	p.add(&xmltree.Node{Kind: xmltree.Text, Data: s, Line: line(c)})
	return nil
}

func line(c restype.Chunk) int { return int(restype.U32(c.Head, 8)) }

func (p *parser) add(n *xmltree.Node) {
	p.nodes++
	if len(p.stack) == 0 {
		if p.root == nil {
			p.root = n
		}
		return
	}
	top := p.stack[len(p.stack)-1]
	top.Children = append(top.Children, n)
}

func (p *parser) start(c restype.Chunk) error {
	ext := c.Body()
	if len(ext) < 20 {
		return fmt.Errorf("%w: element of %d bytes", restype.ErrMalformed, len(ext))
	}
	space, err := p.pool.Get(restype.U32(ext, 0))
	if err != nil {
		return err
	}
	name, err := p.pool.Get(restype.U32(ext, 4))
	if err != nil {
		return err
	}
	n := &xmltree.Node{Space: space, Name: name, Line: line(c), Namespaces: p.pending}
	p.pending = nil
	if err := p.attributes(n, ext); err != nil {
		return fmt.Errorf("element %q: %w", name, err)
	}
	p.add(n)
	p.stack = append(p.stack, n)
	return nil
}

func (p *parser) attributes(n *xmltree.Node, ext []byte) error {
	first, size, count := int(restype.U16(ext, 8)), int(restype.U16(ext, 10)), int(restype.U16(ext, 12))
	if count == 0 {
		return nil
	}
	if size < attrRecord || first+size*count > len(ext) {
		return fmt.Errorf("%w: %d attributes of %d bytes at %d in %d", restype.ErrMalformed, count, size, first, len(ext))
	}
	p.attrs += count
	n.Attrs = make([]xmltree.Attr, 0, count)
	for i := range count {
		a, err := p.attribute(ext[first+i*size:])
		if err != nil {
			return fmt.Errorf("attribute %d: %w", i, err)
		}
		n.Attrs = append(n.Attrs, a)
	}
	return nil
}

func (p *parser) attribute(b []byte) (a xmltree.Attr, err error) {
	var errs [4]error
	nameIndex, raw := restype.U32(b, 4), restype.U32(b, 8)
	a.Space, errs[0] = p.pool.Get(restype.U32(b, 0))
	a.Name, errs[1] = p.pool.Get(nameIndex)
	if nameIndex < uint32(len(p.ids)/4) {
		a.Resource = restype.U32(p.ids, int(nameIndex)*4)
	}
	if known := attrName(a.Resource); known != "" {
		a.Name = known
	}
	a.Raw, errs[2] = p.pool.Get(raw)
	a.HasRaw = raw != restype.NoString
	a.Typed = restype.Value{Type: restype.Type(b[15]), Data: restype.U32(b, 16)}
	if a.Typed.Type == restype.String {
		a.Typed.Str, errs[3] = p.pool.Get(a.Typed.Data)
	}
	a.Value = a.Typed.Format()
	if a.HasRaw {
		a.Value = a.Raw
	}
	return a, errors.Join(errs[:]...)
}
