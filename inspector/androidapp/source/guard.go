package source

// guards follows which tokens stand behind "if (BuildConfig.DEBUG)".
type guards struct {
	u      *unit
	blocks []bool // open braces: guarded or not
	until  int    // end of a guarded statement without braces
	open   map[int]bool
}

// step looks at the token at i before it is used.
func (g *guards) step(i int) {
	if g.open == nil {
		g.open = map[int]bool{}
	}
	u := g.u
	switch {
	case u.is(i, "if") && u.is(i+1, "("):
		g.condition(i + 1)
	case u.is(i, "{"):
		g.blocks = append(g.blocks, g.open[i] || g.debug())
	case u.is(i, "}") && len(g.blocks) > 0:
		g.blocks = g.blocks[:len(g.blocks)-1]
	}
	if i >= g.until {
		g.until = 0
	}
}

// debug reports whether the token of the last step runs in debug builds only.
func (g *guards) debug() bool {
	return g.until > 0 || len(g.blocks) > 0 && g.blocks[len(g.blocks)-1]
}

// condition reads "(...)" at i and marks what it guards: the block or statement
// behind it, or behind its else where the condition is "not debug".
func (g *guards) condition(i int) {
	u, end, debug, not, either := g.u, i, false, false, false
	for depth := 0; end < len(u.tokens); end++ {
		if u.is(end, "(") {
			depth++
		}
		if u.is(end, ")") {
			if depth--; depth == 0 {
				break
			}
		}
		debug = debug || u.is(end, "DEBUG")
		not = not || u.is(end, "!") || u.is(end, "false")
		either = either || u.is(end, "|")
	}
	if !debug || either {
		return
	}
	then := end + 1
	if not {
		if then = g.behind(then); !u.is(then, "else") {
			return
		}
		then++
	}
	if u.is(then, "{") {
		g.open[then] = true
		return
	}
	g.until = g.behind(then)
}

// behind is the token after the block or statement at i.
func (g *guards) behind(i int) int {
	u, depth, block := g.u, 0, g.u.is(i, "{")
	for n := i; n < len(u.tokens); n++ {
		switch {
		case u.is(n, "{") || u.is(n, "("):
			depth++
		case u.is(n, "}") || u.is(n, ")"):
			if depth--; depth == 0 && block || depth < 0 {
				return n + 1
			}
		case depth > 0 || block:
		case u.is(n, ";"):
			return n + 1
		case u.lang == Kotlin && n > i && u.tokens[n].line > u.tokens[n-1].line && !u.is(n, "."):
			return n
		}
	}
	return len(u.tokens)
}
