// Package gradle evaluates Gradle builds as far as their scripts are constant:
// settings, modules, plug-ins, levels, variants, dependencies. Scripts in Groovy
// and Kotlin are read by its package script; conventions, applied scripts,
// catalogues and properties are followed. It runs nothing.
//
// Law: a value that is computed, that depends on a condition, or that a plug-in
// which cannot be read may set, is Unresolved with the reason; it is never taken
// for unset. The work of one Build is bounded, whatever its scripts hold.
package gradle

import (
	"path"
	"slices"
	"strings"

	"loginscope/lang"
)

// Project is what the build files of one application module say, as the checks
// read it. Where variants differ it is the release build's.
type Project struct {
	Module string `json:"module,omitempty"` // folder of the application module
	// Path is the module's path in Gradle, such as ":app".
	Path string `json:"path,omitempty"`
	// ApplicationID, MinSDK, TargetSDK and CompileSDK are empty where no script
	// sets them; Unresolved says why one that is set is not known.
	ApplicationID Setting `json:"application_id"`
	MinSDK        Setting `json:"min_sdk"`
	TargetSDK     Setting `json:"target_sdk"`
	CompileSDK    Setting `json:"compile_sdk"`
	// AGP is the version of the Android Gradle plug-in.
	AGP Setting `json:"agp"`
	// Dependencies are those of the module and of the modules that it depends on,
	// as far as a release build takes them.
	Dependencies []Dependency `json:"dependencies,omitempty"`
	// Excluded are libraries that a line of these names and that a rule takes out.
	Excluded   []Exclusion `json:"excluded,omitempty"`
	ABIFilters []Setting   `json:"abi_filters,omitempty"`
	PickFirst  []string    `json:"pick_first,omitempty"`
	// NativeExcludes are the patterns by which native libraries are left out.
	NativeExcludes []Setting `json:"native_excludes,omitempty"`
	FlatDirs       []Setting `json:"flat_dirs,omitempty"` // folders of aars by name
	// DebugKey is where the release build is given the signing configuration debug, whose
	// keystore the build tools make on each computer; empty where it is not.
	DebugKey Setting `json:"debug_key,omitzero"`
	// Ignored is the flat folder that the module's own scripts declare where the settings'
	// repositories alone count (PREFER_SETTINGS).
	Ignored    Setting           `json:"ignored_flat_dir,omitzero"`
	Minify     Setting           `json:"minify"` // of the release build
	Properties map[string]string `json:"properties,omitempty"`
	// HasProperties distinguishes "no gradle.properties seen" from "not set in it".
	HasProperties bool     `json:"has_properties"`
	KeepRules     []string `json:"keep_rules,omitempty"` // one rule each, blanks folded
	HasKeepRules  bool     `json:"has_keep_rules"`
	Files         []string `json:"files,omitempty"`
	// BuildFile is the application module's build file, "" if none was read.
	BuildFile string `json:"build_file,omitempty"`
	// Modules are the paths of the modules that the app is built from, its own
	// first.
	Modules []string `json:"modules,omitempty"`
	// Dirs are their folders.
	Dirs []string `json:"-"`
	// UnknownPlugins are plug-ins of the module, of those above it and of the settings
	// that cannot be read.
	UnknownPlugins []UnreadPlugin `json:"unknown_plugins,omitempty"`
	// Notes are parts of the scripts that were not understood.
	Notes []Note `json:"notes,omitempty"`
	// Doubts are why an answer may not hold for every build of the module:
	// flavours that are not known, a flavour of a library that nothing chooses.
	Doubts []Note `json:"doubts,omitempty"`
	// MayChange is what was not read and may set or replace anything of the module:
	// plug-ins of which nothing is known, scripts.
	MayChange []Note `json:"may_change,omitempty"`
	// Absent are parts of the app that do not lie in the folder, so that they were not read.
	Absent []Absent `json:"-"`
	// Hosted are packages of Flutter or React Native that come from a registry, so that
	// neither their manifests nor their libraries were read.
	Hosted []string `json:"hosted,omitempty"`
	// Stops are what ends the build for certain.
	Stops []Stop `json:"stops,omitempty"`
	// OldImports are sources of the build that import the old support library, each with
	// its first such line.
	OldImports []Note `json:"-"`
	// Limits are where the evaluation stopped before a script did, so that nothing of
	// the build is certain.
	Limits []Note `json:"limits,omitempty"`
}

// New starts an empty project.
func New() *Project { return &Project{Properties: map[string]string{}} }

// Kotlin reports whether the application module's build file is a Kotlin script.
func (p *Project) Kotlin() bool { return strings.HasSuffix(p.BuildFile, ".kts") }

