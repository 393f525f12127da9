package gradle

import "strings"

// Source of this file: the interfaces Packaging, JniLibsPackaging and ResourcesPackaging of
// https://developer.android.com/reference/tools/gradle-api, of the DSL and of variants.

// nativeExcludes are the patterns by which a variant's packaging leaves native
// libraries out. Patterns for resources alone do not reach them.
func (m *Module) nativeExcludes(v Variant) []Setting {
	var out []Setting
	for _, block := range []string{"packagingOptions", "packaging"} {
		n := m.android().find(block)
		out = append(out, n.patterns("exclude", "excludes")...)
		out = append(out, n.find("jniLibs").patterns("exclude", "excludes")...)
	}
	for _, n := range m.changes(v) {
		out = append(out, n.find("packaging", "jniLibs").patterns("excludes")...)
		out = append(out, n.find("packagingOptions", "jniLibs").patterns("excludes")...)
	}
	return out
}

// patterns are the values of a list, those that are not known with the reason.
func (n *Node) patterns(names ...string) []Setting {
	var out []Setting
	for _, st := range n.each(names...) {
		if st.op == "=" && !st.maybe {
			out = nil
		}
		for _, a := range st.args {
			for _, v := range a.flat() {
				s := Setting{File: st.file, Line: st.line}
				text, ok := v.text()
				switch {
				case !ok:
					s.Unresolved = v.why()
				case st.maybe:
					s.Unresolved = onCondition
				default:
					s.Value = text
				}
				out = append(out, s)
			}
		}
	}
	return out
}

// Packs reports whether a pattern of a packaging block is about a native library of an
// ABI, such as "lib/arm64-v8a/libx.so". Where the pattern does not begin with a slash,
// the build tools put one before it; "{a,b}" is either.
func (s Setting) Packs(abi, library string) bool {
	name := "lib/" + abi + "/" + library
	return matcher(either(antWords.Replace(quoted(strings.TrimPrefix(s.Value, "/"))))).MatchString(name)
}
