package gradle

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// moduleEnv is one project of the build while it is evaluated.
type moduleEnv struct {
	path, dir string
	dirSet    bool // projectDir was set
	b         *Build
	node      *Node
	ext       *dict
	plugins   map[string]bool
	unknown   []UnreadPlugin
	after     []late
	applied   []string // plug-ins, in their order
	waits     []*wait
	finals    []late // finalizeDsl
	started   bool   // its script runs or has run
	logic     bool   // it is build logic, so that its own sources are scripts
	// frameworks are the public scripts that it applies and that were not read.
	frameworks []string
	buildDir   string // where the build writes, "" for the folder build
	file       string // its build script
	script     string // the name that the settings give it, "" for the usual one
	props      map[string]string
	doubts     []Note
	absent     []Absent // parts that its source sets name outside
	// resolutions are what its configurations say, by variant.
	resolutions map[string]resolution
	// lines are its dependencies once the build is settled, nil before they are asked for.
	lines []Dependency
	// overrulers are what may set values of the module and could not be read.
	overrulers []Note
	// unfollowed are lines of its scripts that set a level and were not followed.
	unfollowed []Note
	// otherTarget is the target that a block sets which is run only if a property is given.
	otherTarget Otherwise
	// otherSigning is true if such a block sets the key of a build.
	otherSigning bool
}

func newModule(b *Build, p, dir string) *moduleEnv {
	return &moduleEnv{path: p, dir: dir, b: b, node: newNode("project"), ext: newDict(), plugins: map[string]bool{}}
}

func (m *moduleEnv) name() string {
	if m.path == ":" {
		return cmp.Or(m.b.rootName, path.Base(m.dir))
	}
	return m.path[strings.LastIndexByte(m.path, ':')+1:]
}

func (m *moduleEnv) parentOrRoot() *moduleEnv {
	i := strings.LastIndexByte(m.path, ':')
	if p := m.b.modules[m.path[:max(i, 0)]]; p != nil {
		return p
	}
	return m.b.root
}

// inFolder begins an absolute path in a text: that of the folder that is read,
// whose path on the developer's computer is not known.
const inFolder = "/<project>/"

// relative is an absolute path as one below the folder that is read; one that
// leads out of it begins with "..".
func relative(p string) string {
	return path.Clean(strings.TrimPrefix(p+"/", inFolder))
}

// outsideText is a path outside of the folder as a text.
func outsideText(p string) string {
	if absolute(p) {
		return p
	}
	return inFolder + p
}

// resolve is a path as Gradle's file() takes it: below the module's folder.
func (m *moduleEnv) resolve(p string) string {
	p = strings.ReplaceAll(p, `\`, "/")
	if rest, ok := strings.CutPrefix(p, "file:"); ok {
		p = "/" + strings.TrimLeft(rest, "/")
	}
	if strings.HasPrefix(p+"/", inFolder) {
		return relative(p)
	}
	if p == m.dir || strings.HasPrefix(p, m.dir+"/") && m.dir != "." && m.b.files.Has(p) {
		return p
	}
	in := path.Join(m.dir, p)
	if absolute(p) && !m.b.files.Has(in) { // Windows takes "/libs" for a folder of the project
		return path.Clean(p)
	}
	return in
}

// maxUnknown limits the plug-ins of a module that cannot be read.
const maxUnknown = 50

// unknownPlugin keeps a plug-in that cannot be read.
func (m *moduleEnv) unknownPlugin(p UnreadPlugin) {
	switch {
	case slices.Contains(m.unknown, p):
	case len(m.unknown) >= maxUnknown:
		m.b.limit(m.file, 0, reason("more than %d plug-ins that are not known", "超过 %d 个未知插件", maxUnknown))
	default:
		m.unknown = append(m.unknown, p)
	}
}

// property finds an extra property of the module or of one above it, then one of
// a gradle.properties.
func (m *moduleEnv) property(name string) (value, bool) {
	for y := m; ; {
		if v, ok := y.ext.vals[name]; ok {
			return v, true
		}
		if y == m.b.root {
			break
		}
		y = y.parentOrRoot()
	}
	if v, ok := m.props[name]; ok {
		return str(v), true
	}
	if v, ok := m.b.props[name]; ok {
		return str(v), true
	}
	return value{}, false
}

// below reports whether a module lies under another one.
func (m *moduleEnv) below(top *moduleEnv) bool {
	return m != top && (top == m.b.root || strings.HasPrefix(m.path, top.path+":"))
}

// projects are the modules under one: all of them, with itself for allprojects,
// those right below for children, by name for childProjects.
func (m *moduleEnv) projects(name string) value {
	out, byName, right := value{kind: isList}, newDict(), value{kind: isList}
	if name == "allprojects" {
		out.list = append(out.list, value{kind: isModule, mod: m})
	}
	for _, c := range m.b.order {
		if !c.below(m) {
			continue
		}
		out.list = append(out.list, value{kind: isModule, mod: c})
		if c.parentOrRoot() == m {
			byName.set(c.name(), value{kind: isModule, mod: c})
			right.list = append(right.list, value{kind: isModule, mod: c})
		}
	}
	switch name {
	case "childProjects":
		return value{kind: isMapping, m: byName}
	case "children":
		return right
	}
	return out
}
