package merger

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/xmltree"
)

// attributes joins those of the lower element into the higher one.
func (m *merging) attributes(high, low *xmltree.Node) {
	if high.Name == "manifest" || high.Name == "uses-sdk" {
		m.addMissing(high, low)
		return
	}
	replace, remove := listed(high, "replace"), listed(high, "remove")
	for _, a := range low.Attrs {
		if a.Space == xmltree.ToolsNS {
			m.pass(high, a)
			continue
		}
		if slices.Contains(remove, a.Name) {
			continue
		}
		i := slices.IndexFunc(high.Attrs, func(b xmltree.Attr) bool { return b.Space == a.Space && b.Name == a.Name })
		switch {
		case i < 0:
			high.Attrs = append(high.Attrs, a)
		case high.Attrs[i].Value == a.Value || slices.Contains(replace, a.Name):
		case a.Name == "required":
			if a.Value == "true" {
				high.Attrs[i] = a // OR of both
			}
		case strings.HasPrefix(high.Name, "uses-permission") && a.Name == "maxSdkVersion":
		case strings.Contains(high.Attrs[i].Value, "${") || strings.Contains(a.Value, "${"):
		default:
			m.conflict(Conflict{
				Kind: AttributeDiffers, Subject: describe(high), File: m.r.Files[high], Line: high.Line,
				Other:  m.r.Files[low],
				Detail: fmt.Sprintf("%s: %s, %s", a.Name, high.Attrs[i].Value, a.Value),
			})
		}
	}
}

// pass hands the marks of a lower source set on: they hold against what is lower
// still.
func (m *merging) pass(high *xmltree.Node, a xmltree.Attr) {
	if m.source.Library {
		return
	}
	i := slices.IndexFunc(high.Attrs, func(b xmltree.Attr) bool { return b.Space == a.Space && b.Name == a.Name })
	switch {
	case i < 0:
		if a.Name != "node" || a.Value != "remove" && a.Value != "removeAll" {
			high.Attrs = append(high.Attrs, a)
		}
	case a.Name == "replace" || a.Name == "overrideLibrary" || a.Name == "ignore":
		high.Attrs[i].Value += "," + a.Value
	}
}

func (m *merging) addMissing(high, low *xmltree.Node) {
	for _, a := range low.Attrs {
		if a.Space == xmltree.ToolsNS {
			m.pass(high, a)
			continue
		}
		if _, ok := high.Attr(a.Space, a.Name); !ok {
			high.Attrs = append(high.Attrs, a)
		}
	}
}

func listed(n *xmltree.Node, mark string) []string {
	a, ok := n.Attr(xmltree.ToolsNS, mark)
	if !ok {
		return nil
	}
	var out []string
	for _, w := range words(a.Value) {
		_, local := attrName(w)
		out = append(out, local)
	}
	return out
}

// attrName splits a name such as "android:theme" of a list of attributes.
func attrName(name string) (space, local string) {
	if rest, ok := strings.CutPrefix(name, "android:"); ok {
		return xmltree.AndroidNS, rest
	}
	if _, rest, ok := strings.Cut(name, ":"); ok {
		return xmltree.AndroidNS, rest // another prefix for the same
	}
	return "", name
}

func plain(n *xmltree.Node) []xmltree.Attr {
	var out []xmltree.Attr
	for _, a := range n.Attrs {
		if a.Space != xmltree.ToolsNS {
			out = append(out, a)
		}
	}
	return out
}
