package lint

import (
	"slices"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
)

// ofManifest are the checks that read the manifest of the release build.
var ofManifest = []string{
	"manifest.permissions.needed", "manifest.activities", "manifest.activities.orientation",
	"manifest.activities.privacy",
	"manifest.activities.spelling", "build.appcompat",
}

// byBuild compares what a check of the manifest says of a project's release build with
// what it says of the debug build. A fault of one of them alone names that build; one
// of the debug build is a warning, since what reaches users is right.
func byBuild(c Check, app *facts.App, opt Options, release []finding.Finding) []finding.Finding {
	if app.Kind != facts.Project || !slices.Contains(ofManifest, c.ID) {
		return release
	}
	one := *app
	one.Builds = slices.DeleteFunc(slices.Clone(app.Builds),
		func(b facts.Build) bool { return b.Variant != facts.Debug || b.Manifest == nil })
	if len(one.Builds) == 0 || app.Build(facts.Release) == nil {
		return release
	}
	p := &pass{App: &one, Opt: opt, check: c}
	c.Run(p)
	var debug []finding.Finding
	for _, r := range p.results {
		if faultOf(r, release) {
			r.Status, r.Build = finding.Warning, string(facts.Debug)
			debug = append(debug, r)
		}
	}
	var out []finding.Finding
	for _, r := range release {
		passed := r.Status == finding.Pass && len(debug) > 0 // which does not hold for debug builds
		if r.Build == "" && (passed || faultOf(r, p.results)) {
			r.Build = string(facts.Release)
		}
		out = append(out, r)
	}
	return append(out, debug...)
}

// faultOf reports a fault that is not among those of the other build.
func faultOf(r finding.Finding, other []finding.Finding) bool {
	same := func(x finding.Finding) bool { return x.Subject == r.Subject && x.What == r.What }
	return (r.Status == finding.Error || r.Status == finding.Warning) && !slices.ContainsFunc(other, same)
}
