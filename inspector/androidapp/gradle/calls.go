package gradle

import (
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
	"loginscope/lang"
)

// arg is an evaluated argument.
type arg struct {
	name string
	v    value
}

// args evaluates arguments and takes the closure at their end apart.
func (x *exec) args(list []script.Arg, s *scope) (out []arg, last *callable) {
	for _, a := range list {
		out = append(out, arg{a.Name, x.eval(a.Value, s)})
	}
	if n := len(out); n > 0 && out[n-1].v.kind == isClosure && out[n-1].name == "" {
		last = out[n-1].v.fn
		out = out[:n-1]
	}
	return out, last
}

func first(args []arg) value {
	if len(args) == 0 {
		return value{kind: isNull}
	}
	return args[0].v
}

func named(args []arg, name string) (value, bool) {
	for _, a := range args {
		if a.name == name {
			return a.v, true
		}
	}
	return value{}, false
}

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
	if inner.recurs(fn) {
		return x.limited(recursion(fn))
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
	return v
}

// configure runs a closure on a block or a module.
func (x *exec) configure(fn *callable, on value) value {
	if fn == nil {
		return on
	}
	if on.kind == isModule && on.mod != x.mod && !x.b.inSettings {
		inner := *x
		inner.mod = on.mod
		return inner.call(fn, []arg{{v: on}}, on)
	}
	return x.call(fn, []arg{{v: on}}, on)
}

func (x *exec) invoke(t *script.Call, s *scope) value {
	if name, ok := levelWord(t); ok {
		x.reached(name, t.Line())
	}
	switch fn := t.Fn.(type) {
	case *script.Name:
		args, last := x.args(t.Args, s)
		return x.callName(fn.Name, args, last, t, s)
	case *script.Prop:
		base := x.eval(fn.X, s)
		args, last := x.args(t.Args, s)
		if base.kind == isNull && fn.Safe {
			return base
		}
		if base.kind == isList && len(args) > 0 && (fn.Name == "add" || fn.Name == "addAll" || fn.Name == "leftShift") {
			return x.append(fn, base, args, s)
		}
		return x.typedMethod(base, fn.Name, args, last, t, s)
	case *script.Lit, *script.Str:
		name, ok := x.eval(fn, s).text()
		args, last := x.args(t.Args, s)
		if !ok {
			name = "implementation"
			x.maybe++
			defer func() { x.maybe-- }()
		}
		recv := innermost(s)
		if !ok && recv.kind == isNode && recv.node.Name == "productFlavors" {
			return x.nodeCall(recv.node, "create", append([]arg{{v: none(reason("its name is computed",
				"名称由脚本计算"))}}, args...), last, t.Line())
		}
		if recv.kind == isNode {
			return x.nodeCall(recv.node, name, args, last, t.Line())
		}
		return x.nodeCall(x.mod.node, name, args, last, t.Line())
	}
	v := x.eval(t.Fn, s)
	args, last := x.args(t.Args, s)
	if last != nil {
		args = append(args, arg{v: value{kind: isClosure, fn: last}})
	}
	if v.kind == isClosure || v.kind == isFunction {
		return x.call(v.fn, args, value{})
	}
	return none(reason("a call of what is not known", "调用的对象无法确定"))
}

// callName calls a name: a variable, a function, what Gradle offers, or a
// setting of the block at hand.
func (x *exec) callName(name string, args []arg, last *callable, t *script.Call, s *scope) value {
	if h := s.holder(name); h != nil {
		// Inside a plug-in's class, apply is that of what is being configured.
		if v := h.vars[name]; v.kind == isClosure || v.kind == isFunction && name != "apply" {
			if last != nil {
				args = append(args, arg{v: value{kind: isClosure, fn: last}})
			}
			return x.call(v.fn, args, v.fn.receiverOf(s))
		}
	}
	if v, ok := x.instance(name, args, s); ok {
		return v
	}
	recv := innermost(s)
	if list := fitting(x.b.funcs[name], recv); len(list) > 0 {
		return x.callFunction(list, args, last, recv)
	}
	if v, ok := x.builtin(name, args, last, t, s); ok {
		return v
	}
	if v, ok := x.mod.property(name); ok && v.kind == isClosure {
		return x.call(v.fn, args, value{kind: isModule, mod: x.mod})
	}
	switch recv.kind {
	case isNode:
		if android := androidAround(s, name); android != nil && recv.node.Name != "android" {
			return x.nodeCall(android, name, args, last, t.Line())
		}
		if moduleWide[name] && (recv.node.Name != "buildscript" || name != "dependencies") || isApply(name, args) ||
			len(t.Types) > 0 && name == "configure" {
			return x.projectCall(x.mod, name, args, last, t, s)
		}
		return x.nodeCall(recv.node, name, args, last, t.Line())
	case isModule:
		return x.projectCall(recv.mod, name, args, last, t, s)
	case isUnknown:
		return x.projectCall(x.mod, name, args, last, t, s)
	}
	return x.method(recv, name, args, last, t.Line(), s)
}

// moduleWide are functions of a project that its blocks see too.
var moduleWide = map[string]bool{"dependencies": true, "androidComponents": true, "afterEvaluate": true,
	"extensions": true, "subprojects": true, "allprojects": true, "ext": true, "extra": true}

func isApply(name string, args []arg) bool {
	if name != "apply" {
		return false
	}
	_, plugin := named(args, "plugin")
	_, from := named(args, "from")
	return plugin || from
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
	"manifestPlaceholders": true, "isMinifyEnabled": true, "minifyEnabled": true, "proguardFiles": true,
}

