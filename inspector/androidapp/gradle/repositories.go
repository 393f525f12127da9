package gradle

import (
	"encoding/xml"
	"path"
	"strings"
)

// repositories are the blocks in which a module's repositories are declared: its
// own, those of the root, those of the settings. Where the settings are preferred, the
// others have no effect.
func (m *Module) repositories() []repoBlock {
	if m.b.repositoriesMode == preferSettings {
		return []repoBlock{{m.b.root, m.b.settingsRepositories}}
	}
	out := []repoBlock{{m.env, m.env.node.find("repositories")}}
	if m.env != m.b.root {
		out = append(out, repoBlock{m.b.root, m.b.root.node.find("repositories")})
	}
	return append(out, repoBlock{m.b.root, m.b.settingsRepositories})
}

// repoBlock is a repositories block with the module whose folder its paths are
// below.
type repoBlock struct {
	of *moduleEnv
	n  *Node
}

// flatDirs are the folders in which aars are looked up by name.
func (m *Module) flatDirs() []Setting {
	var out []Setting
	for _, r := range m.repositories() {
		list := r.n.find("flatDir").filters("dirs", "dir")
		for _, st := range r.n.each("flatDir") { // flatDir(dirs: 'libs')
			if st.name == "flatDir" {
				list = append(list, folderArgs(st)...)
			}
		}
		for _, s := range list {
			s.Value = r.of.resolve(s.Value)
			out = append(out, s)
		}
	}
	return out
}

func folderArgs(st set) []Setting {
	var out []Setting
	for i, a := range st.args {
		if i < len(st.names) && st.names[i] == "name" {
			continue
		}
		if a.kind == isMapping {
			a = a.m.vals["dirs"]
		}
		for _, v := range a.flat() {
			if s, ok := v.text(); ok {
				out = append(out, Setting{Value: s, File: st.file, Line: st.line})
			}
		}
	}
	return out
}

// mavenURLs are the addresses of the Maven repositories: web addresses as they are written,
// others as paths.
func (m *Module) mavenURLs() []Setting {
	var out []Setting
	for _, r := range m.repositories() {
		list := r.n.find("maven").filters("url", "setUrl", "artifactUrls")
		for _, st := range r.n.each("maven") { // Kotlin's maven("../repo")
			if st.name == "maven" {
				list = append(list, folderArgs(st)...)
			}
		}
		for _, s := range list {
			if !strings.Contains(s.Value, "://") || strings.HasPrefix(s.Value, "file:") {
				s.Value = r.of.resolve(s.Value)
			}
			out = append(out, s)
		}
	}
	return out
}

// mavenFolders are the Maven repositories that lie in the folder that is read.
func (m *Module) mavenFolders() []string {
	var out []string
	for _, s := range m.mavenURLs() {
		if !strings.Contains(s.Value, "://") && m.b.files.Has(s.Value) {
			out = append(out, s.Value)
		}
	}
	return out
}

// maxTransitive limits the dependencies that one line brings from a local
// repository.
const maxTransitive = 500

// fromFolders finds the file of a dependency in a Maven repository of the folder,
// and what its pom depends on there; see
// https://maven.apache.org/repositories/layout.html.
func (m *Module) fromFolders(d Dependency, dirs []string) []Dependency {
	out := []Dependency{d}
	if d.Group == "" || d.Name == "" || d.Path != "" || !d.Unresolved.Empty() {
		return out
	}
	seen := map[string]bool{}
	for i := 0; i < len(out); i++ {
		if len(out) > maxTransitive {
			m.b.limit(d.File, d.Line, tooMany)
			break
		}
		one := &out[i]
		id := one.Group + ":" + one.Name
		base := m.artifact(*one, dirs)
		if base == "" || seen[id] {
			continue
		}
		seen[id] = true
		if m.b.files.Has(base + ".aar") {
			one.Path = base + ".aar"
			one.Artifact = path.Base(one.Path)
		}
		for _, next := range m.pom(base + ".pom") {
			next.Configuration, next.File, next.Line, next.Maybe = d.Configuration, d.File, d.Line, d.Maybe
			if m.artifact(next, dirs) != "" {
				out = append(out, next)
			}
		}
	}
	return out
}

