package gradle

import (
	"path"
	"slices"
	"strings"

	"loginscope/inspector/lazyregexp"

	"loginscope/lang"
)

// Dependency is one line of a dependencies block, or one of its arguments.
type Dependency struct {
	Configuration string `json:"configuration"` // "implementation"
	Group         string `json:"group,omitempty"`
	Name          string `json:"name"`
	Version       string `json:"version,omitempty"`
	// AAR is true for a local aar, by name and ext or by file.
	AAR bool `json:"aar,omitempty"`
	// Artifact is the file name of a local aar or jar as written, without its
	// folder; Path is the file, "" where a flat folder decides.
	Artifact string `json:"artifact,omitempty"`
	Path     string `json:"path,omitempty"`
	// Outside is a file of that name which lies in none of the flat folders that
	// the build declares (Project.FlatDirs), so that Gradle does not find it.
	Outside string `json:"outside,omitempty"`
	// OtherCase is the file in a flat folder whose name differs in the case of letters alone:
	// a disk that distinguishes them does not find it.
	OtherCase string `json:"-"`
	// Module is the path of a module of the build, such as ":net".
	Module string `json:"module,omitempty"`
	// Unresolved says why the dependency or its version is not known.
	Unresolved lang.Text `json:"unresolved,omitzero"`
	// Maybe is true for a dependency on a condition that is not known.
	Maybe bool `json:"maybe,omitempty"`
	// Resolved is the version that counts where rules, constraints or other lines of
	// the build choose another one than Version; see Effective.
	Resolved string `json:"resolved,omitempty"`
	// Doubt says why the library may be left out or get another version, empty for no
	// reason.
	Doubt lang.Text `json:"doubt,omitzero"`
	File  string    `json:"file"`
	Line  int       `json:"line"`

	tree *treeSpec
	// module is the name by which Gradle knows an aar of a flat folder.
	module string
	// platform is how a platform is taken in, "" for any other dependency.
	platform platformMark
	// strict and forced are versions that no newer one replaces.
	strict, forced bool
	// cuts are the exclude rules that stand on the line.
	cuts []exclusion
	// group is that of the project that Module names.
	group string
	// build is the included build that Module belongs to, nil for the same.
	build *Build
}

// dependencies are the lines of the module's block, those for tests and for the
// compiler alone left out. They are worked out once and shared by all variants, so that
// nobody may change them.
func (m *Module) dependencies() []Dependency {
	if m.env.lines == nil || !m.b.settled {
		m.env.lines = slices.Clip(m.writtenLines())
	}
	return m.env.lines
}

func (m *Module) writtenLines() []Dependency {
	out := []Dependency{}
	n := m.env.node.find("dependencies")
	if n == nil {
		return out
	}
	folders := m.mavenFolders()
	for _, st := range n.sets {
		name, args, names := st.name, st.args, st.names
		if name == "add" && len(args) > 1 {
			name, _ = args[0].text()
			args, names = args[1:], nil
		}
		if !packaged(name) {
			continue
		}
		for _, d := range m.written(args, names) {
			d.Configuration, d.File, d.Line, d.Maybe = name, st.file, st.line, st.maybe
			d.cuts = append(exclusionsIn(st.block), intransitive(st.block)...)
			d.rich(st.block)
			if in := m.b.fromIncluded(d.Group, d.Name); in != nil && d.Module == "" {
				d.Module, d.build = in.Path, in.b
			}
			out = append(out, m.fromFolders(d, folders)...)
		}
	}
	return out
}

// packaged reports whether what a configuration names ends in the app.
func packaged(name string) bool {
	s := strings.ToLower(name)
	for _, other := range []string{
		"test", "kapt", "ksp", "annotationprocessor", "compileonly", "provided", "lint", "desugaring", "classpath",
		"exclude",
		"constraints", "screengrab", "detekt", "ktlint", "modules", "components", "baselineprofile",
	} {
		if strings.Contains(s, other) {
			return false
		}
	}
	return s != "" && s != "platform"
}

// written reads the arguments of one line.
func (m *Module) written(args []value, names []string) []Dependency {
	if d, ok := m.namedDependency(args, names); ok {
		return []Dependency{d}
	}
	var out []Dependency
	for _, a := range args {
		if a.kind == isFiles {
			for _, f := range a.list {
				if s, ok := f.text(); ok {
					out = append(out, m.localFile(s))
				} else {
					out = append(out, Dependency{Unresolved: f.why()})
				}
			}
			continue
		}
		for _, v := range a.flat() {
			d := m.one(v)
			d.platform, _ = v.ns.(platformMark)
			out = append(out, d)
		}
	}
	return out
}

