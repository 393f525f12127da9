package androidapp

import (
	"path"
	"regexp"
	"strings"
)

// inSourceSet reports whether a source may go into a build: it lies in src of the
// innermost module around it, or in a folder that the module's script names. Where no
// script was read every source may.
func (o *opener) inSourceSet(file string) bool {
	dir, script := o.moduleAround(file)
	if o.files.fsys == nil || script == "" {
		return true
	}
	rel := file
	if dir != "." {
		rel = strings.TrimPrefix(file, dir+"/")
	}
	first, _, below := strings.Cut(rel, "/")
	if !below || first == "src" {
		return below
	}
	src, err := o.files.Read(script)
	return err != nil || regexp.MustCompile(`['"/]`+regexp.QuoteMeta(first)+`\b`).Match(src)
}

// moduleAround is the innermost folder around a file that has a build script.
func (o *opener) moduleAround(file string) (dir, script string) {
	for dir = path.Dir(file); ; dir = path.Dir(dir) {
		for _, name := range o.scriptNames() {
			if s := path.Join(dir, name); o.files.Has(s) {
				return dir, s
			}
		}
		if dir == "." || dir == "/" {
			return dir, ""
		}
	}
}
