package androidapp

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/androidapp/res"
)

// certificates notes the certificates of the app's own that its configurations name
// and that none of its resources is: the build stops where it links them, also for
// those of debug-overrides in a release build.
func (s *moduleReader) certificates(b *facts.Build, v gradle.Variant, reached []gradle.Reached, table *res.Folders) {
	if s.o.files.fsys == nil || b.NSC.Config == nil {
		return
	}
	for _, c := range append([]facts.Config{*b.NSC.Config}, b.NSC.Others...) {
		for _, a := range anchors(c.Config) {
			name, ok := strings.CutPrefix(a.Source, "@raw/")
			if !ok || len(table.Lookup("raw/"+name, 0)) > 0 || s.hasRaw(name, v, reached) {
				continue
			}
			missing := facts.MissingFile{Path: a.Source, File: c.File, Line: a.Line}
			if !slices.Contains(b.NSC.MissingCertificates, missing) {
				b.NSC.MissingCertificates = append(b.NSC.MissingCertificates, missing)
			}
		}
	}
}

// anchors are all trust anchors of a configuration.
func anchors(c *nsc.Config) []nsc.Anchor {
	var out []nsc.Anchor
	for _, s := range append([]*nsc.Section{c.Base, c.Debug}, c.Domains...) {
		if s != nil && s.Anchors != nil {
			out = append(out, *s.Anchors...)
		}
	}
	return out
}

// hasRaw reports whether a file of that name lies in a folder res/raw of the app,
// its modules or its aars, or may: a folder that the build makes is not there yet.
func (s *moduleReader) hasRaw(name string, v gradle.Variant, reached []gradle.Reached) bool {
	for i, r := range reached {
		sets := r.SourceSets
		if i == 0 {
			sets = v.SourceSets
		}
		for _, set := range sets {
			if slices.ContainsFunc(set.Res, func(dir string) bool { return s.rawIn(dir, name) }) {
				return true
			}
		}
		for _, a := range s.aarsOf(r) {
			if slices.Contains(a.Raw, name) {
				return true
			}
		}
	}
	return false
}

// rawIn reads one folder of resources.
func (s *moduleReader) rawIn(dir, name string) bool {
	if strings.Contains("/"+dir+"/", "/build/") {
		return true // the build makes it, and what will be in it is not known
	}
	folders, err := fs.ReadDir(s.o.files.fsys, dir)
	if err != nil {
		return false
	}
	for _, f := range folders {
		if kind, _, _ := strings.Cut(f.Name(), "-"); kind != "raw" {
			continue
		}
		files, err := fs.ReadDir(s.o.files.fsys, path.Join(dir, f.Name()))
		if err == nil && slices.ContainsFunc(files, func(e fs.DirEntry) bool { return rawName(e.Name()) == name }) {
			return true
		}
	}
	return false
}

// rawName is the name of the resource that a file is: without all that follows the
// first dot.
func rawName(file string) string {
	name, _, _ := strings.Cut(file, ".")
	return name
}
