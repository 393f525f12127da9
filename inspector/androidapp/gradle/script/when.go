package script

func (p *parser) wordExpr(t token) Expr {
	line := Pos(t.line)
	switch t.s {
	case "true", "false":
		p.at++
		return &Lit{line, t.s == "true"}
	case "null":
		p.at++
		return &Lit{line, nil}
	case "new":
		if p.ahead(1).kind == word {
			p.at++
			n := &New{Pos: line, Type: p.typeName()}
			if p.accept("(") {
				n.Args = p.arguments(")")
			}
			if p.is("{") {
				p.at++
				n.Body = p.inBraces()
			}
			return n
		}
	case "throw":
		if throws(p.ahead(1)) {
			return p.throw(t)
		}
	case "return": // x ?: return y
		if p.lang == Kotlin {
			r, _ := p.keyword(t)
			return &Unread{Pos(r.Line()), t.s}
		}
	case "if":
		s := p.ifStatement().(*If)
		return &Cond{line, s.Cond, &Closure{Pos: line, Body: s.Then}, elseOf(line, s)}
	case "when", "switch":
		if n := p.ahead(1); n.s == "(" || n.s == "{" {
			return p.when(line)
		}
	case "object":
		if p.lang == Kotlin && (p.ahead(1).s == ":" || p.ahead(1).s == "{") {
			c := p.class(token{line: t.line, s: "object"}).(*Class)
			n := &New{Pos: line, Type: "object", Body: c.Body}
			if len(c.Supers) > 0 {
				n.Type = c.Supers[0]
			}
			return n
		}
	case "fun", "try":
		if p.lang == Kotlin && t.s == "try" {
			s := p.tryStatement().(*Try)
			return &Cond{line, nil, &Closure{Pos: line, Body: s.Body}, nil}
		}
	}
	p.at++
	if p.toks[p.at].s == "@" && p.ahead(1).kind == word && !p.toks[p.at].space && !p.ahead(1).space { // this@label
		p.at += 2
	}
	return &Name{line, t.s}
}

func elseOf(line Pos, s *If) Expr {
	if s.Else == nil {
		return nil
	}
	return &Closure{Pos: line, Body: s.Else}
}

// when reads the branches of Kotlin's when and of Groovy's switch.
func (p *parser) when(line Pos) Expr {
	w := &When{Pos: line}
	w.Switch = p.take().s == "switch"
	if p.accept("(") {
		p.flat++
		if p.is("val") {
			p.at += 2
			p.accept("=")
		}
		w.Subject = p.expr()
		p.flat--
		p.afterLines(")")
	}
	p.lines()
	if !p.accept("{") {
		p.bad = true
		return w
	}
	flat := p.flat
	p.flat = 0
	defer func() { p.flat = flat }()
	for !p.is("}") && p.peek().kind != end {
		if p.peek().kind == newline || p.is(";") {
			p.at++
			continue
		}
		at := p.at
		w.Cases = append(w.Cases, p.branch(w.Switch))
		if p.at == at || p.bad {
			p.bad = false
			p.recover(at)
		}
	}
	p.accept("}")
	return w
}

// switchCase reads a branch of Groovy's switch: "case x:", which runs on, or "case x ->".
func (p *parser) switchCase() Case {
	c := Case{Falls: true}
	last := false
	for p.is("case") || p.is("default") {
		last = p.take().s == "default" || last
		for !p.is(":") && !p.is("->") && p.peek().kind != end && !last {
			c.Conditions = append(c.Conditions, p.binary(0))
			if !p.accept(",") {
				break
			}
		}
		c.Falls = p.accept(":")
		if !c.Falls && p.accept("->") {
			break
		}
		p.lines()
	}
	if last {
		c.Conditions = nil
	}
	c.Body = p.caseBody()
	return c
}

// caseBody reads the statements of a branch; braces around some are no closure.
func (p *parser) caseBody() []Stmt {
	var out []Stmt
	for !p.is("case") && !p.is("default") && !p.is("}") && p.peek().kind != end {
		at := p.at
		switch {
		case p.peek().kind == newline || p.is(";"):
			p.at++
		case p.accept("{"):
			out = append(out, p.inBraces()...)
		default:
			if s := p.statement(); s != nil {
				out = append(out, s)
			}
		}
		if p.at == at {
			p.at++
		}
	}
	return out
}

func (p *parser) branch(groovy bool) Case {
	if groovy {
		return p.switchCase()
	}
	var c Case
	for !p.is("->") && p.peek().kind != end && !p.is("}") {
		if p.accept("else") {
			continue
		}
		if p.is("in") || p.is("is") {
			t := p.take()
			c.Conditions = append(c.Conditions, &Unread{Pos(t.line), t.s})
		}
		if at := p.at; true {
			if e := p.expr(); !p.bad {
				c.Conditions = append(c.Conditions, e)
			}
			if !p.accept(",") && !p.is("->") || p.at == at {
				break
			}
		}
		p.lines()
	}
	if !p.accept("->") {
		p.bad = true
		return c
	}
	if p.is("{") {
		p.at++
		c.Body = p.inBraces()
	} else if s := p.statement(); s != nil {
		c.Body = []Stmt{s}
	}
	return c
}
