package gradle

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
)

// Files is the folder in which a build lies. Names have slashes and no leading
// one.
type Files interface {
	Read(name string) ([]byte, error)
	Has(name string) bool
	// List names the files below a folder.
	List(dir string) []string
}

// Note is a place of the build's scripts that was not understood or not found.
type Note struct {
	File string `json:"file"`
	Line int    `json:"line,omitempty"`
	Text string `json:"text"`
}

// Build is one Gradle build: its settings and its modules, evaluated as far as
// their scripts are constant.
type Build struct {
	dir     string
	files   Files
	root    *moduleEnv
	modules map[string]*moduleEnv
	order   []*moduleEnv
	// included are the folders of included builds.
	included []string
	catalogs map[string]*catalog
	props    map[string]string
	// HasProperties tells "no gradle.properties seen" from "not set in it".
	hasProperties bool
	funcs         map[string][]*callable
	objects       map[string]value
	classes       map[string]pluginClass
	scripts       map[string]string // precompiled script plug-ins, by id
	pluginIDs     map[string]string // the class of a plug-in, by id
	shared        []sharedBlock
	agp           Setting
	notes         []Note
	read          []string
	parsed        map[string]*script.Script
	steps, seq    int
	inSettings    bool
}

// sharedBlock is an allprojects or subprojects block.
type sharedBlock struct {
	of   *moduleEnv
	all  bool
	body *callable
}

type pluginClass struct {
	class *script.Class
	file  string
	scope *scope
}

type wait struct {
	id   string
	body *callable
}

// moduleEnv is one project of the build while it is evaluated.
type moduleEnv struct {
	path, dir string
	placed    bool // projectDir was set
	b         *Build
	node      *Node
	ext       *dict
	plugins   map[string]bool
	unknown   []string
	after     []*callable
	waits     []wait
	file      string // its build script
	props     map[string]string
	doubts    []Note
}

func newModule(b *Build, p, dir string) *moduleEnv {
	return &moduleEnv{path: p, dir: dir, b: b, node: newNode("project"), ext: newDict(), plugins: map[string]bool{}}
}

func (m *moduleEnv) name() string {
	if m.path == ":" {
		return path.Base(m.dir)
	}
	return m.path[strings.LastIndexByte(m.path, ':')+1:]
}

func (m *moduleEnv) parentOrRoot() *moduleEnv {
	i := strings.LastIndexByte(m.path, ':')
	if p := m.b.modules[m.path[:max(i, 0)]]; p != nil {
		return p
	}
	return m.b.root
}

