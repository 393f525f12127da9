package gradle

import "slices"

// features are the dynamic features of an app as dependencies of its own module. Their
// manifests are merged into the app's; see
// https://developer.android.com/guide/playcore/feature-delivery.
func (v Variant) features(m *Module) []Dependency {
	if m.env != v.m.env {
		return nil
	}
	var out []Dependency
	for _, st := range m.android().each("dynamicFeatures") {
		if st.op == "=" && !st.maybe {
			out = nil
		}
		for _, path := range textsOf(st) {
			out = append(out,
				Dependency{Configuration: st.name, Module: path, Maybe: st.maybe, File: st.file, Line: st.line})
		}
	}
	return out
}

// resourcesOff reports whether a library builds no resources: by its own script, or by the
// default for libraries in gradle.properties.
func (m *Module) resourcesOff() bool {
	if m.Kind != Library {
		return false
	}
	for _, s := range []Setting{
		m.android().find("androidResources").scalar("enable", "isEnable", "setEnable"),
		m.android().find("buildFeatures").scalar("androidResources", "isAndroidResources"),
	} {
		if s.Set() {
			return s.Value == "false"
		}
	}
	return m.b.props["android.library.defaults.buildfeatures.androidresources"] == "false"
}

// withoutResources are source sets whose resources the app's manifest does not find: those
// of a feature are in a package of their own, those of a library may be switched off.
func withoutResources(list []SourceSet) []SourceSet {
	out := slices.Clone(list)
	for i := range out {
		out[i].Res = nil
	}
	return out
}
