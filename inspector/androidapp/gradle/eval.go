package gradle

import (
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
)

// The bounds of one evaluation. A large build of some hundred modules takes some
// hundred thousand steps.
const (
	maxSteps   = 3_000_000
	maxCalls   = 80
	maxRepeats = 5_000
	maxText    = 100_000
)

// scope is where names are looked up: variables, then what a block configures,
// then the scope around it.
type scope struct {
	vars   map[string]value
	parent *scope
	recv   value // isUnknown for none
}

func (s *scope) declare(name string, v value) {
	if s.vars == nil {
		s.vars = map[string]value{}
	}
	if len(s.vars) < maxKeys {
		s.vars[name] = v
	}
}

func (s *scope) holder(name string) *scope {
	for x := s; x != nil; x = x.parent {
		if _, ok := x.vars[name]; ok {
			return x
		}
	}
	return nil
}

// exec is an evaluation at work in one script.
type exec struct {
	b     *Build
	mod   *moduleEnv
	file  string
	lang  script.Lang
	maybe int // inside conditions that are not known
	calls int
	stack []string // scripts that are being applied
	// requests are those of a plugins block at work, nil outside.
	requests []*pluginRequest
}

// stop reports that the evaluation has taken all the steps that it may.
func (x *exec) stop() bool {
	x.b.steps++
	return x.b.steps > maxSteps
}

// body runs statements; ended is true once a return was met.
func (x *exec) body(list []script.Stmt, s *scope) (last value, ended bool) {
	for _, st := range list {
		if f, ok := st.(*script.Func); ok && f.Receiver == "" {
			s.declare(f.Name, value{kind: isFunction, fn: x.function(f, s)})
		}
	}
	for _, st := range list {
		if x.stop() {
			return none("the script takes too long"), true
		}
		if last, ended = x.statement(st, s); ended {
			return last, true
		}
	}
	return last, false
}

func (x *exec) function(f *script.Func, s *scope) *callable {
	return &callable{name: f.Name, params: f.Params, body: f.Body, scope: s, file: x.file, lang: x.lang, receiver: f.Receiver, isFunc: true}
}

func (x *exec) statement(st script.Stmt, s *scope) (value, bool) {
	switch t := st.(type) {
	case *script.Decl:
		x.declare(t, s)
		return value{}, false
	case *script.Func:
		if t.Receiver != "" {
			x.b.funcs[t.Name] = append(x.b.funcs[t.Name], x.function(t, s))
		}
		return value{}, false
	case *script.Class:
		x.b.class(x, t, s)
		return value{}, false
	case *script.If:
		return x.branch(t.Cond, t.Then, t.Else, s)
	case *script.For:
		return x.repeat(t, s)
	case *script.Loop:
		x.unsure(func() { x.body(t.Body, &scope{parent: s}) })
		return value{}, false
	case *script.Try:
		return x.body(t.Body, &scope{parent: s})
	case *script.Return:
		if t.Value == nil {
			return value{kind: isNull}, true
		}
		return x.eval(t.Value, s), true
	case script.Expr:
		return x.eval(t, s), false
	}
	return value{}, false
}

func (x *exec) unsure(f func()) {
	x.maybe++
	f()
	x.maybe--
}

func (x *exec) declare(t *script.Decl, s *scope) {
	v := value{kind: isNull}
	if t.Value != nil {
		v = x.eval(t.Value, s)
	}
	if t.By {
		v = x.delegated(t, v, s)
	}
	for i, name := range t.Names {
		one := v
		if len(t.Names) > 1 {
			one = none("part of a list")
			if v.kind == isList && i < len(v.list) {
				one = v.list[i]
			}
		}
		s.declare(name, one)
	}
}

// delegated is Kotlin's "val x by extra", "by project", "by lazy { }" and
// "by extra(value)".
func (x *exec) delegated(t *script.Decl, v value, s *scope) value {
	name := t.Names[0]
	switch e := t.Value.(type) {
	case *script.Name:
		if e.Name == "extra" || e.Name == "project" || e.Name == "rootProject" || e.Name == "settings" {
			found, _ := x.mod.property(name)
			return found
		}
	case *script.Prop:
		if e.Name == "extra" {
			found, _ := x.mod.property(name)
			return found
		}
	case *script.Call:
		if n, ok := e.Fn.(*script.Name); ok && n.Name == "extra" {
			if len(e.Args) == 1 {
				if v = x.eval(e.Args[0].Value, s); v.kind == isClosure {
					v = x.call(v.fn, nil, value{})
				}
				x.mod.ext.set(name, v)
				return v
			}
			found, _ := x.mod.property(name)
			return found
		}
	}
	return v
}

// branch takes one side of a condition, or both with doubt where it is not known.
func (x *exec) branch(cond script.Expr, then, otherwise []script.Stmt, s *scope) (value, bool) {
	is, known := x.eval(cond, s).truth()
	if known {
		if is {
			return x.body(then, &scope{parent: s})
		}
		return x.body(otherwise, &scope{parent: s})
	}
	x.unsure(func() {
		x.body(then, &scope{parent: s})
		x.body(otherwise, &scope{parent: s})
	})
	return none("it depends on a condition that is not known"), false
}

