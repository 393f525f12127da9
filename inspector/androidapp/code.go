package androidapp

import (
	"slices"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/source"
)

// code works out what an app's sources do in its release build, with the build's
// own fields and resources, and leaves to it the calls in the modules that it is
// built from. all are the builds of the module: a constant of a source set that goes
// into none of those for release does not count.
func (s *moduleReader) code(v gradle.Variant, all []gradle.Variant) {
	reached := v.Reach()
	own := func(file string, r gradle.Reached) bool { return r.Dir == "." || strings.HasPrefix(file, r.Dir+"/") }
	fields := make([]map[string]gradle.Setting, len(reached))
	for i, r := range reached {
		fields[i] = r.BuildFields(v)
	}
	s.app.Code.Secrets = slices.Clone(s.app.Code.Secrets)
	s.builtSecrets(v, fields)
	if len(s.app.Code.Calls) == 0 {
		return
	}
	table := s.table(v, reached)
	env := source.Env{
		Field: func(file, name string) (string, bool) {
			best := -1 // the module whose folder is the closest
			for i, r := range reached {
				if own(file, r) && (best < 0 || len(r.Dir) > len(reached[best].Dir)) {
					best = i
				}
			}
			if best < 0 {
				return "", false
			}
			f := fields[best][name]
			return f.Value, f.Value != ""
		},
		Resource: func(name string) []string {
			var out []string
			for _, e := range table.Lookup(name, v.MinSDK.Int()) {
				out = append(out, e.Value)
			}
			return out
		},
		Built: built(all),
	}
	calls := s.app.Code.Evaluate(env)
	if s.o.app.Kind != facts.Files {
		calls = slices.DeleteFunc(calls, func(c source.Call) bool {
			return !slices.ContainsFunc(reached, func(r gradle.Reached) bool { return own(c.File, r) })
		})
	}
	s.app.Code.Calls = calls
}

// built tells the files that go into a build that is not debuggable, or that lie outside
// of the modules; nil where there is no such build.
func built(all []gradle.Variant) func(file string) bool {
	var reached []gradle.Reached
	for _, v := range all {
		if v.BuildType != "debug" && v.Debuggable.Value != "true" {
			reached = append(reached, v.Reach()...)
		}
	}
	if len(reached) == 0 {
		return nil
	}
	return func(file string) bool {
		inside := false
		for _, r := range reached {
			if r.Dir == "." || strings.HasPrefix(file, r.Dir+"/") {
				inside = true
				if takesSource(r, file) {
					return true
				}
			}
		}
		return !inside
	}
}

// builtSecrets looks through the values that scripts put into a release build.
func (s *moduleReader) builtSecrets(v gradle.Variant, fields []map[string]gradle.Setting) {
	code := &s.app.Code
	for _, module := range fields {
		for _, name := range sorted(module) {
			f := module[name]
			code.AddValue(f.File, f.Line, name, f.Value)
		}
	}
	for _, r := range v.ResValues() {
		code.AddValue(r.File, r.Line, r.Name, r.Value)
	}
	for _, name := range sorted(v.Placeholders) {
		p := v.Placeholders[name]
		code.AddValue(p.File, p.Line, name, p.Value)
	}
}

func sorted[V any](m map[string]V) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
