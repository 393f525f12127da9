package xmltree

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"

	"loginscope/inspector/androidapp/restype"
)

// The bounds of a text document. Hand-written Android files are a few
// kilobytes; these stop hostile ones.
const (
	MaxText  = 8 << 20
	maxDepth = 256
	maxNodes = 200_000
)

// ErrEntities says that a document declares entities. They are never expanded:
// a few hundred bytes of them can stand for gigabytes.
var ErrEntities = errors.New("document declares XML entities, which are not expanded")

// ErrTooBig says that a document exceeds the bounds of this package.
var ErrTooBig = errors.New("XML document too big")

// Parse reads a text document. Its error names the line.
func Parse(src []byte) (*Node, error) {
	if len(src) > MaxText {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", ErrTooBig, len(src), MaxText)
	}
	if bytes.HasPrefix(src, []byte{0xff, 0xfe}) || bytes.HasPrefix(src, []byte{0xfe, 0xff}) {
		return nil, errors.New("document is UTF-16; save it as UTF-8")
	}
	p := &parser{dec: xml.NewDecoder(bytes.NewReader(src))}
	p.dec.CharsetReader = charset
	if err := p.run(); err != nil {
		line, _ := p.dec.InputPos()
		var syntax *xml.SyntaxError
		if errors.As(err, &syntax) {
			return nil, fmt.Errorf("parse XML: line %d: %s", syntax.Line, syntax.Msg)
		}
		return nil, fmt.Errorf("parse XML: line %d: %w", line, err)
	}
	return p.root, nil
}

func charset(label string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "utf-8", "utf8", "us-ascii", "ascii":
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
	root     *Node
	stack    []*Node
	nodes    int
	encoding string
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
			return err
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
		n.Span = Span{Start: start, Inner: end}
		p.add(n)
		p.stack = append(p.stack, n)
	case xml.EndElement:
		top := p.stack[len(p.stack)-1]
		top.Span.Close, top.Span.End, top.Span.SelfClosed = start, end, start == end
		p.stack = p.stack[:len(p.stack)-1]
	case xml.CharData:
		if len(p.stack) > 0 {
			p.add(&Node{Kind: Text, Data: string(t), Line: line, Span: Span{Start: start, Inner: start, Close: end, End: end}})
		}
	case xml.ProcInst:
		if m := declared.FindSubmatch(t.Inst); t.Target == "xml" && m != nil {
			p.encoding = string(m[1])
		}
	case xml.Directive:
		if bytes.Contains(t, []byte("<!ENTITY")) {
			return ErrEntities
		}
	}
	return nil
}

func (p *parser) add(n *Node) {
	p.nodes++
	if len(p.stack) == 0 {
		if n.Kind == Element {
			p.root, n.Encoding = n, p.encoding
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
				Raw: a.Value, HasRaw: true, Typed: restype.Guess(a.Value),
			})
		}
	}
	return n
}
