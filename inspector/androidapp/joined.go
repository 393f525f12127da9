package androidapp

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/androidapp/merger"
	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/androidapp/resdir"
	"loginscope/inspector/androidapp/xmltree"
)

// moduleReader reads the builds of one application module.
type moduleReader struct {
	o    *opener
	app  *facts.App
	m    builtModule
	used map[string]bool // configurations in force in some build
}

func trimBOM(src []byte) []byte { return bytes.TrimPrefix(src, []byte("\ufeff")) }

// variants reads every build. Debug and release of one flavour stand together;
// any other build type stands by itself.
func (s *moduleReader) variants(list []gradle.Variant) {
	var groups []facts.Flavor
	at := map[string]int{}
	for _, v := range list {
		key := v.Flavor
		if v.BuildType != "debug" && v.BuildType != "release" {
			key = v.Name
		}
		if _, ok := at[key]; !ok {
			at[key] = len(groups)
			groups = append(groups, facts.Flavor{Name: key})
		}
		if b, ok := s.build(v); ok {
			groups[at[key]].Builds = append(groups[at[key]].Builds, b)
		}
	}
	groups = slices.DeleteFunc(groups, func(f facts.Flavor) bool { return len(f.Builds) == 0 })
	if len(groups) == 0 {
		return
	}
	s.app.Builds = groups[0].Builds
	if len(groups) > 1 || groups[0].Name != "" {
		s.app.Flavors = groups
	}
}

// kindOf is the view of a build: that of a debuggable one for every build type
// but release, whatever is said of that.
func kindOf(v gradle.Variant) facts.Variant {
	if v.BuildType == "debug" || v.BuildType != "release" && v.Debuggable.Value == "true" {
		return facts.Debug
	}
	return facts.Release
}

// build reads one build: the merged manifest and the configuration in force.
func (s *moduleReader) build(v gradle.Variant) (facts.Build, bool) {
	b := facts.Build{
		Variant: kindOf(v), Actual: true, Name: v.Name, BuildType: v.BuildType, Min: v.MinSDK, Target: v.TargetSDK,
		Debuggable: v.Debuggable,
	}
	reached := v.Reach()
	table := s.table(v, reached)
	if !s.builtManifest(&b, v, table) {
		s.merge(&b, v, reached, table)
	}
	if b.Manifest == nil && !s.hasConfig() {
		return b, false
	}
	b.Themes = themes(&b, table)
	s.network(&b, table)
	return b, true
}

// themes are the styles behind the themes of the manifest.
func themes(b *facts.Build, table *resdir.Table) map[string]facts.Theme {
	if b.Manifest == nil {
		return nil
	}
	out := map[string]facts.Theme{}
	add := func(v manifest.Value) {
		name, ok := strings.CutPrefix(v.Text, "@style/")
		if _, have := out[v.Text]; ok && !have {
			chain, known := table.Styles(name, b.MinSDK)
			out[v.Text] = facts.Theme{Styles: chain, Complete: known}
		}
	}
	add(b.Manifest.Application.Theme)
	for _, a := range b.Manifest.Activities {
		add(a.Theme)
	}
	return out
}

// merge joins the manifests of the source sets and of the libraries.
func (s *moduleReader) merge(b *facts.Build, v gradle.Variant, reached []gradle.Reached, table *resdir.Table) {
	own, main := s.manifests(v.SourceSets, s.m.Namespace(), false)
	if len(own) == 0 {
		own, main = s.onlyManifest()
	}
	if len(own) == 0 {
		return
	}
	b.MinSDK = least(v.MinSDK, own)
	sources := append(own, s.libraries(reached)...)
	r := merger.Merge(sources, b.MinSDK)
	if r.Root == nil {
		return
	}
	b.Conflicts = r.Conflicts
	b.Placeholders = fill(r.Root, v, own[0].Package)
	if v.Debuggable.Value == "true" && b.Variant == facts.Release {
		debuggable(r.Root)
	}
	b.Manifest = manifest.ParseMerged(r.Root, main, func(n *xmltree.Node) string { return r.Files[n] }, resolver{table, b.MinSDK})
	b.Manifest.Package = s.packageName(v, sources)
	s.levels(b, v)
}

