package androidapp

import (
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
	o.oldImports(g, app)
}

// markUsed marks the aars that a dependency brings into some build of an app; the
// others only lie in the folder.
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