// resolve is a path as Gradle's file() takes it: below the module's folder.
func (m *moduleEnv) resolve(p string) string {
	p = strings.ReplaceAll(p, `\`, "/")
	if p == m.dir || strings.HasPrefix(p, m.dir+"/") && m.dir != "." && m.b.files.Has(p) {
		return p
	}
	return path.Join(m.dir, p)
}

func (m *moduleEnv) unknownPlugin(why string) {
	if len(m.unknown) < 20 && !slices.Contains(m.unknown, why) {
		m.unknown = append(m.unknown, why)
	}
}

// property finds an extra property of the module or of one above it, then one of
// a gradle.properties.
func (m *moduleEnv) property(name string) (value, bool) {
	for y := m; ; {
		if v, ok := y.ext.vals[name]; ok {
			return v, true
		}
		if y == m.b.root {
			break
		}
		y = y.parentOrRoot()
	}
	if v, ok := m.props[name]; ok {
		return str(v), true
	}
	if v, ok := m.b.props[name]; ok {
		return str(v), true
	}
	return value{}, false
}

// maxModules bounds the modules of one build.
const maxModules = 2000

// Load evaluates the build in a folder: that with the settings, or that of a
// module by itself. Where no settings tell them, modules are the folders of
// further modules below dir.
func Load(files Files, dir string, modules ...string) *Build {
	b := &Build{
		dir: dir, files: files, modules: map[string]*moduleEnv{}, catalogs: map[string]*catalog{}, props: map[string]string{},
		funcs: map[string][]*callable{}, objects: map[string]value{}, classes: map[string]pluginClass{},
		scripts: map[string]string{}, pluginIDs: map[string]string{}, parsed: map[string]*script.Script{},
	}
	b.root = newModule(b, ":", dir)
	b.modules[":"] = b.root
	if src, err := files.Read(path.Join(dir, "gradle.properties")); err == nil {
		b.props, b.hasProperties = readProperties(string(src)), true
		b.usedFile(path.Join(dir, "gradle.properties"))
	}
	b.loadCatalog("libs", path.Join(dir, "gradle/libs.versions.toml"))
	b.settings()
	for _, m := range modules {
		if rel, ok := below(dir, m); ok {
			b.include(rel, false)
		}
	}
	for _, inner := range append([]string{path.Join(dir, "buildSrc")}, b.included...) {
		b.buildLogic(inner)
	}
	b.evaluate()
	return b
}

func (b *Build) usedFile(file string) {
	if !slices.Contains(b.read, file) {
		b.read = append(b.read, file)
	}
}

func (b *Build) note(file string, line int, text string) {
	n := Note{file, line, text}
	if len(b.notes) < 100 && !slices.Contains(b.notes, n) {
		b.notes = append(b.notes, n)
	}
}

// parse reads a script once; its problems become notes.
func (b *Build) parse(file, src string) *script.Script {
	if s := b.parsed[file]; s != nil {
		return s
	}
	s := script.Parse(src, script.LangOf(file))
	b.parsed[file] = s
	for _, p := range s.Problems {
		b.note(file, p.Line, "not understood near "+clip(p.Text))
	}
	return s
}

func (b *Build) loadCatalog(name, file string) {
	src, err := b.files.Read(file)
	if err != nil {
		return
	}
	b.usedFile(file)
	c := newCatalog()
	if err := c.read(string(src)); err != nil {
		b.note(file, 0, err.Error())
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
		b.note(file, 0, "not read: "+err.Error())
		return
	}
	b.usedFile(file)
	s := b.parse(file, string(src))
	b.exec(m, file).body(s.Body, &scope{recv: value{kind: isModule, mod: m}})
}

// settings evaluates the settings script: what is included, and from where.
func (b *Build) settings() {
	file := b.scriptIn(b.dir, "settings")
	if file == "" {
		return
	}
	b.inSettings = true
	b.run(b.root, file)
	b.inSettings = false
	b.writtenCatalogs()
	// What settings set is none of the root project's own values.
	b.root.node = newNode("project")
	for _, m := range b.order {
		if !m.placed {
			m.dir = path.Join(m.parentOrRoot().dir, m.name())
		}
	}
}

// settingsCall is a function of the settings script.
func (x *exec) settingsCall(name string, args []arg, last *callable) (value, bool) {
	switch name {
	case "include", "includeFlat":
		for _, a := range args {
			for _, v := range a.v.flat() {
				if p, ok := v.text(); ok {
					x.b.include(p, name == "includeFlat")
				} else {
					x.b.note(x.file, 0, "include of a module whose name is not known: "+v.why())
				}
			}
		}
		return value{}, true
	case "includeBuild":
		if p, ok := first(args).text(); ok && len(x.b.included) < 50 {
			x.b.included = append(x.b.included, path.Join(x.b.dir, p))
		}
		return value{}, true
	case "pluginManagement", "buildCache", "dependencyResolutionManagement":
		if last != nil && name == "pluginManagement" {
			x.configure(last, value{kind: isModule, mod: x.mod})
			return value{}, true
		}
	case "enableFeaturePreview":
		return value{}, true
	}
	return value{}, false
}

func (b *Build) include(p string, flat bool) {
	p = ":" + strings.Trim(strings.ReplaceAll(p, "/", ":"), ":")
	if p == ":" || len(b.order) >= maxModules {
		return
	}
	for i := 1; i <= len(p); i++ {
		if i < len(p) && p[i] != ':' || b.modules[p[:i]] != nil {
			continue
		}
		m := newModule(b, p[:i], "")
		if flat {
			m.dir, m.placed = path.Join(b.dir, "..", p[1:i]), true
		} else {
			m.dir = path.Join(m.parentOrRoot().dir, m.name())
		}
		b.modules[p[:i]] = m
		b.order = append(b.order, m)
	}
}

// writtenCatalogs reads the catalogues that the settings script itself writes.
func (b *Build) writtenCatalogs() {
	all := b.root.node.find("dependencyResolutionManagement", "versionCatalogs")
	if all == nil {
		return
	}
	for _, n := range all.order {
		c := b.catalogs[n.Name]
		if c == nil {
			c = newCatalog()
			b.catalogs[n.Name] = c
		}
		sets := n.each("from", "version", "library", "bundle", "plugin")
		for _, st := range sets {
			b.catalogLine(n.Name, c, st)
		}
	}
}

func (b *Build) catalogLine(name string, c *catalog, st set) {
	var args []string
	for _, v := range st.args {
		for _, f := range v.flat() {
			s, _ := f.text()
			args = append(args, s)
		}
	}
	switch {
	case st.name == "from" && len(args) > 0:
		b.loadCatalog(name, path.Join(b.dir, args[0]))
	case st.name == "version" && len(args) == 2:
		c.versions[alias(args[0])] = str(args[1])
	case st.name == "library" && len(args) == 2:
		c.libraries[alias(args[0])] = coordinates(args[1])
	case st.name == "library" && len(args) == 3:
		c.libraries[alias(args[0])] = library_{group: args[1], name: args[2], unresolved: "version of " + args[0]}
	case st.name == "bundle" && len(args) > 1:
		for _, a := range args[1:] {
			c.bundles[alias(args[0])] = append(c.bundles[alias(args[0])], alias(a))
		}
	case st.name == "plugin" && len(args) == 2:
		c.plugins[alias(args[0])] = pluginRequest{id: args[1], apply: true}
	}
}

// evaluate runs the root's script and then each module's, parents first.
func (b *Build) evaluate() {
	b.module(b.root, false)
	order := slices.Clone(b.order)
	slices.SortStableFunc(order, func(a, c *moduleEnv) int {
		return cmp.Compare(strings.Count(a.path, ":"), strings.Count(c.path, ":"))
	})
	for _, m := range order {
		b.module(m, true)
	}
	for _, m := range append([]*moduleEnv{b.root}, order...) {
		b.finish(m)
	}
	for _, m := range append([]*moduleEnv{b.root}, order...) {
		b.findAGP(m.node.find("buildscript", "dependencies"))
	}
}

func (b *Build) module(m *moduleEnv, shared bool) {
	if src, err := b.files.Read(path.Join(m.dir, "gradle.properties")); err == nil && shared {
		m.props = readProperties(string(src))
	}
	if shared {
		for _, s := range b.shared {
			if s.of == b.root || strings.HasPrefix(m.path, s.of.path+":") {
				b.exec(m, s.body.file).configure(s.body, value{kind: isModule, mod: m})
			}
		}
	}
	m.file = b.scriptIn(m.dir, "build")
	if m.file == "" {
		m.file = b.scriptIn(m.dir, m.name())
	}
	if m.file != "" {
		b.run(m, m.file)
	}
}

// finish runs what a module's scripts put off.
func (b *Build) finish(m *moduleEnv) {
	on := value{kind: isModule, mod: m}
	for i := 0; i < len(m.after) && i < maxRepeats; i++ {
		b.exec(m, m.after[i].file).configure(m.after[i], on)
	}
	for i := 0; i < len(m.waits) && i < maxRepeats; i++ {
		if m.plugins[m.waits[i].id] && m.waits[i].body != nil {
			b.exec(m, m.waits[i].body.file).configure(m.waits[i].body, on)
		}
	}
	for _, name := range []string{"buildTypes", "productFlavors", "sourceSets"} {
		c := m.node.find("android", name)
		if c == nil {
			continue
		}
		if name == "buildTypes" {
			c.child("debug")
			c.child("release")
		}
		for _, fn := range c.all {
			for _, item := range c.order {
				b.exec(m, fn.file).configure(fn, value{kind: isNode, node: item})
			}
		}
	}
}

func (b *Build) setAGP(version, file string) {
	if b.agp.Value == "" && version != "" {
		b.agp = Setting{Value: version, File: file}
	}
}

// findAGP looks for the Android plug-in among the dependencies of a build.
func (b *Build) findAGP(n *Node) {
	if n == nil {
		return
	}
	for _, st := range n.sets {
		for _, v := range st.args {
			l := v.lib
			if s, ok := v.text(); v.kind == isText && ok {
				l = coordinates(s)
			}
			if l.group == "com.android.tools.build" && strings.HasPrefix(l.name, "gradle") {
				b.setAGP(l.version, st.file)
			}
		}
	}
}

// readProperties reads a Java properties file: "key=value", "key: value" and
// "key value", with lines that go on behind a backslash.
func readProperties(src string) map[string]string {
	out := map[string]string{}
	long := ""
	for line := range strings.Lines(strings.TrimPrefix(src, "\ufeff")) {
		line = strings.TrimLeft(strings.TrimRight(line, "\r\n"), " \t\f")
		if long == "" && (line == "" || line[0] == '#' || line[0] == '!') {
			continue
		}
		if rest, ok := strings.CutSuffix(line, `\`); ok && !strings.HasSuffix(rest, `\`) {
			long += rest
			continue
		}
		line, long = long+line, ""
		i := strings.IndexAny(line, "=: \t")
		if i < 0 {
			out[line] = ""
			continue
		}
		value := strings.TrimLeft(line[i:], " \t")
		if value != "" && (value[0] == '=' || value[0] == ':') {
			value = value[1:]
		}
		if len(out) < maxKeys {
			out[line[:i]] = strings.TrimSpace(value)
		}
	}
	return out
}

// below is the path of a folder below dir.
func below(dir, folder string) (string, bool) {
	if dir == "." {
		return folder, folder != "."
	}
	return strings.CutPrefix(folder, dir+"/")
}
