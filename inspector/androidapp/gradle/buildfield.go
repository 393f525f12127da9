package gradle

// BuildFields are the fields of a module's BuildConfig class that its scripts
// define for a variant of the app, by name: Java expressions as written. The
// flavours count for the app's own module alone.
func (m *Module) BuildFields(v Variant) map[string]Setting {
	blocks := []*Node{m.android().find("defaultConfig")}
	if m == v.m {
		for i := len(v.flavors) - 1; i >= 0; i-- {
			blocks = append(blocks, m.item("productFlavors", v.flavors[i].name))
		}
	}
	blocks = append(blocks, m.item("buildTypes", v.BuildType))
	out := map[string]Setting{}
	for _, n := range blocks {
		for _, st := range n.each("buildConfigField") {
			if len(st.args) != 3 {
				continue
			}
			name, ok := st.args[1].text()
			if !ok {
				continue
			}
			s := Setting{File: st.file, Line: st.line}
			if text, ok := st.args[2].text(); ok && !st.maybe {
				s.Value = text
			} else {
				s.Unresolved = st.args[2].why()
			}
			out[name] = s
		}
	}
	return out
}
