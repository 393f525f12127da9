package script

import "strings"

func (p *parser) ifStatement() Stmt {
	s := &If{Pos: p.pos()}
	p.at++
	if p.accept("(") {
		p.flat++
		s.Cond = p.expr()
		p.flat--
		p.afterLines(")")
	}
	s.Then = p.block()
	at := p.at
	p.lines()
	p.accept(";")
	p.lines()
	if p.accept("else") {
		if p.is("if") {
			s.Else = []Stmt{p.ifStatement()}
		} else {
			s.Else = p.block()
		}
		return s
	}
	p.at = at
	return s
}

func (p *parser) forStatement() Stmt {
	s := &For{Pos: p.pos()}
	p.at++
	if !p.accept("(") {
		p.bad = true
		return nil
	}
	p.flat++
	for !p.is("in") && !p.is(":") && !p.is(";") && !p.is("=") && p.peek().kind != end && !p.is("{") {
		if t := p.take(); t.kind == word && t.s != "def" && t.s != "val" && t.s != "var" {
			s.Names = append(s.Names, t.s)
		}
	}
	loop := p.is(";") || p.is("=")
	if !loop && p.peek().kind != end && !p.is("{") {
		p.at++
		s.In = p.expr()
	}
	p.flat--
	if loop { // for (int i = 0; …)
		for depth := 1; depth > 0 && p.toks[p.at].kind != end; p.at++ {
			depth += strings.Count("(", p.toks[p.at].s)*btoi(p.toks[p.at].kind == op) - btoi(p.toks[p.at].s == ")")
		}
		return &Loop{s.Pos, p.block()}
	}
	p.afterLines(")")
	if p.lang == Groovy && len(s.Names) > 1 {
		s.Names = s.Names[len(s.Names)-1:] // with a type before
	}
	s.Body = p.block()
	return s
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (p *parser) whileStatement() Stmt {
	s := &Loop{Pos: p.pos()}
	if p.take().s == "do" {
		s.Body = p.block()
		if p.afterLines("while") && p.accept("(") {
			p.arguments(")")
		}
		return s
	}
	if p.accept("(") {
		p.arguments(")")
	}
	s.Body = p.block()
	return s
}

func (p *parser) tryStatement() Stmt {
	s := &Try{Pos: p.pos()}
	p.at++
	var opened []Stmt // what "try (def x = …)" opens
	if p.lang == Groovy && p.accept("(") {
		if d := p.statement(); d != nil {
			opened = append(opened, d)
		}
		p.afterLines(")")
	}
	s.Body = append(opened, p.block()...)
	for p.afterLines("catch") || p.afterLines("finally") {
		if p.accept("(") {
			p.flat++
			for !p.is(")") && p.peek().kind != end {
				p.at++
			}
			p.flat--
			p.accept(")")
		}
		p.block()
	}
	return s
}
