package gradle

import "loginscope/inspector/androidapp/gradle/script"

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
	if h := s.scopeOf(name); h != nil {
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
	if list := callableOn(x.b.funcs[name], recv); len(list) > 0 {
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
		if x.b.inSettings && (name == "include" || name == "includeFlat" || name == "includeBuild") &&
			!patternBlocks[recv.node.Name] {
			return x.projectCall(x.mod, name, args, last, t, s)
		}
		if name == "repositories" && inAndroid(recv.node) {
			return x.projectCall(x.mod, name, args, last, t, s)
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

// inAndroid reports whether a block is android or lies in it; it has no repositories of its
// own, so that the project's are meant.
func inAndroid(n *Node) bool {
	for depth := 0; n != nil && depth < maxNesting; depth++ {
		if n.Name == "android" {
			return true
		}
		n = n.parent
	}
	return false
}

// patternBlocks are blocks in which include names patterns and no modules.
var patternBlocks = map[string]bool{"fileTree": true, "matching": true, "copySpec": true, "filter": true,
	"content": true}

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
		if list := callableOn(x.b.funcs[name], base); len(list) > 0 && list[0].receiver != "" {
			inner := *x
			inner.mod = base.mod
			return inner.callFunction(list, args, last, base)
		}
		return x.projectCall(base.mod, name, args, last, t, s)
	}
	if list := callableOn(x.b.funcs[name], base); len(list) > 0 && list[0].receiver != "" && base.kind == isNode {
		return x.callFunction(list, args, last, base)
	}
	return x.method(base, name, args, last, t.Line(), s)
}
