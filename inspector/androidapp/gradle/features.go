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

// withoutResources are source sets of a feature: its resources are in a package of
// their own, where the app's manifest does not find them.
func withoutResources(list []SourceSet) []SourceSet {
	out := slices.Clone(list)
	for i := range out {
		out[i].Res = nil
	}
	return out
}
