package resdir

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"loginscope/inspector/androidapp/xmltree"
)

// Problem is what stops the build's merge of resources.
type Problem struct {
	Kind   ProblemKind `json:"kind"`
	Detail string      `json:"detail"` // the folder's name, the file's, or "string/app_name"
	File   string      `json:"file"`
	Line   int         `json:"line,omitempty"`
	Other  string      `json:"other,omitempty"` // the other place, for a duplicate
}

// ProblemKind names a problem.
type ProblemKind string

// The problems.
const (
	BadFolder ProblemKind = "folder"    // no folder of resources
	BadName   ProblemKind = "file-name" // not of a-z, 0-9 and _
	Duplicate ProblemKind = "duplicate" // twice in one source set
)

// Set collects the problems of one source set, whose folders count as one: the
// build joins them without an order. See com.android.ide.common.resources
// (ResourceSet, FileResourceNameValidator) for the rules.
type Set struct {
	seen     map[string]place
	folders  map[string]bool
	Problems []Problem
}

type place struct {
	file string
	line int
}

// maxProblems bounds the problems of a set.
const maxProblems = 50

// NewSet starts a source set.
func NewSet() *Set { return &Set{seen: map[string]place{}, folders: map[string]bool{}} }

func (s *Set) add(p Problem) {
	if len(s.Problems) < maxProblems {
		s.Problems = append(s.Problems, p)
	}
}

// File looks at the name of a file, whose path ends in FOLDER/NAME.xml, and of its
// folder, whatever it holds.
func (s *Set) File(file string) {
	folder := path.Dir(file)
	name := path.Base(folder)
	if kind, _, _ := strings.Cut(name, "-"); !slices.Contains(kinds, kind) {
		return // the build passes over it
	}
	if !s.folders[folder] && !ValidFolder(name) {
		s.add(Problem{Kind: BadFolder, Detail: name, File: file})
	}
	s.folders[folder] = true
	if strings.HasPrefix(name, "values") {
		return
	}
	if base := strings.TrimSuffix(path.Base(file), path.Ext(file)); !fileName.MatchString(base) {
		s.add(Problem{Kind: BadName, Detail: path.Base(file), File: file})
	}
	if strings.HasPrefix(name, "xml") && path.Ext(file) == ".xml" {
		s.once("xml/"+strings.TrimSuffix(path.Base(file), ".xml"), name, place{file: file})
	}
}

var fileName = regexp.MustCompile(`^[a-z_][a-z0-9_]*(\.9)?$`)

// Values looks at the values of a file.
func (s *Set) Values(file string, root *xmltree.Node) {
	for n := range root.Elements() {
		kind := n.Name
		if a, ok := n.Attr("", "type"); ok && kind == "item" {
			kind = a.Value
		}
		if name, ok := n.Attr("", "name"); ok && slices.Contains(single, kind) {
			s.once(kind+"/"+name.Value, path.Base(path.Dir(file)), place{file, n.Line})
		}
	}
}

// single are the kinds of values of which a source set may hold one a name.
var single = []string{
	"string", "bool", "color", "dimen", "integer", "style", "array", "string-array", "integer-array", "plurals", "fraction", "drawable", "xml",
}

func (s *Set) once(key, folder string, at place) {
	_, qualifier, _ := strings.Cut(folder, "-")
	full := key + " " + qualifier
	before, twice := s.seen[full]
	if !twice {
		s.seen[full] = at
		return
	}
	if before.file == at.file && before.line == 0 {
		return // one file by two paths
	}
	other := before.file
	if before.line > 0 {
		other += ":" + strconv.Itoa(before.line)
	}
	s.add(Problem{Kind: Duplicate, Detail: key, File: at.file, Line: at.line, Other: other})
}

// kinds are the folders of resources.
var kinds = []string{
	"anim", "animator", "color", "drawable", "font", "interpolator", "layout", "menu", "mipmap", "navigation", "raw", "transition", "values", "xml",
}

// qualifiers are the parts of a folder's name behind its kind, in the order that
// they must have; each may stand once. See table 2 of
// https://developer.android.com/guide/topics/resources/providing-resources.
var qualifiers = []*regexp.Regexp{
	regexp.MustCompile(`^mcc\d{1,3}$`), regexp.MustCompile(`^mnc\d{1,3}$`),
	regexp.MustCompile(`^([a-z]{2,3}|b\+[a-z0-9+]+)$`), regexp.MustCompile(`^r([a-z]{2}|\d{3})$`),
	regexp.MustCompile(`^(masculine|feminine|neuter)$`), regexp.MustCompile(`^ld(ltr|rtl)$`),
	regexp.MustCompile(`^sw\d+dp$`), regexp.MustCompile(`^w\d+dp$`), regexp.MustCompile(`^h\d+dp$`),
	regexp.MustCompile(`^(small|normal|large|xlarge)$`), regexp.MustCompile(`^(not)?long$`), regexp.MustCompile(`^(not)?round$`),
	regexp.MustCompile(`^(no)?widecg$`), regexp.MustCompile(`^(high|low)dr$`), regexp.MustCompile(`^(port|land|square)$`),
	regexp.MustCompile(`^(desk|car|television|appliance|watch|vrheadset)$`), regexp.MustCompile(`^(not)?night$`),
	regexp.MustCompile(`^([lmh]dpi|xx?x?hdpi|nodpi|tvdpi|anydpi|\d+dpi)$`), regexp.MustCompile(`^(notouch|stylus|finger)$`),
	regexp.MustCompile(`^keys(exposed|hidden|soft)$`), regexp.MustCompile(`^(nokeys|qwerty|12key)$`),
	regexp.MustCompile(`^nav(exposed|hidden)$`), regexp.MustCompile(`^(nonav|dpad|trackball|wheel)$`), regexp.MustCompile(`^\d+x\d+$`),
	regexp.MustCompile(`^v\d+$`),
}

// ValidFolder reports whether the build takes a folder of that name.
func ValidFolder(name string) bool {
	kind, rest, qualified := strings.Cut(strings.ToLower(name), "-")
	if !slices.Contains(kinds, kind) || name[:len(kind)] != kind {
		return false
	}
	if !qualified {
		return true
	}
	at := 0
	for part := range strings.SplitSeq(rest, "-") {
		for ; at < len(qualifiers) && !qualifiers[at].MatchString(part); at++ {
			continue
		}
		if at++; at > len(qualifiers) {
			return false
		}
	}
	return true
}
