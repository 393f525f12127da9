package merger

import (
	"slices"

	"loginscope/inspector/androidapp/xmltree"
)

// components are the elements that must say android:exported if they have an intent
// filter: https://developer.android.com/about/versions/12/behavior-changes-12#exported.
var components = []string{"activity", "activity-alias", "service", "receiver"}

// Unexported are the components of the merged manifest that have an intent filter and
// leave android:exported out.
func (r Result) Unexported() []Conflict {
	if r.Root == nil {
		return nil
	}
	var out []Conflict
	for app := range r.Root.Named("application") {
		for c := range app.Elements() {
			if !slices.Contains(components, c.Name) || c.First("intent-filter") == nil || exported(c) {
				continue
			}
			if len(out) < 50 {
				out = append(out, Conflict{Kind: NotExported, Subject: describe(c), Detail: launched(c),
					File: r.Files[c],
					Line: c.Line})
			}
		}
	}
	return out
}

// Launcher is the detail of a component that the launcher starts.
const Launcher = "launcher"

func launched(n *xmltree.Node) string {
	for f := range n.Named("intent-filter") {
		for c := range f.Named("category") {
			if a, _ := c.Android("name"); a.Value == "android.intent.category.LAUNCHER" {
				return Launcher
			}
		}
	}
	return ""
}

func exported(n *xmltree.Node) bool {
	_, ok := n.Android("exported")
	return ok
}
