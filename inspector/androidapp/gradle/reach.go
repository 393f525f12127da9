package gradle

import (
	"cmp"
	"slices"

	"loginscope/lang"
)

// Reached is a module that a variant brings into the build, itself first.
type Reached struct {
	*Module
	SourceSets   []SourceSet
	Dependencies []Dependency // trees expanded, those of other variants left out
	Minimum      Setting      // minSdk
	Placeholders map[string]Setting
	// Doubt says why the module may not be part of the build, empty if it is.
	Doubt lang.Text
	// Excluded are the libraries that its lines name and that rules take out.
	Excluded []Exclusion

	own Variant    // the module's own, which matches the app's
	by  Dependency // the first line that leads to it
	// lost are folders outside from which it takes libraries.
	lost []Absent
}

// maxReached limits the modules that are kept as reached by some variants; they are worked
// out again beyond that.
const maxReached = 10_000

// Reach follows the dependencies of a variant from module to module. The order
// is that of the lines, which is that of priority in a merge. What it gives is shared by
// all that ask for the same variant.
func (v Variant) Reach() []Reached {
	if !v.m.b.settled {
		return v.reach()
	}
	key := v.m.Path + " " + v.BuildType
	for _, f := range v.flavors {
		key += " " + f.name
	}
	b := v.m.b
	out, ok := b.reached[key]
	if !ok {
		out = slices.Clip(v.reach())
		if b.reachedModules += len(out); b.reachedModules > maxReached || b.reached == nil {
			b.reached, b.reachedModules = map[string][]Reached{}, len(out)
		}
		b.reached[key] = out
	}
	return out
}

func (v Variant) reach() []Reached {
	var out []Reached
	seen, ways := map[string]bool{}, newCuts(v.m.b.dir+v.m.Path)
	rules := v.m.resolution(v)
	var visit func(m *Module, doubt lang.Text, by Dependency)
	visit = func(m *Module, doubt lang.Text, by Dependency) {
		key := m.b.dir + m.Path
		if seen[key] {
			return
		}
		if len(out) >= maxModules {
			v.m.b.limit(v.m.File, 0, tooLarge)
			return
		}
		seen[key] = true
		r := v.of(m)
		r.Doubt, r.by = doubt, by
		r.resolve(&rules)
		out = append(out, r)
		for _, d := range append(slices.Clone(r.Dependencies), v.features(m)...) {
			if d.Module == "" {
				continue
			}
			in := m.b
			if d.build != nil {
				in = d.build
			}
			next := in.find(d.Module)
			if next == nil {
				if !m.b.settingsKnown() { // else the build stops there
					m.b.note(
						d.File,
						d.Line,
						reason("the module %s is not in the settings", "settings 中没有模块 %s", d.Module),
					)
				}
				continue
			}
			ways.add(key, cut{next.b.dir + next.Path, d.cuts})
			why := doubt
			if d.Maybe {
				why = onCondition
			}
			visit(next, why, d)
		}
	}
	visit(v.m, lang.Text{}, Dependency{})
	for i := range out {
		out[i].exclude(func(d Dependency) *exclusion { return ways.excluding(out[i].b.dir+out[i].Path, d) })
	}
	out = v.linked(out)
	v.resolve(out)
	return out
}

// linked leaves out the modules to which no line leads any more, since rules take them
// out, and doubts those to which only lines in doubt lead.
func (v Variant) linked(reached []Reached) []Reached {
	var order []string
	all, certain := map[string]*Reached{}, map[string]bool{}
	for i := range reached {
		r := &reached[i]
		key := r.b.dir + r.Path
		order, all[key] = append(order, key), r
	}
	found := map[string]lang.Text{}
	var follow func(key string, doubt lang.Text)
	follow = func(key string, doubt lang.Text) {
		r := all[key]
		if _, seen := found[key]; r == nil || certain[key] || seen && !doubt.Empty() {
			return
		}
		found[key], certain[key] = doubt, doubt.Empty()
		for _, d := range append(slices.Clone(r.Dependencies), v.features(r.Module)...) {
			if d.Module == "" {
				continue
			}
			in := r.b
			if d.build != nil {
				in = d.build
			}
			why := doubt
			if why.Empty() {
				why = d.Doubt
			}
			follow(in.dir+d.Module, why)
		}
	}
	follow(v.m.b.dir+v.m.Path, lang.Text{})
	var out []Reached
	for _, key := range order {
		if doubt, ok := found[key]; ok {
			r := *all[key]
			if r.Doubt.Empty() {
				r.Doubt = doubt
			}
			out = append(out, r)
		}
	}
	return out
}

// projectGroup is the group of the project that a line of a module names, "" for none.
func (d Dependency) projectGroup(m *Module) string {
	in := m.b
	if d.build != nil {
		in = d.build
	}
	to := in.find(d.Module)
	if d.Module == "" || to == nil {
		return ""
	}
	return cmp.Or(to.group(), in.root.name()) // the name is what rootProject.name gives
}

// resolve takes out what the exclude rules of the app and of the module itself take
// out, and lays the app's rules over the rest.
func (r *Reached) resolve(app *resolution) {
	rules := append(slices.Clone(app.excludes), r.resolution(r.own).excludes...)
	r.exclude(func(d Dependency) *exclusion { return excluding(rules, d) })
	for i, d := range r.Dependencies {
		r.Dependencies[i] = app.apply(r.Module, d)
	}
}

// of is a module as the variant takes it: with the build type and the flavours
// of the same names, or those that matchingFallbacks name.
func (v Variant) of(m *Module) Reached {
	own := v
	if m.env != v.m.env {
		own = m.variant(m.matched("buildTypes", v.BuildType, v.m), v.matchedFlavors(m))
	}
	r := Reached{Module: m, own: own, SourceSets: own.SourceSets, Minimum: own.MinSDK, Placeholders: own.Placeholders}
	if m.Kind == Feature || m.resourcesOff() {
		r.SourceSets = withoutResources(r.SourceSets)
	}
	dirs := v.m.flatDirs() // Gradle looks all that the app takes up in the app's repositories
	for _, d := range m.dependencies() {
		d.group = d.projectGroup(m)
		if own.applies(d.Configuration) {
			d = m.inFlatDirs(d, dirs)
			r.Dependencies = append(r.Dependencies, m.expand(d)...)
			r.lost = append(r.lost, m.b.lostFolders(d, dirs)...)
		}
	}
	r.Dependencies = append(r.Dependencies, m.artifacts()...)
	return r
}

// matched is the build type of a library for one of the app.
func (m *Module) matched(container, name string, app *Module) string {
	have := m.buildTypes()
	if slices.Contains(have, name) {
		return name
	}
	for _, st := range app.item(container, name).each("matchingFallbacks") {
		for _, s := range textsOf(st) {
			if slices.Contains(have, s) {
				return s
			}
		}
	}
	return "release"
}

func (v Variant) matchedFlavors(m *Module) []flavor {
	var out []flavor
	for _, d := range m.dimensions() {
		pick, ok := v.chosenFlavor(d)
		if !ok && len(m.flavorDoubts()) == 0 {
			v.m.doubt(noteAt(v.m.File, 0,
				reason("nothing chooses among the flavours of %s in the dimension %s, so Gradle stops",
					"%s 在维度 %s 中的产品风味未指定，Gradle 会中止", m.Path, d[0].dimension)))
		}
		out = append(out, pick)
	}
	return out
}
