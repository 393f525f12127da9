package source

import "strings"

// constant is a name that is given one literal value and no other.
type constant struct{ value token }

// unit is one file at work.
type unit struct {
	file   string
	tokens []token
	lang   Language
	debug  bool
	class  string // the first class or object that it declares
	consts map[string]constant
}

func (u *unit) is(i int, s string) bool {
	return i >= 0 && i < len(u.tokens) && u.tokens[i].kind != text && u.tokens[i].s == s
}

// collect finds the file's class and the names with one literal value. A name
// that is also a parameter, or is assigned twice, has none.
func (u *unit) collect() {
	u.consts = map[string]constant{}
	spoilt := map[string]bool{}
	for i, t := range u.tokens {
		if t.kind != word {
			continue
		}
		if (t.s == "class" || t.s == "object" || t.s == "interface") && u.class == "" && i+1 < len(u.tokens) && u.tokens[i+1].kind == word {
			u.class = u.tokens[i+1].s
		}
		name, at, parameter := u.assigned(i)
		switch {
		case parameter:
			spoilt[name] = true
		case name != "":
			if _, twice := u.consts[name]; twice {
				spoilt[name] = true
			}
			if v, ok := u.literal(at); ok {
				u.consts[name] = constant{v}
			} else {
				spoilt[name] = true
			}
		}
	}
	for name := range spoilt {
		delete(u.consts, name)
	}
}

// assigned reads "NAME = value", "NAME: Type = value", and parameters without a
// value. at is the value's first token.
func (u *unit) assigned(i int) (name string, at int, parameter bool) {
	name = u.tokens[i].s
	if u.is(i+1, "=") && !u.is(i+2, "=") {
		if u.named(i) {
			return "", 0, false
		}
		return name, i + 2, false
	}
	declared := i > 0 && (u.is(i-1, "boolean") || u.is(i-1, "Boolean") || u.is(i-1, "String"))
	if declared && u.lang == Java && (u.is(i+1, ",") || u.is(i+1, ")")) {
		return name, 0, true
	}
	if u.lang == Kotlin && u.is(i+1, ":") && i+2 < len(u.tokens) && u.tokens[i+2].kind == word {
		n := i + 3
		if u.is(n, "?") {
			n++
		}
		if u.is(n, "=") && !u.is(n+1, "=") {
			return name, n + 1, false
		}
		return name, 0, u.is(n, ",") || u.is(n, ")")
	}
	return "", 0, false
}

// named reports whether "NAME =" names an argument of a Kotlin call: it stands
// behind a parenthesis or a comma.
func (u *unit) named(i int) bool {
	return u.lang == Kotlin && (u.is(i-1, "(") || u.is(i-1, ","))
}

// literal is the value at i if it is one literal, and nothing is done with it.
func (u *unit) literal(i int) (token, bool) {
	if i >= len(u.tokens) {
		return token{}, false
	}
	t := u.tokens[i]
	v, ok := t, t.kind == text || t.s == "true" || t.s == "false"
	if t.s == "Boolean" && u.is(i+1, ".") && (u.is(i+2, "TRUE") || u.is(i+2, "FALSE")) {
		v, ok, i = token{word, strings.ToLower(u.tokens[i+2].s), t.line}, true, i+2
	}
	if !ok || i+1 == len(u.tokens) {
		return v, ok
	}
	next := u.tokens[i+1]
	ends := next.kind == symbol && strings.Contains(";,)}@", next.s) || next.kind == word && next.line > t.line || next.s == "@"
	return v, ends
}

// calls finds the set-up calls and what surrounds them.
func (u *unit) calls(f *Facts) {
	g := guards{u: u}
	for i, t := range u.tokens {
		g.step(i)
		if t.kind != word || !setup[t.s] || !u.is(i+1, "(") || len(f.Calls) == maxCalls {
			continue
		}
		if u.is(i-1, "fun") || i > 0 && u.tokens[i-1].kind == word && !u.is(i-1, "return") && !u.is(i-1, "else") {
			continue // a declaration of the same name
		}
		first, value, known := u.first(i + 2)
		arg := first
		if known {
			arg = argument(t.s, value)
		} else if strings.Contains(first, ".") {
			f.pending = append(f.pending, len(f.Calls))
		}
		f.Calls = append(f.Calls, Call{Name: t.s, Arg: arg, File: u.file, Line: t.line, Debug: u.debug || g.debug()})
	}
}

// maxArgument bounds the tokens of an argument that are kept.
const maxArgument = 60

// first reads the first argument behind "(": as written, and its value if that
// is known.
func (u *unit) first(i int) (written string, value token, known bool) {
	if u.lang == Kotlin && i < len(u.tokens) && u.tokens[i].kind == word && u.is(i+1, "=") && !u.is(i+2, "=") {
		i += 2
	}
	depth, from := 0, i
	for ; i < len(u.tokens) && i-from < maxArgument; i++ {
		if u.is(i, ")") || u.is(i, ",") && depth == 0 {
			if depth == 0 {
				break
			}
			depth--
		}
		if u.is(i, "(") {
			depth++
		}
	}
	end := min(i, len(u.tokens))
	value, known = u.value(u.tokens[from:end])
	return spelled(u.tokens[from:end]), value, known
}

// value works an expression out: literals, constants of the file, "!", pairs of
// parentheses and joined texts.
func (u *unit) value(e []token) (token, bool) {
	for len(e) >= 3 && e[0].kind == symbol && e[0].s == "(" && e[len(e)-1].s == ")" {
		e = e[1 : len(e)-1]
	}
	switch {
	case len(e) == 0:
		return token{}, false
	case e[0].kind == symbol && e[0].s == "!":
		v, ok := u.value(e[1:])
		return token{word, map[string]string{"true": "false", "false": "true"}[v.s], v.line}, ok && v.kind == word
	case len(e) == 1 && (e[0].kind == text || e[0].s == "true" || e[0].s == "false"):
		return e[0], true
	case len(e) == 1:
		c, ok := u.consts[e[0].s]
		return c.value, ok
	case len(e) == 3 && e[1].s == "." && e[0].s == "Boolean":
		s := strings.ToLower(e[2].s)
		return token{word, s, e[0].line}, s == "true" || s == "false"
	case len(e) == 3 && e[1].s == "." && (e[0].s == u.class || e[0].s == "this" || e[0].s == "Companion"):
		c, ok := u.consts[e[2].s]
		return c.value, ok
	case len(e) >= 3 && e[1].kind == symbol && e[1].s == "+":
		a, known := u.value(e[:1])
		b, also := u.value(e[2:])
		return token{text, a.s + b.s, e[0].line}, known && also && a.kind == text && b.kind == text
	}
	return token{}, false
}

func spelled(e []token) string {
	var b strings.Builder
	for _, t := range e {
		if t.kind == text {
			b.WriteString(`"…"`)
			continue
		}
		b.WriteString(t.s)
	}
	return b.String()
}

// argument words a known value; a text that is no address is hidden.
func argument(call string, v token) string {
	if v.kind == word {
		return v.s
	}
	if call == "setBaseUrl" {
		return `"` + v.s + `"`
	}
	return `"…"`
}
