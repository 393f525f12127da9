package script

// declaration reads behind def, val or var.
func (p *parser) declaration(t token) Stmt {
	d := &Decl{Pos: Pos(t.line)}
	if p.is("<") {
		p.typeArgs()
	}
	if p.accept("(") {
		for !p.accept(")") && p.peek().kind != end {
			if n := p.take(); n.kind == word {
				d.Names = append(d.Names, n.s)
			}
		}
	} else {
		// "def String x", "def x", "val Type.x"
		name := p.take()
		for p.peek().kind == word && p.lang == Groovy && p.peek().line == name.line && p.peek().s != "in" {
			name = p.take()
		}
		for p.is(".") {
			p.at++
			name = p.take()
		}
		d.Names = []string{name.s}
		if p.lang == Groovy && p.is("(") {
			return p.method(t, name.s)
		}
	}
	if p.lang == Kotlin && p.accept(":") {
		p.typeName()
	}
	switch {
	case p.afterAssign("="):
		p.lines()
		d.Value = p.commandExpr()
	case p.lang == Kotlin && p.accept("by"):
		p.lines()
		d.Value, d.By = p.expr(), true
	}
	p.getter(d)
	p.further()
	return d
}

// further reads the rest of Groovy's "def a = 1, b", a declaration for each name.
func (p *parser) further() {
	for p.lang == Groovy && p.is(",") && p.ahead(1).kind == word {
		p.at++
		t := p.take()
		d := &Decl{Pos: Pos(t.line), Names: []string{t.s}}
		if p.accept("=") {
			p.lines()
			d.Value = p.commandExpr()
		}
		p.more = append(p.more, d)
	}
}

func (p *parser) afterAssign(s string) bool {
	if p.lang == Kotlin {
		return p.afterLines(s)
	}
	return p.accept(s)
}

// getter reads Kotlin's "get() = value" behind a property.
func (p *parser) getter(d *Decl) {
	if p.lang != Kotlin {
		return
	}
	at := p.at
	p.lines()
	if p.peek().s != "get" || p.ahead(1).s != "(" {
		p.at = at
		return
	}
	p.at += 2
	p.accept(")")
	if p.accept(":") {
		p.typeName()
	}
	if p.accept("=") {
		p.lines()
		d.Value = p.expr()
	} else if p.accept("{") {
		body := p.inBraces()
		if len(body) == 1 {
			if r, ok := body[0].(*Return); ok {
				d.Value = r.Value
			}
		}
	}
}

// typed reads Groovy's and Java's "Type name = value" and "Type name(…) {…}".
func (p *parser) typed() Stmt {
	t := p.peek()
	if p.lang != Groovy {
		return nil
	}
	at := p.at
	if !isType(t.s) {
		return nil
	}
	p.typeName()
	name := p.toks[p.at]
	follows := p.ahead(1)
	if name.kind != word || name.line != t.line || p.at == at ||
		follows.s != "=" && follows.s != "(" && follows.kind != newline && follows.s != ";" &&
			follows.s != "," || name.s == "in" {
		p.at = at
		return nil
	}
	p.at++
	if follows.s == "(" {
		if m := p.method(t, name.s); m != nil {
			return m
		}
		p.at = at
		return nil
	}
	d := &Decl{Pos: Pos(t.line), Names: []string{name.s}}
	if p.accept("=") {
		p.lines()
		d.Value = p.commandExpr()
	}
	p.further()
	return d
}

// method reads Groovy's "(params) { body }" behind a name, nil if it is none.
func (p *parser) method(t token, name string) Stmt {
	f := &Func{Pos: Pos(t.line), Name: name}
	p.at++ // the parenthesis
	f.Params = p.params(")")
	if p.is("throws") {
		p.at++
		p.typeName()
	}
	if !p.afterLines("{") {
		return nil
	}
	f.Body = p.inBraces()
	return f
}

// params reads parameters up to a closing bracket.
func (p *parser) params(closing string) []Param {
	p.flat++
	defer func() { p.flat-- }()
	var out []Param
	for !p.is(closing) && p.peek().kind != end {
		at := p.at
		p.annotations()
		p.modifiers()
		var words []string
		for p.peek().kind == word {
			words = append(words, p.take().s)
			if p.is("<") {
				p.typeArgs()
			}
			for p.is(".") || p.is("[") || p.is("]") || p.is("?") {
				p.at++
			}
		}
		prm := Param{}
		if len(words) > 0 {
			prm.Name = words[len(words)-1]
			prm.Type = words[0]
		}
		if p.accept(":") {
			prm.Type = p.typeName()
		}
		if p.accept("=") {
			prm.Default = p.expr()
		}
		if prm.Name != "" {
			out = append(out, prm)
		}
		if !p.accept(",") && !p.is(closing) || p.at == at {
			p.at = max(p.at, at+1)
			if p.toks[min(p.at, len(p.toks)-1)].kind == end {
				break
			}
		}
	}
	p.at = min(p.at, len(p.toks)-1)
	p.accept(closing)
	return out
}
