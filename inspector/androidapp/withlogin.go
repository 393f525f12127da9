package androidapp

import (
	"fmt"
	"slices"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
)

// loginBuilds are the builds of a module by whether they have the login SDK.
type loginBuilds struct {
	with, without []gradle.Variant
	lacking       []facts.Lack
}

// withLogin separates the builds that have the login SDK from those that go without
// it, as a store's flavour or a build type may. All count where none of them has it. A
// build for users that lacks what another build type of its flavour has and declares
// the login's pages all the same counts too: its dependency was forgotten.
func (o *opener) withLogin(app *facts.App, list []gradle.Variant) loginBuilds {
	have, holder := map[string]bool{}, map[string]gradle.Variant{} // by flavour
	// open are the dependencies that are not known in a build that has it.
	var open map[string]bool
	unknowns := make([]map[string]bool, len(list))
	for i, v := range list {
		login, unknown := speaksOfLogin(app, v)
		if unknowns[i] = unknown; login {
			have[v.Name], open = true, unknown
			holder[v.Flavor] = v
		}
	}
	if len(have) == 0 {
		return loginBuilds{with: list}
	}
	var out loginBuilds
	for i, v := range list {
		own := slices.ContainsFunc(sorted(unknowns[i]), func(at string) bool { return !open[at] })
		if have[v.Name] || own {
			out.with = append(out.with, v)
			continue
		}
		other, lacks := holder[v.Flavor]
		pages := false
		if lacks = lacks && forUsers(v); lacks {
			pages = o.declaresPages(v)
			out.lacking = append(out.lacking, facts.Lack{
				Build: v.Name, Other: other.Name, Where: loginLine(other), Pages: pages,
				Debuggable: v.Debuggable, BuildType: v.BuildType,
			})
		}
		if pages {
			out.with = append(out.with, v)
		} else {
			out.without = append(out.without, v)
		}
	}
	return out
}

// forUsers reports whether a build may reach users: a release build, whatever its script
// makes debuggable, and one that is not debuggable.
func forUsers(v gradle.Variant) bool { return v.BuildType == "release" || v.Debuggable.Value != "true" }

// loginLine is the first line that brings the SDK into a build.
func loginLine(v gradle.Variant) string {
	for _, r := range v.Reach() {
		for _, d := range r.Dependencies {
			if ofLogin(d) && d.File != "" {
				return fmt.Sprintf("%s:%d", d.File, d.Line)
			}
		}
	}
	return ""
}

func ofLogin(d gradle.Dependency) bool {
	alibaba, idaas := named(d.Group + ":" + d.Name)
	return alibaba || idaas
}

// speaksOfLogin reports whether a dependency of the build or a source that goes
// into it speaks of the SDK, and where dependencies are that are not known.
func speaksOfLogin(app *facts.App, v gradle.Variant) (login bool, unknown map[string]bool) {
	unknown = map[string]bool{}
	for _, r := range v.Reach() {
		for _, d := range r.Dependencies {
			login = login || ofLogin(d)
			if d.Name == "" && !d.Unresolved.Empty() {
				unknown[fmt.Sprintf("%s:%d", d.File, d.Line)] = true
			}
		}
		takes := func(file string) bool { return takesSource(r, file) }
		login = login || slices.ContainsFunc(app.Code.Alibaba, takes) || slices.ContainsFunc(app.Code.IDaaS, takes)
	}
	return login, unknown
}
