package gradle

import (
	"slices"
	"strconv"
	"strings"
)

// MaxVariants limits the variants of a module that are judged.
const MaxVariants = 64

// Variant is one build of an application module: a build type with one flavour
// of each dimension.
type Variant struct {
	Name      string // "huaweiProdRelease"
	Flavor    string // "huaweiProd", "" without flavours
	BuildType string
	// Debuggable is true or false, or not known.
	Debuggable Setting
	// ApplicationID has the suffixes of flavours and build type.
	ApplicationID Setting
	// MinSDK and TargetSDK are what the scripts say, else AGP's default, else
	// not known; nothing at all where the manifest may still say it.
	MinSDK, TargetSDK, CompileSDK Setting
	Minify                        Setting
	// Placeholders are the values for "${name}" in a manifest.
	Placeholders map[string]Setting
	SourceSets   []SourceSet

	m       *Module
	flavors []flavor
}

// Variants are the builds of an application module, debug before release; more
// is true if there are more than MaxVariants.
func (m *Module) Variants() (out []Variant, more bool) {
	types := m.buildTypes()
	combos := combinations(m.dimensions(), MaxVariants+1)
	var others []Variant // that the scripts switch off
	for _, c := range combos {
		for _, t := range types {
			if len(out)+len(others) == MaxVariants {
				return orAll(out, others), true
			}
			v := m.variant(t, c)
			changes := m.changes(v)
			v.changed(changes)
			if off(changes) {
				others = append(others, v)
			} else {
				out = append(out, v)
			}
		}
	}
	return orAll(out, others), false
}

// maxNamed limits the combinations of flavours among which a variant is looked for by
// its name.
const maxNamed = 4096

// Variant is the variant of that name, whatever its case and however many there are.
func (m *Module) Variant(name string) (Variant, bool) {
	for _, c := range combinations(m.dimensions(), maxNamed) {
		var names []string
		for _, f := range c {
			names = append(names, f.name)
		}
		for _, t := range m.buildTypes() {
			if !strings.EqualFold(camel(append(slices.Clone(names), t)), name) {
				continue
			}
			v := m.variant(t, c)
			changes := m.changes(v)
			v.changed(changes)
			return v, !off(changes)
		}
	}
	return Variant{}, false
}

// MoreVariants is why an answer on a module with too many variants does not hold for
// all of them.
func (m *Module) MoreVariants() Note {
	return noteAt(m.File, 0, reason("there are more than %d variants; check another one with --variant",
		"构建变体超过 %d 个；可用 --variant 检查其他变体", MaxVariants))
}

// orAll are the variants that are built. All are judged if none would be left.
func orAll(built, others []Variant) []Variant {
	if len(built) == 0 {
		return others
	}
	return built
}

func (m *Module) variant(buildType string, flavors []flavor) Variant {
	var names []string
	for _, f := range flavors {
		names = append(names, f.name)
	}
	v := Variant{BuildType: buildType, Flavor: camel(names), m: m, flavors: flavors}
	v.Name = camel(append(slices.Clone(names), buildType))
	v.Debuggable = m.typeSetting(buildType, "debuggable", "isDebuggable")
	if !v.Debuggable.Set() {
		v.Debuggable = m.defaultDebuggable(buildType)
	}
	v.Minify = m.minify(buildType)
	v.ApplicationID = m.applicationID(buildType, flavors)
	m.levels(&v)
	v.Placeholders = m.placeholders(buildType, flavors)
	v.SourceSets = m.sourceSets(buildType, flavors)
	return v
}

// defaultDebuggable is what the build tools make of a build type that does not
// say it: debug is debuggable, and so is what was made from it.
func (m *Module) defaultDebuggable(buildType string) Setting {
	if buildType == "debug" {
		return Setting{Value: "true", Default: true}
	}
	if why := m.openQuestion(); !why.Empty() && buildType == "release" {
		return Setting{Unresolved: why}
	}
	at := m.fromDebug(buildType)
	at.Value, at.Default = strconv.FormatBool(at.Line > 0), true
	return at
}

// fromDebug is the line at which a build type, or one that it was made from, is
// initialised with debug.
func (m *Module) fromDebug(buildType string) Setting {
	n := m.item("buildTypes", buildType)
	if n == nil {
		return Setting{}
	}
	if line := n.lineage(); len(line) > 1 &&
		slices.ContainsFunc(line, func(o *Node) bool { return o.Name == "debug" }) {
		st, _ := n.last("initWith")
		return Setting{File: st.file, Line: st.line}
	}
	return Setting{}
}

// flavored is a value of the flavours, the first dimension first, else of
// defaultConfig.
func (m *Module) flavored(flavors []flavor, names ...string) Setting {
	for _, f := range flavors {
		if s := m.item("productFlavors", f.name).scalar(names...); s.Set() {
			return s
		}
	}
	return m.android().find("defaultConfig").scalar(names...)
}

