package gradle

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"loginscope/inspector/lazyregexp"
)

// Project is what the build files of one app say.
type Project struct {
	Module string `json:"module,omitempty"` // folder of the application module
	// ApplicationID, MinSDK, TargetSDK and CompileSDK are empty or 0 where the
	// script does not say or computes them; Unresolved then holds the expression.
	ApplicationID Setting           `json:"application_id"`
	MinSDK        Setting           `json:"min_sdk"`
	TargetSDK     Setting           `json:"target_sdk"`
	CompileSDK    Setting           `json:"compile_sdk"`
	Dependencies  []Dependency      `json:"dependencies,omitempty"`
	ABIFilters    []Setting         `json:"abi_filters,omitempty"`
	PickFirst     []string          `json:"pick_first,omitempty"`
	Minify        Setting           `json:"minify"` // of the release build
	Properties    map[string]string `json:"properties,omitempty"`
	// HasProperties tells "no gradle.properties seen" from "not set in it".
	HasProperties bool     `json:"has_properties"`
	KeepRules     []string `json:"keep_rules,omitempty"` // one rule each, blanks folded
	HasKeepRules  bool     `json:"has_keep_rules"`
	Files         []string `json:"files,omitempty"`
	// Suffixes are applicationIdSuffix by build type.
	Suffixes map[string]string `json:"suffixes,omitempty"`
	Flavors  []Flavor          `json:"flavors,omitempty"`
	// Placeholders are the values that the build puts for "${name}" in a manifest.
	Placeholders map[string]string `json:"placeholders,omitempty"`
	// BuildFile is the application module's build file, "" if none was read.
	BuildFile string `json:"build_file,omitempty"`
	// Calls are the calls of the login's set-up in the sources.
	Calls []Call `json:"calls,omitempty"`

	vars    map[string]string
	catalog catalog
	trees   []string // patterns of file names that a fileTree brings
}

// Setting is one value of a build file with its place.
type Setting struct {
	Value      string `json:"value,omitempty"`
	Unresolved string `json:"unresolved,omitempty"`
	File       string `json:"file,omitempty"`
	Line       int    `json:"line,omitempty"`
}

// Int is the value as a number, 0 if it is none.
func (s Setting) Int() int {
	n, _ := strconv.Atoi(s.Value)
	return n
}

// Set reports whether the build file says anything at all.
func (s Setting) Set() bool { return s.Value != "" || s.Unresolved != "" }

// Dependency is one line of a dependencies block.
type Dependency struct {
	Configuration string `json:"configuration"` // "implementation"
	Group         string `json:"group,omitempty"`
	Name          string `json:"name"`
	Version       string `json:"version,omitempty"`
	// AAR is true for a local aar, by name and ext, by file or by flat folder.
	AAR bool `json:"aar,omitempty"`
	// Artifact is the file name of a local aar as written, without its folder.
	Artifact string `json:"artifact,omitempty"`
	File     string `json:"file"`
	Line     int    `json:"line"`
}

// Call is one call of an SDK's set-up in the sources, such as isCheckSSL(false).
type Call struct {
	Name string `json:"name"`
	Arg  string `json:"arg"` // masked unless it is a boolean
	File string `json:"file"`
	Line int    `json:"line"`
}

// Flavor is one product flavour. Its settings come before those of defaultConfig.
type Flavor struct {
	Name          string  `json:"name"`
	ApplicationID Setting `json:"application_id"`
	Suffix        string  `json:"suffix,omitempty"` // applicationIdSuffix
	MinSDK        Setting `json:"min_sdk"`
	TargetSDK     Setting `json:"target_sdk"`
}

// New starts an empty project.
func New() *Project {
	return &Project{
		Properties: map[string]string{}, vars: map[string]string{}, Suffixes: map[string]string{}, Placeholders: map[string]string{},
		catalog: catalog{libraries: map[string]library{}, bundles: map[string][]string{}},
	}
}

// Kotlin reports whether the application module's build file is a Kotlin script.
func (p *Project) Kotlin() bool { return strings.HasSuffix(p.BuildFile, ".kts") }

// AddVariables reads the ext properties and constants of a build file that is
// not the app's own, such as the root's.
func (p *Project) AddVariables(file, src string) {
	p.Files = append(p.Files, file)
	p.collect(parse(src))
}

// AddProperties reads a gradle.properties.
func (p *Project) AddProperties(file, src string) {
	p.Files = append(p.Files, file)
	p.HasProperties = true
	for line := range strings.Lines(src) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || line[0] == '!' {
			continue
		}
		key, value, _ := strings.Cut(line, "=")
		p.Properties[strings.TrimSpace(key)] = strings.TrimSpace(value)
		p.vars[strings.TrimSpace(key)] = strings.TrimSpace(value)
	}
}

// collect takes every assignment of a literal for a variable.
func (p *Project) collect(n *node) {
	for _, c := range n.body {
		p.collect(c)
		words, value := []string{}, ""
		for i, t := range c.tokens {
			if t.kind == mark && t.s == "=" && i+1 < len(c.tokens) && len(words) > 0 {
				if next := c.tokens[i+1]; next.kind != mark {
					value = next.s
				}
				break
			}
			if t.kind != mark {
				words = append(words, t.s)
			}
		}
		if value != "" {
			name := words[len(words)-1]
			p.vars[strings.TrimPrefix(strings.TrimPrefix(name, "rootProject."), "ext.")] = value
		}
	}
}

