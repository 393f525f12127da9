package androidapp

import (
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/androidapp/res"
	"loginscope/inspector/androidapp/xmltree"
	"loginscope/lang"
	"loginscope/problem"
)

// table holds the resources of a build: of its source sets, then of the modules
// and aars that it takes, the one that wins first.
func (s *moduleReader) table(v gradle.Variant, reached []gradle.Reached) *res.Folders {
	t := res.NewFolders()
	for _, r := range v.ResValues() {
		t.Set(r.Kind, r.Name, r.Value, r.File, r.Line)
	}
	for i, r := range reached {
		sets := r.SourceSets
		if i == 0 {
			sets = v.SourceSets
		}
		s.fillTable(t, sets)
		for _, a := range s.aarsOf(r) {
			for _, x := range a.Resources {
				if err := t.Add(a.File+"!"+x.Path, x.Source); err != nil {
					s.fail(a.File+"!"+x.Path, "%w", err)
				}
			}
		}
	}
	s.builtValues(t, v)
	if t.Full {
		s.fail(path.Join(s.m.Dir, "src/main/res"), "%w", ErrManyValues)
	}
	return t
}

// ErrManyValues says that a project has more values than are kept.
var ErrManyValues = problem.NewOfPart("too many values of resources; those beyond the limit were not looked at",
	lang.Text{},
	lang.Both("The project has more values than are kept: 100,000, and 50,000 more for languages and other "+
		"configurations.",
		"项目的资源值过多：默认配置最多保留 100,000 个，语言等其他配置最多 50,000 个。"),
	lang.Both("Check the results that depend on a value of a resource by hand.", "请人工核对取决于资源值的结果。"))

// builtValues adds the values that the build itself merged, for those that come
// from libraries outside of the folder. They count below everything that was read,
// and only where they are newer than the scripts and manifests. Values that are compiled
// (.flat) are not read.
func (s *moduleReader) builtValues(t *res.Folders, v gradle.Variant) {
	if s.o.files.fsys == nil || s.app.Project == nil {
		return
	}
	task := "merge" + strings.ToUpper(v.Name[:1]) + v.Name[1:] + "Resources"
	for _, out := range s.outputFolders() {
		for _, dir := range []string{task, v.Name + "/" + task} {
			file := path.Join(out, "intermediates/incremental", dir, "merged.dir/values/values.xml")
			at := s.o.files.changed(file)
			if at.IsZero() || s.newest(v).After(at) {
				continue
			}
			src, err := s.o.files.Read(file)
			if err == nil {
				err = t.Add(file, src)
			}
			s.o.unreadOf(s.app, file, err)
			return
		}
	}
}

// mainRes is the first folder of resources of the main source set, where a new
// file belongs.
func (s *moduleReader) mainRes(v gradle.Variant) string {
	if n := len(v.SourceSets); n > 0 && s.o.files.fsys != nil && len(v.SourceSets[n-1].Res) > 0 {
		return v.SourceSets[n-1].Res[0]
	}
	return ""
}

// resourceProblems are what stops the merge of the resources of the app's source
// sets and modules.
func (s *moduleReader) resourceProblems(v gradle.Variant, reached []gradle.Reached) []res.Problem {
	var out []res.Problem
	for i, r := range reached {
		sets := r.SourceSets
		if i == 0 {
			sets = v.SourceSets
		}
		for _, set := range sets {
			out = append(out, s.setProblems(set)...)
		}
	}
	return out
}

// setProblems are those of one source set, worked out once.
func (s *moduleReader) setProblems(set gradle.SourceSet) []res.Problem {
	key := strings.Join(set.Res, "\n")
	if found, ok := s.o.sets[key]; ok {
		return found
	}
	one := res.NewMergeCheck()
	for _, dir := range slices.Compact(slices.Sorted(slices.Values(set.Res))) {
		for _, f := range s.o.files.List(dir) {
			if path.Dir(path.Dir(f)) != dir || path.Ext(f) != ".xml" {
				continue
			}
			one.File(f)
			if strings.HasPrefix(path.Base(path.Dir(f)), "values") {
				if root, err := s.xml(f); err == nil {
					one.Values(f, root)
				}
			}
		}
	}
	if s.o.sets == nil {
		s.o.sets = map[string][]res.Problem{}
	}
	s.o.sets[key] = one.Problems
	return one.Problems
}

func (s *moduleReader) fillTable(t *res.Folders, sets []gradle.SourceSet) {
	for _, set := range sets {
		for _, dir := range set.Res {
			s.resources(t, dir)
		}
	}
}

// resources adds the XML files and values of one folder of resources.
func (s *moduleReader) resources(t *res.Folders, dir string) {
	for _, f := range s.o.files.List(dir) {
		folder := path.Dir(f)
		kind, _, _ := strings.Cut(path.Base(folder), "-")
		if path.Dir(folder) != dir || kind != "xml" && kind != "values" || path.Ext(f) != ".xml" {
			continue
		}
		p, err := s.o.resourceFile(f)
		if err == nil {
			t.AddPart(p)
		}
		s.o.unreadOf(s.app, f, err)
	}
}

// maxKept limits the resources that are kept for the next build of a project, which
// reads the files again beyond that.
const maxKept = 300_000

// keptPart is a file of resources that some build has taken, or why it was not read.
type keptPart struct {
	part *res.Part
	err  error
}

// resourceFile reads a file of resources once for all builds.
func (o *opener) resourceFile(file string) (*res.Part, error) {
	if k, ok := o.parts[file]; ok {
		return k.part, k.err
	}
	var k keptPart
	src, err := o.files.Read(file)
	if err == nil {
		k.part, err = res.ReadPart(file, src)
	}
	if k.err = err; err == nil {
		o.kept += k.part.Len()
	}
	if o.kept <= maxKept {
		if o.parts == nil {
			o.parts = map[string]keptPart{}
		}
		o.parts[file] = k
	}
	return k.part, k.err
}

// resolver looks values of a manifest up among a project's resources.
type resolver struct {
	t      *res.Folders
	minSDK int
}

// Resolve follows "@bool/clear" to its values.
func (r resolver) Resolve(a xmltree.Attr) []manifest.Variant {
	var out []manifest.Variant
	for _, e := range r.t.Lookup(r.Name(a), r.minSDK) {
		if e.Source == nil {
			out = append(out, manifest.Variant{Config: e.Qualifier, Value: xmltree.Guess(e.Value)})
		}
	}
	return out
}

// Name is "bool/clear" of "@bool/clear", and of "@com.example.app:bool/clear".
func (r resolver) Name(a xmltree.Attr) string {
	return ownResource(strings.Replace(a.Value, "@+", "@", 1), "")
}

// attribute is an attribute of Android's as a text source has it.
func attribute(name, text string) xmltree.Attr {
	return xmltree.Attr{Space: xmltree.AndroidNS, Name: name, Value: text, Raw: text, HasRaw: true,
		Typed: xmltree.Guess(text)}
}
