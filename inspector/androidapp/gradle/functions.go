package gradle

import (
	"slices"

	"loginscope/inspector/androidapp/gradle/script"
)

// call runs a closure or a function with a receiver.
func (x *exec) call(fn *callable, args []arg, recv value) value {
	if fn == nil {
		return none(reason("a call of nothing", "调用的对象不存在"))
	}
	if x.calls >= maxCalls {
		return x.limited(tooDeep)
	}
	inner := *x
	inner.calls++
	inner.broke, inner.mayBreak, inner.mayReturn = false, false, false
	if inner.recurs(fn) {
		return x.limited(recursion(fn))
	}
	if fn.isFunc && fn.file != x.file {
		x.ranIn(fn.file)
	}
	inner.file, inner.lang = fn.file, fn.lang
	s := &scope{parent: fn.scope, recv: recv}
	if len(fn.params) == 0 && !fn.isFunc {
		it := recv
		if len(args) > 0 {
			it = args[0].v
		}
		if it.kind != isUnknown || len(args) > 0 {
			s.declare("it", it)
		}
	}
	args = taken(args, len(fn.params), fn)
	position := 0
	for _, p := range fn.params {
		v, ok := named(args, p.Name)
		if !ok {
			for position < len(args) && args[position].name != "" {
				position++
			}
			if position < len(args) {
				v, ok = args[position].v, true
				position++
			}
		}
		if !ok && p.Default != nil {
			v = inner.eval(p.Default, s)
		} else if !ok && !fn.isFunc && recv.kind != isUnknown {
			v = recv
		}
		s.declare(p.Name, v)
	}
	v, _ := inner.body(fn.body, s)
	if inner.mayReturn {
		return none(onCondition)
	}
	return v
}

// taken takes a pair apart for a closure with two parameters.
func taken(args []arg, params int, fn *callable) []arg {
	if fn.isFunc || params != 2 || len(args) != 1 || args[0].v.kind != isMapping {
		return args
	}
	if p, ok := asPair(args[0].v); ok {
		return []arg{{v: p.first}, {v: p.second}}
	}
	m := args[0].v.m
	switch {
	case len(m.keys) == 1:
		return []arg{{v: str(m.keys[0])}, {v: m.vals[m.keys[0]]}}
	case len(m.keys) == 2 && m.keys[0] == "key" && m.keys[1] == "value":
		return []arg{{v: m.vals["key"]}, {v: m.vals["value"]}}
	}
	return args
}

// receiverOf is the receiver for a function of Kotlin's that extends a type.
func (c *callable) receiverOf(s *scope) value {
	if c.receiver != "" {
		return innermost(s)
	}
	return value{}
}

// dslWords are names of Gradle's and Android's own blocks and methods. A helper of the
// build logic with such a name extends another type, belongs to a package that the
// script does not import, or does the same; none of them hides the word itself.
var dslWords = map[string]bool{
	"android": true, "androidComponents": true, "defaultConfig": true, "buildTypes": true, "productFlavors": true,
	"sourceSets": true, "signingConfigs": true, "flavorDimensions": true, "dependencies": true, "plugins": true,
	"create": true, "getByName": true, "named": true, "register": true, "maybeCreate": true, "findByName": true,
	"all": true, "configureEach": true, "each": true, "forEach": true, "release": true, "debug": true, "main": true,
	"onVariants": true, "beforeVariants": true, "finalizeDsl": true, "variantFilter": true, "applicationVariants": true,
	"minSdk": true, "targetSdk": true, "compileSdk": true, "minSdkVersion": true, "targetSdkVersion": true,
	"implementation": true, "api": true, "compileOnly": true, "runtimeOnly": true, "debugImplementation": true,
	"releaseImplementation": true, "debugApi": true, "releaseApi": true, "testImplementation": true,
	"androidTestImplementation": true, "kapt": true, "ksp": true, "annotationProcessor": true,
	"manifestPlaceholders": true, "isMinifyEnabled": true, "minifyEnabled": true, "proguardFiles": true,
}

// ofProject are types that a function extends which may be called in any block of a module.
var ofProject = map[string]bool{"": true, "Project": true, "PluginAware": true, "ExtensionAware": true}

// callableOn returns the functions that may be called on a receiver: one that extends a
// type of Kotlin's own is none of a block's.
func callableOn(list []*callable, recv value) []*callable {
	var out []*callable
	for _, f := range list {
		if dslWords[f.name] {
			continue
		}
		ok := ofProject[f.receiver]
		switch f.receiver {
		case "", "Project", "PluginAware", "ExtensionAware":
		case "String", "Int", "Boolean", "Long":
			ok = recv.kind == isText || recv.kind == isNumber || recv.kind == isBoolean
		case "List", "Set", "Collection", "Map", "Iterable":
			ok = recv.kind == isList || recv.kind == isMapping
		default:
			ok = recv.kind == isNode && !partOf(recv.node, f.receiver) || recv.kind == isModule
		}
		if ok {
			out = append(out, f)
		}
	}
	return out
}

// overload keeps a function of a class beside those of the same name with other parameters or
// of another type; one that is the same but for its body is replaced.
func (b *Build) overload(fn *callable) {
	list := b.funcs[fn.name]
	for i, f := range list {
		if f.receiver == fn.receiver && slices.EqualFunc(f.params, fn.params,
			func(p, q script.Param) bool { return p.Name == q.Name }) {
			list[i] = fn
			return
		}
	}
	if len(list) < maxOverloads {
		b.funcs[fn.name] = append(slices.Clip(list), fn)
	}
}

// maxOverloads limits the functions of one name.
const maxOverloads = 50

// takes reports whether a function has parameters of the names that a call gives.
func (c *callable) takes(args []arg) bool {
	for _, a := range args {
		if a.name != "" && !slices.ContainsFunc(c.params, func(p script.Param) bool { return p.Name == a.name }) {
			return false
		}
	}
	return true
}

func (x *exec) callFunction(list []*callable, args []arg, last *callable, recv value) value {
	if last != nil {
		args = append(args, arg{v: value{kind: isClosure, fn: last}})
	}
	fn := list[len(list)-1]
	for _, f := range list {
		if len(f.params) == len(args) && f.takes(args) {
			fn = f
		}
	}
	if fn.receiver == "" {
		recv = value{}
	} else if ofProject[fn.receiver] && recv.kind != isModule {
		recv = value{kind: isModule, mod: x.mod}
	}
	return x.call(fn, args, recv)
}
