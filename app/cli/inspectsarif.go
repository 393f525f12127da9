package cli

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"loginscope/app/engine"
	"loginscope/app/version"
	"loginscope/inspector"
	"loginscope/inspector/check"
	"loginscope/inspector/finding"
	"loginscope/inspector/intake"
	"loginscope/inspector/report"
	"loginscope/inspector/sarif"
	"loginscope/proxy/exchange"
)

// writeSARIF writes the report with the files and lines of the evidence.
func (c *inspectCmd) writeSARIF(t *terminal, r inspector.Report, in loaded) error {
	l := locator{rootFor(in.files[0].Path), in.files}
	return report.SARIF(t.out, r, report.SARIFOptions{
		Options: sarif.Options{Lang: t.lang(), Version: version.Number, Anchor: l.relative(in.files[0]).File},
		Rules:   finding.Rules(check.All()), Locate: l.locate, Failed: in.failed, Reveal: c.Reveal,
	})
}

// locator finds evidence in the files that were read.
type locator struct {
	root  string
	files []engine.Imported
}

// asPaths marks the locations of findings on an app, whose files are paths.
func asPaths(list []finding.Finding) {
	for _, f := range list {
		for i := range f.Where {
			f.Where[i].Kind = ""
		}
	}
}

// home is the file for evidence that is in none by name: a session, which holds lines
// and connections from elsewhere, else the first file.
func (l locator) home() engine.Imported {
	i := slices.IndexFunc(l.files, func(f engine.Imported) bool { return f.Stats.Kind == intake.Session })
	return l.files[max(i, 0)]
}

// locate gives a location of an inspection its file, relative to the root, and its
// line. What is in no file that was read keeps its name as the element of the home
// file; a line of one of several files with the same name as that of the first.
func (l locator) locate(at finding.Location) finding.Location {
	switch {
	case at.Kind == "": // of the app that was checked: it is a path already
		return relative(l.root, at)
	case at.Exchange != 0:
		return l.exchange(at)
	case at.File != "":
		return l.line(at)
	}
	out := l.relative(l.home())
	if at.Conn != 0 {
		out.Element = fmt.Sprintf("connection %d", at.Conn)
	}
	return out
}

func (l locator) exchange(at finding.Location) finding.Location {
	of := l.home()
	for _, f := range l.files {
		if f.First != 0 && f.First <= at.Exchange && at.Exchange <= f.Last {
			of = f
		}
	}
	out := l.relative(of)
	i, found := slices.BinarySearchFunc(
		of.Lines,
		at.Exchange,
		func(e engine.EntryLine, id exchange.ID) int { return cmp.Compare(e.ID, id) },
	)
	if found && out.Element == "" {
		out.Line = of.Lines[i].Line
	}
	out.Element = strings.TrimSpace(fmt.Sprintf("%s exchange %d %s", out.Element, at.Exchange, at.Element))
	return out
}

func (l locator) line(at finding.Location) finding.Location {
	var of []engine.Imported
	for _, f := range l.files {
		if f.Name == at.File {
			of = append(of, f)
		}
	}
	if len(of) == 1 {
		out := l.relative(of[0])
		if out.Element == "" {
			out.Line, out.Element = at.Line, at.Element
			return out
		}
		out.Element = fmt.Sprintf("%s:%d %s", out.Element, at.Line, at.Element)
		return out
	}
	out := l.relative(l.home())
	if len(of) > 1 {
		out = l.relative(of[0])
	}
	out.Element = strings.TrimSpace(fmt.Sprintf("%s:%d %s", at.File, at.Line, at.Element))
	return out
}

// relative is the file on disk; of an entry of a zip it is the archive, with the
// entry as its element.
func (l locator) relative(f engine.Imported) finding.Location {
	out := finding.Location{File: f.Path}
	if _, entry, packed := strings.Cut(f.Name, "/"); packed {
		out.File, out.Element = strings.TrimSuffix(f.Path, "/"+entry), entry
	}
	out.File = filepath.ToSlash(out.File)
	return relative(l.root, out)
}
