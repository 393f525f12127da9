package source

// unknownToken stands for a value that is not followed.
var unknownToken = token{kind: symbol, s: "\x00"}

// The bounds of an expression in which names were replaced by their values.
const (
	maxReduced = 600
	maxDepth   = 12
	maxWork    = 250_000 // tokens of one file, those of a name each time it is used
)

// reduce replaces the names of the file in an expression by their values as they
// are at a token; names of other files stay.
func (u *unit) reduce(e []token, at, depth int) []token {
	if u.work += len(e) + 1; depth > maxDepth || u.work > maxWork {
		return []token{unknownToken}
	}
	var out []token
	for i := 0; i < len(e); i++ {
		if len(out) > maxReduced {
			return []token{unknownToken}
		}
		t := e[i]
		is := func(k int, s string) bool { return k >= 0 && k < len(e) && e[k].kind != text && e[k].s == s }
		switch {
		case t.kind == text && t.parts != nil:
			out = append(out, u.reduceParts(t, at, depth))
		case t.kind != word || is(i-1, ".") || literals[t.s]:
			out = append(out, t)
		case t.s == "this" && is(i+1, ".") && i+2 < len(e) && !is(i+3, "("):
			if n := u.field(e[i+2].s, at); n != nil {
				out, i = append(out, wrapped(u.value(n, at, depth))...), i+2
				continue
			}
			out = append(out, t)
		case is(i+1, "(") && is(i+2, ")"):
			if n := u.lookup(t.s+"()", at); n != nil {
				out, i = append(out, wrapped(u.value(n, at, depth))...), i+2
				continue
			}
			out = append(out, t)
		case is(i+1, "("):
			out = append(out, t)
		default:
			if n := u.lookup(t.s, at); n != nil && !is(i+1, "=") {
				out = append(out, wrapped(u.value(n, at, depth))...)
				continue
			}
			out = append(out, t)
		}
	}
	return out
}

// literals are words that are no names.
var literals = map[string]bool{
	"true": true, "false": true, "null": true, "if": true, "else": true, "as": true, "is": true, "and": true,
	"or":  true,
	"xor": true,
}

func (u *unit) reduceParts(t token, at, depth int) token {
	parts := make([]piece, len(t.parts))
	for i, p := range t.parts {
		parts[i] = p
		if p.code != nil {
			parts[i].code = u.reduce(p.code, at, depth+1)
		}
	}
	t.parts = parts
	return t
}

// value is what a name holds at a token.
func (u *unit) value(n *name, at, depth int) []token {
	if n.unknown || n.busy || depth > maxDepth {
		return []token{unknownToken}
	}
	n.busy = true // a name that is worked out of itself is not followed
	defer func() { n.busy = false }()
	if n.final && len(n.values) == 1 {
		return u.reduce(n.values[0].e, n.values[0].at, depth+1)
	}
	first, cur := u.before(n, at), []token{unknownToken}
	switch {
	case first >= 0:
		cur = u.reduce(n.values[first].e, n.values[first].at, depth+1)
	case n.member && n.flag && (len(n.values) == 0 || n.values[0].at != n.at):
		cur = []token{{kind: word, s: "false"}}
	}
	for i, v := range n.values {
		switch {
		case i == first || first >= 0 && i < first && !u.repeated(v.at, at, n):
		case n.member && first < 0 || v.at < at || u.repeated(v.at, at, n):
			cond, known := u.condition(v.at, at, depth)
			switch {
			case !known:
				cond = []token{unknownToken}
			case n.member && first < 0 || v.at > at || !u.plainBlocks(v.at, at):
				cond = append(cond, sym("&"), sym("&"), unknownToken)
			}
			cur = choice(cond, u.reduce(v.e, v.at, depth+1), cur)
		}
		if u.work += len(cur); len(cur) > maxReduced {
			return []token{unknownToken}
		}
	}
	if n.member && !n.final {
		return choice([]token{setElsewhere(u.owner(n.at), u.tokens[n.at].s)}, []token{unknownToken}, cur)
	}
	return cur
}

// setElsewhere is the question whether another class gives a member a value.
func setElsewhere(class, name string) token { return sym(elsewhere + class + "." + name) }

const elsewhere = "\x01"

// choice is "if (cond) then else otherwise".
func choice(cond, then, otherwise []token) []token {
	out := append([]token{{kind: word, s: "if"}}, wrapped(cond)...)
	out = append(out, wrapped(then)...)
	out = append(out, token{kind: word, s: "else"})
	return append(out, wrapped(otherwise)...)
}

// before is the last assignment that surely came before a token, -1 for none: one
// in a block around it and under no other condition. That of a member counts if
// it stands in the same function, or if it is the declaration and the only one.
func (u *unit) before(n *name, at int) int {
	best := -1
	for i, v := range n.values {
		declared := v.at == n.at
		if n.member && declared {
			best = i // what else is given to it is judged beside this
			continue
		}
		if v.at >= at || !u.inside(u.block(v.at), at) || u.blocks[u.block(v.at)].body {
			continue
		}
		if _, conditional := u.condition(v.at, at, maxDepth); !conditional {
			best = i
		}
	}
	return best
}

// plainBlocks reports whether an assignment stands in blocks of conditions alone:
// no loop, lambda or function.
func (u *unit) plainBlocks(v, at int) bool {
	for b := u.block(v); b > 0 && !u.inside(b, at); b = u.blocks[b].parent {
		conditional := false
		for _, g := range u.guards {
			conditional = conditional || g.from == u.blocks[b].from
		}
		if !conditional {
			return false
		}
	}
	return true
}

// repeated reports whether an assignment behind a token may have run before it: in a
// loop or another function.
func (u *unit) repeated(v, at int, n *name) bool {
	if v < at {
		return false
	}
	if n.member {
		return true
	}
	for b := u.block(at); b > 0 && u.blocks[b].from > n.at; b = u.blocks[b].parent {
		if u.inside(b, v) {
			return true
		}
	}
	return false
}
