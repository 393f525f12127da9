package source

import "strings"

// name is a variable, constant, parameter or function without parameters; the
// last has "()" behind its name.
type name struct {
	at       int // where it is declared
	from, to int // the tokens that see it
	member   bool
	final    bool
	unknown  bool // a parameter, or computed in a way that is not followed
	flag     bool // a Java boolean, which is false until it is set
	values   []given
	busy     bool // its value is being worked out
}

// given is one assignment.
type given struct {
	at int
	e  []token
}

// outer is an assignment to a member of another class, "" for one whose class is
// not said.
type outer struct{ class, name string }

// notTypes are words before a name that do not declare it.
var notTypes = map[string]bool{
	"return": true, "else": true, "throw": true, "new": true, "case": true, "package": true, "import": true,
	"instanceof": true, "in": true, "is": true, "as": true, "fun": true, "class": true, "interface": true,
	"object": true, "extends": true, "implements": true, "enum": true, "and": true, "or": true, "xor": true,
	"to": true, "assert": true, "goto": true, "do": true, "by": true,
}

func (u *unit) declare() {
	for i, t := range u.tokens {
		if t.kind != word || t.s[0] >= '0' && t.s[0] <= '9' {
			continue
		}
		switch {
		case u.lang == Kotlin && (t.s == "val" || t.s == "var"):
			u.kotlinValue(i)
		case u.lang == Kotlin && t.s == "fun" && u.word(i+1):
			u.function(i + 1)
		case u.lang == Kotlin && u.is(i+1, ":") && u.parens[i] > 0 &&
			(u.is(i-1, "(") || u.is(i-1, ",") || u.is(i-1, "vararg")):
			u.parameter(i)
		case u.lang == Kotlin && (u.is(i+1, "-") && u.is(i+2, ">") || u.is(i+1, "in") && u.is(i-1, "(")):
			u.add(t.s, &name{at: i, from: i, to: u.blocks[u.in[i]].to, unknown: true})
		case u.lang == Java && u.typed(i):
			u.javaName(i)
		}
	}
}

func (u *unit) add(s string, n *name) { u.names[s] = append(u.names[s], n) }

// typed reports whether a type stands before the name at i.
func (u *unit) typed(i int) bool {
	if i == 0 || notTypes[u.tokens[i].s] {
		return false
	}
	return u.word(i-1) && !notTypes[u.tokens[i-1].s] || u.is(i-1, ">") && !u.is(i-2, "-") || u.is(i-1, "]")
}

func (u *unit) javaName(i int) {
	b := u.in[i]
	n := &name{at: i, from: i, to: u.blocks[b].to, member: u.blocks[b].body, flag: u.is(i-1, "boolean")}
	for k := i - 1; k >= 0 && u.word(k); k-- {
		n.final = n.final || u.is(k, "final")
	}
	if u.blocks[b].body && b > 0 && u.interfaceBody(b) {
		n.final = true
	}
	switch {
	case u.is(i+1, "("):
		u.function(i)
		return
	case u.parens[i] > 0 && (u.is(i+1, ",") || u.is(i+1, ")") || u.is(i+1, ":")):
		u.parameter(i)
		return
	case u.is(i+1, "=") && !u.is(i+2, "="):
		e, ok := u.expression(i + 2)
		u.give(n, i, e, ok)
	case !u.is(i+1, ";") && !u.is(i+1, ","):
		return
	}
	if n.member {
		n.from = u.blocks[b].from
	}
	u.add(u.tokens[i].s, n)
}

// interfaceBody reports whether a block is that of an interface, whose fields are
// constants.
func (u *unit) interfaceBody(b int) bool {
	for i := u.blocks[b].from - 1; i >= 0 && i > u.blocks[b].from-20; i-- {
		switch {
		case u.is(i, "interface"):
			return true
		case u.is(i, ";"), u.is(i, "{"), u.is(i, "}"), u.is(i, "class"):
			return false
		}
	}
	return false
}

func (u *unit) give(n *name, at int, e []token, ok bool) {
	if !ok {
		e = []token{unknownToken}
	}
	n.values = append(n.values, given{at, e})
}

// parameter declares a name for the body that follows.
func (u *unit) parameter(i int) {
	end := i
	for depth := 0; end < len(u.tokens); end++ {
		if u.is(end, "(") {
			depth++
		}
		if u.is(end, ")") {
			if depth--; depth < 0 {
				break
			}
		}
	}
	for end++; end < len(u.tokens) && !u.is(end, "{") && !u.is(end, "=") && !u.is(end, ";") && !u.is(end, "}"); end++ {
		continue
	}
	if u.is(end, "=") {
		end++
	}
	u.add(u.tokens[i].s, &name{at: i, from: i, to: u.statement(end), unknown: true})
}

