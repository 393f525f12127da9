package gradle

import (
	"path"

	"loginscope/lang"
)

// SourceSet is one folder of sources of a module.
type SourceSet struct {
	Name     string
	Manifest string   // path of its manifest, which need not be there
	Res      []string // folders of resources
}

// SourceSets are those of a variant, the one that wins first: the variant's own,
// the build type's, that of all flavours together, each flavour's, main; see
// https://developer.android.com/build/build-variants#sourcesets.
func (m *Module) sourceSets(buildType string, flavors []flavor) []SourceSet {
	var names, combined []string
	for _, f := range flavors {
		combined = append(combined, f.name)
	}
	all := camel(combined)
	if all != "" {
		names = append(names, all+title(buildType))
	}
	names = append(names, buildType)
	if len(flavors) > 1 {
		names = append(names, all)
	}
	names = append(append(names, combined...), "main")
	var out []SourceSet
	for _, n := range names {
		out = append(out, m.sourceSet(n))
	}
	return out
}

// sourceSet reads where a source set lies: by default in src/NAME.
func (m *Module) sourceSet(name string) SourceSet {
	s := SourceSet{Name: name, Manifest: path.Join(m.Dir, "src", name, "AndroidManifest.xml")}
	s.Res = []string{path.Join(m.Dir, "src", name, "res")}
	m.kotlinLayout(&s)
	n := m.sourceSetNode(name)
	if n == nil {
		return s
	}
	if root, ok := n.last("setRoot", "root"); ok && len(root.args) == 1 {
		if dir, ok := root.args[0].text(); ok {
			s.Manifest = path.Join(m.env.resolve(dir), "AndroidManifest.xml")
			s.Res = []string{path.Join(m.env.resolve(dir), "res")}
			m.lostSource(reason("the source set %s", "源集 %s", name), m.env.resolve(dir), root, TouchesAll)
		} else {
			m.openPath(root, reason("source set %s", "源集 %s", name), root.args[0])
		}
	}
	for _, st := range n.find("manifest").each("srcFile") {
		if len(st.args) != 1 {
			continue
		}
		if f, ok := st.args[0].text(); ok && !st.maybe {
			s.Manifest = m.env.resolve(f)
			m.lostSource(reason("the manifest of the source set %s", "源集 %s 的清单", name),
				s.Manifest, st, TouchesManifest)
		} else {
			m.openPath(st, reason("manifest of the source set %s", "源集 %s 的清单", name), st.args[0])
		}
	}
	m.lostCode(n, name)
	for _, st := range append(n.each("res"),
		n.find("res").each("srcDirs", "srcDir", "directories", "addStaticSourceDirectory")...) {
		if st.op == "=" && !st.maybe {
			s.Res = nil
		}
		s.Res = append(s.Res, m.paths(st, reason("resources of the source set %s", "源集 %s 的资源", name))...)
	}
	return s
}

// lostCode keeps the folders outside that a source set takes sources, assets and native
// libraries from.
func (m *Module) lostCode(n *Node, name string) {
	for _, kind := range []string{"java", "kotlin", "assets", "jniLibs"} {
		for _, st := range append(n.each(kind), n.find(kind).each("srcDirs", "srcDir", "directories")...) {
			for _, dir := range textsOf(st) {
				part := reason("the %s of the source set %s", "源集 %[2]s 的 %[1]s", kind, name)
				m.lostSource(part, m.env.resolve(dir), st, TouchesCode)
			}
		}
	}
}

// sourceSetNode is the block of a source set. One that no script names is made if
// the scripts say something of all.
func (m *Module) sourceSetNode(name string) *Node {
	all := m.android().find("sourceSets")
	if all == nil {
		return nil
	}
	if n := all.find(name); n != nil || len(all.all) == 0 {
		return n
	}
	v := m.b.exec(m.env, m.File).item(all, name, nil)
	return v.node
}

// paths are the folders that a statement names.
func (m *Module) paths(st set, what lang.Text) []string {
	var out []string
	for _, a := range st.args {
		for _, v := range a.flat() {
			d, ok := v.text()
			switch {
			case ok && v.kind != isNull:
				out = append(out, m.env.resolve(d))
				m.lostSource(reason("the %s", "%s", what), m.env.resolve(d), st, TouchesManifest)
			case v.kind == isNode && v.node.under("sourceSets"):
				// the folders so far, read to be added to
			default:
				m.openPath(st, what, v)
			}
		}
	}
	return out
}

// under reports whether a block lies in one of that name.
func (n *Node) under(name string) bool {
	for depth := 0; n != nil && depth < maxNesting; depth++ {
		if n.Name == name {
			return true
		}
		n = n.parent
	}
	return false
}

// openPath leaves a doubt where sources lie at a path that is not known.
func (m *Module) openPath(st set, what lang.Text, v value) {
	why := v.why()
	if _, ok := v.text(); ok {
		why = onCondition
	}
	m.doubt(noteAt(st.file, st.line, reason("the path of the %s is not known (%s)", "%s的路径无法确定（%s）", what, why)))
}

// added takes over what the blocks for each variant add to its sources.
func (v *Variant) added(n *Node) {
	sources := n.find("sources")
	for _, st := range sources.find("res").each("addStaticSourceDirectory") {
		v.SourceSets[0].Res = append(v.SourceSets[0].Res, v.m.paths(st, reason("resources of the variant %s",
			"变体 %s 的资源", v.Name))...)
	}
	for _, st := range sources.find("manifests").each("addStaticManifestFile") {
		for _, file := range v.m.paths(st, reason("manifest of the variant %s", "变体 %s 的清单", v.Name)) {
			v.SourceSets = append([]SourceSet{{Name: v.Name, Manifest: file}}, v.SourceSets...)
		}
	}
}
