package xmltree

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// The bounds of a text document. Hand-written Android files are a few
// kilobytes; these stop hostile ones.
const (
	MaxText  = 8 << 20
	maxDepth = 256
	maxNodes = 200_000
)

// ErrTooBig says that a document exceeds the bounds of this package.
var ErrTooBig = errors.New("XML document too big")

// Parse reads a text document in UTF-8, UTF-16 or an encoding that it declares.
// Its error names the line. The spans of a document in UTF-16 are those of its
// text as UTF8 gives it.
func Parse(src []byte) (*Node, error) {
	if len(src) > MaxText {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", ErrTooBig, len(src), MaxText)
	}
	text := UTF8(src)
	p := &parser{dec: xml.NewDecoder(bytes.NewReader(text)), text: text,
		utf16: len(src) > 0 && &text[0] != &src[0]}
	p.dec.CharsetReader = p.charset
	if err := p.run(); err != nil {
		line, _ := p.dec.InputPos()
		var syntax *xml.SyntaxError
		if errors.As(err, &syntax) {
			return nil, &SyntaxError{syntax.Line, syntax.Msg}
		}
		if errors.Is(err, ErrEntities) || errors.Is(err, ErrTooBig) {
			return nil, fmt.Errorf("parse XML: line %d: %w", line, err)
		}
		return nil, &SyntaxError{line, err.Error()}
	}
	return p.root, nil
}

// UTF8 is a document in UTF-8, without a byte order mark, if it is in UTF-16; any
// other as it is. UTF-16 is recognised by its mark or by how it writes "<".
func UTF8(src []byte) []byte {
	order := unicode.LittleEndian
	switch {
	case bytes.HasPrefix(src, []byte{0xff, 0xfe}), bytes.HasPrefix(src, []byte{'<', 0}):
	case bytes.HasPrefix(src, []byte{0xfe, 0xff}), bytes.HasPrefix(src, []byte{0, '<'}):
		order = unicode.BigEndian
	default:
		return src
	}
	out, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(src)
	if err != nil || len(out) == 0 {
		return src
	}
	return out
}

func (p *parser) charset(label string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "utf-8", "utf8", "us-ascii", "ascii":
		return in, nil
	case "utf-16", "utf-16le", "utf-16be":
		if !p.utf16 {
			return nil, fmt.Errorf("declared encoding %q is not that of the document", label)
		}
		return in, nil
	case "iso-8859-1", "latin1":
		return charmap.ISO8859_1.NewDecoder().Reader(in), nil
	case "gbk", "gb2312", "gb18030":
		return simplifiedchinese.GB18030.NewDecoder().Reader(in), nil
	}
	return nil, fmt.Errorf("unknown encoding %q", label)
}

// declared finds the encoding in an XML declaration.
var declared = regexp.MustCompile(`encoding\s*=\s*["']([^"']*)["']`)

type parser struct {
	dec      *xml.Decoder
	text     []byte
	entities *entities // nil without a DOCTYPE
	root     *Node
	stack    []*Node
	nodes    int
	encoding string
	utf16    bool
}

func (p *parser) run() error {
	for {
		start := int(p.dec.InputOffset())
		line, _ := p.dec.InputPos()
		tok, err := p.dec.Token()
		if err == io.EOF {
			if p.root == nil {
				return errors.New("no element")
			}
			return nil
		}
		if err != nil {
			return p.unresolved(err)
		}
		if err := p.token(tok, start, line); err != nil {
			return err
		}
		if p.nodes > maxNodes || len(p.stack) > maxDepth {
			return fmt.Errorf("%w: more than %d nodes or %d levels", ErrTooBig, maxNodes, maxDepth)
		}
	}
}

func (p *parser) token(tok xml.Token, start, line int) error {
	end := int(p.dec.InputOffset())
	switch t := tok.(type) {
	case xml.StartElement:
		if p.root != nil && len(p.stack) == 0 {
			return errors.New("second root element")
		}
		n := element(t, line)
		if err := p.wellFormed(n); err != nil {
			return err
		}
		n.Span = Span{Start: start, Inner: end}
		p.add(n)
		p.stack = append(p.stack, n)
	case xml.EndElement:
		top := p.stack[len(p.stack)-1]
		top.Span.Close, top.Span.End, top.Span.SelfClosed = start, end, start == end
		p.stack = p.stack[:len(p.stack)-1]
	case xml.CharData:
		if len(p.stack) > 0 {
			return p.content(string(t), start, end, line)
		}
	case xml.ProcInst:
		if t.Target == "xml" && start > 0 && (start > len("\ufeff") || line > 1) {
			return errors.New("something stands before the XML declaration, which must be first")
		}
		if m := declared.FindSubmatch(t.Inst); t.Target == "xml" && m != nil {
			p.encoding = string(m[1])
		}
	case xml.Directive:
		return p.declareEntities(string(t))
	}
	return nil
}

// wellFormed refuses what Go's decoder lets pass and the build tools do not: an
// attribute twice, and a prefix that nothing declares.
func (p *parser) wellFormed(n *Node) error {
	declared := func(space string) bool {
		if space == "" || strings.HasPrefix(space, "http://www.w3.org/") {
			return true
		}
		if slices.ContainsFunc(n.Namespaces, func(x Namespace) bool { return x.URI == space }) {
			return true
		}
		return slices.ContainsFunc(p.stack, func(above *Node) bool {
			return slices.ContainsFunc(above.Namespaces, func(x Namespace) bool { return x.URI == space })
		})
	}
	if !declared(n.Space) {
		return fmt.Errorf("nothing declares the prefix %q of the element %s", n.Space, n.Name)
	}
	for i, a := range n.Attrs {
		if p.entities != nil && strings.ContainsRune(a.Value, p.entities.mark) {
			return entityError("one that holds an element stands in an attribute", "含有元素的实体出现在属性中")
		}
		if !declared(a.Space) {
			return fmt.Errorf("nothing declares the prefix %q of the attribute %s", a.Space, a.Name)
		}
		if slices.ContainsFunc(n.Attrs[:i], func(b Attr) bool { return b.Space == a.Space && b.Name == a.Name }) {
			return fmt.Errorf("the element %s has the attribute %s twice", n.Name, a.Name)
		}
	}
	return nil
}

func (p *parser) add(n *Node) {
	p.nodes++
	if len(p.stack) == 0 {
		if n.Kind == Element {
			p.root, n.Encoding = n, p.encoding
			if p.utf16 && p.encoding != "" && !strings.HasPrefix(strings.ToLower(p.encoding), "utf-16") {
				n.Encoding = "UTF-16, declared as " + p.encoding
			}
		}
		return
	}
	top := p.stack[len(p.stack)-1]
	top.Children = append(top.Children, n)
}

func element(t xml.StartElement, line int) *Node {
	n := &Node{Space: t.Name.Space, Name: t.Name.Local, Line: line}
	for _, a := range t.Attr {
		switch {
		case a.Name.Space == "xmlns":
			n.Namespaces = append(n.Namespaces, Namespace{a.Name.Local, a.Value})
		case a.Name.Space == "" && a.Name.Local == "xmlns":
			n.Namespaces = append(n.Namespaces, Namespace{"", a.Value})
		default:
			n.Attrs = append(n.Attrs, Attr{
				Space: a.Name.Space, Name: a.Name.Local, Value: a.Value,
				Raw: a.Value, HasRaw: true, Typed: Guess(a.Value),
			})
		}
	}
	return n
}