// fitting are the functions that may be called on a receiver: one that extends a
// type of Kotlin's own is none of a block's.
func fitting(list []*callable, recv value) []*callable {
	var out []*callable
	for _, f := range list {
		if dslWords[f.name] {
			continue
		}
		ok := f.receiver == "" || f.receiver == "Project"
		switch f.receiver {
		case "", "Project":
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

func (x *exec) callFunction(list []*callable, args []arg, last *callable, recv value) value {
	if last != nil {
		args = append(args, arg{v: value{kind: isClosure, fn: last}})
	}
	fn := list[len(list)-1]
	for _, f := range list {
		if len(f.params) == len(args) {
			fn = f
		}
	}
	if fn.receiver == "" {
		recv = value{}
	} else if fn.receiver == "Project" && recv.kind != isModule {
		recv = value{kind: isModule, mod: x.mod}
	}
	return x.call(fn, args, recv)
}

// typedMethod is a method call whose type arguments may matter.
func (x *exec) typedMethod(base value, name string, args []arg, last *callable, t *script.Call, s *scope) value {
	if h, ok := base.ns.(helper); ok && h.name == "extensions" {
		return x.extension(h.mod, name, args, last, t)
	}
	if v, ok := x.javaStatic(base, name, args); ok {
		return v
	}
	if isPatternClass(base) && name == "compile" && len(args) > 0 {
		return patternOf(args[0].v)
	}
	if h, ok := base.ns.(helper); ok && name == "withType" && (h.name == "plugins" || h.name == "pluginManager") {
		return x.withType(h, args, last, t.Types)
	}
	if base.kind == isModule {
		if list := fitting(x.b.funcs[name], base); len(list) > 0 && list[0].receiver != "" {
			inner := *x
			inner.mod = base.mod
			return inner.callFunction(list, args, last, base)
		}
		return x.projectCall(base.mod, name, args, last, t, s)
	}
	if list := fitting(x.b.funcs[name], base); len(list) > 0 && list[0].receiver != "" && base.kind == isNode {
		return x.callFunction(list, args, last, base)
	}
	return x.method(base, name, args, last, t.Line(), s)
}

// construct is new Type(…).
func (x *exec) construct(t *script.New, s *scope) value {
	args, _ := x.args(t.Args, s)
	for _, m := range t.Body { // an action as a class of its own
		if f, ok := m.(*script.Func); ok && (f.Name == "execute" || f.Name == "call" || f.Name == "apply") {
			fn := x.function(f, s)
			fn.isFunc = false
			return value{kind: isClosure, fn: fn}
		}
	}
	switch t.Type[strings.LastIndexByte(t.Type, '.')+1:] {
	case "Pair", "Tuple2", "MapEntry":
		if len(args) == 2 {
			return pairOf(args[0].v, args[1].v)
		}
	case "File":
		return x.path(args)
	case "Properties":
		return value{kind: isMapping, m: newDict(), ns: "properties"}
	case "JsonSlurper", "JsonSlurperClassic":
		return space(jsonReader{})
	case "FileInputStream", "FileReader", "InputStreamReader", "BufferedReader":
		return first(args)
	case "LinkedHashMap", "HashMap", "TreeMap":
		if from := first(args); from.kind == isMapping {
			return value{kind: isMapping, m: merged(from.m, newDict())}
		}
		return value{kind: isMapping, m: newDict()}
	case "ArrayList", "LinkedList", "HashSet", "LinkedHashSet":
		if from := first(args); from.kind == isList {
			return value{kind: isList, list: slices.Clone(from.list)}
		}
		return value{kind: isList}
	}
	if v, ok := x.instance(t.Type, args, s); ok {
		return v
	}
	return none(reason("new %s", "new %s", t.Type))
}

// path is new File(dir, name) or file(name): below the project's folder.
func (x *exec) path(args []arg) value {
	var parts []string
	var why lang.Text
	for _, a := range args {
		s, ok := a.v.text()
		if !ok && why.Empty() {
			why = a.v.why()
		}
		if part, is := a.v.ns.(partly); is {
			s = string(part)
		}
		parts = append(parts, s)
	}
	if !why.Empty() {
		return value{kind: isUnknown, because: why, ns: partly(path.Join(parts...))}
	}
	if len(parts) == 0 {
		return none(reason("a file without a name", "没有文件名"))
	}
	if len(parts) == 1 {
		return value{kind: isFile, s: x.mod.resolve(parts[0])}
	}
	return value{kind: isFile, s: x.mod.resolve(path.Join(parts...))}
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

// append is list.add(x) and list.addAll(y), which change the list where it is kept.
func (x *exec) append(fn *script.Prop, list value, args []arg, s *scope) value {
	more := args[len(args)-1].v
	if fn.Name != "addAll" {
		more = value{kind: isList, list: []value{more}}
	}
	v := x.arithmetic("+", list, more)
	if x.maybe > 0 {
		v = none(onCondition)
	}
	x.store(fn.X, v, s)
	return boolOf(true)
}

// store keeps a value where an expression reads it from.
func (x *exec) store(target script.Expr, v value, s *scope) {
	switch t := target.(type) {
	case *script.Name:
		if h := s.holder(t.Name); h != nil {
			h.vars[t.Name] = v
			return
		}
		if _, ok := x.mod.property(t.Name); ok {
			x.assignTo(space(extra{x.mod}), t.Name, "=", v, t.Line())
		}
	case *script.Prop:
		x.assignTo(x.eval(t.X, s), t.Name, "=", v, t.Line())
	}
}
