package androidapp

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
)

// group are the builds that are judged together: debug and release of one flavour,
// or one of another build type by itself.
type group struct {
	facts.Flavor
	variants []gradle.Variant
}

// grouped puts variants together in the order of the first of each group.
func grouped(list []gradle.Variant) []group {
	var out []group
	at := map[string]int{}
	for _, v := range list {
		key := groupKey(v)
		if _, ok := at[key]; !ok {
			at[key] = len(out)
			out = append(out, group{Flavor: facts.Flavor{Name: key}})
		}
		g := &out[at[key]]
		g.variants = append(g.variants, v)
	}
	return out
}

// groupKey is the name of the group of a build.
func groupKey(v gradle.Variant) string {
	if v.BuildType == "debug" || v.BuildType == "release" {
		return v.Flavor
	}
	return v.Name
}

// buildFiles fills in what the build files say of a group, as its release build
// takes it: dependencies, aars, native libraries, keep rules.
func (o *opener) buildFiles(g *group, app *facts.App, m builtModule) {
	g.Project = m.build.Project(m.Module, primary(g.variants))
	g.Aars = slices.Clone(app.Aars)
	for i := range g.Aars {
		a := &g.Aars[i]
		a.Used = g.Project.BuildFile == "" || g.Project.Depends(a.File)
		if a.Used {
			g.Native = append(g.Native, a.Native...)
		}
	}
	if o.files.fsys == nil { // of single files it is known that more are somewhere
		g.Project.Absent = nil
	}
	o.keepRules(g, m)
	o.buildConfigStops(g, app)
}

// markUsed tells the aars that a dependency brings into some build of an app from
// those that only lie in the folder.
func markUsed(app *facts.App, groups []group) {
	app.Native = nil
	for i := range app.Aars {
		a := &app.Aars[i]
		a.Used = len(groups) == 0 && (app.Project == nil || app.Project.BuildFile == "") ||
			slices.ContainsFunc(groups, func(g group) bool { return g.Aars[i].Used })
		if a.Used {
			app.Native = append(app.Native, a.Native...)
		}
	}
}

// withLogin tells the builds that have the login SDK from those that go without
// it, as a store's flavour or a build type may. All count where none of them has it. A
// build that is not debuggable, lacks what another build type of its flavour has and
// declares the login's pages all the same counts too: its dependency was forgotten.
func (o *opener) withLogin(app *facts.App, list []gradle.Variant) (with, without []gradle.Variant) {
	have, flavors := map[string]bool{}, map[string]bool{}
	var open map[string]bool // dependencies that are not known in a build that has it
	unknowns := make([]map[string]bool, len(list))
	for i, v := range list {
		login, unknown := speaksOfLogin(app, v)
		if unknowns[i] = unknown; login {
			have[v.Name], flavors[v.Flavor], open = true, true, unknown
		}
	}
	if len(have) == 0 {
		return list, nil
	}
	for i, v := range list {
		own := slices.ContainsFunc(sorted(unknowns[i]), func(at string) bool { return !open[at] })
		forgotten := flavors[v.Flavor] && v.Debuggable.Value != "true" && o.declaresPages(v)
		if have[v.Name] || own || forgotten {
			with = append(with, v)
		} else {
			without = append(without, v)
		}
	}
	return with, without
}

// speaksOfLogin reports whether a dependency of the build or a source that goes
// into it speaks of the SDK, and where dependencies are that are not known.
func speaksOfLogin(app *facts.App, v gradle.Variant) (login bool, unknown map[string]bool) {
	unknown = map[string]bool{}
	for _, r := range v.Reach() {
		for _, d := range r.Dependencies {
			alibaba, idaas := named(d.Group + ":" + d.Name)
			login = login || alibaba || idaas
			if d.Name == "" && !d.Unresolved.Empty() {
				unknown[fmt.Sprintf("%s:%d", d.File, d.Line)] = true
			}
		}
		takes := func(file string) bool { return takesSource(r, file) }
		login = login || slices.ContainsFunc(app.Code.Alibaba, takes) || slices.ContainsFunc(app.Code.IDaaS, takes)
	}
	return login, unknown
}

// takesSource reports whether a source of a module goes into a build. One that is
// not in src/SET does.
func takesSource(r gradle.Reached, file string) bool {
	rel, ok := strings.CutPrefix(file, r.Dir+"/")
	if r.Dir == "." {
		rel, ok = file, true
	}
	parts := strings.SplitN(rel, "/", 3)
	if !ok || len(parts) < 3 || parts[0] != "src" {
		return ok
	}
	return slices.ContainsFunc(r.SourceSets, func(s gradle.SourceSet) bool { return s.Name == parts[1] })
}
