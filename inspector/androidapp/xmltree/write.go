package xmltree

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// Format writes a tree as a text document: UTF-8, an element a line, four
// spaces a level. It is for trees whose text is lost, as in an APK; comments
// are lost with it, and white space around text is not kept. Elements and
// attributes of a namespace get the prefix that the tree declares for it.
func Format(root *Node) []byte {
	w := &writer{prefixes: map[string]string{}}
	w.b.WriteString("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
	w.element(root, 0)
	return w.b.Bytes()
}

type writer struct {
	b        bytes.Buffer
	prefixes map[string]string // by URI
}

func (w *writer) element(n *Node, depth int) {
	if depth > maxDepth {
		return // no reader of this module makes deeper trees
	}
	indent := strings.Repeat("    ", depth)
	for _, s := range n.Namespaces {
		w.prefixes[s.URI] = s.Prefix
	}
	name := w.name(n.Space, n.Name)
	w.b.WriteString(indent + "<" + name)
	for _, s := range n.Namespaces {
		w.attr(strings.TrimSuffix("xmlns:"+s.Prefix, ":"), s.URI)
	}
	for _, a := range n.Attrs {
		w.attr(w.name(a.Space, a.Name), a.Value)
	}
	text := strings.TrimSpace(n.Content())
	nested := false
	for c := range n.Elements() {
		if !nested {
			w.b.WriteString(">" + w.escaped(text) + "\n")
		}
		nested = true
		w.element(c, depth+1)
	}
	switch {
	case nested:
		w.b.WriteString(indent + "</" + name + ">\n")
	case text == "":
		w.b.WriteString("/>\n")
	default:
		w.b.WriteString(">" + w.escaped(text) + "</" + name + ">\n")
	}
}

func (w *writer) name(space, local string) string {
	if p := w.prefixes[space]; space != "" && p != "" {
		return p + ":" + local
	}
	return local
}

func (w *writer) attr(name, value string) {
	w.b.WriteString(" " + name + `="` + w.escaped(value) + `"`)
}

func (w *writer) escaped(s string) string {
	var b strings.Builder
	// A Builder never fails, and characters that XML cannot hold are replaced.
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}
