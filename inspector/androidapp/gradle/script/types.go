package script

// typeName reads a type with its arguments and returns its first name.
func (p *parser) typeName() string {
	name, function := "", false
	for {
		switch t := p.peek(); {
		case t.kind == word:
			p.at++
			function = false
			if t.s != "in" && t.s != "out" {
				name = t.s
			}
		case t.s == "(":
			p.at++
			p.params(")")
			function = true
		default:
			return name
		}
		if p.is("<") {
			p.typeArgs()
		}
		p.typeSuffix()
		// "a: Type ->" ends the parameters of a closure; a function's type has parentheses.
		if !p.accept(".") && !(function && p.accept("->")) {
			return name
		}
	}
}

// typeSuffix reads the "?" of Kotlin and the "[]" of arrays behind a type. Groovy's "?"
// there is that of a condition, and a "]" alone closes what is around the type.
func (p *parser) typeSuffix() {
	for {
		switch {
		case p.is("?") && p.lang == Kotlin:
			p.at++
		case p.is("[") && p.ahead(1).s == "]":
			p.at += 2
		default:
			return
		}
	}
}

// typeArgs reads "<a.A, B<C>>" and returns the last name of each: A and B.
func (p *parser) typeArgs() []string {
	var out []string
	depth := 0
	for {
		t := p.toks[p.at]
		switch {
		case t.kind == end || t.kind == newline && depth == 0:
			return out
		case t.s == "<":
			depth++
		case t.s == "<<":
			depth += 2
		case t.s == ">":
			depth--
		case t.kind == word && depth == 1 && t.s != "in" && t.s != "out":
			if n := len(out); n > 0 && p.toks[p.at-1].s == "." {
				out[n-1] = t.s
			} else {
				out = append(out, t.s)
			}
		}
		p.at++
		if depth <= 0 {
			return out
		}
	}
}
