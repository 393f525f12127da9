package gradle

import (
	"loginscope/inspector/androidapp/gradle/script"
	"path"
	"strings"
)

func (x *exec) prop(t *script.Prop, s *scope) value {
	base := x.eval(t.X, s)
	return x.propOf(base, t.Name, s)
}

func (x *exec) propOf(base value, name string, s *scope) value {
	if c, ok := base.ns.(catalogPath); ok {
		return x.catalogProp(c, base, name)
	}
	switch base.kind {
	case isModule:
		if v, ok := base.mod.property(name); ok {
			return v
		}
		if v, ok := base.mod.node.get(name); ok {
			return v
		}
		if v, ok := x.projectProperty(base.mod, name); ok {
			return v
		}
		return value{kind: isNode, node: base.mod.node.peek(name)}
	case isNode:
		return x.nodeProp(base.node, name)
	case isMapping:
		if p, ok := asPair(base); ok {
			if v, ok := p.part(name); ok {
				return v
			}
		}
		if v, ok := base.m.vals[name]; ok {
			return v
		}
		if v, ok := mapProp(base.m, name); ok {
			return v
		}
		if !base.m.open.Empty() {
			return base.m.missing()
		}
		return value{kind: isNull}
	case isNull:
		return base
	case isRequest:
		if name == "pluginId" {
			return str(base.req.id)
		}
		return base
	case isNamespace:
		return x.spaceProp(base, name)
	case isFile:
		switch name {
		case "parentFile", "parent":
			return value{kind: isFile, s: path.Dir(base.s)}
		case "name":
			return str(path.Base(base.s))
		case "asFile", "canonicalFile", "absoluteFile":
			return base
		case "path", "absolutePath", "canonicalPath", "invariantSeparatorsPath":
			s, _ := base.text()
			return str(s)
		case "directory", "isDirectory":
			return x.fileMethod(base, "isDirectory", nil, nil)
		case "text":
			return x.content(base, name, nil)
		case "nameWithoutExtension", "extension":
			ext := path.Ext(base.s)
			if name == "extension" {
				return str(strings.TrimPrefix(ext, "."))
			}
			return str(strings.TrimSuffix(path.Base(base.s), ext))
		}
	case isTree:
		if spec := base.ns.(*treeSpec); name == "files" {
			return x.filesOf(spec)
		}
		return x.method(base, name, nil, nil, 0, s)
	case isList:
		if !listProps[name] {
			return x.spread(base, name, s)
		}
		return x.method(base, name, nil, nil, 0, s)
	case isText, isNumber, isFiles:
		return x.method(base, name, nil, nil, 0, s)
	}
	return none(base.why())
}

// listProps are the properties of a list itself.
var listProps = map[string]bool{
	"size": true, "first": true, "last": true, "empty": true, "isEmpty": true, "indices": true, "lastIndex": true,
	"files":  true,
	"asPath": true, "elements": true, "get": true,
}

// spread is a property of each item: Groovy's list.name and list*.name.
func (x *exec) spread(list value, name string, s *scope) value {
	out := value{kind: isList}
	for _, i := range list.list {
		v := x.propOf(i, name, s)
		if v.kind == isUnknown {
			return v
		}
		out.list = append(out.list, v)
	}
	return out
}

func mapProp(m *dict, name string) (value, bool) {
	out := value{kind: isList}
	switch name {
	case "keys":
		for _, k := range m.keys {
			out.list = append(out.list, str(k))
		}
	case "values":
		for _, k := range m.keys {
			out.list = append(out.list, m.vals[k])
		}
	case "size":
		return num(int64(len(m.keys))), true
	default:
		return value{}, false
	}
	return out, true
}

func (x *exec) nodeProp(n *Node, name string) value {
	if name == "name" && (len(n.sets) == 0 && !n.loose || n.parent != nil && n.parent.isContainer()) {
		return str(n.Name)
	}
	if v, ok := n.get(name); ok {
		return v
	}
	if v, ok := n.unset(name); ok {
		return v
	}
	return value{kind: isNode, node: n.peek(name)}
}

