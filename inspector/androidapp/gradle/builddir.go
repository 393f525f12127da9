package gradle

import "path"

// buildDirOf marks the value that layout.buildDirectory gives, which can be set.
type buildDirOf struct{ mod *moduleEnv }

// output is the folder into which a module's build writes.
func (m *moduleEnv) output() string {
	if m.buildDir != "" {
		return m.buildDir
	}
	return path.Join(m.dir, "build")
}

// BuildDir is the folder into which the module's build writes.
func (m *Module) BuildDir() string { return m.env.output() }

// setBuildDir is buildDir = "x" and layout.buildDirectory.set(x). A folder that is
// not known leaves the usual one.
func (m *moduleEnv) setBuildDir(v value) {
	if p, ok := v.text(); ok && v.kind != isNull {
		m.buildDir = m.resolve(p)
	}
}

func (m *moduleEnv) buildDirectory() value {
	return value{kind: isFile, s: m.output(), ns: buildDirOf{m}}
}
