package source

// choice is "c ? a : b", "if (c) a else b" and "a ?: b".
func (v *evaluator) choice() value {
	if v.is("if") && v.at(1, "(") {
		v.i++
		c := v.primary()
		a := v.branch()
		if !v.take("else") {
			return value{}
		}
		return pick(c, a, v.branch())
	}
	c := v.or()
	switch {
	case v.at(0, "?") && v.at(1, ":"):
		v.i += 2
		other := v.choice()
		if c.kind == unknown {
			return pick(value{}, c, other)
		}
		return c
	case v.is("?") && !v.at(1, "."):
		v.i++
		a := v.choice()
		if !v.take(":") {
			return value{}
		}
		return pick(c, a, v.choice())
	}
	return c
}

// branch is one side of an if: an expression, or a block of one.
func (v *evaluator) branch() value {
	if !v.take("{") {
		return v.choice()
	}
	x := v.choice()
	if v.take(";"); !v.take("}") {
		v.i = len(v.e) + 1 // more than one expression
		return value{}
	}
	return x
}

func pick(c, a, b value) value {
	switch {
	case c.kind == boolean && c.is:
		return a
	case c.kind == boolean:
		return b
	case a == b:
		return a
	}
	return value{}
}

func (v *evaluator) or() value {
	x := v.and()
	for {
		exclusive := v.take("xor") || v.take("^")
		if !exclusive && !v.pair("|") && !v.take("|") && !v.take("or") {
			return x
		}
		y := v.and()
		switch {
		case exclusive:
			x = both(x, y, x.is != y.is)
		case x.kind == boolean && x.is || y.kind == boolean && y.is:
			x = truth(true)
		default:
			x = both(x, y, false)
		}
	}
}

func (v *evaluator) and() value {
	x := v.equal()
	for v.pair("&") || v.take("&") || v.take("and") {
		y := v.equal()
		if x.kind == boolean && !x.is || y.kind == boolean && !y.is {
			x = truth(false)
			continue
		}
		x = both(x, y, true)
	}
	return x
}

func (v *evaluator) equal() value {
	x := v.sum()
	for {
		not := v.at(0, "!") && v.at(1, "=")
		if !not && !v.pairEqual() {
			return x
		}
		if not {
			v.i += 2
		}
		v.take("=") // Kotlin's ===
		y := v.sum()
		if x.kind == unknown || x.kind != y.kind {
			x = value{}
			continue
		}
		x = truth((x == y) != not)
	}
}

func (v *evaluator) pairEqual() bool { return v.pair("=") }

func (v *evaluator) sum() value {
	x := v.unary()
	for v.take("+") {
		y := v.unary()
		switch {
		case x.kind == textual && y.kind == textual:
			x.s += y.s
		case x.kind == textual:
			x = value{prefix: x.s + y.prefix}
		default:
			x = value{prefix: x.prefix}
		}
		if len(x.s) > 4096 {
			return value{}
		}
	}
	return x
}

func (v *evaluator) unary() value {
	if v.is("!") && !v.at(1, "=") {
		v.i++
		x := v.unary()
		if x.kind == boolean {
			return truth(!x.is)
		}
		return value{}
	}
	return v.postfix(v.primary())
}
