package script

// function reads behind Kotlin's fun.
func (p *parser) function(t token) Stmt {
	f := &Func{Pos: Pos(t.line)}
	if p.is("<") {
		p.typeArgs()
	}
	name := p.take().s
	if p.is("<") {
		p.typeArgs()
	}
	for p.accept("?") || p.accept(".") {
		if p.peek().kind == word {
			f.Receiver, name = name, p.take().s
		}
		if p.is("<") {
			p.typeArgs()
		}
	}
	f.Name = name
	if p.accept("(") {
		f.Params = p.params(")")
	}
	if p.accept(":") {
		p.typeName()
	}
	if p.is("where") {
		for !p.is("{") && !p.is("=") && p.peek().kind != newline && p.peek().kind != end {
			p.at++
		}
	}
	if p.afterLines("=") {
		p.lines()
		e := p.expr()
		f.Body = []Stmt{&Return{Pos: Pos(e.Line()), Value: e}}
	} else if p.afterLines("{") {
		f.Body = p.inBraces()
	}
	return f
}
