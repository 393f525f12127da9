package source

import "strings"

// maxArgument limits the tokens of an argument that are kept as written.
const maxArgument = 60

// calls finds the set-up calls and what surrounds them.
func (u *unit) calls(p *program) {
	for i, t := range u.tokens {
		if t.kind != word || !setup[t.s] || !u.is(i+1, "(") || len(p.calls) == maxCalls {
			continue
		}
		if u.is(i-1, "fun") || u.word(i-1) && !u.is(i-1, "return") && !u.is(i-1, "else") {
			continue // a declaration of the same name
		}
		from := i + 2
		if u.lang == Kotlin && u.word(from) && u.is(from+1, "=") && !u.is(from+2, "=") {
			from += 2
		}
		c := pending{name: t.s, call: Call{Name: t.s, File: u.file, Line: t.line, Debug: u.debug}}
		e, ok := u.argument(from)
		c.call.Arg = spelled(e[:min(len(e), maxArgument)])
		if c.arg = []token{unknownToken}; ok {
			c.arg = u.reduce(e, i, 0)
		}
		for _, g := range u.under(i) {
			g.cond = u.reduce(g.cond, g.at, 0)
			c.runs = append(c.runs, g)
		}
		p.calls = append(p.calls, c)
	}
}

// argument is the expression up to the next comma or the call's end.
func (u *unit) argument(i int) (e []token, ok bool) {
	depth, from := 0, i
	for ; i < len(u.tokens) && i-from <= maxExpression; i++ {
		switch {
		case depth == 0 && (u.is(i, ",") || u.is(i, ")")):
			return u.tokens[from:i], i > from
		case u.is(i, "(") || u.is(i, "{") || u.is(i, "["):
			depth++
		case u.is(i, ")") || u.is(i, "}") || u.is(i, "]"):
			depth--
		}
	}
	return u.tokens[min(from, len(u.tokens)):min(i, len(u.tokens))], false
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
