package gradle

import (
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
	"loginscope/lang"
)

// The bounds of one evaluation. A large build of some hundred modules takes some
// hundred thousand steps. What one script takes in one module counts by itself, so that a
// bad or huge one leaves enough for the others.
const (
	maxSteps       = 3_000_000
	maxScriptSteps = 300_000
	maxCalls       = 80
	maxRepeats     = 5_000
	maxText        = 100_000
)

// exec is an evaluation at work in one script.
type exec struct {
	b     *Build
	mod   *moduleEnv
	file  string
	lang  script.Lang
	maybe int // inside conditions that are not known
	calls int
	stack []string // scripts that are being applied
	work  []atWork // functions that are at work
	line  int      // of the statement at work
	spent *spent   // by the script at work in its module, nil before the first step
	broke bool     // the last return was a break
	// mayBreak and mayReturn are true once a condition that is not known may have ended the
	// switch or loop, or the function: what follows is run with doubt.
	mayBreak, mayReturn bool
	// requests are those of a plugins block at work, nil outside.
	requests []*pluginRequest
	// versionsOnly is true inside pluginManagement, whose plugins block applies nothing.
	versionsOnly bool
}

// body runs statements; ended is true once a return was met.
func (x *exec) body(list []script.Stmt, s *scope) (last value, ended bool) {
	for _, st := range list {
		f, ok := st.(*script.Func)
		switch {
		case ok && f.Receiver == "":
			s.declare(f.Name, value{kind: isFunction, fn: x.function(f, s)})
		case ok && x.room(len(x.b.funcs[f.Name])):
			x.b.funcs[f.Name] = append(x.b.funcs[f.Name], x.function(f, s))
		}
	}
	doubts := 0
	defer func() { x.maybe -= doubts }()
	for _, st := range list {
		x.line = st.Line()
		if x.stop() {
			return none(tooLong), true
		}
		if doubts == 0 && (x.mayBreak || x.mayReturn) {
			doubts++
			x.maybe++
		}
		if last, ended = x.statement(st, s); ended {
			return last, true
		}
	}
	return last, false
}

func (x *exec) function(f *script.Func, s *scope) *callable {
	return &callable{name: f.Name, params: f.Params, body: f.Body, scope: s, file: x.file, lang: x.lang,
		receiver: f.Receiver, isFunc: true}
}

func (x *exec) statement(st script.Stmt, s *scope) (value, bool) {
	switch t := st.(type) {
	case *script.Decl:
		x.declare(t, s)
		return value{}, false
	case *script.Func: // declared before the statements
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
		x.broke, x.mayBreak = false, false
		return value{}, false
	case *script.Try:
		return x.body(t.Body, &scope{parent: s})
	case *script.When:
		return x.when(t, s)
	case *script.Return:
		x.broke = t.Break
		if t.Value == nil {
			return value{kind: isNull}, true
		}
		return x.eval(t.Value, s), true
	case *script.Binary:
		if t.Op == "<<" { // list << item
			if list := x.eval(t.X, s); list.kind == isList {
				x.store(t.X, x.arithmetic("<<", list, x.eval(t.Y, s)), s)
				return value{}, false
			}
		}
		return x.eval(t, s), false
	case *script.Name: // Groovy's configurations { sdk } makes one
		if on := innermost(s); on.kind == isNode && on.node.Name == "configurations" && s.scopeOf(t.Name) == nil {
			on.node.child(t.Name)
		}
		return x.eval(t, s), false
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

func (x *exec) eval(e script.Expr, s *scope) value {
	if x.stop() {
		return none(tooLong)
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
		return value{
			kind: isClosure,
			fn:   &callable{params: params(t.Params), body: t.Body, scope: s, file: x.file, lang: x.lang},
		}
	case *script.Binary:
		return x.binary(t, s)
	case *script.Unary:
		return x.unary(t, s)
	case *script.Cond:
		return x.cond(t, s)
	case *script.When:
		v, _ := x.when(t, s)
		return v
	case *script.New:
		return x.construct(t, s)
	case *script.Assign:
		return x.assign(t, s)
	case *script.Throw:
		return x.throws(t)
	case *script.Unread:
		return none(notUnderstood(t.Text))
	}
	return value{}
}

// throws passes over a throw: a build that was made did not come to it, so the
// script goes on behind it. One that no unknown condition guards says that a value
// before it was read wrong, which leaves a doubt on what the script does not set.
func (x *exec) throws(t *script.Throw) value {
	if x.maybe == 0 {
		x.b.note(x.file, t.Line(), reason("the script throws an exception, as far as it could be read",
			"就可解析的部分而言，脚本抛出异常"))
	}
	return none(reason("the script throws an exception", "脚本抛出异常"))
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
	var why lang.Text
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
		if b.Len() > maxText {
			return none(reason("a text that is too long", "文本过长"))
		}
		if !ok && why.Empty() {
			why = v.why()
		}
		b.WriteString(part)
	}
	if !why.Empty() {
		return value{kind: isUnknown, because: why, ns: partly(b.String())}
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
