package gradle

import (
	"path"
	"slices"
	"strings"

	"loginscope/lang"
)

// Law of this file: what a script names outside of the folder that is read, or in it where
// nothing lies, is never read and never forgotten. It may hold anything, so that no answer
// to which it may add is certain.

// Absent is a part that a build takes in and that was not read, since it does not lie in
// the folder.
type Absent struct {
	// Part is what it is, for the middle of a sentence: "the module :lib".
	Part lang.Text
	// Path is where the build looks for it, from the folder that is read, or absolute; ""
	// where the settings that were read do not say it.
	Path string
	// Above is how many folders above the one that is read hold it: 0 for none, since it
	// is named inside of it; -1 where the path is absolute.
	Above int
	// Touches is what it may bring.
	Touches Touches
	// Own is true for a part of the app's own module, which wins over all that libraries
	// bring; Maybe where a condition that is not known decides whether it is taken.
	Own, Maybe bool
	// Stops is true for a module that settings which were read whole do not include, so that
	// the build stops.
	Stops bool
	// File and Line are where it is named.
	File string
	Line int
}

// Touches is what a part that was not read may bring into the app.
type Touches uint8

// The kinds of parts.
const (
	TouchesManifest Touches = iota // a manifest, or resources
	// TouchesAll may bring dependencies, aars, code and keep rules too.
	TouchesAll
	TouchesCode  // sources, assets, native libraries
	TouchesRules // keep rules
	// TouchesLibraries is a repository of libraries, which may have any that lines name.
	TouchesLibraries
)

// MayBringLibraries reports whether dependencies and aars may come with a part.
func (a Absent) MayBringLibraries() bool {
	return a.Touches == TouchesAll || a.Touches == TouchesLibraries
}

// maxAbsent limits what is kept of a module's parts that are not there.
const maxAbsent = 20

// absolute reports whether a path is absolute on the developer's own computer.
func absolute(p string) bool { return strings.HasPrefix(p, "/") || onDrive(p) }

// onDrive reports whether a path begins with a drive of Windows.
func onDrive(p string) bool {
	return len(p) > 2 && p[1] == ':' && p[2] == '/' && (p[0]|0x20 >= 'a' && p[0]|0x20 <= 'z')
}

// above is how many folders above the one that is read hold a path; see Absent.Above.
func above(p string) int {
	if absolute(p) {
		return -1
	}
	n := 0
	for p == ".." || strings.HasPrefix(p, "../") {
		n, p = n+1, strings.TrimPrefix(strings.TrimPrefix(p, ".."), "/")
	}
	return n
}

// missing is a part in a folder, or at a path outside; ok is false if something of it is in
// the folder that is read.
func (b *Build) missing(part lang.Text, p, file string, line int) (a Absent, ok bool) {
	a = Absent{Part: part, Path: p, Above: above(p), Touches: TouchesAll, File: file, Line: line}
	return a, a.Above != 0 || len(b.files.List(p)) == 0
}

// keepAbsent adds a part to a list once, within its bound.
func keepAbsent(list *[]Absent, a Absent) {
	if len(*list) < maxAbsent && !slices.Contains(*list, a) {
		*list = append(*list, a)
	}
}

// absent are the parts of a variant that were not read.
func (v Variant) absent(reached []Reached) []Absent {
	var out []Absent
	for _, a := range v.m.b.absentBuilds() {
		keepAbsent(&out, a)
	}
	for _, a := range slices.Concat(v.m.absentPackages(), v.m.b.lostScripts, v.m.absentFolders()) {
		keepAbsent(&out, a)
	}
	for _, a := range v.absentRules() {
		keepAbsent(&out, a)
	}
	for i, r := range reached {
		for _, a := range r.absent(i > 0) {
			a.Own = i == 0 && a.Own
			keepAbsent(&out, a)
		}
	}
	return out
}

// absent are the parts of one module that were not read: itself, those that its lines
// name, and those that its source sets name.
func (r *Reached) absent(asLibrary bool) []Absent {
	if asLibrary && r.scriptless() {
		if a, ok := r.b.missing(reason("the module %s", "模块 %s", r.Path), r.Dir, r.by.File, r.by.Line); ok {
			return []Absent{a}
		}
		part := reason("the build script of the module %s", "模块 %s 的构建脚本", r.Path)
		return []Absent{{Part: part, Path: r.Dir, Touches: TouchesAll, File: r.by.File, Line: r.by.Line}}
	}
	out := slices.Clone(r.lost)
	for _, d := range r.Dependencies {
		if a, ok := r.lostLine(d); ok {
			out = append(out, a)
		}
	}
	return append(out, r.env.absent...)
}

// scriptless reports whether nothing says how a module is built.
func (m *Module) scriptless() bool {
	return m.File == "" && len(m.env.plugins) == 0 && !configured(m.env.node)
}