// packageName is the application ID, else the package of the manifest. Where the
// scripts leave it open the build's own output may say it.
func (s *moduleReader) packageName(v gradle.Variant, sources []merger.Source) string {
	if v.ApplicationID.Unresolved != "" {
		return s.outputMetadata(v, s.newest(v))
	}
	if v.ApplicationID.Value != "" && !v.ApplicationID.Default {
		return v.ApplicationID.Value
	}
	suffix := strings.TrimPrefix(v.ApplicationID.Value, s.m.Namespace())
	for _, src := range sources {
		if a, ok := src.Root.Attr("", "package"); ok && !src.Library {
			return a.Value + suffix
		}
	}
	return v.ApplicationID.Value
}

// manifests reads those of source sets that are there; main is the file of the
// lowest, in which the others are laid over.
func (s *moduleReader) manifests(sets []gradle.SourceSet, pkg string, library bool) (out []merger.Source, main string) {
	for _, set := range sets {
		if !s.o.files.Has(set.Manifest) {
			continue
		}
		root, err := s.xml(set.Manifest)
		if err != nil {
			continue
		}
		main = set.Manifest
		if a, ok := root.Attr("", "package"); ok && pkg == "" {
			pkg = a.Value
		}
		out = append(out, merger.Source{File: set.Manifest, Root: root, Library: library})
	}
	for i := range out {
		out[i].Package = pkg
	}
	return out, main
}

func (s *moduleReader) xml(file string) (*xmltree.Node, error) {
	src, err := s.o.files.Read(file)
	if err == nil {
		var root *xmltree.Node
		if root, err = readXML(trimBOM(src)); err == nil {
			return root, nil
		}
	}
	s.o.unreadOf(s.app, file, err)
	return nil, err
}

// onlyManifest is the one manifest among single files, wherever it lies, or one
// beside the build script, as old projects have it.
func (s *moduleReader) onlyManifest() ([]merger.Source, string) {
	var found []string
	for _, n := range s.o.files.names {
		if path.Base(n) == "AndroidManifest.xml" && (s.o.files.fsys == nil || n == path.Join(s.m.Dir, "AndroidManifest.xml")) {
			found = append(found, n)
		}
	}
	if len(found) != 1 {
		return nil, ""
	}
	return s.manifests([]gradle.SourceSet{{Manifest: found[0]}}, s.m.Namespace(), false)
}

// libraries are the manifests of the modules and aars that the build takes, in
// the order of the dependencies.
func (s *moduleReader) libraries(reached []gradle.Reached) []merger.Source {
	var out []merger.Source
	for i, r := range reached {
		if i > 0 && r.Doubt == "" {
			if src, ok := s.library(r); ok {
				out = append(out, src)
			}
		}
		for _, a := range s.aarsOf(r) {
			out = append(out, merger.Source{File: a.File, Package: a.Package, Library: true, Root: a.Manifest})
		}
	}
	return out
}

// library merges the source sets of a library module into its one manifest.
func (s *moduleReader) library(r gradle.Reached) (merger.Source, bool) {
	sources, main := s.manifests(r.SourceSets, r.Namespace(), false)
	if len(sources) == 0 {
		return merger.Source{}, false
	}
	res := merger.Merge(sources, 0)
	if res.Root == nil {
		return merger.Source{}, false
	}
	replacePlaceholders(res.Root, r.Placeholders)
	return merger.Source{File: main, Package: sources[0].Package, Library: true, Root: res.Root, MinSDK: r.Minimum.Int()}, true
}

// aarsOf are the aars that the dependencies of a module bring into the build.
func (s *moduleReader) aarsOf(r gradle.Reached) []facts.Aar {
	var out []facts.Aar
	for _, d := range r.Dependencies {
		if !d.AAR || d.Maybe {
			continue
		}
		one := gradle.Project{Dependencies: []gradle.Dependency{d}}
		for _, a := range s.app.Aars {
			if a.Manifest != nil && one.Depends(a.File) {
				out = append(out, a)
				break
			}
		}
	}
	return out
}

// least is the minimum level: of the script, else of the app's manifests.
func least(script gradle.Setting, own []merger.Source) int {
	if script.Set() {
		return script.Int()
	}
	for _, src := range own {
		if n, ok := usesSDK(src.Root, "minSdkVersion"); ok {
			return n
		}
	}
	return 1
}

