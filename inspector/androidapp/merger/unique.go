package merger

import (
	"fmt"
	"slices"

	"loginscope/inspector/androidapp/xmltree"
)

// named are the elements of which android:name is the key, so that one manifest
// may hold one of each name alone (ManifestModel).
var named = []string{
	"action", "activity", "activity-alias", "category", "meta-data", "permission", "permission-group",
	"permission-tree",
	"provider", "receiver", "service", "uses-feature", "uses-library", "uses-permission", "uses-permission-sdk-23",
}

// unique refuses two different elements of one key in one manifest. Two equal ones
// are no more than a warning of the merger (PreValidator). Elements behind a feature
// flag may stand beside each other.
func (m *merging) unique(n *xmltree.Node) {
	first := map[string]*xmltree.Node{}
	for c := range n.Elements() {
		m.unique(c)
		k := key(c)
		if !slices.Contains(named, c.Name) || k == "" || k == c.Name || m.operation(c) == "removeAll" || flagged(c) {
			continue
		}
		twin := first[k]
		if twin == nil {
			first[k] = c
			continue
		}
		if !equal(twin, c) {
			m.conflict(Conflict{
				Kind: Duplicate, Subject: describe(c), File: m.r.Files[c], Line: c.Line, Detail: fmt.Sprint(twin.Line),
			})
		}
	}
}

func flagged(n *xmltree.Node) bool {
	return slices.ContainsFunc(n.Attrs, func(a xmltree.Attr) bool { return a.Name == "featureFlag" })
}
