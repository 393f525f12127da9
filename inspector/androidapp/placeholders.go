package androidapp

import (
	"maps"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/xmltree"
	"loginscope/lang"
)

// fill puts the values of placeholders into a merged manifest and names those
// that nothing fills.
func (s *moduleReader) fill(root *xmltree.Node, v gradle.Variant, pkg string) []string {
	values := map[string]gradle.Setting{"applicationId": v.ApplicationID, "packageName": {Value: pkg}}
	for k, p := range v.Placeholders {
		values[k] = p
	}
	s.overruled(root, values)
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
				if s.Value != "" || s.Unresolved.Empty() && s.File != "" {
					text = strings.ReplaceAll(text, "${"+name+"}", s.Value)
				}
			}
			if _, rest, open := strings.Cut(text, "${"); open {
				name, _, _ := strings.Cut(rest, "}")
				_, known := values[name]
				if _, any := values[gradle.AnyPlaceholder]; !known && !any && !slices.Contains(missing, name) {
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

// decisive are the attributes of the application element on which the answers about HTTP
// and trust hang. A doubtful icon or label makes nothing else doubtful.
var decisive = map[string]bool{"usesCleartextTraffic": true, "networkSecurityConfig": true, "debuggable": true}

// overruled leaves a doubt where a decisive attribute takes a placeholder that something
// not read may set.
func (s *moduleReader) overruled(root *xmltree.Node, values map[string]gradle.Setting) {
	app := root.First("application")
	if app == nil {
		return
	}
	names := slices.Sorted(maps.Keys(values))
	for _, a := range app.Attrs {
		if !decisive[a.Name] {
			continue
		}
		for _, name := range names {
			if p := values[name]; !p.Overruled.Empty() && strings.Contains(a.Value, "${"+name+"}") {
				why := lang.Both("the placeholder "+name+": "+p.Overruled.EN, "占位符 "+name+"："+p.Overruled.ZH)
				s.doubt(gradle.Note{File: p.File, Line: p.Line, Text: why})
			}
		}
	}
}

// doubt keeps why an answer may not hold for every build, once.
func (s *moduleReader) doubt(n gradle.Note) {
	if p := s.app.Project; p != nil && !slices.Contains(p.Doubts, n) && len(p.Doubts) < 20 {
		p.Doubts = append(p.Doubts, n)
	}
}
