package merger

import (
	"slices"
	"strings"

	"loginscope/inspector/androidapp/xmltree"
)

// withClasses are the elements whose android:name is a class.
var withClasses = []string{"activity", "activity-alias", "service", "receiver", "provider", "application",
	"instrumentation"}

// qualify completes the names of classes with their manifest's own package,
// which may differ from that of the app.
func qualify(root *xmltree.Node, pkg string) {
	if a, ok := root.Attr("", "package"); ok && pkg == "" {
		pkg = a.Value
	}
	var walk func(n *xmltree.Node)
	walk = func(n *xmltree.Node) {
		for i := range n.Attrs {
			a := &n.Attrs[i]
			class := a.Name == "name" && slices.Contains(withClasses, n.Name) || a.Name == "targetActivity"
			if a.Space != xmltree.AndroidNS || !class || pkg == "" || strings.Contains(a.Value, "${") {
				continue
			}
			switch {
			case strings.HasPrefix(a.Value, "."):
				a.Value = pkg + a.Value
			case a.Value != "" && !strings.Contains(a.Value, "."):
				a.Value = pkg + "." + a.Value
			}
			a.Raw, a.Typed.Str = a.Value, a.Value
		}
		for c := range n.Elements() {
			walk(c)
		}
	}
	walk(root)
}
