package androidapp

import (
	"encoding/json"
	"io/fs"
	"path"
	"strings"
	"time"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/androidapp/resdir"
	"loginscope/inspector/androidapp/xmltree"
)

// builtManifest judges the merged manifest that the build itself left, if it is
// newer than everything that it was made from; one that is older is only named.
func (s *moduleReader) builtManifest(b *facts.Build, v gradle.Variant, table *resdir.Table) bool {
	file := s.findBuilt(v)
	if file == "" {
		return false
	}
	if s.newest(v).After(s.o.files.changed(file)) {
		b.Outdated = file
		return false
	}
	root, err := s.xml(file)
	if err != nil || root.Name != "manifest" {
		return false
	}
	b.Built = file
	b.Manifest = manifest.ParseMerged(root, file, func(*xmltree.Node) string { return file }, resolver{table, v.MinSDK.Int()})
	b.MinSDK, b.TargetSDK = b.Manifest.MinSDK.N, b.Manifest.TargetSDK.N
	b.Min = gradle.Setting{Value: b.Manifest.MinSDK.Text, File: file}
	b.Target = gradle.Setting{Value: b.Manifest.TargetSDK.Text, File: file}
	return true
}

// findBuilt looks where versions 3 to 9 of the Android Gradle plug-in put the
// merged manifest of a variant.
func (s *moduleReader) findBuilt(v gradle.Variant) string {
	if s.o.files.fsys == nil {
		return ""
	}
	name := strings.ToUpper(v.Name[:1]) + v.Name[1:]
	best := ""
	look := func(file string) {
		if at := s.o.files.changed(file); !at.IsZero() && (best == "" || at.After(s.o.files.changed(best))) {
			best = file
		}
	}
	for _, out := range s.outputFolders() {
		for _, kind := range []string{"merged_manifest", "merged_manifests", "packaged_manifests"} {
			for _, rest := range []string{
				"", "/process" + name + "MainManifest", "/process" + name + "Manifest", "/process" + name + "Manifest/merged",
				"/process" + name + "ManifestForPackage",
			} {
				look(path.Join(out, "intermediates", kind, v.Name+rest, "AndroidManifest.xml"))
			}
		}
		// Up to 3.1 the flavours and the build type are folders.
		look(path.Join(out, "intermediates/manifests/full", v.Flavor, v.BuildType, "AndroidManifest.xml"))
	}
	return best
}

// outputMetadata reads what the build wrote beside the app: its application ID.
// One that is older than the sources counts for nothing.
func (s *moduleReader) outputMetadata(v gradle.Variant, newest time.Time) string {
	if s.o.files.fsys == nil {
		return ""
	}
	for _, out := range s.outputFolders() {
		file := path.Join(out, "outputs/apk", v.Flavor, v.BuildType, "output-metadata.json")
		if at := s.o.files.changed(file); at.IsZero() || newest.After(at) {
			continue
		}
		var said struct {
			ApplicationID string `json:"applicationId"`
			Variant       string `json:"variantName"`
		}
		src, err := s.o.files.Read(file)
		if err == nil {
			err = json.Unmarshal(src, &said)
		}
		if err != nil {
			s.o.unreadOf(s.app, file, err)
			continue
		}
		if said.Variant == v.Name {
			return said.ApplicationID
		}
	}
	return ""
}

// outputFolders are the build folders of the module: its own, and those below the
// build's folder or beside it, where Flutter moves them.
func (s *moduleReader) outputFolders() []string {
	name := path.Base(s.m.Dir)
	out := []string{path.Join(s.m.Dir, "build")}
	for _, top := range []string{s.m.build.Dir(), path.Join(s.m.build.Dir(), "..")} {
		if dir := path.Join(top, "build", name); fs.ValidPath(dir) {
			out = append(out, dir)
		}
	}
	return out
}

// newest is when the latest of the files was written that a merged manifest is
// made from: scripts, properties, manifests, libraries.
func (s *moduleReader) newest(v gradle.Variant) time.Time {
	var latest time.Time
	look := func(file string) {
		if at := s.o.files.changed(file); at.After(latest) {
			latest = at
		}
	}
	for _, f := range s.app.Project.Files {
		look(f)
	}
	for _, r := range v.Reach() {
		for _, set := range r.SourceSets {
			look(set.Manifest)
		}
		for _, a := range s.aarsOf(r) {
			look(a.File)
		}
	}
	return latest
}
