package lint

import (
	"slices"

	"loginscope/inspector/androidapp/facts"
)

// ofManifest are the checks that read the manifest of the release build.
var ofManifest = []string{
	"manifest.permissions.needed", "manifest.activities", "manifest.activities.orientation", "manifest.activities.privacy",
	"manifest.activities.spelling", "build.appcompat",
}

// debugAlone are the faults of a project's debug build that its release build does
// not have. They are warnings: what reaches users is right.
func debugAlone(c Check, app *facts.App, opt Options, release []Result) []Result {
	if app.Kind != facts.Project || !slices.Contains(ofManifest, c.ID) {
		return nil
	}
	one := *app
	one.Builds = slices.DeleteFunc(slices.Clone(app.Builds), func(b facts.Build) bool { return b.Variant != facts.Debug || b.Manifest == nil })
	if len(one.Builds) == 0 || app.Build(facts.Release) == nil {
		return nil
	}
	p := &pass{App: &one, Opt: opt, check: c}
	c.Run(p)
	var out []Result
	for _, r := range p.results {
		same := func(x Result) bool { return x.Subject == r.Subject && x.What == r.What }
		if r.Status != Error && r.Status != Warning || slices.ContainsFunc(release, same) {
			continue
		}
		r.Status, r.Build = Warning, string(facts.Debug)
		out = append(out, r)
	}
	return out
}
