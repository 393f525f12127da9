package androidapp

import (
	"encoding/json"
	"io/fs"
	"path"
	"time"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/androidapp/res"
	"loginscope/inspector/androidapp/xmltree"
)

// builtManifest judges the merged manifest that the build itself left, if it is
// newer than everything that it was made from; one that is older is only named.
func (s *moduleReader) builtManifest(b *facts.Build, v gradle.Variant, table *res.Folders) bool {
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
	b.Manifest = manifest.ParseMerged(root, file, func(*xmltree.Node) string { return file },
		resolver{table, v.MinSDK.Int()})
	b.MinSDK, b.TargetSDK = b.Manifest.MinSDK.N, b.Manifest.TargetSDK.N
	b.Min = gradle.Setting{Value: b.Manifest.MinSDK.Text, File: file}
	b.Target = gradle.Setting{Value: b.Manifest.TargetSDK.Text, File: file}
	return true
}

// manifestKinds are the folders of intermediates in which versions 3 to 9 of the
// Android Gradle plug-in put an app's merged manifest, each below the variant and
// some also below the task.
var manifestKinds = []string{"merged_manifest", "merged_manifests", "packaged_manifests", "bundle_manifest"}

// findBuilt is the newest merged manifest of a variant that the build left.
func (s *moduleReader) findBuilt(v gradle.Variant) string {
	if s.o.files.fsys == nil {
		return ""
	}
	best := ""
	look := func(file string) {
		if at := s.o.files.changed(file); !at.IsZero() && (best == "" || at.After(s.o.files.changed(best))) {
			best = file
		}
	}
	for _, out := range s.outputFolders() {
		for _, kind := range manifestKinds {
			s.manifestsBelow(path.Join(out, "intermediates", kind, v.Name), 3, look)
		}
		// Up to 3.1 the flavours and the build type are folders.
		look(path.Join(out, "intermediates/manifests/full", v.Flavor, v.BuildType, "AndroidManifest.xml"))
	}
	return best
}

// maxOutputs limits the folders of one task's outputs.
const maxOutputs = 50

// manifestsBelow calls look for the manifests in a folder of the build's outputs.
func (s *moduleReader) manifestsBelow(dir string, depth int, look func(string)) {
	list, err := fs.ReadDir(s.o.files.fsys, dir)
	if err != nil {
		return // there is none
	}
	for _, e := range list[:min(len(list), maxOutputs)] {
		switch {
		case e.IsDir() && depth > 0:
			s.manifestsBelow(path.Join(dir, e.Name()), depth-1, look)
		case e.Name() == "AndroidManifest.xml":
			look(path.Join(dir, e.Name()))
		}
	}
}

// outputMetadata reads what the build wrote beside the app: its application ID.
// One that is older than the sources counts for nothing.
func (s *moduleReader) outputMetadata(v gradle.Variant, newest time.Time) string {
	if s.o.files.fsys == nil {
		return ""
	}
	id, latest := "", newest
	for _, out := range s.outputFolders() {
		file := path.Join(out, "outputs/apk", v.Flavor, v.BuildType, "output-metadata.json")
		if at := s.o.files.changed(file); !at.IsZero() && !at.Before(latest) {
			if said, ok := s.metadata(file, v); ok {
				id, latest = said, at
			}
		}
	}
	return id
}

// metadata is the application ID that one file of metadata says of a variant.
func (s *moduleReader) metadata(file string, v gradle.Variant) (id string, ok bool) {
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
		return "", false
	}
	return said.ApplicationID, said.Variant == v.Name
}

// outputFolders are the build folders of the module: that which its scripts name,
// the usual one, and those below the build's folder or beside it, where Flutter
// moves them.
func (s *moduleReader) outputFolders() []string {
	name := path.Base(s.m.Dir)
	out := []string{path.Join(s.m.Dir, "build")}
	if dir := s.m.BuildDir(); fs.ValidPath(dir) && dir != out[0] {
		out = append(out, dir)
	}
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
