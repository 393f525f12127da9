package source

// guard is a range of tokens that run under a condition.
type guard struct {
	from, to int
	cond     []token
	at       int // where the condition stands
	not      bool
}

// maxGuards limits the conditions of one file.
const maxGuards = 2000

// conditions finds what stands behind "if (...)" and its else, and what a return
// under a condition leaves out.
func (u *unit) conditions() {
	for i := range u.tokens {
		end, ok := u.pair[i+1]
		if !ok || !u.is(i, "if") || len(u.guards) >= maxGuards {
			continue
		}
		cond := u.tokens[i+2 : end]
		if len(cond) == 0 || len(cond) > maxExpression {
			cond = []token{unknownToken}
		}
		then := end + 1
		after := u.statement(then)
		u.guards = append(u.guards, guard{then, after, cond, i, false})
		if u.leaves(then, after) && !u.is(after, "else") {
			u.guards = append(u.guards, guard{after, u.blocks[u.in[i]].to, cond, i, true})
		}
		if u.is(after, "else") {
			u.guards = append(u.guards, guard{after + 1, u.statement(after + 1), cond, i, true})
		}
	}
}

// leaves reports whether a statement ends in a return or throw.
func (u *unit) leaves(from, to int) bool {
	if u.is(from, "return") || u.is(from, "throw") {
		return true
	}
	if !u.is(from, "{") {
		return false
	}
	last := -1
	for i := from + 1; i < to-1; i++ {
		if u.in[i] == u.in[from+1] && u.parens[i] == 0 && (u.is(i, "return") || u.is(i, "throw")) {
			last = i
		}
	}
	return last > 0 && u.statement(last) >= to-1
}

// under are the conditions under which the token at i runs.
func (u *unit) under(i int) []guard {
	var out []guard
	for _, g := range u.guards {
		if g.from <= i && i < g.to && len(out) < 20 {
			out = append(out, g)
		}
	}
	return out
}

// condition joins the conditions that hold at one token and not at another; ok is
// false if there is none.
func (u *unit) condition(at, use, depth int) (e []token, ok bool) {
	for _, g := range u.under(at) {
		if g.from <= use && use < g.to {
			continue
		}
		if ok {
			e = append(e, sym("&"), sym("&"))
		}
		if g.not {
			e = append(e, sym("!"))
		}
		e, ok = append(e, wrapped(u.reduce(g.cond, g.at, depth+1))...), true
	}
	return e, ok
}

func sym(s string) token { return token{kind: symbol, s: s} }

func wrapped(e []token) []token { return append(append([]token{sym("(")}, e...), sym(")")) }