// applicationID joins the suffixes of defaultConfig, the flavours and the build
// type to the ID. Without one it is the namespace.
func (m *Module) applicationID(buildType string, flavors []flavor) Setting {
	id := m.flavored(flavors, "applicationId")
	if !id.Set() {
		id = m.android().scalar("namespace")
		id.Default = true
	}
	var suffixes []Setting
	suffixes = append(suffixes, m.android().find("defaultConfig").scalar("applicationIdSuffix"))
	for _, f := range flavors {
		suffixes = append(suffixes, m.item("productFlavors", f.name).scalar("applicationIdSuffix"))
	}
	suffixes = append(suffixes, m.typeSetting(buildType, "applicationIdSuffix"))
	if why := m.mayBeOverridden("applicationId", "applicationIdSuffix"); !why.Empty() {
		suffixes = append(suffixes, Setting{Unresolved: why})
	}
	for _, s := range suffixes {
		switch {
		case !s.Unresolved.Empty():
			id.Value, id.Unresolved = "", s.Unresolved
		case s.Value != "" && id.Value != "" && s.Value[0] != '.':
			id.Value += "." + s.Value
		case id.Value != "":
			id.Value += s.Value
		}
	}
	return id
}

// levels are the API levels of a variant with the defaults of the Android Gradle
// plug-in: minSdk 1; targetSdk is minSdk up to AGP 8. From AGP 9.0 it is
// compileSdk, since android.sdk.defaultTargetSdkToCompileSdkIfUnset is true by
// default there, as android.useAndroidX is; both can still be set to false. See
// https://developer.android.com/build/releases/agp-9-0-0-release-notes.
func (m *Module) levels(v *Variant) {
	v.CompileSDK = m.android().scalar("compileSdk", "compileSdkVersion", "compileSdkPreview").level()
	v.MinSDK = m.flavored(v.flavors, "minSdk", "minSdkVersion", "minSdkPreview").level()
	v.TargetSDK = m.flavored(v.flavors, "targetSdk", "targetSdkVersion", "targetSdkPreview").level()
	for _, y := range m.env.upwards() {
		if v.TargetSDK.Other.When.Empty() && y.otherTarget.Value != v.TargetSDK.Value {
			v.TargetSDK.Other = y.otherTarget
		}
	}
	if all := m.b.settingsAndroid; all != nil {
		fallBack(&v.CompileSDK, all.scalar("compileSdk", "compileSdkVersion", "compileSdkPreview").level())
		fallBack(&v.MinSDK, all.scalar("minSdk", "minSdkVersion", "minSdkPreview").level())
		fallBack(&v.TargetSDK, all.scalar("targetSdk", "targetSdkVersion", "targetSdkPreview").level())
	}
	if why := m.mayBeOverridden("minSdk", "minSdkVersion", "minSdkPreview"); !why.Empty() {
		v.MinSDK = Setting{Unresolved: why}
	}
	if why := m.mayBeOverridden("targetSdk", "targetSdkVersion", "targetSdkPreview"); !why.Empty() {
		v.TargetSDK = Setting{Unresolved: why}
	}
	for _, s := range []*Setting{&v.MinSDK, &v.TargetSDK, &v.CompileSDK} {
		if by, ok := m.overruled(*s); ok {
			s.open(by)
		}
	}
	why := m.openQuestion()
	if why.Empty() && !v.CompileSDK.Set() && !v.MinSDK.Set() && !v.TargetSDK.Set() {
		// Nothing builds without compileSdk: it is set where nobody looked.
		why = reason("no minSdk, targetSdk or compileSdk was found in the scripts of %s",
			"%s 的脚本中没有 minSdk、targetSdk、compileSdk", m.Path)
	}
	if !why.Empty() {
		for _, s := range []*Setting{&v.MinSDK, &v.TargetSDK, &v.CompileSDK} {
			if !s.Set() {
				*s = Setting{Unresolved: why}
			}
		}
	}
}

// DefaultTarget is the target of a variant for which neither script nor manifest
// says one.
func (v Variant) DefaultTarget(minSDK int) Setting {
	agp := v.m.b.agp
	switch {
	case v.m.b.props["android.sdk.defaultTargetSdkToCompileSdkIfUnset"] == "true",
		agp.major() >= 9 && v.m.b.props["android.sdk.defaultTargetSdkToCompileSdkIfUnset"] != "false":
		s := v.CompileSDK
		s.Default = true
		return s
	case agp.major() > 0:
		return Setting{Value: strconv.Itoa(max(minSDK, 1)), Default: true}
	}
	return Setting{Unresolved: reason(
		"targetSdk is not set; its default depends on the Android Gradle plug-in's version, which was not found",
		"未设置 targetSdk，默认值取决于 Android Gradle 插件的版本，而未找到该版本")}
}

// ResValue is a resource that a script defines.
type ResValue struct {
	Kind, Name, Value string
	File              string
	Line              int
}

// ResValues are the resources that the scripts define for a variant, the one
// that wins first.
func (v Variant) ResValues() []ResValue {
	blocks := []*Node{v.m.item("buildTypes", v.BuildType)}
	for _, f := range v.flavors {
		blocks = append(blocks, v.m.item("productFlavors", f.name))
	}
	blocks = append(blocks, v.m.android().find("defaultConfig"))
	var out []ResValue
	for _, n := range blocks {
		for _, st := range slices.Backward(n.each("resValue")) {
			if len(st.args) != 3 || st.maybe {
				continue
			}
			kind, _ := st.args[0].text()
			name, _ := st.args[1].text()
			if text, ok := st.args[2].text(); ok {
				out = append(out, ResValue{kind, name, text, st.file, st.line})
			}
		}
	}
	return out
}