// spaceProp reads a property of an object of Gradle's.
func (x *exec) spaceProp(base value, name string) value {
	switch ns := base.ns.(type) {
	case extra:
		if v, ok := ns.mod.property(name); ok {
			return v
		}
		return none(notRead(name))
	case accessor:
		return space(accessor{ns.path + ":" + name})
	case enumConstant:
		return ns.get(name)
	case propertiesOf:
		return ns.get(name)
	case *dict:
		if v, ok := ns.vals[name]; ok {
			return v
		}
		if ns.class != "" && (name == "class" || name == "java" || name == "javaClass" || name == "kotlin") {
			return base
		}
		if name == "INSTANCE" || name == "Companion" { // Kotlin's object, as Groovy and Java see it
			return base
		}
		return none(notRead(name))
	case helper:
		return x.helperProp(ns, name)
	}
	return none(notRead(name))
}

func (x *exec) helperProp(h helper, name string) value {
	switch {
	case h.name == "gradle" && (name == "ext" || name == "extra"):
		return space(extra{x.b.root})
	case h.name == "gradle" && name == "lifecycle":
		return space(helper{h.mod, name})
	case h.name == "gradle" && name == "rootProject":
		return value{kind: isModule, mod: x.b.root}
	case h.name == "settings" && (name == "ext" || name == "extra"):
		return space(extra{x.b.root})
	case h.name == "System" && name == "env":
		return none(reason("it depends on the environment", "取决于环境变量"))
	case h.name == "layout" && name == "buildDirectory":
		return h.mod.buildDirectory()
	case h.name == "layout" && (name == "settingsDirectory" || name == "rootDirectory"):
		return value{kind: isFile, s: x.b.dir}
	case h.name == "layout":
		return value{kind: isFile, s: h.mod.dir}
	case h.name == "extensions" || h.name == "plugins":
		return value{kind: isNode, node: h.mod.node.peek(name)}
	case h.name == "settings":
		if v, ok := x.b.root.property(name); ok {
			return v
		}
	}
	return none(verbatim(h.name + "." + name))
}

func (x *exec) catalogProp(c catalogPath, base value, name string) value {
	next := catalogPath{c.c, strings.TrimPrefix(c.path+"."+alias(name), ".")}
	v, ok := c.c.get(next.path)
	if !ok {
		v = value{kind: isNamespace}
		if base.kind == isLibrary && !c.c.begins(next.path) {
			if part, ok := base.lib.part(name); ok {
				return part
			}
			return base
		}
		if base.kind == isText {
			return base // a property of the value itself, such as asProvider
		}
	}
	v.ns = next
	return v
}

// begins reports whether some name of the catalogue goes on from there.
func (c *catalog) begins(prefix string) bool {
	for name := range c.libraries {
		if strings.HasPrefix(name, prefix+".") {
			return true
		}
	}
	return false
}

func (x *exec) index(t *script.Index, s *scope) value {
	base := x.eval(t.X, s)
	if len(t.Args) == 0 {
		return none(reason("an index without a value", "没有下标"))
	}
	if r, ok := t.Args[0].(*script.Binary); ok && base.kind == isText && (r.Op == ".." || r.Op == "..<") {
		from, ok1 := x.eval(r.X, s).int()
		to, ok2 := x.eval(r.Y, s).int()
		if !ok1 || !ok2 {
			return none(reason("a part of a text", "文本的一部分"))
		}
		return part(base.s, from, to, r.Op == "..")
	}
	key := x.eval(t.Args[0], s)
	if base.kind == isList {
		if i, ok := key.int(); ok && i >= 0 && int(i) < len(base.list) {
			return base.list[i]
		}
		return none(reason("an item of a list", "列表中的一项"))
	}
	name, ok := key.text()
	if !ok {
		return none(key.why())
	}
	if base.kind == isNode || base.kind == isNamespace || base.kind == isModule || base.kind == isMapping {
		return x.propOf(base, name, s)
	}
	return none(base.why())
}
