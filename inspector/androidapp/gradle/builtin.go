package gradle

import (
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
)

// platformMark marks coordinates as those of a platform: platform or enforcedPlatform.
type platformMark string

// builtin are functions that every script sees.
func (x *exec) builtin(name string, args []arg, last *callable, t *script.Call, s *scope) (value, bool) {
	switch name {
	case "listOf", "mutableListOf", "setOf", "mutableSetOf", "arrayOf", "arrayListOf", "listOfNotNull",
		"emptyList", "emptySet", "emptyArray", "linkedSetOf", "hashSetOf", "sequenceOf":
		v := value{kind: isList}
		for _, a := range args {
			v.list = append(v.list, a.v)
		}
		return v, true
	case "mapOf", "mutableMapOf", "hashMapOf", "linkedMapOf", "emptyMap":
		d := newDict()
		for _, a := range args {
			if a.v.kind == isMapping {
				d = merged(d, a.v.m)
			}
		}
		return value{kind: isMapping, m: d}, true
	case "Pair":
		if len(args) == 2 {
			return pairOf(args[0].v, args[1].v), true
		}
	case "Regex":
		if len(args) > 0 {
			return patternOf(args[0].v), true
		}
	case "println", "print", "require", "check", "error":
		if on := innermost(s); name != "require" || on.kind != isNode || on.node.Name != "version" {
			return value{kind: isNull}, true
		}
	case "with":
		if len(args) == 1 && last != nil {
			return x.configure(last, args[0].v), true
		}
	case "run", "let", "lazy", "provider", "buildString":
		if last != nil && len(args) == 0 && innermost(s).kind != isNode {
			return x.call(last, nil, value{}), true
		}
	case "File", "file", "uri", "mkdir":
		if innermost(s).kind != isNode || innermost(s).node.Name != "buildscript" {
			return x.path(args), true
		}
	case "files":
		v := value{kind: isFiles}
		for _, a := range args {
			v.list = append(v.list, a.v.flat()...)
		}
		return v, true
	case "fileTree":
		return x.fileTree(args, last), true
	case "project":
		v := x.projectOf(args)
		if last != nil && v.kind == isModule {
			x.configure(last, v)
		}
		return v, true
	case "findProperty", "property", "hasProperty":
		if key, ok := first(args).text(); ok {
			return x.propertyCall(x.mod, name, key), true
		}
	case "kotlin":
		if innermost(s).kind == isNode && innermost(s).node.Name == "dependencies" || x.requests == nil {
			key, _ := first(args).text()
			return value{kind: isLibrary, lib: library_{group: "org.jetbrains.kotlin", name: "kotlin-" + key}},
				len(args) > 0 && last == nil
		}
	case "platform", "enforcedPlatform":
		if len(args) > 0 && last == nil {
			v := args[0].v
			v.ns = platformMark(name)
			return v, true
		}
	case "testFixtures", "kotlinOptions", "dependencyNotation":
		if len(args) > 0 && last == nil {
			return args[0].v, true
		}
	case "getDefaultProguardFile":
		return str("default:" + first(args).s), true
	case "extra":
		if len(args) == 0 {
			return space(extra{x.mod}), true
		}
	}
	return value{}, false
}

// flat is a value, or the items of a list.
func (v value) flat() []value {
	if v.kind == isList || v.kind == isFiles {
		var out []value
		for _, i := range v.list {
			out = append(out, i.flat()...)
		}
		return out
	}
	return []value{v}
}

// projectOf is project(":x"), a module and as a dependency.
func (x *exec) projectOf(args []arg) value {
	key, ok := first(args).text()
	if p, isNamed := named(args, "path"); isNamed {
		key, ok = p.text()
	} else if m := first(args); m.kind == isMapping {
		key, ok = m.m.vals["path"].text()
	}
	if !ok {
		return none(first(args).why())
	}
	if key == "" || len(args) == 0 {
		return value{kind: isModule, mod: x.mod}
	}
	if !strings.HasPrefix(key, ":") {
		key = strings.TrimSuffix(x.mod.path, ":") + ":" + key
	}
	if m := x.b.modules[key]; m != nil {
		return value{kind: isModule, mod: m}
	}
	return value{kind: isProject, s: key}
}

func (x *exec) propertyCall(mod *moduleEnv, name, key string) value {
	v, ok := mod.property(key)
	if !ok {
		v, ok = mod.node.get(key)
	}
	switch {
	case name == "hasProperty":
		if ok {
			return boolOf(true)
		}
		return given(key, boolOf(false), boolOf(true))
	case ok:
		return v
	case name == "property":
		return none(notRead(key))
	}
	return given(key, value{kind: isNull}, none(onCondition))
}
