package gradle

import (
	"path"
	"slices"
	"strings"

	"loginscope/lang"
)

// openFlavors are the lines at which a script makes flavours that are not known:
// by a name that is computed, or by a function that cannot be read.
func (m *Module) openFlavors() []set {
	n := m.android().find("productFlavors")
	if n == nil {
		return nil
	}
	return n.sets
}

// flavorNames are the flavours that the scripts name.
func (m *Module) flavorNames() []string {
	n := m.android().find("productFlavors")
	if n == nil {
		return nil
	}
	var out []string
	for _, c := range n.order {
		out = append(out, c.Name)
	}
	return out
}

// flavorDoubts say why the flavours of a module are not all known.
func (m *Module) flavorDoubts() []Note {
	var out []Note
	if list := m.unreadMakers(); len(list) > 0 {
		if likely := m.likelyFlavors(m.flavorNames()); len(likely) > 0 {
			out = append(out, noteAt(list[0].File, list[0].Line, reason(
				"%s may make product flavours, such as %s", "%s可能创建产品风味，例如 %s", list[0].Text, likely[0])))
		}
	}
	n := m.android().find("productFlavors")
	if n == nil {
		return out
	}
	for _, st := range n.sets {
		why := verbatim(st.name)
		if len(st.args) > 0 {
			if _, known := st.args[0].text(); !known {
				why = st.args[0].why()
			}
		}
		out = append(out, noteAt(st.file, st.line, reason("product flavours that could not be worked out (%s)",
			"产品风味无法解析（%s）", why)))
	}
	for _, c := range n.order {
		if c.maybe {
			out = append(out, noteAt(m.File, 0, reason(
				"the product flavour %s is made on a condition that is not known",
				"产品风味 %s 的创建条件无法确定", c.Name)))
		}
	}
	return out
}

// mayBeOverridden says why a flavour that is not known may set one of these
// values, empty if none may.
func (m *Module) mayBeOverridden(names ...string) lang.Text {
	for _, st := range m.openFlavors() {
		if st.block == nil || len(st.block.each(names...)) > 0 {
			return reason("product flavours that could not be worked out may set it", "未能解析的产品风味可能设置它")
		}
	}
	return lang.Text{}
}

// likelyFlavors are folders of src that hold a manifest or resources and belong
// to nothing that is known: where flavours are not known, these are judged.
func (m *Module) likelyFlavors(known []string) []string {
	if len(m.openFlavors()) == 0 && len(m.unreadMakers()) == 0 {
		return nil
	}
	named := len(m.openFlavors()) > 0 // flavours are made, of names that are not known
	src := path.Join(m.Dir, "src")
	types := m.buildTypes()
	var out []string
	for _, f := range m.b.files.List(src) {
		name, rest, _ := strings.Cut(strings.TrimPrefix(f, src+"/"), "/")
		if rest != "AndroidManifest.xml" && !strings.HasPrefix(rest, "res/") || slices.Contains(out, name) ||
			slices.Contains(known, name) {
			continue
		}
		if name == "main" || name == "profile" && m.env.usesFramework("flutter") ||
			slices.Contains(types, name) || ofTests(name) || ofBuildType(name, types) || !named && !m.b.writes(name) ||
			len(out) >= MaxVariants {
			continue
		}
		out = append(out, name)
	}
	return out
}

// unreadMakers are the plug-ins and scripts of a module that were not read and may make
// flavours: those that hold a team's settings.
func (m *Module) unreadMakers() []Note {
	return m.notRead(func(of *moduleEnv, p UnreadPlugin) bool {
		return of == m.env && (p.conventional() || m.teamsOwn(of, p))
	})
}

func ofTests(folder string) bool {
	return strings.HasPrefix(folder, "test") || strings.HasPrefix(folder, "androidTest")
}

// ofBuildType reports a folder of one flavour's build type, such as demoRelease.
func ofBuildType(folder string, types []string) bool {
	return slices.ContainsFunc(types, func(t string) bool { return strings.HasSuffix(folder, title(t)) })
}

// chosenFlavor picks a flavour of a library's dimension for a variant: that of
// the same name, one that matchingFallbacks or missingDimensionStrategy name, the
// only one. ok is false if none of these decides, where Gradle stops; see
// https://developer.android.com/build/dependencies#variant_aware.
func (v Variant) chosenFlavor(of []flavor) (pick flavor, ok bool) {
	byName := func(name string) bool {
		i := slices.IndexFunc(of, func(f flavor) bool { return f.name == name })
		if i >= 0 {
			pick = of[i]
		}
		return i >= 0
	}
	for _, own := range v.flavors {
		if byName(own.name) {
			return pick, true
		}
	}
	var blocks []*Node
	for _, own := range v.flavors {
		n := v.m.item("productFlavors", own.name)
		if own.dimension == of[0].dimension && slices.ContainsFunc(n.words("matchingFallbacks"), byName) {
			return pick, true
		}
		blocks = append(blocks, n)
	}
	for _, n := range append(blocks, v.m.android().find("defaultConfig")) {
		for _, st := range n.each("missingDimensionStrategy") {
			words := textsOf(st)
			if len(words) > 1 && words[0] == of[0].dimension && slices.ContainsFunc(words[1:], byName) {
				return pick, true
			}
		}
	}
	return of[0], len(of) == 1
}

// words are the texts that a block was given under a name.
func (n *Node) words(name string) []string {
	var out []string
	for _, st := range n.each(name) {
		out = append(out, textsOf(st)...)
	}
	return out
}

// textsOf are the arguments of a set that are known, lists taken apart.
func textsOf(st set) []string {
	var out []string
	for _, a := range st.args {
		for _, f := range a.flat() {
			if s, ok := f.text(); ok {
				out = append(out, s)
			}
		}
	}
	return out
}

// doubt keeps why an answer on the module may not hold for every build, once.
func (m *Module) doubt(n Note) {
	if len(m.env.doubts) < 20 && !slices.Contains(m.env.doubts, n) {
		m.env.doubts = append(m.env.doubts, n)
	}
}
