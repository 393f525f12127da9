package gradle

import (
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
	"loginscope/lang"
)

// Files is the folder in which a build lies. Names have slashes and no leading
// one.
type Files interface {
	Read(name string) ([]byte, error)
	// Has reports whether there is a file or a folder of that name.
	Has(name string) bool
	// List names the files below a folder.
	List(dir string) []string
}

// Build is one Gradle build: its settings and its modules, evaluated as far as
// their scripts are constant.
type Build struct {
	dir     string
	files   Files
	root    *moduleEnv
	modules map[string]*moduleEnv
	order   []*moduleEnv
	// included are the folders of included builds, composed those that were loaded.
	included []string
	// includes are where they are named.
	includes []includeLine
	// lostPackages are packages of which nothing lies where a list of packages says.
	lostPackages []lostPackage
	// lostScripts are scripts outside of the folder that are applied.
	lostScripts []Absent
	// hosted are packages by name that come from a registry of packages, by framework.
	hosted   map[string][]string
	composed map[string]*Build
	depth    int // of included builds in included builds
	// substitutes are the modules that stand for coordinates, by "group:name".
	substitutes map[string]substitute
	catalogs    map[string]*catalog
	props       map[string]string
	// HasProperties distinguishes "no gradle.properties seen" from "not set in it".
	hasProperties bool
	funcs         map[string][]*callable
	objects       map[string]value
	classes       map[string]pluginClass
	scripts       map[string]string // precompiled script plug-ins, by id
	pluginIDs     map[string]string // the class of a plug-in, by id
	shared        []sharedBlock
	agp           Setting
	notes         []Note
	noted         map[string]int // notes by their file
	limits        []Note         // where the evaluation went no further
	endless       map[atWork]bool
	refused       []Note // files that Gradle refuses, so that the build stops
	read          []string
	parsed        map[string]*script.Script
	spent         map[workOf]*spent
	steps, seq    int
	inSettings    bool
	hooks         hooks
	words         map[string]projectWord
	// overrulers are what in the settings may set values of any module and could
	// not be read.
	overrulers []Note
	// settingsUnknown are the plug-ins of the settings that could not be read;
	// assembled is the first of theirs that may include modules.
	settingsUnknown []UnreadPlugin
	settingsFile    string
	assembled       string
	// seen are the lines that set a level and were evaluated or ruled out.
	seen map[location]bool
	// settingsRepositories are those that the settings declare for all modules.
	settingsRepositories *Node
	// repositoriesMode is the name of the constant of RepositoriesMode that they choose, ""
	// for none that is known.
	repositoriesMode string
	// settingsAndroid are the levels for all modules of the plug-in
	// com.android.settings.
	settingsAndroid *Node
	rootName        string // rootProject.name
	linked          []linked
	runs            []ran
	// accessors are the paths of the modules by flatName, as of so many modules.
	accessors map[string]string
	aars      map[string][]string // the files of each name
	written   map[string]bool     // names that the scripts write, nil before they are asked for
	// reached are the modules that variants reach, reachedModules so many of them.
	reached        map[string][]Reached
	reachedModules int
	// settled is true once all scripts have run, so that what they say changes no more.
	settled bool
}

// sharedBlock is an allprojects or subprojects block.
type sharedBlock struct {
	late
	of  *moduleEnv
	all bool
}

type pluginClass struct {
	class *script.Class
	file  string
	scope *scope
}

// late is a block that runs later, maybe for one that may not run at all.
type late struct {
	body  *callable
	maybe int
}

// maxNotes limits the notes on a build, apart from the first one on each file.
const maxNotes = 100

// maxModules limits the modules of one build.
const maxModules = 2000

// Load evaluates the build in a folder: that with the settings, or that of a
// module by itself. Where no settings name them, modules are the folders of
// further modules below dir.
func Load(files Files, dir string, modules ...string) *Build {
	return load(files, dir, 0, modules)
}

