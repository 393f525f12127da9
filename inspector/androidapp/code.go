package androidapp

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/res"
	"loginscope/inspector/androidapp/source"
)

// code works out what an app's sources do in each build that is not debuggable, with
// the build's own fields and resources, and leaves to it the calls in the modules that
// it is built from. all are the builds of the module that have the login: a constant of
// a source set that goes into none of those for release does not count.
func (s *moduleReader) code(all []gradle.Variant) {
	s.app.Code.Secrets = slices.Clone(s.app.Code.Secrets)
	var views []codeView
	for _, v := range shipped(all) {
		views = append(views, newCodeView(v))
		s.builtSecrets(v, views[len(views)-1].fields)
	}
	if len(s.app.Code.Calls) == 0 {
		return
	}
	first := map[string]int{} // the view with the same fields that was evaluated
	takes := built(all)
	for i := range views {
		w := &views[i]
		if same, ok := first[w.key()]; ok {
			w.calls = views[same].calls
			continue
		}
		if w.calls = s.evaluate(w, takes); !w.asked {
			first[w.key()] = i
		}
	}
	calls := joinCalls(views)
	if s.o.app.Kind != facts.Files {
		calls = slices.DeleteFunc(calls, func(c source.Call) bool {
			return !slices.ContainsFunc(views, func(w codeView) bool { return w.inModule(c.File) })
		})
	}
	s.app.Code.Calls = calls
}

// shipped are the builds that are not debuggable, and the one whose settings the checks
// read, which stands first.
func shipped(all []gradle.Variant) []gradle.Variant {
	main := primary(all)
	out := []gradle.Variant{main}
	for _, v := range all {
		if v.Name != main.Name && v.BuildType != "debug" && v.Debuggable.Value != "true" {
			out = append(out, v)
		}
	}
	return out
}

// codeView is what one build makes of the sources.
type codeView struct {
	gradle.Variant
	reached []gradle.Reached
	fields  []map[string]gradle.Setting // of BuildConfig, one for each of reached
	calls   []source.Call
	asked   bool // some value depends on the resources
}

func newCodeView(v gradle.Variant) codeView {
	w := codeView{Variant: v, reached: v.Reach()}
	for _, r := range w.reached {
		w.fields = append(w.fields, r.BuildFields(v))
	}
	return w
}

// key is the same for builds that differ in nothing but their resources.
func (w *codeView) key() string {
	var key strings.Builder
	for i, r := range w.reached {
		fmt.Fprintf(&key, "%q", r.Dir)
		for _, name := range sorted(w.fields[i]) {
			fmt.Fprintf(&key, " %q=%q", name, w.fields[i][name].Value)
		}
	}
	return key.String()
}

func owns(r gradle.Reached, file string) bool {
	return r.Dir == "." || strings.HasPrefix(file, r.Dir+"/")
}

// inModule reports whether a file lies in a module that the build is made from.
func (w *codeView) inModule(file string) bool {
	return slices.ContainsFunc(w.reached, func(r gradle.Reached) bool { return owns(r, file) })
}

// takes reports whether a source goes into the build.
func (w *codeView) takes(file string) bool {
	return slices.ContainsFunc(w.reached, func(r gradle.Reached) bool { return takesSource(r, file) })
}

// field is what BuildConfig holds in the module of a file.
func (w *codeView) field(file, name string) (string, bool) {
	best := -1 // the module whose folder is the closest
	for i, r := range w.reached {
		if owns(r, file) && (best < 0 || len(r.Dir) > len(w.reached[best].Dir)) {
			best = i
		}
	}
	if best < 0 {
		return "", false
	}
	f := w.fields[best][name]
	return f.Value, f.Value != ""
}

// evaluate works the calls out for one build. Its resources are read once a value
// depends on them.
func (s *moduleReader) evaluate(w *codeView, takes func(file string) bool) []source.Call {
	var table *res.Folders
	return s.app.Code.Evaluate(source.Env{
		Field: w.field,
		Resource: func(name string) []string {
			if w.asked = true; table == nil {
				table = s.table(w.Variant, w.reached)
			}
			var out []string
			for _, e := range table.Lookup(name, w.MinSDK.Int()) {
				out = append(out, e.Value)
			}
			return out
		},
		Built: takes,
	})
}

// joinCalls puts the calls of all builds together: once where the builds that take the
// source agree, else once for each value with the names of its builds. A source that
// none of them takes is as in the first.
func joinCalls(views []codeView) []source.Call {
	var out []source.Call
	for i, call := range views[0].calls {
		var values []source.Call
		for _, w := range views {
			c := w.calls[i]
			if !w.takes(c.File) {
				continue
			}
			same := func(v source.Call) bool { return v.Release == c.Release && v.Debug == c.Debug }
			at := slices.IndexFunc(values, same)
			if at < 0 {
				at, c.Builds = len(values), nil
				values = append(values, c)
			}
			values[at].Builds = append(values[at].Builds, w.Name)
		}
		switch len(values) {
		case 0:
			values = []source.Call{call}
		case 1:
			values[0].Builds = nil
		}
		out = append(out, values...)
	}
	return out
}

// built reports whether a file goes into a build that is not debuggable, or lies outside
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
