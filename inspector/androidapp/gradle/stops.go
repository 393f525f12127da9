package gradle

import (
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
)

// StopKind names a reason for which Gradle or the Android plug-in ends a build.
type StopKind string

// The reasons. Sources: https://developer.android.com/build/configure-app-module#set-namespace,
// https://docs.gradle.org/current/userguide/centralizing_repositories.html,
// https://developer.android.com/build/releases/past-releases/agp-8-0-0-release-notes (buildConfig),
// https://docs.gradle.org/7.0/userguide/upgrading_version_6.html (compile).
const (
	// NoNamespace is a module of Android's without a namespace, from AGP 8.
	NoNamespace StopKind = "namespace"
	// ProjectRepositories is a module that declares repositories where the settings
	// refuse that (FAIL_ON_PROJECT_REPOS).
	ProjectRepositories StopKind = "project-repositories"
	// FieldsWithoutBuildConfig is a buildConfigField in a module that generates no
	// BuildConfig, from AGP 8.
	FieldsWithoutBuildConfig StopKind = "build-config-fields"
	// BuildConfigUsed is code of a module without BuildConfig that uses the class. The
	// reader of the sources finds it.
	BuildConfigUsed StopKind = "build-config-used"
	// RemovedConfiguration is a configuration that Gradle 7 no longer has.
	RemovedConfiguration StopKind = "removed-configuration"
	// NotIncluded is a module that a line names and that the settings, which were read whole,
	// do not include: "Project with path ':x' could not be found".
	NotIncluded StopKind = "module-not-included"
)

// Stop is a line at which the build ends.
type Stop struct {
	Kind   StopKind `json:"kind"`
	Module string   `json:"module"` // its path in Gradle
	// Name is the configuration that was removed, "" for the other kinds.
	Name string `json:"name,omitempty"`
	File string `json:"file"`
	Line int    `json:"line,omitempty"`
}

// maxStops limits what is kept of one app.
const maxStops = 50

// stops are what ends the build of a variant for certain. A module about which
// something is open has none.
func (v Variant) stops(reached []Reached) []Stop {
	var out []Stop
	for _, r := range reached {
		if !r.Doubt.Empty() || r.File == "" || len(out) >= maxStops {
			continue
		}
		out = append(out, r.repositoryStops()...)
		out = append(out, r.removedConfigurations()...)
		out = append(out, r.notIncluded()...)
		if r.settled() {
			out = append(out, r.namespaceStops()...)
			if off, ok := r.fieldsWithoutClass(r.own); ok {
				out = append(out, off)
			}
		}
	}
	return out
}

// notIncluded are the lines that name a module which the settings leave out for certain.
func (r *Reached) notIncluded() []Stop {
	var out []Stop
	for _, d := range r.Dependencies {
		if d.Module != "" && !d.Maybe && d.build == nil && r.b.find(d.Module) == nil && r.b.settingsKnown() {
			out = append(out, Stop{Kind: NotIncluded, Module: r.Path, Name: d.Module, File: d.File, Line: d.Line})
		}
	}
	return out
}

// settingsKnown reports whether the settings are there and were read whole, so that the
// modules of the build are known.
func (b *Build) settingsKnown() bool {
	if _, open := b.includesMore(); !open.Empty() || len(b.order) == 0 || len(b.settingsUnknown) > 0 {
		return false
	}
	file := b.scriptIn(b.dir, "settings")
	return file != "" && b.noted[file] == 0 && len(b.lostScripts) == 0 && len(b.limits) == 0
}

// settled reports whether nothing that was not read may set a value of the module's android block.
func (m *Module) settled() bool {
	return (m.Kind == Application || m.Kind == Library || m.Kind == Feature) && !m.Guessed &&
		m.openQuestion().Empty() && len(m.rewriters()) == 0 && len(m.b.reachedLimits()) == 0
}

func (m *Module) namespaceStops() []Stop {
	if m.b.agp.major() < 8 || m.android().scalar("namespace").Set() {
		return nil
	}
	for _, block := range []string{"android", "androidLibrary"} { // of Kotlin's multiplatform plug-in
		if m.env.node.find("kotlin", block).scalar("namespace").Set() {
			return nil
		}
	}
	return []Stop{{Kind: NoNamespace, Module: m.Path, File: m.File}}
}

// generatesBuildConfig reports whether a module has a class BuildConfig; known is false
// where a value that decides is not known. It is on up to AGP 7 and off from AGP 8,
// unless the module or gradle.properties says otherwise.
func (m *Module) generatesBuildConfig() (on, known bool) {
	if s := m.android().find("buildFeatures").scalar("buildConfig", "isBuildConfig"); s.Set() {
		return s.Value == "true", s.Value != ""
	}
	if all, ok := m.b.props["android.defaults.buildfeatures.buildconfig"]; ok {
		return all == "true", true
	}
	return m.b.agp.major() < 8, m.b.agp.major() > 0
}

// WithoutBuildConfig reports whether a module certainly has no class BuildConfig from the
// build tools.
func (m *Module) WithoutBuildConfig() bool {
	on, known := m.generatesBuildConfig()
	return known && !on && m.settled() && !m.env.hasPlugin("com.github.gmazzo.buildconfig")
}

