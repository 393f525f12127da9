package gradle

import (
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
)

func (x *exec) assign(t *script.Assign, s *scope) value {
	if name, ok := levelWord(t); ok {
		x.reached(name, t.Line())
	}
	v := x.eval(t.Value, s)
	switch target := t.Target.(type) {
	case *script.List: // (a, b) = value
		for i, item := range target.Items {
			if name, ok := item.(*script.Name); ok {
				x.assignName(name, "=", v.item(i), s)
			}
		}
	case *script.Name:
		x.assignName(target, t.Op, v, s)
	case *script.Prop:
		x.assignTo(x.eval(target.X, s), target.Name, t.Op, v, t.Line())
	case *script.Index:
		if len(target.Args) == 1 {
			key, _ := x.eval(target.Args[0], s).text()
			x.assignEntry(x.eval(target.X, s), key, v, t.Line())
		}
	}
	return v
}

func (x *exec) assignName(target *script.Name, op string, v value, s *scope) {
	if h := s.scopeOf(target.Name); h != nil {
		h.vars[target.Name] = x.changed(h.vars[target.Name], op, v)
		return
	}
	recv := innermost(s)
	if recv.kind == isUnknown {
		recv = value{kind: isModule, mod: x.mod}
	}
	if recv.kind == isModule {
		if _, ok := recv.mod.ext.vals[target.Name]; ok {
			x.assignTo(space(extra{recv.mod}), target.Name, op, v, target.Line())
			return
		}
	}
	x.assignTo(recv, target.Name, op, v, target.Line())
}

// changed is a variable's value after an assignment, which may not happen.
func (x *exec) changed(old value, op string, v value) value {
	if op != "=" {
		v = x.arithmetic(op[:1], old, v)
	}
	if x.maybe > 0 {
		if eq, ok := same(old, v); !ok || !eq {
			return none(onCondition)
		}
	}
	return v
}

func (x *exec) assignTo(base value, name, op string, v value, line int) {
	switch base.kind {
	case isModule:
		switch name {
		case "projectDir":
			if p, ok := v.text(); ok {
				base.mod.dir = x.b.root.resolve(p)
				base.mod.dirSet = true
			} else if x.b.inSettings {
				x.b.note(x.file, line, reason("the folder of the module %s is not known: %s",
					"无法确定模块 %s 的目录：%s", base.mod.path, v.why()))
			}
			return
		case "buildFileName":
			base.mod.script, _ = v.text()
			return
		}
		if name == "buildDir" {
			base.mod.setBuildDir(v)
			return
		}
		x.record(base.mod.node, set{name: name, op: op, args: []value{v}, line: line})
	case isNode:
		x.record(base.node, set{name: name, op: op, args: []value{v}, line: line})
	case isMapping:
		base.m.set(name, x.changed(base.m.vals[name], op, v))
	case isNamespace:
		switch ns := base.ns.(type) {
		case extra:
			ns.mod.ext.set(name, x.changed(ns.mod.ext.vals[name], op, v))
		case helper:
			if ns.name == "layout" && name == "buildDirectory" {
				ns.mod.setBuildDir(v)
			}
		case *dict:
			ns.set(name, x.changed(ns.vals[name], op, v))
		}
	}
}

func (x *exec) assignEntry(base value, key string, v value, line int) {
	if base.kind == isNode && strings.HasSuffix(base.node.Name, "laceholders") {
		x.record(base.node, set{op: "[]=", args: []value{str(key), v}, line: line})
		return
	}
	x.assignTo(base, key, "=", v, line)
}

// maxSets limits what one block may collect.
const maxSets = 20_000

// record keeps what a script sets.
func (x *exec) record(n *Node, st set) {
	if len(n.sets) >= maxSets {
		x.b.limit(x.file, st.line, tooLarge)
		return
	}
	n.attach()
	if n.isLost() {
		x.b.limit(x.file, st.line, tooLarge)
	}
	x.b.seq++
	st.seq, st.file, st.maybe = x.b.seq, x.file, x.maybe > 0
	n.sets = append(n.sets, st)
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
		if h := s.scopeOf(t.Name); h != nil {
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