// lostLine is what a line of a module names and the folder lacks: a module that no settings
// include, or a file outside. A file that is missing in the folder is the caller's matter.
func (r *Reached) lostLine(d Dependency) (Absent, bool) {
	in := r.b
	if d.build != nil {
		in = d.build
	}
	if d.Module != "" && in.find(d.Module) == nil {
		part := reason("the module %s", "模块 %s", d.Module)
		maybe := d.Maybe || in.scriptIn(in.dir, "settings") != "" // these leave it out
		return Absent{
			Part:    part,
			Touches: TouchesAll,
			Maybe:   maybe,
			Stops:   !d.Maybe && in.settingsKnown(),
			File:    d.File,
			Line:    d.Line,
		}, true
	}
	if d.Path != "" && above(d.Path) != 0 {
		a, ok := r.b.missing(reason("the file %s", "文件 %s", path.Base(d.Path)), d.Path, d.File, d.Line)
		a.Maybe = d.Maybe
		return a, ok
	}
	return Absent{}, false
}

// lostFolders are folders outside from which a line takes files: a tree, or flat folders
// where the folder that is read does not have the aar.
func (b *Build) lostFolders(d Dependency, flat []Setting) []Absent {
	if d.tree != nil && above(d.tree.dir) != 0 {
		a, _ := b.missing(reason("libraries", "库"), d.tree.dir, d.File, d.Line)
		a.Maybe = d.Maybe
		return []Absent{a}
	}
	if d.AAR && d.Path == "" && d.Name != "" {
		return b.lostFlat(d, flat)
	}
	return nil
}

// lostFlat are the flat folders outside that may hold an aar.
func (b *Build) lostFlat(d Dependency, flat []Setting) []Absent {
	var out []Absent
	for _, f := range flat {
		if above(f.Value) != 0 {
			part := reason("the aar %s of a flatDir", "flatDir 中的 aar %s", d.Artifact)
			a, _ := b.missing(part, f.Value, f.File, f.Line)
			out = append(out, a)
		}
	}
	return out
}

// absentBuilds are the included builds that were not read.
func (b *Build) absentBuilds() []Absent {
	var out []Absent
	for _, i := range b.includes {
		if publicScript(i.dir + "/") {
			continue // of a framework, whose plug-ins are known
		}
		if a, ok := b.missing(reason("an included build", "includeBuild 构建"), i.dir, i.file, i.line); ok {
			out = append(out, a)
		}
	}
	return out
}

// absentPackages are the packages that a framework's tool links into the module and that
// were not read, or the list of them.
func (m *Module) absentPackages() []Absent {
	var out []Absent
	for _, f := range []struct{ by, list string }{{"flutter", "pubspec.yaml"}, {"react", "package.json"}} {
		if !m.env.usesFramework(f.by) {
			continue
		}
		file := path.Join(m.b.listFolder(f.list), f.list)
		if above(file) != 0 {
			part := reason("the list of packages that are linked into the app", "链接到应用的软件包列表")
			a, _ := m.b.missing(part, file, m.File, 0)
			out = append(out, a)
		}
		for _, p := range m.b.lostPackages {
			if p.by == f.by {
				out = append(out, p.Absent)
			}
		}
	}
	return out
}

// absentFolders are the folders outside in which the repositories of the app look for
// libraries.
func (m *Module) absentFolders() []Absent {
	var out []Absent
	for _, s := range m.mavenURLs() {
		if !strings.Contains(s.Value, "://") && above(s.Value) != 0 {
			a, _ := m.b.missing(reason("libraries of a Maven repository", "Maven 仓库中的库"), s.Value, s.File, s.Line)
			a.Touches = TouchesLibraries
			out = append(out, a)
		}
	}
	return out
}

// absentRules are the files of keep rules outside.
func (v Variant) absentRules() []Absent {
	files, _ := v.RuleFiles()
	var out []Absent
	for _, f := range files {
		if above(f) != 0 {
			a, _ := v.m.b.missing(reason("the keep rules %s", "混淆规则 %s", path.Base(f)), f, v.m.File, 0)
			a.Touches = TouchesRules
			out = append(out, a)
		}
	}
	return out
}

// lostScript keeps a script outside that is applied.
func (b *Build) lostScript(file, by string, line int, maybe bool) {
	if above(file) == 0 {
		return
	}
	a, _ := b.missing(reason("the script %s", "脚本 %s", path.Base(file)), file, by, line)
	a.Own, a.Maybe = true, maybe // it may set anything of the app's own
	keepAbsent(&b.lostScripts, a)
}

// lostPackage is a package that a list names by a path, and the framework of the list.
type lostPackage struct {
	Absent
	by string
}

// lostPackage keeps a package of which nothing lies at its path.
func (b *Build) lostPackage(name, dir, file, by string) {
	a, ok := b.missing(reason("the package %s", "软件包 %s", name), dir, file, 0)
	if ok && len(b.lostPackages) < maxAbsent {
		b.lostPackages = append(b.lostPackages, lostPackage{a, by})
	}
}

// lostSource keeps a manifest or a folder of sources outside.
func (m *Module) lostSource(part lang.Text, p string, st set, touches Touches) {
	if above(p) == 0 {
		return
	}
	a, _ := m.b.missing(part, p, st.file, st.line)
	a.Touches, a.Own, a.Maybe = touches, true, st.maybe
	keepAbsent(&m.env.absent, a)
}
