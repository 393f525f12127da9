package script

// companionName is that of a companion object to which the script gives none.
const companionName = "Companion"

// class reads behind class, interface or object.
func (p *parser) class(t token) Stmt {
	c := &Class{Pos: Pos(t.line), Object: t.s == "object"}
	c.Enum = p.at > 1 && p.toks[p.at-2].kind == word && p.toks[p.at-2].s == "enum"
	if c.Name = companionName; p.peek().kind == word {
		c.Name = p.take().s
	}
	if p.is("<") {
		p.typeArgs()
	}
	p.constructor()
	if p.accept("(") {
		c.Params = p.params(")")
	}
	for p.toks[p.at].kind != end && !p.is("{") {
		n := p.toks[p.at]
		if n.kind == newline && !p.opens() {
			return c
		}
		if n.s == "(" {
			p.at++
			p.arguments(")")
			continue
		}
		if n.kind == word {
			c.Supers = append(c.Supers, n.s)
		}
		p.at++
	}
	if p.accept("{") {
		if c.Enum {
			c.Constants = p.constants()
		}
		c.Body = p.inBraces()
	}
	return c
}

// constructor passes over what stands between the name of a class and its parameters, on
// lines of its own too: annotations, modifiers, the word.
func (p *parser) constructor() {
	at := p.at
	p.lines()
	p.annotations()
	p.lines()
	p.modifiers()
	if !p.accept("constructor") {
		p.at = at
		p.modifiers()
	}
}

// constants reads those of an enum, up to its members.
func (p *parser) constants() []Constant {
	flat := p.flat
	p.flat = 0
	defer func() { p.flat = flat }()
	var out []Constant
	for {
		p.lines()
		p.annotations()
		p.lines()
		if p.peek().kind != word {
			break
		}
		c := Constant{Name: p.take().s}
		if p.accept("(") {
			c.Args = p.arguments(")")
		}
		if p.accept("{") {
			p.skipBraces()
		}
		out = append(out, c)
		p.lines()
		if !p.accept(",") {
			break
		}
	}
	p.lines()
	p.accept(";")
	return out
}

// opens reports whether the next token that is no line is an opening brace.
func (p *parser) opens() bool {
	for i := p.at; i < len(p.toks); i++ {
		if p.toks[i].kind != newline {
			return p.toks[i].s == "{" && p.toks[i].kind == op
		}
	}
	return false
}
