package androidapp

import (
	"path"
	"slices"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/androidapp/merger"
	"loginscope/inspector/androidapp/res"
	"loginscope/inspector/androidapp/xmltree"
)

// plain reads a build of manifests without build files: those of the source sets
// of one module, or the only one.
func (s *moduleReader) plain(dir string, v facts.Variant) (facts.Build, bool) {
	b := facts.Build{Variant: v, Actual: true}
	var sets []gradle.SourceSet
	for _, name := range []string{"src/" + string(v), "src/main", "."} {
		sets = append(sets, gradle.SourceSet{
			Manifest: path.Join(dir, name, "AndroidManifest.xml"),
			Res:      []string{path.Join(dir, name, "res")},
		})
	}
	s.m = builtModule{Module: &gradle.Module{Dir: dir}}
	sources, main := s.manifests(sets, "", false)
	if len(sources) == 0 {
		if n := s.o.files.manifests(); len(n) == 1 {
			sources, main = s.manifests([]gradle.SourceSet{{Manifest: n[0]}}, "", false)
		}
	}
	table := res.NewFolders()
	s.fillTable(table, sets)
	if len(sources) > 0 {
		r := merger.Merge(sources, 0)
		b.Conflicts, b.Removed = r.Conflicts, r.Removed
		b.Manifest = manifest.ParseMerged(r.Root, main, func(n *xmltree.Node) string { return r.Files[n] },
			resolver{table, 0})
		b.MinSDK, b.TargetSDK = b.Manifest.MinSDK.N, b.Manifest.TargetSDK.N
	}
	if b.Manifest == nil && !s.hasConfig() {
		return b, false
	}
	s.network(&b, gradle.Variant{}, table)
	return b, true
}

func (s *folder) manifests() []string {
	return slices.DeleteFunc(slices.Clone(s.names),
		func(n string) bool { return path.Base(n) != "AndroidManifest.xml" })
}
