package gradle

import (
	"slices"
	"strings"

	"loginscope/lang"
)

// Sources of this file: https://docs.gradle.org/current/userguide/resolution_rules.html,
// https://docs.gradle.org/current/userguide/dependency_constraints.html,
// https://docs.gradle.org/current/userguide/dependency_versions.html (rich versions) and
// https://docs.gradle.org/current/userguide/platforms.html.

// resolution is what scripts say of the configurations that end in a variant.
type resolution struct {
	excludes    []exclusion
	forced      []Dependency
	rules       []late // resolutionStrategy.eachDependency
	substitutes []substitution
}

// substitution is substitute module(a) using module(b).
type substitution struct {
	of, by Dependency
	open   lang.Text
}

// runtimeBuckets are the configurations from which the runtime class path of every
// variant takes dependencies.
var runtimeBuckets = map[string]bool{"implementation": true, "api": true, "runtimeOnly": true, "compile": true,
	"apk": true}

// bucket reports whether a configuration is one of those from which the runtime class
// path of a variant inherits.
func (v Variant) bucket(name string) bool {
	low := strings.ToLower(name)
	return runtimeBuckets[name] || packaged(name) && (strings.HasSuffix(low, "implementation") ||
		strings.HasSuffix(low, "api") ||
		strings.HasSuffix(low, "runtimeonly") || strings.HasSuffix(low, "compile")) && v.applies(name)
}

// resolution reads the configurations block of a module for a variant, once.
func (m *Module) resolution(v Variant) resolution {
	if known, ok := m.env.resolutions[v.Name]; ok {
		return known
	}
	var r resolution
	if top := m.env.node.find("configurations"); top != nil {
		r.configurations(m, v, top)
	}
	if m.env.resolutions == nil {
		m.env.resolutions = map[string]resolution{}
	}
	m.env.resolutions[v.Name] = r
	return r
}

// choices are the methods that choose some of the configurations.
var choices = map[string]bool{"matching": true, "filter": true, "findAll": true, "named": true}

func (r *resolution) configurations(m *Module, v Variant, top *Node) {
	classpath := v.Name + "RuntimeClasspath"
	r.take(m, top.find("all"), true)
	for _, l := range top.all {
		r.block(m, classpath, l)
	}
	for _, c := range top.order {
		switch {
		case c.Name == classpath || c.Name == v.Name+"RuntimeOnly":
			r.take(m, c, true)
		case choices[c.Name]:
			for _, l := range c.all {
				l.maybe++ // what it chooses is not followed
				r.block(m, classpath, l)
			}
		case v.bucket(c.Name):
			r.take(m, c, false)
		}
	}
}

// block runs a block that holds for every configuration on the one at hand.
func (r *resolution) block(m *Module, classpath string, l late) {
	n := newNode(classpath)
	n.give("name", str(classpath))
	x := m.b.exec(m.env, l.body.file)
	x.maybe = l.maybe
	x.configure(l.body, value{kind: isNode, node: n})
	r.take(m, n, true)
}

// take reads what was said of one configuration. A strategy has an effect on the one
// that is resolved only.
func (r *resolution) take(m *Module, n *Node, strategy bool) {
	r.excludes = append(r.excludes, exclusionsIn(n)...)
	s := n.find("resolutionStrategy")
	if s == nil || !strategy {
		return
	}
	for _, st := range s.sets {
		if st.name != "force" && st.name != "forcedModules" {
			continue
		}
		for _, d := range m.written(st.args, st.names) {
			d.File, d.Line, d.Maybe = st.file, st.line, st.maybe
			r.forced = append(r.forced, d)
		}
	}
	r.rules = append(r.rules, s.all...)
	subs := s.find("dependencySubstitution")
	if subs == nil {
		return
	}
	r.rules = append(r.rules, subs.all...)
	for _, st := range subs.sets {
		if st.name == "substitute" {
			r.substitutes = append(r.substitutes, m.substitution(subs, st))
		}
	}
}

// substitution pairs substitute(a) with the using(b) that follows it.
func (m *Module) substitution(n *Node, st set) substitution {
	var s substitution
	if list := m.written(st.args, st.names); len(list) == 1 {
		s.of = list[0]
	}
	if st.maybe {
		s.open = onCondition
	}
	if by := n.find("substitute"); by != nil {
		for _, u := range by.sets {
			if u.seq <= st.seq || u.name != "using" && u.name != "with" {
				continue
			}
			if list := m.written(u.args, u.names); len(list) == 1 {
				s.by, s.by.File, s.by.Line = list[0], u.file, u.line
			}
			break
		}
	}
	if s.by.Name == "" && s.open.Empty() {
		s.open = reason("what replaces it is not known", "替换成什么无法确定")
	}
	return s
}

