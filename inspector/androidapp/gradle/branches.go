package gradle

import "loginscope/inspector/androidapp/gradle/script"

// branch takes one side of a condition, or both with doubt where it is not known.
func (x *exec) branch(cond script.Expr, then, otherwise []script.Stmt, s *scope) (value, bool) {
	on := x.eval(cond, s)
	is, known := on.truth()
	if known {
		if is {
			x.b.ruleOut(x.file, otherwise)
			x.notRun(otherwise, on)
			return x.body(then, &scope{parent: s})
		}
		x.b.ruleOut(x.file, then)
		x.notRun(then, on)
		return x.body(otherwise, &scope{parent: s})
	}
	x.unsure(func() {
		x.mayEnd(then, s)
		x.mayEnd(otherwise, s)
	})
	return none(onCondition), false
}

// mayEnd runs statements of which it is not known whether they are run, and keeps that
// they may end what is around them.
func (x *exec) mayEnd(list []script.Stmt, s *scope) {
	if _, ended := x.body(list, &scope{parent: s}); ended {
		x.mayBreak, x.mayReturn = x.mayBreak || x.broke, x.mayReturn || !x.broke
	}
	x.broke = false
}

func (x *exec) repeat(t *script.For, s *scope) (value, bool) {
	in := x.eval(t.In, s)
	if in.kind == isNode && in.node.isContainer() {
		in = in.node.itemList()
	}
	if in.kind != isList && in.kind != isMapping {
		x.unsure(func() { x.body(t.Body, &scope{parent: s}) })
		x.broke, x.mayBreak = false, false
		return value{}, false
	}
	items := in.items()
	if len(items) == 0 {
		x.b.ruleOut(x.file, t.Body)
	}
	for i, args := range items {
		if x.enough(i) {
			break
		}
		inner := &scope{parent: s}
		for j, name := range t.Names {
			if len(args) == 1 || len(t.Names) == 1 {
				inner.declare(name, entry(args))
			} else if j < len(args) {
				inner.declare(name, args[j])
			}
		}
		v, ended := x.body(t.Body, inner)
		ended, x.broke = ended && !x.broke, false
		if ended {
			return v, ended
		}
	}
	x.mayBreak = false
	return value{}, false
}

// entry is one item of a repetition: of a map, its key and value.
func entry(args []value) value {
	if len(args) == 1 {
		return args[0]
	}
	d := newDict()
	d.set("key", args[0])
	d.set("value", args[1])
	return value{kind: isMapping, m: d}
}

// items are what a repetition runs over: one value each, two of a map.
func (v value) items() [][]value {
	var out [][]value
	switch v.kind {
	case isList:
		for _, i := range v.list {
			out = append(out, []value{i})
		}
	case isMapping:
		for _, k := range v.m.keys {
			out = append(out, []value{str(k), v.m.vals[k]})
		}
	}
	return out
}

func (x *exec) cond(t *script.Cond, s *scope) value {
	if t.If == nil { // Kotlin's try
		return x.value(t.Then, s)
	}
	on := x.eval(t.If, s)
	is, known := on.truth()
	then, otherwise := t.Then, t.Else
	if !is {
		then, otherwise = otherwise, then
	}
	if known {
		x.ruleOutExpr(otherwise)
		return x.value(then, s).unless(on, func(value) value { return x.otherBranch(otherwise, s) })
	}
	var a, b value
	x.unsure(func() { a, b = x.value(t.Then, s), x.value(t.Else, s) })
	if eq, ok := same(a, b); ok && eq {
		return a
	}
	return none(onCondition)
}

// value is what a branch gives: that of its last statement, if it is a block.
func (x *exec) value(e script.Expr, s *scope) value {
	if c, ok := e.(*script.Closure); ok {
		v, _ := x.body(c.Body, &scope{parent: s})
		return v
	}
	return x.eval(e, s)
}