// kotlinValue reads "val NAME: Type = value", "by lazy { value }" and
// "get() = value" behind it.
func (u *unit) kotlinValue(i int) {
	b, at := u.in[i], i+1
	if u.is(at, "(") { // val (a, b) = pair
		for end := u.pair[at]; at < end; at++ {
			if u.word(at) {
				u.add(u.tokens[at].s, &name{at: at, from: at, to: u.blocks[b].to, unknown: true})
			}
		}
		return
	}
	if !u.word(at) {
		return
	}
	n := &name{at: at, from: at, to: u.blocks[b].to, member: u.blocks[b].body, final: u.is(i, "val")}
	n.unknown = u.parens[i] > 0
	if n.member {
		n.from = u.blocks[b].from
	}
	u.add(u.tokens[at].s, n)
	end := at + 1
	if u.is(end, ":") {
		for end++; u.word(end) || u.is(end, ".") || u.is(end, "?"); end++ {
			if u.is(end, "get") || u.is(end, "by") || u.is(end, "private") && u.tokens[end].line > u.tokens[at].line {
				break
			}
		}
	}
	switch {
	case n.unknown:
	case u.is(end, "="):
		e, ok := u.expression(end + 1)
		u.give(n, at, e, ok)
		if after := end + 1 + len(e); ok && u.is(after, "get") && u.is(after+1, "(") {
			n.unknown = true
		}
	case u.is(end, "by") && u.is(end+1, "lazy") && u.is(end+2, "{"):
		e, ok := u.expression(end + 3)
		u.give(n, at, e, ok && u.is(end+3+len(e), "}"))
	case u.is(end, "by"):
		n.unknown = true
	case u.is(end, "get") && u.is(end+1, "(") && u.is(end+2, ")"):
		e, ok := u.returned(end + 3)
		u.give(n, at, e, ok)
	}
}

// function declares a function without parameters by what it returns.
func (u *unit) function(i int) {
	if !u.is(i+1, "(") || !u.is(i+2, ")") {
		return
	}
	at := i + 3
	if u.is(at, ":") {
		at += 2
	}
	e, ok := u.returned(at)
	if !ok {
		return
	}
	b := u.in[i]
	n := &name{at: i, from: u.blocks[b].from, to: u.blocks[b].to, member: u.blocks[b].body, final: true}
	u.give(n, i, e, true)
	u.add(u.tokens[i].s+"()", n)
}

// returned is the one expression that a body gives.
func (u *unit) returned(at int) (e []token, ok bool) {
	switch {
	case u.is(at, "="):
		return u.expression(at + 1)
	case u.is(at, "{") && u.is(at+1, "return"):
		e, ok = u.expression(at + 2)
		end := at + 2 + len(e)
		return e, ok && (u.is(end, "}") || u.is(end, ";") && u.is(end+1, "}"))
	}
	return nil, false
}

// assign collects what is given to names after their declaration.
func (u *unit) assign() {
	for i, t := range u.tokens {
		if t.kind != word {
			continue
		}
		if to := setter(t.s); to != "" && u.is(i-1, ".") && u.is(i+1, "(") {
			u.outside("", to)
		}
		at, ok := u.assigned(i)
		if !ok {
			continue
		}
		e, whole := []token{unknownToken}, true
		if at > 0 {
			e, whole = u.expression(at)
		}
		switch {
		case !u.is(i-1, "."):
			n := u.lookup(t.s, i)
			switch {
			case n == nil:
				u.outside("", t.s)
			case n.at != i:
				u.give(n, i, e, whole)
			}
		case u.is(i-2, "this"):
			if n := u.field(t.s, i); n != nil {
				u.give(n, i, e, whole)
			}
		case u.word(i - 2):
			u.outside(u.tokens[i-2].s, t.s)
		default:
			u.outside("", t.s)
		}
	}
}

// outside notes that a member of another class is given a value.
func (u *unit) outside(class, name string) {
	if len(u.set) < maxGuards {
		u.set = append(u.set, outer{class, name})
	}
}

// setter is "checkSsl" of "setCheckSsl", "" for another name.
func setter(s string) string {
	rest, ok := strings.CutPrefix(s, "set")
	if !ok || rest == "" || setup[s] || rest[0] < 'A' || rest[0] > 'Z' {
		return ""
	}
	return strings.ToLower(rest[:1]) + rest[1:]
}

// assigned reads "NAME = value"; at is the value's first token, 0 for an operator
// such as "|=".
func (u *unit) assigned(i int) (at int, ok bool) {
	switch {
	case u.is(i+1, "=") && !u.is(i+2, "="):
		named := (u.is(i-1, "(") || u.is(i-1, ",")) && u.lang == Kotlin
		return i + 2, !named
	case u.is(i+2, "=") && !u.is(i+3, "=") && (u.is(i+1, "|") || u.is(i+1, "&") || u.is(i+1, "^") || u.is(i+1, "+")):
		return 0, true
	}
	return 0, false
}

// lookup finds what a name means at a token: the innermost declaration.
func (u *unit) lookup(s string, at int) *name {
	var best *name
	for _, n := range u.names[s] {
		if n.from <= at && at < n.to && (best == nil || n.from > best.from) {
			best = n
		}
	}
	return best
}

// field is the member of the classes around a token.
func (u *unit) field(s string, at int) *name {
	var best *name
	for _, n := range u.names[s] {
		if n.member && n.from <= at && at < n.to && (best == nil || n.from > best.from) {
			best = n
		}
	}
	return best
}
