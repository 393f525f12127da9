package gradle

import (
	"slices"

	"loginscope/inspector/androidapp/gradle/script"
)

// basePlugin follows the class that a plug-in's class extends: it is run where the plug-in
// leaves apply to it or calls it, and reports whether it was. One that is not in the folder
// may set anything.
func (x *exec) basePlugin(c pluginClass) bool {
	if len(c.class.Supers) == 0 || slices.Contains(c.class.Supers, "Plugin") {
		return false
	}
	for _, name := range c.class.Supers {
		base, ok := x.b.classes[name]
		if !ok {
			continue
		}
		if c.scope.vars["apply"].kind == isFunction && !callsSuper(c.class) {
			return false
		}
		in := *x
		in.calls++
		in.runPlugin(base)
		return true
	}
	x.mod.unknownPlugin(pluginOf(c.class.Supers[len(c.class.Supers)-1]))
	return false
}

// callsSuper reports whether a class calls apply of the class that it extends.
func callsSuper(c *script.Class) bool {
	found := false
	script.Walk(c.Body, func(s script.Stmt) bool {
		if call, ok := s.(*script.Call); ok {
			if p, ok := call.Fn.(*script.Prop); ok && p.Name == "apply" {
				n, ok := p.X.(*script.Name)
				found = found || ok && n.Name == "super"
			}
		}
		return !found
	})
	return found
}

// ranIn keeps that code of a file was evaluated in the module at hand, once.
func (x *exec) ranIn(file string) {
	r := ran{file, x.mod}
	if len(x.b.runs) >= maxRuns || slices.Contains(x.b.runs[max(0, len(x.b.runs)-100):], r) {
		return
	}
	x.b.runs = append(x.b.runs, r)
}