func (m *Module) one(v value) Dependency {
	switch v.kind {
	case isMapping:
		var args []value
		var names []string
		for _, k := range v.m.keys {
			args, names = append(args, v.m.vals[k]), append(names, k)
		}
		if d, ok := m.namedDependency(args, names); ok {
			return d
		}
	case isText:
		return m.fromText(v.s)
	case isLibrary:
		return Dependency{Group: v.lib.group, Name: v.lib.name, Version: v.lib.version,
			Unresolved: v.lib.unresolved, strict: v.lib.strict}
	case isModule:
		return Dependency{Module: v.mod.path, Name: v.mod.name()}
	case isProject:
		return Dependency{Module: v.s, Name: path.Base(strings.ReplaceAll(v.s, ":", "/"))}
	case isTree:
		return Dependency{tree: v.ns.(*treeSpec)}
	case isFile:
		s, _ := v.text() // of another module, maybe
		return m.localFile(s)
	case isNamespace:
		if a, ok := v.ns.(accessor); ok {
			p := m.b.accessorPath(a.path)
			return Dependency{Module: p, Name: p[strings.LastIndexByte(p, ':')+1:]}
		}
		if c, ok := v.ns.(catalogPath); ok {
			return Dependency{Unresolved: reason("%s is not in the version catalogue", "版本目录中没有 %s", c.path)}
		}
	case isNode:
		if v.node.Name == "flutter" || v.node.Name == "project" {
			return Dependency{Unresolved: v.why()}
		}
	}
	return Dependency{Unresolved: v.why()}
}

// namedDependency reads name: 'x', ext: 'aar' and group: 'g', name: 'n'.
func (m *Module) namedDependency(args []value, names []string) (Dependency, bool) {
	got, bad := map[string]string{}, lang.Text{}
	for i, a := range args {
		if i < len(names) && names[i] != "" {
			s, ok := a.text()
			if !ok {
				bad = a.why()
			}
			got[names[i]] = s
		}
	}
	if got["name"] == "" {
		return Dependency{Unresolved: bad}, !bad.Empty() && len(got) > 0
	}
	d := Dependency{Group: got["group"], Name: got["name"], Version: got["version"], Unresolved: bad}
	if got["ext"] == "aar" {
		return flatAar(d), true
	}
	return d, true
}

// flatAar is an aar of a flat folder: NAME-VERSION.aar or NAME.aar.
func flatAar(d Dependency) Dependency {
	if d.Group != "" && !strings.HasPrefix(d.Group, ":") {
		return d // of a repository
	}
	d.AAR, d.Artifact, d.module = true, d.Name, d.Name
	if d.Version != "" {
		d.Artifact += "-" + d.Version
		return d
	}
	d.Name, d.Version = SplitArtifact(d.Name)
	return d
}

func (m *Module) fromText(s string) Dependency {
	l := coordinates(s)
	if l.name == "" {
		return Dependency{Unresolved: notUnderstood(s)}
	}
	d := Dependency{Group: l.group, Name: l.name, Version: l.version}
	if l.ext == "aar" && l.group == "" {
		return flatAar(d)
	}
	return d
}

func (m *Module) localFile(s string) Dependency {
	p := m.env.resolve(s)
	ext := path.Ext(p)
	d := Dependency{Artifact: path.Base(p), Path: p, AAR: ext == ".aar" || ext == ".arr"}
	if !d.AAR && ext != ".jar" {
		d.Name = d.Artifact // a folder of classes, or a file whose ending was forgotten
		return d
	}
	d.Name, d.Version = SplitArtifact(strings.TrimSuffix(d.Artifact, ext))
	return d
}

// expand lists the files that a folder as a dependency brings.
func (m *Module) expand(d Dependency) []Dependency {
	if d.tree == nil {
		return []Dependency{d}
	}
	var out []Dependency
	for _, f := range m.b.files.List(d.tree.dir) {
		rel := strings.TrimPrefix(f, d.tree.dir+"/")
		if !d.tree.takes(rel) {
			continue
		}
		if !m.b.room(len(out), d.File, d.Line) {
			break
		}
		one := m.localFile(f)
		one.Path = f
		one.Configuration, one.File, one.Line, one.Maybe = d.Configuration, d.File, d.Line, d.Maybe
		out = append(out, one)
	}
	return out
}

var artifact = lazyregexp.New(`^(.*?)[-_]v?([0-9]+(?:\.[0-9]+)+)(.*)$`)

// SplitArtifact splits a file name such as
// "auth_number_product-2.13.3-log-online-standard-cuum-release" into its name
// and version; the flavour behind the version is dropped.
func SplitArtifact(base string) (name, version string) {
	if m := artifact.FindStringSubmatch(base); m != nil {
		return m[1], m[2]
	}
	return base, ""
}

// applies reports whether a configuration belongs to a variant: a general one,
// or one of its build type, a flavour, its flavours or itself.
func (v Variant) applies(configuration string) bool {
	if takes, own, open := v.m.carriers(configuration); own && !open {
		return slices.ContainsFunc(takes, func(c string) bool { return packaged(c) && v.applies(c) })
	}
	for _, kind := range []string{"Implementation", "Api", "RuntimeOnly", "Compile", "Apk", "Publish"} {
		if prefix, ok := strings.CutSuffix(configuration, kind); ok {
			if prefix == v.BuildType || prefix == v.Flavor || prefix == v.Name {
				return true
			}
			for _, f := range v.flavors {
				if prefix == f.name || prefix == f.name+title(v.BuildType) {
					return true
				}
			}
			return false
		}
	}
	return true
}

// Depends reports whether a dependency brings an aar file into the build: by
// its path, by name and ext from a flat folder, or with a whole folder.
func (p *Project) Depends(file string) bool {
	base := path.Base(strings.ReplaceAll(file, `\`, "/"))
	name := strings.TrimSuffix(base, path.Ext(base))
	for _, d := range p.Dependencies {
		if d.Path != "" && d.Path == file || d.AAR &&
			(d.Path == file || d.Path == "" && (d.Artifact == name || d.Artifact == base)) {
			return true
		}
	}
	return false
}