// artifact is the path of an artifact without its ending, "" if no folder has it.
// Of a version that is open, such as "1.+", the last one there counts.
func (m *Module) artifact(d Dependency, dirs []string) string {
	for _, dir := range dirs {
		at := path.Join(dir, strings.ReplaceAll(d.Group, ".", "/"), d.Name)
		version := d.Version
		if strings.ContainsAny(version, "+[(") || version == "" || strings.HasPrefix(version, "latest") {
			version = ""
			for _, f := range m.b.files.List(at) {
				rest, _ := below(at, f)
				if v, _, ok := strings.Cut(rest, "/"); ok && strings.HasPrefix(v, strings.TrimRight(d.Version, "+")) {
					version = v
				}
			}
		}
		if version == "" {
			continue
		}
		if base := path.Join(at, version, d.Name+"-"+version); m.b.files.Has(path.Dir(base)) {
			return base
		}
	}
	return ""
}

// pom reads the dependencies of a Maven project file that an app gets.
func (m *Module) pom(file string) []Dependency {
	src, err := m.b.files.Read(file)
	if err != nil {
		return nil
	}
	var p struct {
		Dependencies []struct {
			Group    string `xml:"groupId"`
			Name     string `xml:"artifactId"`
			Version  string `xml:"version"`
			Scope    string `xml:"scope"`
			Optional string `xml:"optional"`
		} `xml:"dependencies>dependency"`
	}
	if err := xml.Unmarshal(src, &p); err != nil {
		m.b.note(file, 0, notUnderstood(err.Error()))
		return nil
	}
	var out []Dependency
	for _, d := range p.Dependencies {
		if (d.Scope == "" || d.Scope == "compile" || d.Scope == "runtime") && d.Optional != "true" {
			out = append(out, Dependency{Group: d.Group, Name: d.Name, Version: d.Version})
		}
	}
	return out
}

// inFlatDirs finds the file of an aar that is named for a flat folder. Where none
// of the folders has it, it says so: Gradle looks nowhere else.
func (m *Module) inFlatDirs(d Dependency, dirs []Setting) Dependency {
	if !d.AAR || d.Path != "" || d.Artifact == "" {
		return d
	}
	base := strings.TrimSuffix(d.Artifact, ".aar") + ".aar"
	for _, dir := range dirs {
		if f := path.Join(dir.Value, base); m.b.files.Has(f) {
			d.Path = f
			return d
		}
	}
	for _, dir := range dirs {
		for _, f := range m.b.files.List(dir.Value) {
			if strings.EqualFold(f, path.Join(dir.Value, base)) {
				d.Path, d.OtherCase = f, f
				return d
			}
		}
	}
	if d.Outside = m.b.aarNamed(base, m.Dir); d.Outside == "" {
		d.Outside = m.b.aarNamed(m.b.otherCase(base), m.Dir)
		d.OtherCase = d.Outside
	}
	return d
}

// aarNamed is the aar of that name that lies nearest to a folder, anywhere in what was
// given, "" for none.
func (b *Build) aarNamed(base, dir string) string {
	if b.aars == nil {
		b.aars = map[string][]string{}
		for _, f := range b.files.List(".") {
			if name := path.Base(f); path.Ext(name) == ".aar" {
				b.aars[name] = append(b.aars[name], f)
			}
		}
	}
	best, most := "", -1
	for _, f := range b.aars[base] {
		if n := sharedFolders(f, dir); n > most {
			best, most = f, n
		}
	}
	return best
}

// otherCase is the name of an aar that differs from one in the case of letters alone.
func (b *Build) otherCase(base string) string {
	for name := range b.aars {
		if strings.EqualFold(name, base) {
			return name
		}
	}
	return base
}

// sharedFolders counts the folders that two paths begin with.
func sharedFolders(a, b string) int {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n
}