// AddBuild reads the build file of the application module.
func (p *Project) AddBuild(file, src string) {
	p.Files, p.BuildFile = append(p.Files, file), file
	root := parse(src)
	p.collect(root)
	for _, android := range root.find("android") {
		p.android(file, android)
	}
	for _, d := range root.find("dependencies") {
		p.dependencies(file, d)
	}
}

func (p *Project) android(file string, n *node) {
	for _, c := range n.body {
		switch c.head() {
		case "compileSdk", "compileSdkVersion":
			p.CompileSDK = p.setting(file, c)
		case "packagingOptions", "packaging":
			p.packaging(c)
		}
	}
	for _, d := range n.find("defaultConfig") {
		p.defaults(file, d)
	}
	for _, types := range n.find("buildTypes") {
		for _, t := range types.body {
			p.buildType(file, t)
		}
	}
	for _, flavors := range n.find("productFlavors") {
		for _, f := range flavors.body {
			p.flavor(file, f)
		}
	}
	for _, abi := range n.find("splits", "abi") {
		p.abis(file, abi)
	}
}

func (p *Project) defaults(file string, n *node) {
	for _, c := range n.body {
		switch c.head() {
		case "applicationId":
			p.ApplicationID = p.setting(file, c)
		case "minSdk", "minSdkVersion":
			p.MinSDK = p.setting(file, c)
		case "targetSdk", "targetSdkVersion":
			p.TargetSDK = p.setting(file, c)
		case "ndk":
			p.abis(file, c)
		case "ndk.abiFilters":
			p.filter(file, c)
		case "manifestPlaceholders":
			p.placeholders(c)
		}
	}
}

// maxFlavors bounds what is judged one by one.
const maxFlavors = 20

func (p *Project) flavor(file string, n *node) {
	f := Flavor{Name: cmp.Or(n.named(), n.head())}
	if f.Name == "" || n.body == nil || len(p.Flavors) == maxFlavors {
		return
	}
	for _, c := range n.body {
		switch c.head() {
		case "applicationId":
			f.ApplicationID = p.setting(file, c)
		case "applicationIdSuffix":
			f.Suffix = p.setting(file, c).Value
		case "minSdk", "minSdkVersion":
			f.MinSDK = p.setting(file, c)
		case "targetSdk", "targetSdkVersion":
			f.TargetSDK = p.setting(file, c)
		}
	}
	p.Flavors = append(p.Flavors, f)
}

// placeholders reads manifestPlaceholders["name"] = "value", and a list of
// name: "value" or "name" to "value".
func (p *Project) placeholders(n *node) {
	args := n.args()
	for i := 0; i+1 < len(args); i++ {
		name, value := args[i], args[i+1]
		if value.kind == word && value.s == "to" && i+2 < len(args) {
			value = args[i+2]
		}
		if value.kind == text || isLiteral(value.s) {
			p.Placeholders[name.s] = p.expand(value.s)
		}
	}
}

func (p *Project) abis(file string, n *node) {
	for _, c := range n.body {
		switch c.head() {
		case "abiFilters", "include", "abiFilters.add", "abiFilters.addAll":
			p.filter(file, c)
		}
	}
}

func (p *Project) filter(file string, c *node) {
	for _, a := range c.args() {
		if a.kind == text {
			p.ABIFilters = append(p.ABIFilters, Setting{Value: a.s, File: file, Line: a.line})
		}
	}
}

func (p *Project) buildType(file string, t *node) {
	name := cmp.Or(t.named(), t.head())
	for _, c := range t.body {
		switch c.head() {
		case "minifyEnabled", "isMinifyEnabled":
			if name == "release" {
				p.Minify = p.setting(file, c)
			}
		case "applicationIdSuffix":
			p.Suffixes[name] = p.setting(file, c).Value
		}
	}
}

func (p *Project) packaging(n *node) {
	for _, c := range n.body {
		switch c.head() {
		case "pickFirst", "pickFirsts", "pickFirsts.add":
			for _, a := range c.args() {
				if a.kind == text {
					p.PickFirst = append(p.PickFirst, a.s)
				}
			}
		default:
			p.packaging(c)
		}
	}
}

// setting takes the first argument and follows a variable once.
func (p *Project) setting(file string, c *node) Setting {
	s := Setting{File: file, Line: c.line}
	args := c.args()
	if len(args) == 0 {
		return s
	}
	if a := args[0]; a.kind == text || isLiteral(a.s) {
		s.Value = p.expand(a.s)
		return s
	}
	s.Value = p.resolve(args[0].s)
	if s.Value == "" {
		s.Unresolved = c.raw()
	}
	return s
}

func isLiteral(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil || s == "true" || s == "false"
}

func (p *Project) resolve(name string) string {
	name = strings.TrimSuffix(name, ".get")
	for _, prefix := range []string{"", "rootProject.", "rootProject.ext.", "project.", "project.ext.", "ext."} {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			if v, found := p.vars[rest]; found {
				return v
			}
		}
	}
	return ""
}

var interpolation = lazyregexp.New(`\$\{?([A-Za-z_][A-Za-z0-9_.]*)\}?`)

// expand fills "$name" and "${name}" in where the variable is known.
func (p *Project) expand(s string) string {
	return interpolation.ReplaceAllStringFunc(s, func(m string) string {
		if v := p.resolve(interpolation.FindStringSubmatch(m)[1]); v != "" {
			return v
		}
		return m
	})
}

func (p *Project) dependencies(file string, n *node) {
	for _, c := range n.body {
		for _, d := range p.dependency(c) {
			d.File, d.Line = file, c.line
			p.Dependencies = append(p.Dependencies, d)
		}
	}
	slices.SortStableFunc(p.Dependencies, func(a, b Dependency) int { return cmp.Compare(a.File, b.File) })
}