// AGPMajor is the first number of the Android Gradle plug-in's version, 0 if that
// is not known.
func (p *Project) AGPMajor() int { return p.AGP.major() }

// Incomplete says why the project may have more dependencies than were read,
// empty if nothing hints at that.
func (p *Project) Incomplete() lang.Text {
	for _, d := range p.Dependencies {
		if !d.Unresolved.Empty() && d.Name == "" {
			return reason("%s:%d: %s", "%s:%d：%s", d.File, d.Line, d.Unresolved)
		}
	}
	for _, a := range p.Absent {
		if a.MayBringLibraries() {
			return reason("%s was not read", "未读取%s", a.Part)
		}
	}
	for _, u := range p.UnknownPlugins {
		if u.conventional() {
			return reason("the plug-in %s", "插件 %s", u.Text)
		}
	}
	for _, n := range slices.Concat(p.Limits, p.Notes) {
		return reason("%s: %s", "%s：%s", n.Location(), n.Text)
	}
	return lang.Text{}
}

// Project sums up an application module; v is the variant whose values count.
func (b *Build) Project(m *Module, v Variant) *Project {
	p := New()
	p.Module, p.Path, p.BuildFile = m.Dir, m.Path, m.File
	p.ApplicationID, p.MinSDK, p.TargetSDK, p.CompileSDK = v.ApplicationID, v.MinSDK, v.TargetSDK, v.CompileSDK
	p.AGP, p.Minify = b.agp, v.Minify
	p.Properties, p.HasProperties = b.props, b.hasProperties
	p.Files, p.Notes = slices.Clone(b.read), slices.Clone(b.notes)
	p.UnknownPlugins, p.MayChange = m.unknownPlugins(), m.changers()
	p.ABIFilters = m.abiFilters(v)
	p.PickFirst, p.NativeExcludes = m.pickFirst(), m.nativeExcludes(v)
	reached := v.Reach()
	p.Stops = v.stops(reached)
	p.Ignored, p.DebugKey = m.ignoredFlatDir(), m.debugKey(v.BuildType, v.flavors)
	p.Absent, p.Hosted = v.absent(reached), m.hostedPackages()
	for _, r := range reached {
		p.Modules, p.Dirs = append(p.Modules, r.Path), append(p.Dirs, r.Dir)
		p.Dependencies = append(p.Dependencies, r.Dependencies...)
		p.Excluded = append(p.Excluded, r.Excluded...)
		p.FlatDirs = append(p.FlatDirs, r.flatDirs()...)
	}
	p.Doubts = append(m.flavorDoubts(), m.env.doubts...)
	p.Limits = b.reachedLimits()
	return p
}

// unknownPlugins are those of the module, of the modules above it and of the settings.
func (m *Module) unknownPlugins() []UnreadPlugin {
	var out []UnreadPlugin
	for _, y := range m.env.upwards() {
		out = append(out, y.unknown...)
	}
	return append(out, m.b.settingsUnknown...)
}

// abiFilters are those of the variant's ndk blocks, or of a split by ABI.
func (m *Module) abiFilters(v Variant) []Setting {
	blocks := []*Node{m.android().find("defaultConfig")}
	for _, f := range v.flavors {
		blocks = append(blocks, m.android().find("productFlavors", f.name))
	}
	blocks = append(blocks, m.android().find("buildTypes", v.BuildType))
	var out []Setting
	for _, n := range blocks {
		out = append(out, n.find("ndk").filters("abiFilters", "abiFilter")...)
	}
	split := m.android().find("splits", "abi")
	if split.scalar("enable", "isEnable").Value != "true" {
		return out // the build tools' default
	}
	return append(out, split.filters("include")...)
}

func (n *Node) filters(names ...string) []Setting {
	var out []Setting
	for _, st := range n.each(names...) {
		if st.op == "=" {
			out = nil
		}
		for _, a := range st.args {
			for _, v := range a.flat() {
				if s, ok := v.text(); ok {
					out = append(out, Setting{Value: s, File: st.file, Line: st.line})
				}
			}
		}
	}
	return out
}

func (m *Module) pickFirst() []string {
	var out []string
	for _, block := range []string{"packagingOptions", "packaging"} {
		n := m.android().find(block)
		for _, where := range []*Node{n, n.find("jniLibs"), n.find("resources")} {
			for _, s := range where.filters("pickFirst", "pickFirsts") {
				out = append(out, s.Value)
			}
		}
	}
	return out
}

// Folders are where a module's sources lie, as far as the folder goes.
func (m *Module) Folders() []string { return []string{path.Join(m.Dir, "src")} }