func usesSDK(root *xmltree.Node, name string) (int, bool) {
	if sdk := root.First("uses-sdk"); sdk != nil {
		if a, ok := sdk.Android(name); ok {
			return a.Int()
		}
	}
	return 0, false
}

// levels takes what the script says before what the manifest says before the
// build tools' default. A level that is not known stays 0.
func (s *moduleReader) levels(b *facts.Build, v gradle.Variant) {
	m := b.Manifest
	switch {
	case v.TargetSDK.Set():
		b.TargetSDK = v.TargetSDK.Int()
	case m != nil && m.TargetSDK.Set:
		b.TargetSDK = m.TargetSDK.N
	case b.MinSDK > 0 || v.MinSDK.Unresolved != "":
		b.Target = v.DefaultTarget(b.MinSDK)
		if v.MinSDK.Unresolved != "" && b.Target.Default && b.Target.File == "" {
			b.Target = gradle.Setting{Unresolved: v.MinSDK.Unresolved}
		}
		b.TargetSDK = b.Target.Int()
	}
}

// debuggable writes what the build tools write into the manifest of a debuggable
// build.
func debuggable(root *xmltree.Node) {
	if app := root.First("application"); app != nil {
		if _, ok := app.Android("debuggable"); !ok {
			app.Attrs = append(app.Attrs, attribute("debuggable", "true"))
		}
	}
}

// fill puts the values of placeholders into a merged manifest and names those
// that nothing fills.
func fill(root *xmltree.Node, v gradle.Variant, pkg string) []string {
	values := map[string]gradle.Setting{"applicationId": v.ApplicationID, "packageName": {Value: pkg}}
	for k, s := range v.Placeholders {
		values[k] = s
	}
	return replacePlaceholders(root, values)
}

func replacePlaceholders(root *xmltree.Node, values map[string]gradle.Setting) []string {
	var missing []string
	var walk func(n *xmltree.Node)
	walk = func(n *xmltree.Node) {
		for i, a := range n.Attrs {
			if !strings.Contains(a.Value, "${") || a.Space == xmltree.ToolsNS {
				continue
			}
			text := a.Value
			for name, s := range values {
				if s.Value != "" || s.Unresolved == "" && s.File != "" {
					text = strings.ReplaceAll(text, "${"+name+"}", s.Value)
				}
			}
			if _, rest, open := strings.Cut(text, "${"); open {
				name, _, _ := strings.Cut(rest, "}")
				if _, known := values[name]; !known && !slices.Contains(missing, name) {
					missing = append(missing, name)
				}
			}
			next := attribute(a.Name, text)
			next.Space, next.Resource = a.Space, a.Resource
			n.Attrs[i] = next
		}
		for c := range n.Elements() {
			walk(c)
		}
	}
	walk(root)
	slices.Sort(missing)
	return missing
}

// plain reads a build of manifests without build files: those of the source sets
// of one module, or the only one.
func (s *moduleReader) plain(dir string, v facts.Variant) (facts.Build, bool) {
	b := facts.Build{Variant: v, Actual: true}
	var sets []gradle.SourceSet
	for _, name := range []string{"src/" + string(v), "src/main", "."} {
		sets = append(sets, gradle.SourceSet{Manifest: path.Join(dir, name, "AndroidManifest.xml"), Res: []string{path.Join(dir, name, "res")}})
	}
	sources, main := s.manifests(sets, "", false)
	if len(sources) == 0 {
		s.m = builtModule{Module: &gradle.Module{Dir: dir}}
		if n := s.o.files.manifests(); len(n) == 1 {
			sources, main = s.manifests([]gradle.SourceSet{{Manifest: n[0]}}, "", false)
		}
	}
	table := resdir.New()
	s.fillTable(table, sets)
	if len(sources) > 0 {
		r := merger.Merge(sources, 0)
		b.Conflicts = r.Conflicts
		b.Manifest = manifest.ParseMerged(r.Root, main, func(n *xmltree.Node) string { return r.Files[n] }, resolver{table, 0})
		b.MinSDK, b.TargetSDK = b.Manifest.MinSDK.N, b.Manifest.TargetSDK.N
	}
	if b.Manifest == nil && !s.hasConfig() {
		return b, false
	}
	s.network(&b, table)
	return b, true
}

