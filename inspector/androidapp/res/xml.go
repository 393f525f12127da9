package res

import (
	"errors"
	"fmt"

	"loginscope/inspector/androidapp/xmltree"
)

// MaxXML limits a compiled XML document, in bytes. Real manifests stay far below a megabyte.
const MaxXML = 8 << 20

// The limits of a compiled XML document.
const (
	maxDepth   = 256
	maxNodes   = 200_000
	maxAttrs   = 1_000_000
	attrRecord = 20
)

// ParseXML reads one document of binary XML, the form that AndroidManifest.xml and
// the files of res/xml have in an APK. Every error wraps ErrMalformed or says
// that the document is too big, and names the offset.
func ParseXML(src []byte) (*xmltree.Node, error) {
	if len(src) > MaxXML {
		return nil, fmt.Errorf("parse binary XML: %d bytes, at most %d", len(src), MaxXML)
	}
	doc, err := nextChunk(src, 0)
	if err != nil {
		return nil, fmt.Errorf("parse binary XML: %w", err)
	}
	p := &xmlParser{pool: &pool{}}
	if err := p.chunks(doc); err != nil {
		return nil, fmt.Errorf("parse binary XML: %w", err)
	}
	if p.root == nil {
		return nil, fmt.Errorf("parse binary XML: %w: no element", ErrMalformed)
	}
	return p.root, nil
}

// IsBinaryXML reports whether src starts like binary XML rather than like text.
func IsBinaryXML(src []byte) bool {
	return len(src) >= 8 && src[0] == 3 && src[1] == 0 && src[2] == 8 && src[3] == 0
}

type xmlParser struct {
	pool    *pool
	ids     []byte // the resource map
	root    *xmltree.Node
	stack   []*xmltree.Node
	pending []xmltree.Namespace
	nodes   int
	attrs   int
}

func (p *xmlParser) chunks(doc chunk) error {
	for at := len(doc.Header); at+8 <= len(doc.Data); {
		c, err := nextChunk(doc.Data, at)
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

func (p *xmlParser) chunk(c chunk) (err error) {
	switch c.Type {
	case chunkStringPool:
		if p.root == nil {
			p.pool, err = parsePool(c)
		}
	case chunkResourceMap:
		p.ids = c.body()
	case chunkStartNamespace:
		err = p.namespace(c)
	case chunkStartElement:
		err = p.start(c)
	case chunkEndElement:
		if len(p.stack) == 0 {
			return fmt.Errorf("%w: end without start", ErrMalformed)
		}
		p.stack = p.stack[:len(p.stack)-1]
	case chunkCData:
		err = p.text(c)
	}
	return err
}

func (p *xmlParser) namespace(c chunk) error {
	prefix, err := p.pool.get(u32(c.body(), 0))
	if err != nil {
		return err
	}
	uri, err := p.pool.get(u32(c.body(), 4))
	p.pending = append(p.pending, xmltree.Namespace{Prefix: prefix, URI: uri})
	return err
}

func (p *xmlParser) text(c chunk) error {
	s, err := p.pool.get(u32(c.body(), 0))
	if err != nil || len(p.stack) == 0 {
		return err
	}
	p.add(&xmltree.Node{Kind: xmltree.Text, Data: s, Line: line(c)})
	return nil
}

func line(c chunk) int { return int(u32(c.Header, 8)) }

func (p *xmlParser) add(n *xmltree.Node) {
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

func (p *xmlParser) start(c chunk) error {
	ext := c.body()
	if len(ext) < 20 {
		return fmt.Errorf("%w: element of %d bytes", ErrMalformed, len(ext))
	}
	space, err := p.pool.get(u32(ext, 0))
	if err != nil {
		return err
	}
	name, err := p.pool.get(u32(ext, 4))
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

func (p *xmlParser) attributes(n *xmltree.Node, ext []byte) error {
	first, size, count := int(u16(ext, 8)), int(u16(ext, 10)), int(u16(ext, 12))
	if count == 0 {
		return nil
	}
	if size < attrRecord || first+size*count > len(ext) {
		return fmt.Errorf("%w: %d attributes of %d bytes at %d in %d", ErrMalformed, count, size, first, len(ext))
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

func (p *xmlParser) attribute(b []byte) (a xmltree.Attr, err error) {
	var errs [4]error
	nameIndex, raw := u32(b, 4), u32(b, 8)
	a.Space, errs[0] = p.pool.get(u32(b, 0))
	a.Name, errs[1] = p.pool.get(nameIndex)
	if nameIndex < uint32(len(p.ids)/4) {
		a.Resource = u32(p.ids, int(nameIndex)*4)
	}
	if known := attrName(a.Resource); known != "" {
		a.Name = known
	}
	a.Raw, errs[2] = p.pool.get(raw)
	a.HasRaw = raw != noString
	a.Typed = xmltree.Value{Type: xmltree.Type(b[15]), Data: u32(b, 16)}
	if a.Typed.Type == xmltree.String {
		a.Typed.Str, errs[3] = p.pool.get(a.Typed.Data)
	}
	a.Value = a.Typed.Format()
	if a.HasRaw {
		a.Value = a.Raw
	}
	return a, errors.Join(errs[:]...)
}
