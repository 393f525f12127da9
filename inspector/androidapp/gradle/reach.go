package gradle

import (
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

	own Variant // the module's own, which matches the app's
}

// Reach follows the dependencies of a variant from module to module. The order
// is that of the lines, which is that of priority in a merge.
func (v Variant) Reach() []Reached {
	var out []Reached
	seen, ways := map[string]bool{}, cuts{}
	rules := v.m.resolution(v)
	var visit func(m *Module, doubt lang.Text)
	visit = func(m *Module, doubt lang.Text) {
		key := m.b.dir + m.Path
		if seen[key] || len(out) >= maxModules {
			return
		}
		seen[key] = true
		r := v.of(m)
		r.Doubt = doubt
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
				m.b.note(d.File, d.Line, reason("the module %s is not in the settings", "settings 中没有模块 %s", d.Module))
				continue
			}
			ways.add(next.b.dir+next.Path, cut{key, d.cuts})
			why := doubt
			if d.Maybe {
				why = onCondition
			}
			visit(next, why)
		}
	}
	visit(v.m, lang.Text{})
	for i := range out {
		out[i].exclude(func(d Dependency) *exclusion { return ways.excluding(out[i].b.dir+out[i].Path, d, 0) })
	}
	v.resolve(out)
	return out
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
	if m.Kind == Feature {
		r.SourceSets = withoutResources(r.SourceSets)
	}
	dirs := v.m.flatDirs() // Gradle looks all that the app takes up in the app's repositories
	for _, d := range m.dependencies() {
		if own.applies(d.Configuration) {
			r.Dependencies = append(r.Dependencies, m.expand(m.inFlatDirs(d, dirs))...)
		}
	}
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
			v.m.doubt(Note{v.m.File, 0,
				reason("nothing chooses among the flavours of %s in the dimension %s, so Gradle stops",
					"%s 在维度 %s 中的产品风味未指定，Gradle 会中止", m.Path, d[0].dimension)})
		}
		out = append(out, pick)
	}
	return out
}
