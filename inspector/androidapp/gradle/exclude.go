package gradle

import (
	"strings"

	"loginscope/lang"
)

// Source of this file: https://docs.gradle.org/current/userguide/how_to_exclude_transitive_dependencies.html
// and https://docs.gradle.org/current/userguide/declaring_configurations.html.

// Exclusion is a library that a line names and that an exclude rule takes out.
type Exclusion struct {
	Group string `json:"group,omitempty"`
	Name  string `json:"name"`
	// File and Line are those of the rule.
	File string `json:"file"`
	Line int    `json:"line"`
}

// exclusion is one exclude rule; an empty group or name stands for any.
type exclusion struct {
	group, name string
	// all takes out whatever stands behind the line: transitive = false.
	all bool
	// open says why a part of the rule is not known, or whether it holds.
	open lang.Text
	file string
	line int
}

// exclusionOf reads exclude(group: 'g', module: 'm') in any spelling.
func exclusionOf(st set) exclusion {
	e := exclusion{file: st.file, line: st.line}
	if st.maybe {
		e.open = onCondition
	}
	for i, a := range st.args {
		key := []string{"group", "module"}[min(i, 1)]
		if i < len(st.names) && st.names[i] != "" {
			key = st.names[i]
		}
		if a.kind == isMapping {
			for _, k := range a.m.keys {
				e.part(k, a.m.vals[k])
			}
			continue
		}
		e.part(key, a)
	}
	return e
}

func (e *exclusion) part(key string, v value) {
	if v.kind == isNull {
		return
	}
	s, ok := v.text()
	if !ok {
		e.open = v.why()
	}
	switch key {
	case "group":
		e.group = s
	case "module":
		e.name = s
	}
}

// takes reports whether the rule is about a dependency. A file as a dependency has no
// coordinates, so that no rule takes it out.
func (e exclusion) takes(d Dependency) bool {
	name := d.module
	if d.Group != "" || d.Module != "" {
		name = d.Name
	}
	group := strings.TrimPrefix(d.Group, ":")
	if name == "" || e.group == "" && e.name == "" && e.open.Empty() {
		return e.all && name != ""
	}
	if d.Module != "" {
		group = d.group
	}
	return (e.group == "" || e.group == group) && (e.name == "" || e.name == name)
}

// intransitive is the rule of a line with transitive = false, none for any other.
func intransitive(n *Node) []exclusion {
	s := n.scalar("transitive", "isTransitive")
	switch {
	case s.Value == "false":
		return []exclusion{{all: true, file: s.File, line: s.Line}}
	case !s.Unresolved.Empty():
		return []exclusion{{all: true, open: s.Unresolved, file: s.File, line: s.Line}}
	}
	return nil
}

// exclusionsIn are the exclude rules of a block.
func exclusionsIn(n *Node) []exclusion {
	if n == nil {
		return nil
	}
	var out []exclusion
	for _, st := range n.sets {
		if st.name == "exclude" {
			out = append(out, exclusionOf(st))
		}
	}
	return out
}

// excluding is the first rule of a list that takes a dependency out, those that
// certainly hold first; nil for none.
func excluding(list []exclusion, d Dependency) *exclusion {
	var open *exclusion
	for i, e := range list {
		switch {
		case !e.takes(d):
		case e.open.Empty():
			return &list[i]
		default:
			open = &list[i]
		}
	}
	return open
}

// cut is a line that leads to a module, with the rules that stand on it.
type cut struct {
	to    string
	rules []exclusion
}

// cuts are the lines from module to module of a build.
type cuts struct {
	root  string
	lines map[string][]cut // by the module in which they stand
	rules []exclusion      // of all lines
}

func newCuts(root string) *cuts { return &cuts{root: root, lines: map[string][]cut{}} }

// add keeps a line of a module.
func (c *cuts) add(from string, line cut) {
	c.lines[from] = append(c.lines[from], line)
	c.rules = append(c.rules, line.rules...)
}

// excluding is the rule that takes a dependency of a module out on every way to it, nil
// if it comes in on one. Where it may come in on one, the rule is one in doubt.
func (c *cuts) excluding(module string, d Dependency) *exclusion {
	if excluding(c.rules, d) == nil {
		return nil
	}
	free := c.reached(c.root, func(line cut) bool { return excluding(line.rules, d) == nil })
	if free[module] {
		return nil
	}
	perhaps := c.reached(c.root, func(line cut) bool {
		e := excluding(line.rules, d)
		return e == nil || !e.open.Empty()
	})
	var found *exclusion
	for _, from := range sortedKeys(free) {
		for _, line := range c.lines[from] {
			e := excluding(line.rules, d)
			if e == nil || !c.reached(line.to, func(cut) bool { return true })[module] {
				continue
			}
			if found = e; e.open.Empty() != perhaps[module] {
				return e
			}
		}
	}
	return found
}

// reached are the modules to which lines lead from one, over those that pass.
func (c *cuts) reached(from string, pass func(cut) bool) map[string]bool {
	found := map[string]bool{from: true}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		for _, line := range c.lines[queue[0]] {
			if !found[line.to] && pass(line) {
				found[line.to] = true
				queue = append(queue, line.to)
			}
		}
	}
	return found
}

// exclude takes out what a rule takes out, and leaves a doubt where that is not certain.
func (r *Reached) exclude(rule func(Dependency) *exclusion) {
	var left []Dependency
	for _, d := range r.Dependencies {
		switch e := rule(d); {
		case e == nil:
			left = append(left, d)
		case e.open.Empty():
			r.Excluded = append(r.Excluded, Exclusion{d.Group, d.Name, e.file, e.line})
		default:
			d.Doubt = reason("it may be excluded (%s)", "可能被排除（%s）", Note{File: e.file, Line: e.line}.Location())
			left = append(left, d)
		}
	}
	r.Dependencies = left
}