func (m *Module) fieldsWithoutClass(v Variant) (Stop, bool) {
	if on, known := m.generatesBuildConfig(); on || !known {
		return Stop{}, false
	}
	blocks := []*Node{m.android().find("defaultConfig"), m.item("buildTypes", v.BuildType)}
	for _, f := range v.flavors {
		blocks = append(blocks, m.item("productFlavors", f.name))
	}
	for _, n := range blocks {
		for _, st := range n.each("buildConfigField") {
			if !st.maybe && len(st.args) == 3 {
				return Stop{Kind: FieldsWithoutBuildConfig, Module: m.Path, File: st.file, Line: st.line}, true
			}
		}
	}
	return Stop{}, false
}

// The modes of repositories; see org.gradle.api.initialization.resolve.RepositoriesMode.
const (
	preferSettings = "PREFER_SETTINGS"
	failOnProject  = "FAIL_ON_PROJECT_REPOS"
)

// repositoriesMode is what the settings say of repositories that modules declare, "" for
// nothing or nothing that is known.
func (b *Build) modeOfRepositories(settings *Node) string {
	mode := ""
	for _, st := range settings.find("dependencyResolutionManagement").each("repositoriesMode", "setRepositoriesMode") {
		if len(st.args) != 1 || st.maybe {
			mode = ""
			continue
		}
		if mode, _ = st.args[0].text(); st.args[0].kind == isNode {
			mode = st.args[0].node.Name
		}
	}
	return mode
}

// repositoryStops is the first line at which the module, or a block for all modules,
// declares a repository although the settings refuse that.
func (m *Module) repositoryStops() []Stop {
	if m.b.repositoriesMode != failOnProject {
		return nil
	}
	file, line, ok := m.env.node.find("repositories").firstLocation()
	if !ok {
		return nil
	}
	return []Stop{{Kind: ProjectRepositories, Module: m.Path, File: file, Line: line}}
}

// ignoredFlatDir is the first flat folder of the module's own scripts that has no effect.
func (m *Module) ignoredFlatDir() Setting {
	if m.b.repositoriesMode != preferSettings {
		return Setting{}
	}
	for _, env := range []*moduleEnv{m.env, m.b.root} {
		if file, line, ok := env.node.find("repositories").find("flatDir").firstLocation(); ok {
			return Setting{Value: "flatDir", File: file, Line: line}
		}
	}
	return Setting{}
}

// firstLocation is where the first value of a block, or of one in it, stands that is set on
// no condition.
func (n *Node) firstLocation() (file string, line int, ok bool) {
	if n == nil || n.maybe {
		return "", 0, false
	}
	for _, st := range n.sets {
		if !st.maybe {
			return st.file, st.line, true
		}
	}
	for _, c := range n.order {
		if file, line, ok = c.firstLocation(); ok {
			return file, line, true
		}
	}
	return "", 0, false
}

// removed are the configurations that the Java and Android plug-ins made up to Gradle 6.
var removed = map[string]string{
	"compile": "implementation", "provided": "compileOnly", "apk": "runtimeOnly", "publish": "runtimeOnly",
	"testCompile": "testImplementation", "androidTestCompile": "androidTestImplementation",
	"debugCompile": "debugImplementation", "releaseCompile": "releaseImplementation",
}

// Successor is the configuration that replaced a removed one.
func Successor(configuration string) string { return removed[configuration] }

// removedConfigurations are the first lines of each removed configuration, unless a
// script makes it. AGP 7 needs Gradle 7.
func (m *Module) removedConfigurations() []Stop {
	if m.b.agp.major() < 7 {
		return nil
	}
	var out []Stop
	seen := map[string]bool{}
	for _, st := range m.env.node.find("dependencies").settings() {
		if removed[st.name] == "" || seen[st.name] || st.maybe || len(st.args) == 0 || m.makes(st.name) {
			continue
		}
		seen[st.name] = true
		out = append(out, Stop{RemovedConfiguration, m.Path, st.name, st.file, st.line})
	}
	return out
}

func (n *Node) settings() []set {
	if n == nil {
		return nil
	}
	return n.sets
}

// makes reports whether a script may make a configuration: by a call in the configurations
// block, or by its bare name, as in configurations { compile }.
func (m *Module) makes(name string) bool {
	if top := m.env.node.find("configurations"); top != nil {
		for _, st := range top.sets {
			if st.name == name || strings.HasPrefix(st.name, "create") || st.name == "register" ||
				st.name == "maybeCreate" {
				return true
			}
		}
		if top.find(name) != nil {
			return true
		}
	}
	for _, parsed := range m.b.parsed {
		if namedAlone(parsed.Body, name) {
			return true
		}
	}
	return false
}

// namedAlone reports whether a name stands somewhere other than before the arguments of
// a call.
func namedAlone(body []script.Stmt, name string) bool {
	called, alone := map[script.Expr]bool{}, false
	script.Walk(body, func(s script.Stmt) bool {
		switch t := s.(type) {
		case *script.Call:
			called[t.Fn] = true
		case *script.Name:
			alone = alone || t.Name == name && !called[t]
		}
		return true
	})
	return alone
}
