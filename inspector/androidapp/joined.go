package androidapp

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/androidapp/merger"
	"loginscope/inspector/androidapp/res"
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
func (s *moduleReader) variants(list []group) {
	var groups []facts.Flavor
	for _, g := range list {
		for _, v := range g.variants {
			if b, ok := s.build(v); ok {
				g.Builds = append(g.Builds, b)
			}
		}
		if len(g.Builds) > 0 {
			groups = append(groups, g.Flavor)
		}
	}
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
	b.Resources = s.resourceProblems(v, reached)
	b.Themes = themes(&b, table)
	s.network(&b, v, table)
	s.certificates(&b, v, reached, table)
	return b, true
}

// themes are the styles behind the themes of the manifest.
func themes(b *facts.Build, table *res.Folders) map[string]facts.Theme {
	if b.Manifest == nil {
		return nil
	}
	out := map[string]facts.Theme{}
	add := func(v manifest.Value) {
		name, ok := strings.CutPrefix(v.Text, "@style/")
		if _, have := out[v.Text]; ok && !have {
			chain := table.Styles(name, b.MinSDK)
			out[v.Text] = facts.Theme{Styles: chain.Names, Complete: chain.Complete,
				SetsActionBar: chain.Sets("windowActionBar")}
		}
	}
	add(b.Manifest.Application.Theme)
	for _, a := range b.Manifest.Activities {
		add(a.Theme)
	}
	return out
}

// merge joins the manifests of the source sets and of the libraries.
func (s *moduleReader) merge(b *facts.Build, v gradle.Variant, reached []gradle.Reached, table *res.Folders) {
	own, main := s.manifests(v.SourceSets, s.m.Namespace(), false)
	if len(own) == 0 {
		own, main = s.onlyManifest()
	}
	s.needsManifest(v, main)
	if len(own) == 0 {
		return
	}
	b.MinSDK = least(v.MinSDK, own)
	sources := append(own, s.libraries(reached)...)
	r := merger.Merge(sources, b.MinSDK)
	if r.Root == nil {
		return
	}
	b.Conflicts, b.Removed = append(r.Conflicts, r.Unexported()...), r.Removed
	b.Conflicts = append(b.Conflicts, s.otherPackages(v, reached)...)
	b.Placeholders = s.fill(r.Root, v, own[0].Package)
	if v.Debuggable.Value == "true" && b.Variant == facts.Release {
		debuggable(r.Root)
	}
	b.Manifest = manifest.ParseMerged(r.Root, main, func(n *xmltree.Node) string { return r.Files[n] },
		resolver{table, b.MinSDK})
	b.Manifest.Package = s.packageName(v, sources)
	s.levels(b, v)
}

// otherPackages are the main manifests of modules whose package is not the namespace of
// the module, which AGP 8 refuses.
func (s *moduleReader) otherPackages(v gradle.Variant, reached []gradle.Reached) []merger.Conflict {
	if s.app.Project == nil || s.app.Project.AGPMajor() < 8 {
		return nil
	}
	var out []merger.Conflict
	for i, r := range reached {
		sets := r.SourceSets
		if i == 0 {
			sets = v.SourceSets
		}
		if r.Namespace() == "" || len(sets) == 0 || !r.Doubt.Empty() {
			continue
		}
		file := sets[len(sets)-1].Manifest
		if !s.o.files.Has(file) {
			continue
		}
		root, err := s.xml(file)
		if err != nil {
			continue
		}
		if a, ok := root.Attr("", "package"); ok && a.Value != r.Namespace() {
			out = append(out, merger.Conflict{Kind: merger.PackageDiffers, Subject: "manifest " +
				"" + r.Path, Detail: a.Value,
				File: file, Line: root.Line})
		}
	}
	return out
}

// needsManifest notes that the app's main manifest was not read.
func (s *moduleReader) needsManifest(v gradle.Variant, read string) {
	if s.m.Kind != gradle.Application || s.o.files.fsys == nil || len(v.SourceSets) == 0 {
		return
	}
	last := v.SourceSets[len(v.SourceSets)-1].Manifest
	if read != last && (read == "" || path.Dir(read) != s.m.Dir) && s.app.NoManifest == "" {
		s.app.NoManifest = last
	}
}

// packageName is the application ID, else the package of the manifest. Where the
// scripts leave it open the build's own output may say it.
func (s *moduleReader) packageName(v gradle.Variant, sources []merger.Source) string {
	if !v.ApplicationID.Unresolved.Empty() {
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
		if path.Base(n) == "AndroidManifest.xml" &&
			(s.o.files.fsys == nil || n == path.Join(s.m.Dir, "AndroidManifest.xml")) {
			found = append(found, n)
		}
	}
	if len(found) != 1 {
		return nil, ""
	}
	return s.manifests([]gradle.SourceSet{{Manifest: found[0]}}, s.m.Namespace(), false)
}

// fail is a part of a build that could not be read.
func (s *moduleReader) fail(part, format string, args ...any) {
	s.o.unreadOf(s.app, part, fmt.Errorf(format, args...))
}
