package xmltree

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
)

// declareEntities reads a DOCTYPE and gives the decoder what the rest of the text
// refers to.
func (p *parser) declareEntities(text string) error {
	if !strings.HasPrefix(text, "DOCTYPE") || p.root != nil {
		return fmt.Errorf("<!%.20s stands where no declaration may", text)
	}
	e, err := doctype(text)
	if err != nil {
		return err
	}
	p.entities = e
	p.dec.Entity = e.values
	return e.resolve(p.text[p.behind():])
}

// behind is where the text goes on, or its start where it is decoded on the way and the
// decoder's offset is another one.
func (p *parser) behind() int64 {
	switch strings.ToLower(p.encoding) {
	case "", "utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be":
		return p.dec.InputOffset()
	}
	return 0
}

// unresolved is why an entity that the decoder does not know was not resolved.
func (p *parser) unresolved(err error) error {
	var syntax *xml.SyntaxError
	if p.entities == nil || !errors.As(err, &syntax) {
		return err
	}
	name, ok := strings.CutPrefix(syntax.Msg, "invalid character entity &")
	if why := p.entities.failed[strings.TrimSuffix(name, ";")]; ok && why != nil {
		return why
	}
	return err
}

// content adds character data. Where the name of an entity that holds markup stands
// in it, the nodes of the entity are added.
func (p *parser) content(data string, start, end, line int) error {
	span := Span{Start: start, Inner: start, Close: end, End: end}
	if p.entities == nil || !strings.ContainsRune(data, p.entities.mark) {
		p.add(&Node{Kind: Text, Data: data, Line: line, Span: span})
		return nil
	}
	for i, part := range strings.Split(data, string(p.entities.mark)) {
		if i%2 == 1 {
			if err := p.insert(part, start, line); err != nil {
				return err
			}
		} else if part != "" {
			p.add(&Node{Kind: Text, Data: part, Line: line, Span: span})
		}
	}
	return nil
}

// insert adds the nodes of an entity, which are where the reference is.
func (p *parser) insert(name string, at, line int) error {
	e := p.entities
	if e.open[name] || len(e.open) > maxNesting {
		return tooDeep(name)
	}
	e.open[name] = true
	defer delete(e.open, name)
	text := []byte("<x" + p.inScope() + ">" + e.text[name] + "</x>")
	if err := e.spend(len(text)); err != nil {
		return err
	}
	if err := e.resolve(text); err != nil {
		return err
	}
	inner := &parser{dec: xml.NewDecoder(strings.NewReader(string(text))), text: text, entities: e, nodes: p.nodes}
	inner.dec.Entity = e.values
	if err := inner.run(); err != nil {
		return fmt.Errorf("in the entity &%s;: %w", name, err)
	}
	p.nodes = inner.nodes
	for _, n := range inner.root.Children {
		setPosition(n, at, line)
		p.add(n)
	}
	return nil
}

// setPosition moves nodes to a reference.
func setPosition(n *Node, at, line int) {
	n.Line, n.Span = line, Span{Start: at, Inner: at, Close: at, End: at}
	for _, c := range n.Children {
		setPosition(c, at, line)
	}
}

// inScope are the declarations of the prefixes that hold at this point, as attributes.
func (p *parser) inScope() string {
	var out strings.Builder
	said := map[string]bool{}
	for i := len(p.stack) - 1; i >= 0; i-- {
		for _, ns := range p.stack[i].Namespaces {
			if said[ns.Prefix] {
				continue
			}
			said[ns.Prefix] = true
			out.WriteString(" xmlns")
			if ns.Prefix != "" {
				out.WriteString(":" + ns.Prefix)
			}
			out.WriteString(`="`)
			_ = xml.EscapeText(&out, []byte(ns.URI)) // a Builder takes everything
			out.WriteString(`"`)
		}
	}
	return out.String()
}
