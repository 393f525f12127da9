package res

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
	Other  string      `json:"other,omitempty"` // the other location, for a duplicate
}

// ProblemKind names a problem.
type ProblemKind string

// The problems.
const (
	BadFolder ProblemKind = "folder"    // no folder of resources
	BadName   ProblemKind = "file-name" // not of a-z, 0-9 and _
	Duplicate ProblemKind = "duplicate" // twice in one source set
)

// MergeCheck collects the problems of one source set, whose folders count as one: the
// build joins them without an order. See com.android.ide.common.resources
// (ResourceSet, FileResourceNameValidator) for the rules.
type MergeCheck struct {
	seen     map[string]location
	folders  map[string]bool
	Problems []Problem
}

type location struct {
	file string
	line int
}

// maxProblems limits the problems of a set.
const maxProblems = 50

// NewMergeCheck starts the check of one source set.
func NewMergeCheck() *MergeCheck {
	return &MergeCheck{seen: map[string]location{}, folders: map[string]bool{}}
}

func (s *MergeCheck) add(p Problem) {
	if len(s.Problems) < maxProblems {
		s.Problems = append(s.Problems, p)
	}
}

// File checks the name of a file, whose path ends in FOLDER/NAME.xml, and of its
// folder, whatever it holds.
func (s *MergeCheck) File(file string) {
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
		s.once("xml/"+strings.TrimSuffix(path.Base(file), ".xml"), name, location{file: file})
	}
}

var fileName = regexp.MustCompile(`^[a-z_][a-z0-9_]*(\.9)?$`)

// Values checks the values of a file.
func (s *MergeCheck) Values(file string, root *xmltree.Node) {
	for n := range root.Elements() {
		kind := n.Name
		if a, ok := n.Attr("", "type"); ok && kind == "item" {
			kind = a.Value
		}
		if name, ok := n.Attr("", "name"); ok && slices.Contains(single, kind) {
			s.once(kind+"/"+name.Value, path.Base(path.Dir(file)), location{file, n.Line})
		}
	}
}

// single are the kinds of values of which a source set may hold one a name.
var single = []string{
	"string", "bool", "color", "dimen", "integer", "style", "array", "string-array", "integer-array", "plurals",
	"fraction", "drawable", "xml",
}

func (s *MergeCheck) once(key, folder string, at location) {
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