func (x *exec) repeat(t *script.For, s *scope) (value, bool) {
	in := x.eval(t.In, s)
	if in.kind != isList && in.kind != isMapping {
		x.unsure(func() { x.body(t.Body, &scope{parent: s}) })
		return value{}, false
	}
	for i, args := range in.items() {
		if i >= maxRepeats || x.stop() {
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
		if v, ended := x.body(t.Body, inner); ended && v.kind != isNull {
			return v, ended
		}
	}
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

func (x *exec) eval(e script.Expr, s *scope) value {
	if x.stop() {
		return none("the script takes too long")
	}
	switch t := e.(type) {
	case nil:
		return value{kind: isNull}
	case *script.Lit:
		return literal(t.Value)
	case *script.Str:
		return x.joined(t, s)
	case *script.Name:
		return x.name(t.Name, s)
	case *script.Prop:
		return x.prop(t, s)
	case *script.Index:
		return x.index(t, s)
	case *script.Call:
		return x.invoke(t, s)
	case *script.List:
		return x.collection(t, s)
	case *script.Closure:
		return value{kind: isClosure, fn: &callable{params: params(t.Params), body: t.Body, scope: s, file: x.file, lang: x.lang}}
	case *script.Binary:
		return x.binary(t, s)
	case *script.Unary:
		return x.unary(t, s)
	case *script.Cond:
		return x.cond(t, s)
	case *script.When:
		return x.when(t, s)
	case *script.New:
		return x.construct(t, s)
	case *script.Assign:
		return x.assign(t, s)
	case *script.Throw:
		return x.throws(t)
	case *script.Unread:
		return none("not understood: " + clip(t.Text))
	}
	return value{}
}

// throws passes over a throw: a build that was made did not come to it, so the
// script goes on behind it. One that no unknown condition guards says that a value
// before it was read wrong, which leaves a doubt on what the script does not set.
func (x *exec) throws(t *script.Throw) value {
	if x.maybe == 0 {
		x.b.note(x.file, t.Line(), "the script throws an exception here, as far as it could be read")
	}
	return none("the script throws an exception")
}

func params(names []string) []script.Param {
	var out []script.Param
	for _, n := range names {
		out = append(out, script.Param{Name: n})
	}
	return out
}

func clip(s string) string {
	if len(s) > 80 {
		return s[:80] + "…"
	}
	return s
}

func literal(v any) value {
	switch t := v.(type) {
	case bool:
		return boolOf(t)
	case int64:
		return num(t)
	case string:
		return str(t)
	}
	return value{kind: isNull}
}

func (x *exec) joined(t *script.Str, s *scope) value {
	var b strings.Builder
	for _, p := range t.Parts {
		if p.Expr == nil {
			b.WriteString(p.Text)
			continue
		}
		v := x.eval(p.Expr, s)
		if v.kind == isClosure {
			v = x.call(v.fn, nil, value{})
		}
		part, ok := v.text()
		if !ok || b.Len() > maxText {
			return none(v.why())
		}
		b.WriteString(part)
	}
	return str(b.String())
}

func (x *exec) collection(t *script.List, s *scope) value {
	if t.IsMap {
		d := newDict()
		for i := range t.Items {
			if i >= len(t.Keys) {
				break
			}
			k, _ := x.eval(t.Keys[i], s).text()
			d.set(k, x.eval(t.Items[i], s))
		}
		return value{kind: isMapping, m: d}
	}
	v := value{kind: isList}
	for _, i := range t.Items {
		v.list = append(v.list, x.eval(i, s))
	}
	return v
}

func (x *exec) unary(t *script.Unary, s *scope) value {
	v := x.eval(t.X, s)
	switch t.Op {
	case "!":
		if is, known := v.truth(); known {
			return boolOf(!is)
		}
		return none(v.why())
	case "-":
		if n, ok := v.int(); ok {
			return num(-n)
		}
		return none(v.why())
	case "++", "--":
		return none("counted by the script")
	}
	return v
}

func (x *exec) cond(t *script.Cond, s *scope) value {
	if t.If == nil { // Kotlin's try
		return x.value(t.Then, s)
	}
	is, known := x.eval(t.If, s).truth()
	switch {
	case known && is:
		return x.value(t.Then, s)
	case known:
		return x.value(t.Else, s)
	}
	var a, b value
	x.unsure(func() { a, b = x.value(t.Then, s), x.value(t.Else, s) })
	if eq, ok := same(a, b); ok && eq {
		return a
	}
	return none("it depends on a condition that is not known")
}

// value is what a branch gives: that of its last statement, if it is a block.
func (x *exec) value(e script.Expr, s *scope) value {
	if c, ok := e.(*script.Closure); ok {
		v, _ := x.body(c.Body, &scope{parent: s})
		return v
	}
	return x.eval(e, s)
}

func (x *exec) when(t *script.When, s *scope) value {
	var subject value
	if t.Subject != nil {
		subject = x.eval(t.Subject, s)
	}
	for _, c := range t.Cases {
		hit, known := len(c.Conditions) == 0, true
		for _, cond := range c.Conditions {
			v := x.eval(cond, s)
			is, ok := v.truth()
			if t.Subject != nil {
				is, ok = same(subject, v)
			}
			hit, known = hit || is && ok, known && ok
		}
		switch {
		case hit:
			v, _ := x.body(c.Body, &scope{parent: s})
			return v
		case !known:
			x.unsure(func() {
				for _, c := range t.Cases {
					x.body(c.Body, &scope{parent: s})
				}
			})
			return none("it depends on a condition that is not known")
		}
	}
	return value{kind: isNull}
}

func (x *exec) binary(t *script.Binary, s *scope) value {
	a := x.eval(t.X, s)
	switch t.Op {
	case "&&", "||":
		return x.logic(t, a, s)
	case "?:":
		if a.kind == isUnknown || a.kind == isNode {
			return none(a.why())
		}
		if is, _ := a.truth(); a.kind == isNull || x.lang == script.Groovy && !is {
			return x.eval(t.Y, s)
		}
		return a
	case "as":
		return a
	case "is":
		return x.ofAndroid(a, t.Y)
	case "!is", "instanceof", "=~", "==~":
		return none("a question of types")
	}
	b := x.eval(t.Y, s)
	switch t.Op {
	case "==", "===", "!=", "!==":
		is, known := same(a, b)
		if !known {
			return none(a.why())
		}
		return boolOf(is == (t.Op[0] == '='))
	case "<", ">", "<=", ">=":
		return compared(t.Op, a, b)
	case "in", "!in":
		is, known := contains(b, a)
		if !known {
			return none(b.why())
		}
		return boolOf(is == (t.Op == "in"))
	case "+", "-", "*", "/", "%", "<<":
		return x.arithmetic(t.Op, a, b)
	case "to":
		d := newDict()
		k, _ := a.text()
		d.set(k, b)
		return value{kind: isMapping, m: d}
	}
	if a.kind == isRequest || a.kind == isNode || a.kind == isModule {
		return x.method(a, t.Op, []arg{{v: b}}, nil, t.Line(), s)
	}
	return none("not understood: " + t.Op)
}

func (x *exec) logic(t *script.Binary, a value, s *scope) value {
	is, known := a.truth()
	if known && is == (t.Op == "||") {
		return boolOf(is)
	}
	b := x.eval(t.Y, s)
	other, ok := b.truth()
	switch {
	case ok && other == (t.Op == "||"):
		return boolOf(other)
	case known && ok:
		return boolOf(other)
	}
	return none("it depends on a condition that is not known")
}

func compared(op string, a, b value) value {
	m, ok1 := a.int()
	n, ok2 := b.int()
	if !ok1 || !ok2 {
		return none("compared with a value that is not known")
	}
	switch op {
	case "<":
		return boolOf(m < n)
	case ">":
		return boolOf(m > n)
	case "<=":
		return boolOf(m <= n)
	}
	return boolOf(m >= n)
}

func contains(in, v value) (is, known bool) {
	switch in.kind {
	case isList:
		for _, i := range in.list {
			eq, ok := same(i, v)
			if !ok {
				return false, false
			}
			if eq {
				return true, true
			}
		}
		return false, true
	case isMapping:
		k, ok := v.text()
		_, is = in.m.vals[k]
		return is, ok
	case isText:
		k, ok := v.text()
		return strings.Contains(in.s, k), ok
	}
	return false, false
}

func (x *exec) arithmetic(op string, a, b value) value {
	if a.kind == isList && (op == "+" || op == "<<") {
		out := value{kind: isList, list: append([]value{}, a.list...)}
		if b.kind == isList && op == "+" {
			out.list = append(out.list, b.list...)
		} else {
			out.list = append(out.list, b)
		}
		return out
	}
	if a.kind == isMapping && b.kind == isMapping && op == "+" {
		return value{kind: isMapping, m: merged(a.m, b.m)}
	}
	if op == "+" && (a.kind == isText || b.kind == isText) {
		p, ok1 := a.text()
		q, ok2 := b.text()
		if !ok1 || !ok2 || len(p)+len(q) > maxText {
			return none("joined with a value that is not known")
		}
		return str(p + q)
	}
	m, ok1 := a.int()
	n, ok2 := b.int()
	if !ok1 || !ok2 || (op == "/" || op == "%") && n == 0 {
		return none("computed with a value that is not known")
	}
	switch op {
	case "+":
		return num(m + n)
	case "-":
		return num(m - n)
	case "*":
		return num(m * n)
	case "/":
		return num(m / n)
	case "%":
		return num(m % n)
	}
	return none("computed by the script")
}

func merged(a, b *dict) *dict {
	d := newDict()
	for _, from := range []*dict{a, b} {
		for _, k := range from.keys {
			d.set(k, from.vals[k])
		}
	}
	return d
}
