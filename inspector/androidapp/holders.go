package androidapp

import (
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
)

// loginApps is the first application module of a folder that speaks of the login SDK,
// by name, and those that do.
type loginApps struct {
	first string
	with  map[string]bool
}

// holders keeps the applications of a folder that have a trace of the login SDK and
// drops those without one, such as a demo beside the app.
func (o *opener) holders(modules []builtModule) loginApps {
	h := loginApps{with: map[string]bool{}}
	if len(modules) < 2 {
		return h
	}
	for _, m := range modules {
		name := moduleName(m)
		if !o.hasLogin(m) {
			continue
		}
		if h.with[name] = true; h.first == "" {
			h.first = name
		}
	}
	return h
}

// besides is the application that has the login where m has none, "" if m has it, or
// no other one does.
func (h loginApps) besides(m builtModule) string {
	if h.with[moduleName(m)] {
		return ""
	}
	return h.first
}

// hasLogin reports whether a dependency, a source or a manifest of some build of a
// module speaks of the SDK, or its aar lies in the module.
func (o *opener) hasLogin(m builtModule) bool {
	own := func(a facts.Aar) bool {
		alibaba, idaas := named(a.Name)
		return (alibaba || idaas || a.Alibaba()) && strings.HasPrefix(a.File, m.Dir+"/")
	}
	if slices.ContainsFunc(o.app.Aars, own) {
		return true
	}
	variants, _ := m.Variants()
	for _, v := range variants {
		if login, _ := speaksOfLogin(o.app, v); login || o.declaresPages(v) {
			return true
		}
	}
	return false
}

// declaresPages reports whether a manifest of a build names the SDK's pages.
func (o *opener) declaresPages(v gradle.Variant) bool {
	for _, r := range v.Reach() {
		for _, set := range r.SourceSets {
			src, err := o.files.Read(path.Clean(set.Manifest))
			if err == nil && strings.Contains(string(src), "com.mobile.auth.") {
				return true
			}
		}
	}
	return false
}
