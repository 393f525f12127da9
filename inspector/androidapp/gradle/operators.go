package gradle

import (
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
)

func (x *exec) unary(t *script.Unary, s *scope) value {
	v := x.eval(t.X, s)
	switch t.Op {
	case "~":
		return patternOf(v)
	case "!":
		return x.not(v).unless(v, x.not)
	case "-":
		if n, ok := v.int(); ok {
			return num(-n)
		}
		return none(v.why())
	case "++", "--":
		return none(reason("counted by the script", "由脚本计数"))
	}
	return v
}

// not is the opposite of a value.
func (x *exec) not(v value) value {
	if is, known := v.truth(); known {
		return boolOf(!is)
	}
	return none(v.why())
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
			return x.eval(t.Y, s).unless(a, func(o value) value { return o })
		}
		return a
	case "as":
		if n, ok := t.Y.(*script.Name); ok && n.Name == "File" && a.kind == isText {
			return x.path([]arg{{v: a}})
		}
		return a
	case "is", "instanceof":
		return x.ofAndroid(a, t.Y)
	case "!is":
		is, known := x.ofAndroid(a, t.Y).truth()
		if known {
			return boolOf(!is)
		}
		return none(reason("a question of types", "取决于类型判断"))
	case "=~", "==~":
		return x.patternOperator(t, a, s)
	}
	b := x.eval(t.Y, s)
	switch t.Op {
	case "==", "===", "!=", "!==":
		is, known := same(a, b)
		if !known {
			return none(a.why())
		}
		return boolOf(is == (t.Op[0] == '=')).undecided(a).undecided(b)
	case "<", ">", "<=", ">=":
		return compared(t.Op, a, b).undecided(a).undecided(b)
	case "in", "!in":
		is, known := contains(b, a)
		if !known {
			return none(b.why())
		}
		return boolOf(is == (t.Op == "in"))
	case "..", "..<", "until":
		v := interval(t.Op, a, b)
		x.spend(len(v.list))
		return v
	case "+", "-", "*", "/", "%", "<<":
		return x.arithmetic(t.Op, a, b)
	case "to":
		return pairOf(a, b)
	case "matches":
		return matching(a, b, true)
	}
	if a.kind == isRequest || a.kind == isNode || a.kind == isModule {
		return x.method(a, t.Op, []arg{{v: b}}, nil, t.Line(), s)
	}
	return none(notUnderstood(t.Op))
}

func (x *exec) logic(t *script.Binary, a value, s *scope) value {
	is, known := a.truth()
	if known && is == (t.Op == "||") {
		return boolOf(is).undecided(a)
	}
	b := x.eval(t.Y, s)
	other, ok := b.truth()
	switch {
	case ok && other == (t.Op == "||"):
		return boolOf(other).undecided(b)
	case known && ok:
		return boolOf(other).undecided(a).undecided(b)
	}
	return none(onCondition)
}

func compared(op string, a, b value) value {
	m, ok1 := a.int()
	n, ok2 := b.int()
	if !ok1 || !ok2 {
		return none(reason("compared with a value that is not known", "与无法确定的值比较"))
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
	if a.kind == isMapping && op == "+" {
		sum := merged(a.m, newDict())
		x.putAll(sum, b)
		return value{kind: isMapping, m: sum}
	}
	if op == "+" && (a.kind == isText || b.kind == isText) {
		p, ok1 := a.text()
		q, ok2 := b.text()
		if !ok1 || !ok2 || len(p)+len(q) > maxText {
			return value{kind: isUnknown, s: "joined with a value that is not known", ns: partly(a.known() + b.known())}
		}
		return str(p + q)
	}
	if op == "-" && a.kind == isText {
		if q, ok := b.text(); ok {
			return str(strings.Replace(a.s, q, "", 1)) // Groovy takes the first one away
		}
	}
	if op == "-" && a.kind == isList {
		return without(a, b)
	}
	m, ok1 := a.int()
	n, ok2 := b.int()
	if !ok1 || !ok2 || (op == "/" || op == "%") && n == 0 {
		return none(reason("computed with a value that is not known", "由无法确定的值计算"))
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
	return none(reason("computed by the script", "由脚本计算"))
}

func merged(a, b *dict) *dict {
	d := newDict()
	for _, from := range []*dict{a, b} {
		for _, k := range from.keys {
			d.set(k, from.vals[k])
		}
		if !from.open.Empty() {
			d.open = from.open
		}
	}
	return d
}

// interval is a..b, and without b a..<b.
func interval(op string, a, b value) value {
	from, ok1 := a.int()
	to, ok2 := b.int()
	if !ok1 || !ok2 {
		return none(reason("a range that is not known", "范围无法确定"))
	}
	if op != ".." {
		to--
	}
	out := value{kind: isList}
	if n := to - from; n >= maxRepeats || to > from && n < 0 { // below 0 where it overflows
		return none(tooMany)
	}
	for i := from; i <= to; i++ {
		out.list = append(out.list, num(i))
	}
	return out
}

// without is a list without the items of another one.
func without(a, b value) value {
	out, gone := value{kind: isList}, value{kind: isList, list: b.flat()}
	for _, i := range a.list {
		is, known := contains(gone, i)
		if !known {
			return none(reason("a list without what is not known", "从列表中去除无法确定的项"))
		}
		if !is {
			out.list = append(out.list, i)
		}
	}
	return out
}
