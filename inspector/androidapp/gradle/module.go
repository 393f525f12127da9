package gradle

import (
	"slices"
	"strings"

	"loginscope/lang"
)

// Kind is what a module builds.
type Kind string

// The kinds of module.
const (
	Application Kind = "application"
	Library     Kind = "library"
	Feature     Kind = "dynamic-feature"
	Other       Kind = "other" // nothing of Android's
	UnknownKind Kind = "unknown"
)

// Module is one module of a build, evaluated.
type Module struct {
	Path string // ":app"
	Dir  string
	File string // its build script, "" if it has none
	Kind Kind
	// Guessed is true where a plug-in that cannot be read decides the kind.
	Guessed bool

	b   *Build
	env *moduleEnv
}

// Modules are all modules of the build, the root first.
func (b *Build) Modules() []*Module {
	var out []*Module
	for _, m := range append([]*moduleEnv{b.root}, b.order...) {
		out = append(out, b.view(m))
	}
	return out
}

func (b *Build) view(m *moduleEnv) *Module {
	v := &Module{Path: m.path, Dir: m.dir, File: m.file, Kind: Other, b: b, env: m}
	for id := range m.plugins {
		if k, ok := androidPlugins[id]; ok && v.Kind != Application {
			v.Kind = k
		}
	}
	android := m.node.find("android")
	if v.Kind != Other || android == nil || !configured(android) {
		return v
	}
	// The block is there and no plug-in that could be read brings it.
	v.Guessed = true
	switch {
	case android.find("defaultConfig").scalar("applicationId").Set():
		v.Kind = Application
	case len(m.unknown) > 0:
		v.Kind = UnknownKind
		if slices.ContainsFunc(m.unknown, UnreadPlugin.likelyApp) {
			v.Kind = Application
		}
	default:
		v.Kind = Library
	}
	return v
}

func configured(n *Node) bool { return len(n.sets) > 0 || len(n.order) > 0 }

// Apps are the application modules.
func (b *Build) Apps() []*Module {
	return slices.DeleteFunc(b.Modules(), func(m *Module) bool { return m.Kind != Application })
}

// Refused are the files that Gradle does not accept, so that the build stops there.
func (b *Build) Refused() []Note { return b.refused }

// Included are the folders of included builds.
func (b *Build) Included() []string { return b.included }

// Dir is the folder of the build.
func (b *Build) Dir() string { return b.dir }

func (m *Module) android() *Node { return m.env.node.find("android") }

// Silent reports whether nothing is known of a module's build although it has a
// script: that is empty, or was not read.
func (m *Module) Silent() bool {
	if m.Kind != Other || m.File == "" || configured(m.env.node) || len(m.env.plugins) > 0 {
		return false
	}
	parsed := m.b.parsed[m.File]
	return parsed == nil || len(parsed.Body) == 0
}

// Namespace is the package for the names of classes in the manifest.
func (m *Module) Namespace() string {
	return m.android().scalar("namespace").Value
}

// AGP is the version of the Android Gradle plug-in.
func (b *Build) AGP() Setting {
	return b.agp
}

// openQuestion is why a value that no script sets may be set all the same, empty for no reason: a
// plug-in that cannot be read, or a part of a script that was not understood.
func (m *Module) openQuestion() lang.Text {
	for _, p := range m.env.unknown {
		if m.Guessed || p.conventional() {
			return reason("the plug-in %s may set it", "插件 %s 可能设置它", p.Text)
		}
	}
	for _, n := range m.b.notes {
		if n.File == m.File || n.kind == appliedNote {
			return reason("%s: %s", "%s：%s", n.Location(), n.Text)
		}
	}
	return lang.Text{}
}

// find is the module of that path, nil if the build has none.
func (b *Build) find(p string) *Module {
	m := b.modules[p]
	if m == nil {
		return nil
	}
	return b.view(m)
}

