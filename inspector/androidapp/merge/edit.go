package merge

import (
	"bytes"
	"strings"

	"loginscope/inspector/androidapp/xmltree"
)

// splice replaces text[from:to]; offsets are those of the parsed tree.
func (d *document) splice(from, to int, s string) []byte {
	from, to = from+d.bom, to+d.bom
	out := make([]byte, 0, len(d.text)+len(s))
	out = append(out, d.text[:from]...)
	out = append(out, s...)
	return append(out, d.text[to:]...)
}

func (d *document) body() []byte { return d.text[d.bom:] }

// newline is the file's own line end.
func (d *document) newline() string {
	if bytes.Contains(d.text, []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}

// lineIndent is the white space before offset at when nothing else precedes it
// on its line; ok is false otherwise.
func (d *document) lineIndent(at int) (indent string, start int, ok bool) {
	start = bytes.LastIndexByte(d.body()[:at], '\n') + 1
	lead := string(d.body()[start:at])
	return lead, start, strings.TrimSpace(lead) == ""
}

// unit is the file's own step of indentation: what its first nested element
// has more than its parent.
func (d *document) unit() string {
	for c := range d.root.Elements() {
		if in, _, ok := d.lineIndent(c.Span.Start); ok && in != "" {
			return in
		}
	}
	return "    "
}

// appendChild puts lines, whose leading tabs stand for steps of indentation,
// before the end tag of n.
func (d *document) appendChild(n *xmltree.Node, lines ...string) []byte {
	nl, unit := d.newline(), d.unit()
	own, _, alone := d.lineIndent(n.Span.Start)
	if !alone {
		own = ""
	}
	var b strings.Builder
	for _, l := range lines {
		depth := len(l) - len(strings.TrimLeft(l, "\t"))
		b.WriteString(own + unit + strings.Repeat(unit, depth) + l[depth:] + nl)
	}
	if n.Span.SelfClosed {
		open := strings.TrimRight(strings.TrimSuffix(string(d.body()[n.Span.Start:n.Span.Inner]), "/>"), " \t\r\n")
		return d.splice(n.Span.Start, n.Span.End, open+">"+nl+b.String()+own+"</"+n.Name+">")
	}
	if _, start, ok := d.lineIndent(n.Span.Close); ok && start >= n.Span.Inner {
		return d.splice(start, start, b.String())
	}
	return d.splice(n.Span.Close, n.Span.Close, nl+b.String()+own)
}

// insertAfter puts one line behind a sibling.
func (d *document) insertAfter(n *xmltree.Node, line string) []byte {
	indent, _, alone := d.lineIndent(n.Span.Start)
	if !alone {
		return d.splice(n.Span.End, n.Span.End, line)
	}
	at := n.Span.End
	// Behind the rest of the line if that is white space or a comment of its own.
	rest := d.body()[at:]
	if i := bytes.IndexByte(rest, '\n'); i >= 0 && ownComment(string(rest[:i])) {
		at += len(strings.TrimRight(string(rest[:i]), "\r"))
	}
	return d.splice(at, at, d.newline()+indent+line)
}

// ownComment is white space, or one whole comment amid white space.
func ownComment(s string) bool {
	s = strings.TrimSpace(s)
	return s == "" || strings.HasPrefix(s, "<!--") && strings.Index(s, "-->") == len(s)-3 && len(s) >= 7
}

// moveInto takes a child out of n and appends lines to n.
func (d *document) moveInto(n, child *xmltree.Node, lines []string) []byte {
	appended := &document{text: d.appendChild(n, lines...), bom: d.bom}
	from, to := child.Span.Start, child.Span.End
	_, start, alone := d.lineIndent(from)
	rest := d.body()[to:]
	if i := bytes.IndexByte(rest, '\n'); alone && i >= 0 && strings.TrimSpace(string(rest[:i])) == "" {
		from, to = start, to+i+1
	}
	return appended.splice(from, to, "")
}

// setAttr sets an attribute in the start tag of n.
func (d *document) setAttr(n *xmltree.Node, name, value string) []byte {
	tag := string(d.body()[n.Span.Start:n.Span.Inner])
	if from, to, ok := attrValue(tag, name); ok {
		return d.splice(n.Span.Start+from, n.Span.Start+to, value)
	}
	end := len(tag) - 1
	if n.Span.SelfClosed {
		end--
	}
	end = len(strings.TrimRight(tag[:end], " \t\r\n"))
	at := n.Span.Start + end
	return d.splice(at, at, " "+name+`="`+value+`"`)
}

// attrValue finds the value of an attribute inside a start tag.
func attrValue(tag, name string) (from, to int, ok bool) {
	for i := 0; i < len(tag); {
		q := strings.IndexAny(tag[i:], `"'`)
		if q < 0 {
			return 0, 0, false
		}
		q += i
		end := strings.IndexByte(tag[q+1:], tag[q])
		if end < 0 {
			return 0, 0, false
		}
		end += q + 1
		key := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(tag[i:q]), "="))
		if f := strings.Fields(key); len(f) > 0 && f[len(f)-1] == name {
			return q + 1, end, true
		}
		i = end + 1
	}
	return 0, 0, false
}