// apply lays the rules of the configuration over a line, in Gradle's order: forced
// versions, rules, substitutions.
func (r *resolution) apply(m *Module, d Dependency) Dependency {
	if d.Module != "" {
		for _, s := range r.substitutes {
			if s.of.Module == d.Module {
				s.replace(&d)
			}
		}
		return d
	}
	if d.Group == "" || d.Name == "" {
		return d
	}
	for _, f := range r.forced {
		switch {
		case f.Name == "" && !f.Unresolved.Empty():
			d.Doubt = reason("its version may be forced (%s)", "版本可能被强制指定（%s）", Note{File: f.File,
				Line: f.Line}.Location())
		case f.Group != d.Group || f.Name != d.Name:
		case f.Maybe || !f.Unresolved.Empty():
			d.Doubt = reason("its version may be forced (%s)", "版本可能被强制指定（%s）", Note{File: f.File,
				Line: f.Line}.Location())
		default:
			d.Resolved, d.forced = f.Version, true
		}
	}
	for _, l := range r.rules {
		m.rule(l, &d)
	}
	for _, s := range r.substitutes {
		if s.of.Group == d.Group && s.of.Name == d.Name && (s.of.Version == "" || s.of.Version == d.Version) {
			s.replace(&d)
		}
	}
	return d
}

func (s substitution) replace(d *Dependency) {
	if !s.open.Empty() {
		d.Doubt = s.open
		return
	}
	by := s.by
	by.Configuration, by.File, by.Line, by.Maybe = d.Configuration, d.File, d.Line, d.Maybe
	by.Resolved, by.forced = by.Version, by.Group == d.Group && by.Name == d.Name
	if by.forced {
		by.Version = d.Version
	} else {
		by.Resolved = ""
	}
	*d = by
}

// rule runs a rule for each dependency on one of them.
func (m *Module) rule(l late, d *Dependency) {
	n := newNode("details")
	for _, child := range []string{"requested", "target"} {
		c := n.child(child)
		c.give("group", str(d.Group))
		c.give("name", str(d.Name))
		c.give("module", str(d.Name))
		c.give("version", str(d.Version))
	}
	x := m.b.exec(m.env, l.body.file)
	x.maybe = l.maybe
	x.configure(l.body, value{kind: isNode, node: n})
	if to, ok := n.last("useTarget"); ok {
		list := m.written(to.args, to.names)
		switch {
		case to.maybe || len(list) != 1 || list[0].Name == "":
			d.Doubt = reason("a rule may replace it (%s)", "规则可能替换它（%s）", Note{File: to.file, Line: to.line}.Location())
		default:
			substitution{by: list[0]}.replace(d)
		}
	}
	v := n.scalar("useVersion")
	switch {
	case v.Value != "":
		d.Resolved, d.forced = v.Value, true
	case !v.Unresolved.Empty():
		d.Doubt = reason("a rule may set its version (%s)", "规则可能设置其版本（%s）",
			Note{File: v.File, Line: v.Line}.Location())
	}
}

// constraints are the lines of a constraints block that hold for a variant.
func (m *Module) constraints(v Variant) []Dependency {
	n := m.env.node.find("dependencies", "constraints")
	if n == nil {
		return nil
	}
	var out []Dependency
	for _, st := range n.sets {
		if !packaged(st.name) || !v.applies(st.name) {
			continue
		}
		for _, d := range m.written(st.args, st.names) {
			d.File, d.Line, d.Maybe = st.file, st.line, st.maybe
			d.rich(st.block)
			out = append(out, d)
		}
	}
	return out
}

// rich reads a version block, force and "1.0!!" of a line.
func (d *Dependency) rich(block *Node) {
	if v, prefer, strict := strings.Cut(d.Version, "!!"); strict {
		d.Version, d.strict = v, true
		if prefer != "" {
			d.Version = prefer
		}
	}
	if block == nil {
		return
	}
	d.forced = d.forced || block.scalar("force", "isForce").Value == "true"
	version := block.find("version")
	for _, kind := range []string{"prefer", "require", "strictly"} {
		st, ok := version.last(kind)
		if !ok {
			continue
		}
		d.strict = d.strict || kind == "strictly"
		s, known := first(argsOf(st)).text()
		switch ranged := strings.ContainsAny(s, "[(+"); {
		case !known:
			d.Version, d.Unresolved = "", first(argsOf(st)).why()
		case ranged && d.Version != "" && kind != "prefer": // what is preferred within it
		case len(st.args) > 1 && ranged:
			d.Version, _ = st.args[1].text()
		default:
			d.Version = s
		}
	}
}

