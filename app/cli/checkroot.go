package cli

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"loginscope/app/engine"
	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
)

// fromRoot names the files of a report as code scanning wants them: relative to
// the root of the repository, or to the current folder where that is in none, or
// to the folder that was checked if that lies elsewhere. anchor is the file for results without one.
func (c *checkCmd) fromRoot(app *engine.AppCheck, r androidapp.Report) (androidapp.Report, string) {
	root := rootOf(app)
	anchor := relative(root, finding.Location{File: app.OnDisk(androidapp.MainFile(app.App))}).File
	r.Results = slices.Clone(r.Results)
	for i := range r.Results {
		where := slices.Clone(r.Results[i].Where)
		for n := range where {
			if where[n].File == r.App.Name && r.App.Kind == facts.Project {
				where[n].File = "" // a folder has no line to point to
			}
			where[n] = relative(root, where[n])
		}
		r.Results[i].Where = where
	}
	return r, anchor
}

// rootOf is the root for what was checked.
func rootOf(app *engine.AppCheck) string { return rootFor(app.OnDisk("")) }

// rootFor is the repository's root or the current folder if it holds a path, else the
// folder of the path, or the path itself if that is a folder; "" if none is known.
func rootFor(name string) string {
	here, err := os.Getwd()
	if err != nil {
		here = ""
	}
	here = repository(here)
	full, err := filepath.Abs(filepath.FromSlash(name))
	if err != nil {
		return here
	}
	if info, err := os.Stat(full); err == nil && !info.IsDir() {
		full = filepath.Dir(full)
	}
	if rel, err := filepath.Rel(here, full); err == nil && rel != ".." &&
		!strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return here
	}
	return full
}

// repository is the folder at or above one that holds .git, else the folder.
func repository(folder string) string {
	for at := folder; at != ""; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			break
		}
	}
	return folder
}

// relative makes a location's file relative to the root; one that lies outside
// keeps its name alone.
func relative(root string, l finding.Location) finding.Location {
	file, entry, nested := strings.Cut(l.File, "!")
	if file == "" || root == "" {
		return l
	}
	full, err := filepath.Abs(filepath.FromSlash(file))
	if err != nil {
		return l
	}
	rel, err := filepath.Rel(root, full)
	if rel = filepath.ToSlash(rel); err != nil || rel == ".." || strings.HasPrefix(rel, "../") {
		rel = path.Base(filepath.ToSlash(file))
	}
	if l.File = rel; nested {
		l.File += "!" + entry
	}
	return l
}
