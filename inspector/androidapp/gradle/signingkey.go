package gradle

// debugKey is the line at which a build type is given the signing configuration debug,
// empty where it has another one, none, one that is not known, or another one on a computer
// that has a file which is not in the folder. The build type's own
// counts before those of the flavours and of defaultConfig. A configuration debug with a
// keystore of its own is the project's, not the computer's. Source: the interfaces
// ApkSigningConfig and ApplicationBuildType of the Android Gradle plug-in.
func (m *Module) debugKey(buildType string, flavors []flavor) Setting {
	if m.env.otherSigning || m.android().find("signingConfigs", "debug").scalar("storeFile").Set() {
		return Setting{}
	}
	blocks := []*Node{m.item("buildTypes", buildType)}
	for _, f := range flavors {
		blocks = append(blocks, m.item("productFlavors", f.name))
	}
	blocks = append(blocks, m.android().find("defaultConfig"))
	for i, n := range blocks {
		st, ok := n.last("signingConfig", "setSigningConfig")
		switch {
		case ok && st.maybe, ok && len(st.args) != 1:
			return Setting{}
		case ok && st.args[0].kind == isNull:
		case ok && st.args[0].other != nil, ok && !st.args[0].signsForDebug():
			return Setting{}
		case ok:
			return Setting{Value: "debug", File: st.file, Line: st.line}
		case i == 0 && m.fromDebug(buildType).Line > 0:
			from := m.fromDebug(buildType)
			return Setting{Value: "debug", File: from.File, Line: from.Line}
		}
	}
	return Setting{}
}

// signsForDebug reports whether a value is the block signingConfigs.debug.
func (v value) signsForDebug() bool {
	return v.kind == isNode && v.node.Name == "debug" && v.node.parent != nil && v.node.parent.Name == "signingConfigs"
}
