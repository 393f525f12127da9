package gradle

import "slices"

// substitute is a module of an included build that stands for coordinates.
type substitute struct{ build, module string }

// maxComposed bounds included builds in included builds.
const maxComposed = 3

// substitutions reads dependencySubstitution { substitute module('g:n') using
// project(':p') } of an included build; see
// https://docs.gradle.org/current/userguide/composite_builds.html.
func (x *exec) substitutions(dir string, last *callable) {
	if last == nil {
		return
	}
	n := newNode("includeBuild")
	x.configure(last, value{kind: isNode, node: n})
	rules := n.find("dependencySubstitution")
	if rules == nil {
		return
	}
	var coordinates []string
	for _, st := range rules.sets {
		if words := textsOf(st); st.name == "substitute" && len(words) == 1 {
			coordinates = append(coordinates, words[0])
		}
	}
	if x.b.substitutes == nil {
		x.b.substitutes = map[string]substitute{}
	}
	for i, st := range rules.find("substitute").setsOf("using", "with") {
		if i >= len(coordinates) || len(st.args) != 1 {
			return
		}
		to := substitute{dir, ":"}
		switch a := st.args[0]; a.kind {
		case isModule:
			to.module = a.mod.path
		case isProject:
			to.module = a.s
		}
		x.b.substitutes[coordinates[i]] = to
	}
}

// setsOf are the sets of a block under one of these names.
func (n *Node) setsOf(names ...string) []set {
	if n == nil {
		return nil
	}
	var out []set
	for _, st := range n.sets {
		if slices.Contains(names, st.name) {
			out = append(out, st)
		}
	}
	return out
}

// compose is the included build in a folder, loaded once.
func (b *Build) compose(dir string) *Build {
	if c, ok := b.composed[dir]; ok {
		return c
	}
	if b.composed == nil {
		b.composed = map[string]*Build{}
	}
	b.composed[dir] = nil
	switch {
	case dir == b.dir || !b.files.Has(dir):
	case b.depth >= maxComposed:
		b.limit(b.scriptIn(dir, "settings"), 0, reason(
			"builds that are included too deep in each other", "嵌套过深的 includeBuild"))
	default:
		b.composed[dir] = load(b.files, dir, b.depth+1, nil)
	}
	return b.composed[dir]
}

// fromIncluded is the module of an included build that Gradle takes for
// coordinates: the one that a substitution names, else one of that group and name.
func (b *Build) fromIncluded(group, name string) *Module {
	if s, ok := b.substitutes[group+":"+name]; ok {
		if c := b.compose(s.build); c != nil {
			return c.find(s.module)
		}
	}
	if group == "" || len(b.included) == 0 {
		return nil
	}
	for _, dir := range b.included {
		c := b.compose(dir)
		if c == nil {
			continue
		}
		for _, m := range c.Modules() {
			own := m.env.name()
			if m.Path == ":" && c.rootName != "" {
				own = c.rootName
			}
			if own == name && m.group() == group {
				return m
			}
		}
	}
	return nil
}

// group is the group of a module's coordinates: its own, or that of a module
// above it.
func (m *Module) group() string {
	for y := m.env; ; y = y.parentOrRoot() {
		if g := y.node.scalar("group"); g.Set() {
			return g.Value
		}
		if y == m.b.root {
			return m.b.rootName
		}
	}
}