// winner is the version of one library that counts so far.
type winner struct {
	version        string
	forced, strict bool
	open           lang.Text // why another line may set it, empty for no reason
}

// winners are by "group:name".
type winners map[string]*winner

// consider takes one more line or constraint into account.
func (w winners) consider(d Dependency) {
	if d.Group == "" || d.Name == "" || d.Module != "" || d.Path != "" && d.module != "" {
		return
	}
	id, version := d.Group+":"+d.Name, d.Effective()
	b := w[id]
	if b == nil {
		b = &winner{}
		w[id] = b
	}
	if d.Maybe || !d.Unresolved.Empty() {
		if b.open = d.Unresolved; d.Maybe {
			b.open = onCondition
		}
		return
	}
	switch {
	case b.forced || b.strict && !d.forced:
	case d.forced || d.strict || b.version == "" || version != "" && newer(version, b.version):
		b.version, b.forced, b.strict = version, d.forced, d.strict
	}
}

// resolve works out the version of each library that counts: one that is forced, else
// one that is strict, the app's first, else the newest of all lines and constraints.
func (v Variant) resolve(reached []Reached) {
	best := winners{}
	var enforced *Dependency
	for _, r := range reached {
		for i, d := range r.Dependencies {
			best.consider(d)
			if d.platform == "enforcedPlatform" && d.Module == "" {
				enforced = &r.Dependencies[i]
			}
		}
	}
	for _, r := range reached {
		for _, d := range r.constraints(v) {
			if _, used := best[d.Group+":"+d.Name]; used { // a constraint adds no library
				best.consider(d)
			}
		}
	}
	for _, r := range reached {
		for i := range r.Dependencies {
			d := &r.Dependencies[i]
			if b := best[d.Group+":"+d.Name]; b != nil && d.Group != "" {
				d.settle(b, enforced)
			}
		}
	}
}

// settle gives a line the version that won, and what puts that in doubt.
func (d *Dependency) settle(b *winner, enforced *Dependency) {
	if d.Resolved = ""; b.version != d.Version {
		d.Resolved = b.version
	}
	if enforced != nil && !b.forced && d != enforced && d.Doubt.Empty() {
		d.Doubt = reason("the platform %s may set its version (%s)", "平台 %s 可能设置其版本（%s）",
			enforced.Name, Note{File: enforced.File, Line: enforced.Line}.Location())
	}
	if !b.open.Empty() && !b.forced && !b.strict && d.Doubt.Empty() && d.Unresolved.Empty() && !d.Maybe {
		d.Doubt = reason("another line may set its version (%s)", "另一行可能设置其版本（%s）", b.open)
	}
}

// Effective is the version that counts after conflicts, rules and constraints.
func (d Dependency) Effective() string {
	if d.Resolved != "" {
		return d.Resolved
	}
	return d.Version
}

// newer reports whether a version is newer than another one, in Gradle's order: numbers
// are newer than words, and a further word is older than none. A version that is a range
// or is computed is newer than all, since it is not known.
func newer(a, b string) bool {
	if dynamic(a) || dynamic(b) {
		return dynamic(a)
	}
	split := func(r rune) bool { return strings.ContainsRune(".-_+", r) }
	x, y := strings.FieldsFunc(a, split), strings.FieldsFunc(b, split)
	for i := range max(len(x), len(y)) {
		switch {
		case i >= len(x):
			return !isDigits(y[i])
		case i >= len(y):
			return isDigits(x[i])
		case x[i] == y[i]:
		case isDigits(x[i]) != isDigits(y[i]):
			return isDigits(x[i])
		case isDigits(x[i]):
			p, q := strings.TrimLeft(x[i], "0"), strings.TrimLeft(y[i], "0")
			if len(p) != len(q) {
				return len(p) > len(q)
			}
			if p != q {
				return p > q
			}
		default:
			return x[i] > y[i]
		}
	}
	return false
}

func dynamic(version string) bool {
	return strings.ContainsAny(version, "$+[(") || strings.HasPrefix(version, "latest.")
}

func isDigits(s string) bool {
	return s != "" && !slices.ContainsFunc([]rune(s), func(r rune) bool { return r < '0' || r > '9' })
}
