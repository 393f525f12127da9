package merger

import (
	"slices"
	"strings"

	"loginscope/inspector/androidapp/xmltree"
)

// replaceable refuses tools:replace of an attribute that the element lacks
// (PreValidator: "but no new value specified").
func (m *merging) replaceable(n *xmltree.Node) {
	for _, name := range listed(n, "replace") {
		if !slices.ContainsFunc(plain(n), func(a xmltree.Attr) bool { return a.Name == name }) {
			m.conflict(Conflict{Kind: NothingToReplace, Subject: describe(n), Detail: name, File: m.r.Files[n],
				Line: n.Line})
		}
	}
	for c := range n.Elements() {
		m.replaceable(c)
	}
}

// clean takes out the elements that are marks only, and tools' attributes. A
// "remove" that a selector limits stays as an element (ToolsInstructionsCleaner).
func (m *merging) clean(n *xmltree.Node) {
	n.Children = slices.DeleteFunc(n.Children, func(c *xmltree.Node) bool {
		node := m.operation(c)
		if said, ok := m.said[c]; ok {
			node = said
		}
		_, limited := c.Attr(xmltree.ToolsNS, "selector")
		m.removal(c, node, limited)
		return c.Space == xmltree.ToolsNS || node == "remove" && !limited || node == "removeAll"
	})
	n.Attrs = slices.DeleteFunc(n.Attrs, func(a xmltree.Attr) bool { return a.Space == xmltree.ToolsNS })
	for c := range n.Elements() {
		m.clean(c)
	}
}

// removal keeps what takes a permission away.
func (m *merging) removal(c *xmltree.Node, node string, limited bool) {
	if !strings.HasPrefix(c.Name, "uses-permission") || limited || len(m.r.Removed) >= 100 {
		return
	}
	name, _ := c.Android("name")
	switch node {
	case "remove":
		m.r.Removed = append(m.r.Removed, Removal{name.Value, m.r.Files[c], c.Line})
	case "removeAll":
		m.r.Removed = append(m.r.Removed, Removal{"", m.r.Files[c], c.Line})
	}
}
