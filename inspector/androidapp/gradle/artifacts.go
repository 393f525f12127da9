package gradle

// artifacts are the files that a module without an Android or Java plug-in hands to those
// that depend on it: "artifacts.add('default', file('x.aar'))", by which a module wraps an
// aar. See ArtifactHandler in https://docs.gradle.org/current/javadoc/.
func (m *Module) artifacts() []Dependency {
	n := m.env.node.find("artifacts")
	if n == nil || m.Kind != Other {
		return nil
	}
	var out []Dependency
	for _, st := range n.sets {
		name, args := st.name, st.args
		if name == "add" && len(args) > 1 {
			name, _ = args[0].text()
			args = args[1:]
		}
		if name != "default" || len(args) == 0 {
			continue
		}
		d := Dependency{Unresolved: args[0].why()}
		if file, ok := args[0].text(); ok {
			d = m.localFile(file)
		}
		d.Configuration, d.File, d.Line, d.Maybe = name, st.file, st.line, st.maybe
		out = append(out, d)
	}
	return out
}