func (s *folder) manifests() []string {
	return slices.DeleteFunc(slices.Clone(s.names), func(n string) bool { return path.Base(n) != "AndroidManifest.xml" })
}

// network finds the configuration that the manifest names. Without a manifest, a
// single configuration counts as named.
func (s *moduleReader) network(b *facts.Build, table *resdir.Table) {
	var debug *nsc.Config
	switch {
	case b.Manifest == nil:
		if list := s.configs(); len(list) > 0 {
			b.NSC.Referenced, b.NSC.Config = true, &list[0]
			s.used[list[0].File] = true
		}
	case b.Manifest.Application.NSC.Set:
		debug = s.referenced(b, table)
	}
	debuggable := b.Variant == facts.Debug || b.Manifest != nil && b.Manifest.Application.Debuggable.Is
	worstFirst(b, debuggable, debug)
	b.Policy = policy(*b, debuggable, debug)
}

func (s *moduleReader) referenced(b *facts.Build, table *resdir.Table) (debug *nsc.Config) {
	n := &b.NSC
	n.Referenced, n.Reference = true, b.Manifest.Application.NSC.Text
	name, isXML := strings.CutPrefix(strings.TrimPrefix(n.Reference, "@"), "xml/")
	if !isXML {
		n.Error = n.Reference + " is no XML resource"
		return nil
	}
	found := table.Lookup("xml/"+name, b.MinSDK)
	if len(found) == 0 {
		found = s.anywhere(name)
	}
	if len(found) == 0 {
		n.Error = "no file res/xml/" + name + ".xml in the project"
		return nil
	}
	for i, e := range found {
		c, err := config(e.File, e.Source)
		if err != nil {
			s.o.unreadOf(s.app, e.File, err)
			if i == 0 {
				n.Error = err.Error()
			}
			continue
		}
		s.used[e.File] = true
		if strings.Contains(e.File, "!") { // of an aar, which nothing is written into
			c.Source, c.Decompiled = nil, e.Source
		}
		c.Qualifier = e.Qualifier
		if n.Config == nil && n.Error == "" {
			n.Config = c
		} else {
			n.Others = append(n.Others, *c)
		}
	}
	for _, e := range table.Lookup("xml/"+name+"_debug", b.MinSDK) {
		if c, err := config(e.File, e.Source); err == nil {
			return c.Config
		}
	}
	return nil
}

// anywhere finds a configuration by its name among single files, whose folder
// may not be known.
func (s *moduleReader) anywhere(name string) []resdir.Entry {
	if s.o.files.fsys != nil {
		return nil
	}
	for _, f := range s.o.files.names {
		if path.Base(f) == name+".xml" {
			src, err := s.o.files.Read(f)
			if err == nil {
				return []resdir.Entry{{File: f, Source: src}}
			}
		}
	}
	return nil
}

// hasConfig reports whether a configuration is there at all.
func (s *moduleReader) hasConfig() bool { return len(s.configs()) > 0 }

// configs are the network security configurations of the module, or of all files
// where none is known.
func (s *moduleReader) configs() []facts.Config {
	dir := "."
	if s.m.Module != nil && s.o.files.fsys != nil {
		dir = s.m.Dir
	}
	var out []facts.Config
	for _, f := range s.o.files.List(dir) {
		if path.Ext(f) != ".xml" || path.Base(f) == "AndroidManifest.xml" {
			continue
		}
		if s.o.files.fsys != nil && !manifestOrResource(f) {
			continue
		}
		src, err := s.o.files.Read(f)
		if err != nil || !bytes.Contains(src, []byte("network-security-config")) {
			continue
		}
		c, err := config(f, src)
		if err != nil {
			s.o.unreadOf(s.app, f, err)
			continue
		}
		if root, err := readXML(trimBOM(src)); err == nil && root.Name == "network-security-config" {
			out = append(out, *c)
		}
	}
	return out
}

// loose lists the configurations that no build refers to.
func (s *moduleReader) loose() {
	for _, c := range s.configs() {
		if !s.used[c.File] {
			s.app.Loose = append(s.app.Loose, c)
		}
	}
}

// fail is a part of a build that could not be read.
func (s *moduleReader) fail(part, format string, args ...any) {
	s.o.unreadOf(s.app, part, fmt.Errorf(format, args...))
}