// accessorPath finds the module that projects.coreNetwork names: Gradle writes
// "core-network" so.
func (b *Build) accessorPath(p string) string {
	if len(b.accessors) != len(b.order) {
		b.accessors = make(map[string]string, len(b.order))
		for _, m := range b.order {
			if flat := flatName(m.path); b.accessors[flat] == "" {
				b.accessors[flat] = m.path
			}
		}
	}
	if at, ok := b.accessors[flatName(p)]; ok {
		return at
	}
	return p
}

// separators are what the accessor of a module leaves out of its path.
var separators = strings.NewReplacer("-", "", "_", "", ".", "")

func flatName(p string) string { return strings.ToLower(separators.Replace(p)) }

// containerCalls are methods of a container that take a block; what is called so
// is no build type. See Gradle's NamedDomainObjectContainer.
var containerCalls = map[string]bool{
	"matching": true, "findAll": true, "find": true, "any": true, "every": true, "collect": true,
	"eachWithIndex": true, "whenObjectRemoved": true, "addLater": true,
}

// buildTypes are the names of the build types, debug and release among them. One
// without a statement is built too.
func (m *Module) buildTypes() []string {
	out := []string{"debug", "release"}
	if n := m.android().find("buildTypes"); n != nil {
		for _, c := range n.order {
			if !slices.Contains(out, c.Name) && !containerCalls[c.Name] {
				out = append(out, c.Name)
			}
		}
	}
	return out
}

// item is a build type or flavour, nil if no script names it.
func (m *Module) item(container, name string) *Node { return m.android().find(container, name) }

// initial is the name of the build type or flavour that initWith names.
func initial(v value) string {
	if v.kind == isNode {
		return v.node.Name
	}
	name, _ := v.text()
	return name
}

// typeSetting is a value of a build type.
func (m *Module) typeSetting(buildType string, names ...string) Setting {
	return m.item("buildTypes", buildType).scalar(names...)
}

// flavor is one product flavour.
type flavor struct{ name, dimension string }

// dimensions are the flavour dimensions in their order, with their flavours.
func (m *Module) dimensions() [][]flavor {
	var list []*Node
	if n := m.android().find("productFlavors"); n != nil {
		list = slices.Clone(n.order)
	}
	for _, name := range m.likelyFlavors(m.flavorNames()) {
		list = append(list, newNode(name))
	}
	if len(list) == 0 {
		return nil
	}
	var dims []string
	for _, st := range m.android().each("flavorDimensions", "flavorDimensionList") {
		for _, a := range st.args {
			for _, v := range a.flat() {
				if s, ok := v.text(); ok && !slices.Contains(dims, s) {
					dims = append(dims, s)
				}
			}
		}
	}
	groups := map[string][]flavor{}
	for _, c := range list {
		d := c.scalar("dimension", "flavorDimension").Value
		if d == "" || !slices.Contains(dims, d) {
			if len(dims) == 0 {
				dims = append(dims, d)
			}
			d = dims[0] // AGP assigns a single dimension by itself
		}
		groups[d] = append(groups[d], flavor{c.Name, d})
	}
	var out [][]flavor
	for _, d := range dims {
		if len(groups[d]) > 0 {
			out = append(out, groups[d])
		}
	}
	return out
}

// combinations are the flavours of the variants, one of each dimension.
func combinations(dims [][]flavor, limit int) [][]flavor {
	out := [][]flavor{nil}
	for _, d := range dims {
		var next [][]flavor
		for _, c := range out {
			for _, f := range d {
				if len(next) < limit {
					next = append(next, append(slices.Clone(c), f))
				}
			}
		}
		out = next
	}
	return out
}

// camel joins names as Gradle does: "huawei", "prod" is "huaweiProd".
func camel(names []string) string {
	var b strings.Builder
	for i, n := range names {
		if i > 0 {
			n = title(n)
		}
		b.WriteString(n)
	}
	return b.String()
}
