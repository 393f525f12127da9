package gradle

import (
	"path"
	"strings"
)

// RuleFiles are the files of keep rules of a variant: those of its proguardFiles
// and of the keepRules folders of its source sets, and the consumer rules of the
// modules that it depends on. known is false if the scripts do not give all of
// them.
func (v Variant) RuleFiles() (files []string, known bool) {
	r := ruleFiles{known: true}
	own := []string{"proguardFiles", "proguardFile"}
	r.add(v.m, v.m.item("buildTypes", v.BuildType), own...)
	r.add(v.m, v.m.android().find("defaultConfig"), own...)
	for _, f := range v.flavors {
		r.add(v.m, v.m.item("productFlavors", f.name), own...)
	}
	reached := v.Reach()
	for _, m := range reached[1:] {
		blocks := []*Node{m.item("buildTypes", m.own.BuildType), m.android().find("defaultConfig")}
		for _, f := range m.own.flavors {
			blocks = append(blocks, m.item("productFlavors", f.name))
		}
		for _, n := range blocks {
			r.add(m.Module, n, "consumerProguardFiles", "consumerProguardFile")
		}
	}
	r.folders(v)
	if v.m.env.usesFramework("flutter") && v.BuildType == "release" {
		// Flutter's plug-in names it for release builds by itself.
		r.files = append(r.files, v.m.env.resolve("proguard-rules.pro"))
	}
	if !v.m.openQuestion().Empty() {
		r.known = false
	}
	return r.files, r.known
}

type ruleFiles struct {
	files []string
	known bool
}

// add takes the files that a block names. An assignment drops those that the block
// named before.
func (r *ruleFiles) add(m *Module, n *Node, names ...string) {
	var out []string
	for _, st := range n.each(names...) {
		if st.op == "=" && !st.maybe {
			out = nil
		}
		for _, a := range st.args {
			for _, f := range a.flat() {
				s, ok := f.text()
				switch {
				case f.kind == isTree:
					for _, d := range m.expand(Dependency{tree: f.ns.(*treeSpec)}) {
						out = append(out, d.Path)
					}
				case !ok:
					r.known = false
				case !strings.HasPrefix(s, "default:"):
					out = append(out, m.env.resolve(s))
				}
			}
		}
	}
	r.files = append(r.files, out...)
}

// folders takes the files src/SET/keepRules/*.keep, which the build tools read from
// 9.3 on; see https://developer.android.com/topic/performance/app-optimization/keep-rules-overview.
func (r *ruleFiles) folders(v Variant) {
	if agp := v.m.b.agp; agp.Value != "" && !agp.atLeast(9, 3) {
		return
	}
	for _, set := range v.SourceSets {
		dir := path.Join(v.m.Dir, "src", set.Name, "keepRules")
		for _, f := range v.m.b.files.List(dir) {
			if path.Ext(f) == ".keep" {
				r.files = append(r.files, f)
			}
		}
	}
}

// atLeast compares a version such as "9.3.0-rc01" by its first two numbers.
func (s Setting) atLeast(major, minor int) bool {
	have := s.major()
	if have != major {
		return have > major
	}
	parts := strings.SplitN(s.Value, ".", 3)
	return len(parts) > 1 && leading(parts[1]) >= minor
}

// leading is the number at the start of a text.
func leading(s string) int {
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' || n > 1000 {
			break
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// minify reports whether a build type is shrunk. Flutter's plug-in decides for release
// builds, by its version and the property "shrink", and is not among the files; it
// reads the build script's own setting afterwards.
func (m *Module) minify(buildType string) Setting {
	s := m.typeSetting(buildType, "minifyEnabled", "isMinifyEnabled")
	if o := m.item("buildTypes", buildType).find("optimization").scalar("enable"); o.Set() {
		s = o
	}
	if list := m.rewritersOf(s); len(list) > 0 && s.Value == "false" {
		s.open(list[0])
	}
	switch {
	case s.Set():
		return s
	case buildType == "release" && m.env.usesFramework("flutter") && m.b.props["shrink"] != "false":
		return Setting{File: m.File, Unresolved: reason("Flutter's Gradle plug-in decides, and it was not read",
			"由 Flutter 的 Gradle 插件决定，该插件未读取")}
	case !m.openQuestion().Empty():
		return Setting{Unresolved: m.openQuestion()}
	}
	s = Setting{Value: "false", Default: true}
	if list := m.rewriters(); len(list) > 0 {
		s.open(list[0])
	}
	return s
}
