package merger

import (
	"slices"

	"loginscope/inspector/androidapp/xmltree"
)

// key is what makes two elements of a parent the same one: the name, and for
// most the android:name; "" for elements of which each stands by itself.
func key(n *xmltree.Node) string {
	switch n.Name {
	case "manifest", "application", "uses-sdk", "supports-screens", "uses-configuration", "compatible-screens",
		"supports-gl-texture", "queries", "eat-comment", "profileable":
		return n.Name
	case "intent-filter", "data", "intent", "path-permission", "grant-uri-permission", "screen", "layout", "package":
		return ""
	}
	name, ok := n.Android("name")
	if n.Name == "uses-feature" && !ok {
		name, ok = n.Android("glEsVersion")
	}
	if !ok {
		return ""
	}
	return n.Name + " " + name.Value
}

// joinRoots merges a lower manifest into a higher one. The merger does not read
// marks of the manifest element itself, such as strict
// (XmlDocument.merge, NodeTypes.MANIFEST).
func (m *merging) joinRoots(high, low *xmltree.Node) {
	m.attributes(high, low)
	for c := range low.Elements() {
		m.child(high, c)
	}
}

// join merges a lower element into a higher one of the same key.
func (m *merging) join(high, low *xmltree.Node) {
	if m.handedOn(high, low) {
		return
	}
	node := m.operation(high)
	if selected(high, m.source) {
		switch node {
		case "remove", "removeAll", "replace":
			return
		case "strict":
			if !equal(high, low) {
				m.conflict(Conflict{Kind: Strict, Subject: describe(high), File: m.r.Files[high], Line: high.Line,
					Other: m.r.Files[low]})
			}
			return
		}
	}
	m.attributes(high, low)
	if node == "merge-only-attributes" || node == "mergeOnlyAttributes" {
		return
	}
	for c := range low.Elements() {
		m.child(high, c)
	}
}

// handedOn is a lower source set's mark to remove an element that a higher one
// declares: the lower one's own is not merged, nothing lower is either, and the
// higher one stays (XmlElement.calculateNodeOperationType).
func (m *merging) handedOn(high, low *xmltree.Node) bool {
	mark, own := m.operation(low), m.operation(high)
	if m.source.Library || mark != "remove" && mark != "removeAll" || own != "" && own != "merge" {
		return false
	}
	m.said[high] = own
	setAttr(high, "node", mark)
	if a, ok := low.Attr(xmltree.ToolsNS, "selector"); ok {
		setAttr(high, "selector", a.Value)
	}
	return true
}

func setAttr(n *xmltree.Node, name, value string) {
	n.Attrs = slices.DeleteFunc(n.Attrs,
		func(a xmltree.Attr) bool { return a.Space == xmltree.ToolsNS && a.Name == name })
	n.Attrs = append(n.Attrs, xmltree.Attr{Space: xmltree.ToolsNS, Name: name, Value: value, Raw: value, HasRaw: true})
}

// selected reports whether the marks of an element hold against a lower
// manifest: tools:selector limits them to one library.
func selected(high *xmltree.Node, low Source) bool {
	a, ok := high.Attr(xmltree.ToolsNS, "selector")
	if !ok {
		return true
	}
	pkg := low.Package
	if p, ok := low.Root.Attr("", "package"); ok && pkg == "" {
		pkg = p.Value
	}
	return slices.Contains(words(a.Value), pkg)
}

func (m *merging) child(high, low *xmltree.Node) {
	if m.removedAll(high, low.Name) {
		return
	}
	k := key(low)
	for c := range high.Elements() {
		if k != "" && key(c) == k {
			m.join(c, low)
			return
		}
		if k == "" && c.Name == low.Name && equal(c, low) {
			return
		}
	}
	if node, ok := low.Attr(xmltree.ToolsNS, "node"); ok && (node.Value == "remove" || node.Value == "removeAll") &&
		m.source.Library {
		return // a library's marks act on its own libraries only
	}
	high.Children = append(high.Children, low)
}

// removedAll reports whether the first element of that name, which alone counts,
// says so (XmlElement.shouldIgnore).
func (m *merging) removedAll(high *xmltree.Node, name string) bool {
	first := high.First(name)
	return first != nil && m.operation(first) == "removeAll" && selected(first, m.source)
}

// equal compares elements with what is in them, marks and order of attributes
// left out.
func equal(a, b *xmltree.Node) bool {
	if a.Name != b.Name || len(plain(a)) != len(plain(b)) || len(a.Children) != len(b.Children) {
		return false
	}
	for _, x := range plain(a) {
		y, ok := b.Attr(x.Space, x.Name)
		if !ok || y.Value != x.Value {
			return false
		}
	}
	for i := range a.Children {
		if !equal(a.Children[i], b.Children[i]) {
			return false
		}
	}
	return true
}
