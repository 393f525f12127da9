package androidapp

import (
	"slices"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/source"
	"loginscope/lang"
)

// buildConfigStops finds the first source of each module that uses its class BuildConfig
// where the build tools make none.
func (o *opener) buildConfigStops(g *group, app *facts.App) {
	if app.Code.OwnBuildConfig || o.app.Kind == facts.Files {
		return
	}
	reached := primary(g.variants).Reach()
	for _, r := range reached {
		if !r.WithoutBuildConfig() || !r.Doubt.Empty() {
			continue
		}
		for _, u := range app.Code.BuildConfig {
			if !usesClassOf(reached, r, u) {
				continue
			}
			g.Project.Stops = append(g.Project.Stops, gradle.Stop{Kind: gradle.BuildConfigUsed, Module: r.Path,
				File: u.File, Line: u.Line})
			break
		}
	}
}

// oldImports finds the sources of a build that import the old support library.
func (o *opener) oldImports(g *group, app *facts.App) {
	if o.app.Kind == facts.Files {
		return
	}
	reached := primary(g.variants).Reach()
	for _, u := range app.Code.Support {
		if slices.ContainsFunc(
			reached,
			func(r gradle.Reached) bool { return r.Doubt.Empty() && takesSource(r, u.File) },
		) {
			g.Project.OldImports = append(g.Project.OldImports, gradle.Note{File: u.File, Line: u.Line,
				Text: lang.Both(u.Import, u.Import)})
		}
	}
}

// usesClassOf reports whether a source of the build uses the class BuildConfig of a module:
// by an import, or as one of the module's own sources.
func usesClassOf(reached []gradle.Reached, r gradle.Reached, u source.Use) bool {
	if u.Import != "" {
		return u.Import == r.Namespace()+".BuildConfig" &&
			slices.ContainsFunc(reached, func(r gradle.Reached) bool { return takesSource(r, u.File) })
	}
	return takesSource(r, u.File) && closest(reached, r, u)
}

// closest reports whether a module owns a source, and none below it does.
func closest(reached []gradle.Reached, r gradle.Reached, u source.Use) bool {
	if !owns(r, u.File) {
		return false
	}
	for _, other := range reached {
		if len(other.Dir) > len(r.Dir) && strings.HasPrefix(u.File, other.Dir+"/") {
			return false
		}
	}
	return true
}
