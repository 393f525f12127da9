package gradle

// extra is the ext or extra of a module.
type extra struct{ mod *moduleEnv }

// catalogPath is the beginning of a name in a catalogue.
type catalogPath struct {
	c    *catalog
	path string
}

// helper is an object of Gradle's whose methods act on the module, such as
// pluginManager or extensions.
type helper struct {
	mod  *moduleEnv
	name string
}

func space(ns any) value { return value{kind: isNamespace, ns: ns} }

// name looks a name up: variables, then the properties of the module, then what
// the blocks around have set, then what Gradle offers.
func (x *exec) name(name string, s *scope) value {
	if h := s.scopeOf(name); h != nil {
		return h.vars[name]
	}
	switch name {
	case "this", "delegate", "owner":
		for y := s; y != nil; y = y.parent {
			if y.recv.kind != isUnknown {
				return y.recv
			}
		}
	case "project":
		return value{kind: isModule, mod: x.mod}
	}
	if recv := innermost(s); recv.kind == isMapping {
		if v, ok := recv.m.vals[name]; ok {
			return v
		}
	}
	if v, ok := x.mod.property(name); ok {
		return v
	}
	for y := s; y != nil; y = y.parent {
		switch y.recv.kind {
		case isNode:
			if v, ok := y.recv.node.get(name); ok {
				return v
			}
			if name == "name" && y.recv.node.parent != nil && y.recv.node.parent.isContainer() {
				return str(y.recv.node.Name)
			}
		case isModule:
			if v, ok := x.projectProperty(y.recv.mod, name); ok {
				return v
			}
		}
	}
	if v, ok := x.projectProperty(x.mod, name); ok {
		return v
	}
	if v, ok := x.b.objects[name]; ok {
		return v
	}
	if android := androidAround(s, name); android != nil {
		return value{kind: isNode, node: android.peek(name)}
	}
	if recv := innermost(s); recv.kind == isNode {
		if v, ok := recv.node.unset(name); ok {
			return v
		}
		return value{kind: isNode, node: recv.node.peek(name)}
	}
	return value{kind: isNode, node: x.mod.node.peek(name)}
}

// androidMembers are blocks of android that a script may name in another block
// inside it.
var androidMembers = map[string]bool{
	"sourceSets": true, "buildTypes": true, "productFlavors": true, "defaultConfig": true, "signingConfigs": true,
	"applicationVariants": true,
}

// androidAround is the android block around, if name is one of its blocks.
func androidAround(s *scope, name string) *Node {
	if !androidMembers[name] {
		return nil
	}
	for y := s; y != nil; y = y.parent {
		if y.recv.kind == isNode && y.recv.node.Name == "android" {
			return y.recv.node
		}
	}
	return nil
}

// get reads what was set in a block, or a block in it.
func (n *Node) get(name string) (value, bool) {
	if st, ok := n.last(name); ok && st.op == "=" || ok && len(st.args) == 1 && st.op == "()" {
		if st.maybe {
			return none(reason("%s depends on a condition that is not known", "%s 取决于无法确定的条件", name)), true
		}
		return st.args[0], true
	}
	if c := n.kids[name]; c != nil {
		return value{kind: isNode, node: c}, true
	}
	return value{}, false
}

// projectProperty is what Gradle offers in every script of a project.
func (x *exec) projectProperty(mod *moduleEnv, name string) (value, bool) {
	switch name {
	case "rootProject":
		return value{kind: isModule, mod: x.b.root}, true
	case "parent":
		return value{kind: isModule, mod: mod.parentOrRoot()}, true
	case "project":
		return value{kind: isModule, mod: mod}, true
	case "ext", "extra":
		return space(extra{mod}), true
	case "rootDir", "settingsDir":
		return value{kind: isFile, s: x.b.dir}, true
	case "projectDir":
		return value{kind: isFile, s: mod.dir}, true
	case "buildDir":
		return mod.buildDirectory(), true
	case "children":
		if x.b.inSettings {
			return mod.projects(name), true
		}
	case "settings":
		if x.b.inSettings {
			return value{kind: isModule, mod: x.b.root}, true
		}
		return space(helper{mod, name}), true
	case "subprojects", "allprojects", "childProjects":
		return mod.projects(name), true
	case "path":
		return str(mod.path), true
	case "name":
		return str(mod.name()), true
	case "gradle", "logger", "System", "providers", "pluginManager", "plugins", "extensions", "rootProjectDir",
		"objects", "layout", "tasks", "repositories", "versionCatalogs":
		return space(helper{mod, name}), true
	case "projects":
		return space(accessor{}), true
	case "properties":
		return space(propertiesOf{mod}), true
	}
	if c := x.b.catalogs[name]; c != nil {
		return space(catalogPath{c, ""}), true
	}
	if name == "android" || name == "dependencies" || name == "buildscript" || name == "configurations" {
		return value{kind: isNode, node: mod.node.peek(name)}, true
	}
	return value{}, false
}

// accessor is a name such as projects.core.network.
type accessor struct{ path string }
