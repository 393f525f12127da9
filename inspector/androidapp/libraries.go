package androidapp

import (
	"io/fs"
	"path"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/merger"
)

// libraries are the manifests of the modules and aars that the build takes, in
// the order of the dependencies.
func (s *moduleReader) libraries(reached []gradle.Reached) []merger.Source {
	var out []merger.Source
	for i, r := range reached {
		if i > 0 && r.Doubt.Empty() {
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
	return merger.Source{File: main, Package: sources[0].Package, Library: true, Root: res.Root,
		MinSDK: r.Minimum.Int()}, true
}

// aarsOf are the aars that the dependencies of a module bring into the build.
func (s *moduleReader) aarsOf(r gradle.Reached) []facts.Aar {
	var out []facts.Aar
	for _, d := range r.Dependencies {
		if !d.AAR && d.Path == "" || d.Maybe {
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

// missingFiles are the local aars and jars that the build names by path and that
// are not in the folder. Where no library at all lies in it they are seldom
// checked in, and nothing is said.
func (s *moduleReader) missingFiles() {
	var local bool
	for _, n := range s.o.files.names {
		ext := path.Ext(n)
		local = local || ext == ".aar" || ext == ".jar" && path.Base(n) != "gradle-wrapper.jar"
	}
	if !local || s.o.files.fsys == nil {
		return
	}
	for _, d := range s.app.Project.Dependencies {
		if d.Maybe || !s.isLibrary(d.Path) || !fs.ValidPath(d.Path) ||
			s.o.files.Has(d.Path) || passedOver(path.Dir(d.Path)) {
			continue
		}
		s.app.MissingFiles = append(s.app.MissingFiles, facts.MissingFile{Path: d.Path, File: d.File, Line: d.Line})
	}
}

// isLibrary reports whether a path is that of an aar or a jar, or would be with the
// ending that a file of the folder has.
func (s *moduleReader) isLibrary(p string) bool {
	ext := path.Ext(p)
	return ext == ".aar" || ext == ".jar" || p != "" && (s.o.files.Has(p+".aar") || s.o.files.Has(p+".jar"))
}