func load(files Files, dir string, depth int, modules []string) *Build {
	b := &Build{
		dir: dir, files: files, depth: depth, modules: map[string]*moduleEnv{}, catalogs: map[string]*catalog{},
		props: map[string]string{},
		funcs: map[string][]*callable{}, objects: map[string]value{}, classes: map[string]pluginClass{},
		scripts: map[string]string{}, pluginIDs: map[string]string{}, parsed: map[string]*script.Script{},
		seen: map[location]bool{}, spent: map[workOf]*spent{}, noted: map[string]int{}, words: projectWords(),
	}
	b.root = newModule(b, ":", dir)
	b.modules[":"] = b.root
	if src, err := files.Read(path.Join(dir, "gradle.properties")); err == nil {
		b.props, b.hasProperties = b.properties(path.Join(dir, "gradle.properties"), src), true
		b.usedFile(path.Join(dir, "gradle.properties"))
	}
	b.loadCatalog("libs", path.Join(dir, "gradle/libs.versions.toml"))
	b.settings()
	b.linkPackages()
	b.includeLikely()
	for _, m := range modules {
		if rel, ok := below(dir, m); ok {
			b.include(rel, false)
		}
	}
	for _, inner := range append([]string{path.Join(dir, "buildSrc")}, b.included...) {
		b.buildLogic(inner)
	}
	b.evaluate()
	b.settled = true
	return b
}

func (b *Build) usedFile(file string) {
	if !slices.Contains(b.read, file) {
		b.read = append(b.read, file)
	}
}

func (b *Build) note(file string, line int, text lang.Text) {
	b.keepNote(noteAt(file, line, text))
}

func (b *Build) keepNote(n Note) {
	// The first one of each file says that the file was not understood.
	if (len(b.notes) >= maxNotes && b.noted[n.File] > 0) || len(b.notes) >= maxModules || slices.Contains(b.notes, n) {
		return
	}
	b.notes = append(b.notes, n)
	b.noted[n.File]++
}

// parse reads a script once; its problems become notes.
func (b *Build) parse(file, src string) *script.Script {
	if s := b.parsed[file]; s != nil {
		return s
	}
	s := script.Parse(src, script.LangOf(file))
	b.parsed[file] = s
	for _, line := range s.Limits {
		b.limit(file, line, reason("code that is too long or nested too deeply", "过长或嵌套过深的代码"))
	}
	for _, p := range s.Problems {
		text := reason("not understood near %s", "此处附近无法解析：%s", nearby(p.Text))
		if p.Unclosed {
			text = reason("the %s that opens here is not closed", "此处的 %s 没有结束", nearby(p.Text))
		}
		b.keepNote(Note{File: file, Line: p.Line, kind: syntaxNote, Text: text})
	}
	return s
}

// nearby is the location of a problem for a sentence.
func nearby(text string) lang.Text {
	switch text {
	case script.EndOfLine:
		return lang.Both(text, "行尾")
	case script.EndOfFile:
		return lang.Both(text, "文件末尾")
	}
	return verbatim(clip(text))
}

func (b *Build) loadCatalog(name, file string) {
	src, err := b.files.Read(file)
	if err != nil {
		return
	}
	b.usedFile(file)
	c := newCatalog()
	if err := c.read(string(src)); err != nil {
		line, text := refusal(err)
		b.note(file, line, text)
		b.refused = append(b.refused, noteAt(file, line, text))
	}
	b.catalogs[name] = c
}

func (b *Build) exec(m *moduleEnv, file string) *exec {
	return &exec{b: b, mod: m, file: file, lang: script.LangOf(file), stack: []string{file}}
}

// scriptIn is the script of that name in a folder, in either language.
func (b *Build) scriptIn(dir, name string) string {
	for _, ext := range []string{".gradle", ".gradle.kts"} {
		if f := path.Join(dir, name+ext); b.files.Has(f) {
			return f
		}
	}
	return ""
}

func (b *Build) run(m *moduleEnv, file string) {
	src, err := b.files.Read(file)
	if err != nil {
		b.note(file, 0, reason("not read: %s", "未读取：%s", err.Error()))
		return
	}
	b.usedFile(file)
	s := b.parse(file, string(src))
	b.runs = append(b.runs, ran{file, m})
	b.exec(m, file).body(s.Body, &scope{recv: value{kind: isModule, mod: m}})
}

// below is the path of a folder below dir.
func below(dir, folder string) (string, bool) {
	if dir == "." {
		return folder, folder != "."
	}
	return strings.CutPrefix(folder, dir+"/")
}
