package androidapp

import (
	"slices"
	"strings"

	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/xmltree"
)

// fill puts the values of placeholders into a merged manifest and names those
// that nothing fills.
func fill(root *xmltree.Node, v gradle.Variant, pkg string) []string {
	values := map[string]gradle.Setting{"applicationId": v.ApplicationID, "packageName": {Value: pkg}}
	for k, s := range v.Placeholders {
		values[k] = s
	}
	return replacePlaceholders(root, values)
}

func replacePlaceholders(root *xmltree.Node, values map[string]gradle.Setting) []string {
	var missing []string
	var walk func(n *xmltree.Node)
	walk = func(n *xmltree.Node) {
		for i, a := range n.Attrs {
			if !strings.Contains(a.Value, "${") || a.Space == xmltree.ToolsNS {
				continue
			}
			text := a.Value
			for name, s := range values {
				if s.Value != "" || s.Unresolved == "" && s.File != "" {
					text = strings.ReplaceAll(text, "${"+name+"}", s.Value)
				}
			}
			if _, rest, open := strings.Cut(text, "${"); open {
				name, _, _ := strings.Cut(rest, "}")
				if _, known := values[name]; !known && !slices.Contains(missing, name) {
					missing = append(missing, name)
				}
			}
			next := attribute(a.Name, text)
			next.Space, next.Resource = a.Space, a.Resource
			n.Attrs[i] = next
		}
		for c := range n.Elements() {
			walk(c)
		}
	}
	walk(root)
	slices.Sort(missing)
	return missing
}
