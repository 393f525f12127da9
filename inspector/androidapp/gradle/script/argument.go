package script

// closure reads behind an opening brace.
func (p *parser) closure(line Pos) *Closure {
	c := &Closure{Pos: line}
	at := p.at
	p.lines()
	if names, ok := p.closureParams(); ok {
		c.Params = names
	} else {
		p.at = at
	}
	c.Body = p.inBraces()
	return c
}

// closureParams reads "a, Type b ->".
func (p *parser) closureParams() ([]string, bool) {
	var names []string
	last := ""
	for i := 0; i < 40; i++ {
		t := p.toks[p.at]
		switch {
		case t.kind == op && t.s == "->":
			p.at++
			if last != "" {
				names = append(names, last)
			}
			return names, true
		case t.s == ",":
			names, last = append(names, last), ""
		case t.s == ":":
			p.at++
			p.typeName()
			continue
		case t.kind == word:
			last = t.s
		case t.s == "=" && last != "": // a default says nothing here
			if !p.pastDefault() {
				return nil, false
			}
			continue
		case t.s == "(" || t.s == ")" || t.s == "<" || t.s == ">" || t.s == "." || t.s == "?":
		default:
			return nil, false
		}
		p.at++
	}
	return nil, false
}

// pastDefault passes over the value of a parameter; it reports false where no parameter
// ends on the line.
func (p *parser) pastDefault() bool {
	for range 40 {
		switch t := p.toks[p.at]; {
		case t.kind == newline || t.kind == end || t.s == "{" || t.s == "}":
			return false
		case t.kind == op && (t.s == "," || t.s == "->"):
			return true
		}
		p.at++
	}
	return false
}

// arguments reads up to a closing bracket, which it takes.
func (p *parser) arguments(closing string) []Arg {
	p.flat++
	defer func() { p.flat-- }()
	var out []Arg
	for !p.is(closing) && p.peek().kind != end {
		at := p.at
		out = append(out, p.argument())
		if !p.accept(",") && !p.is(closing) {
			p.bad = true
			p.recoverTo(closing)
			break
		}
		if p.at == at {
			p.at++
		}
	}
	p.flat-- // the line behind the bracket ends the statement
	if p.toks[p.at].kind == newline {
		p.lines()
	}
	p.accept(closing)
	p.flat++
	return out
}

// recoverTo passes over what is left before a closing bracket.
func (p *parser) recoverTo(closing string) {
	depth := 0
	for ; p.toks[p.at].kind != end; p.at++ {
		t := p.toks[p.at]
		if t.kind != op {
			continue
		}
		switch t.s {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			if depth == 0 {
				return
			}
			depth--
		}
	}
}

// argument reads "value", "name: value" or Kotlin's "name = value".
func (p *parser) argument() Arg {
	t := p.peek()
	if p.accept("*") && p.is(":") { // a spread map
		p.at++
	}
	if t.kind == word || t.kind == text {
		next := p.ahead(1)
		if next.kind == op && next.s == ":" && p.lang == Groovy {
			p.at += 2
			p.lines()
			return Arg{t.s, p.expr()}
		}
		if t.kind == word && next.kind == op && next.s == "=" && p.lang == Kotlin {
			p.at += 2
			p.lines()
			return Arg{t.s, p.expr()}
		}
	}
	if c := p.lambda(); c != nil {
		return Arg{"", c}
	}
	if p.lang == Groovy && p.is("(") { // (key): value
		at, bad := p.at, p.bad
		key := p.primary()
		if p.accept(":") {
			return Arg{"", &List{Pos: Pos(t.line), Keys: []Expr{key}, Items: []Expr{p.expr()}, IsMap: true}}
		}
		p.at, p.bad = at, bad
	}
	return Arg{"", p.expr()}
}

// list reads behind "[": a list, or a map if it has colons.
func (p *parser) list(line Pos) Expr {
	l := &List{Pos: line}
	p.flat++
	if p.is(":") {
		p.at++
		l.IsMap = true
	}
	p.flat--
	for _, a := range p.arguments("]") {
		if a.Name != "" {
			l.IsMap = true
			l.Keys, l.Items = append(l.Keys, &Lit{line, a.Name}), append(l.Items, a.Value)
			continue
		}
		if m, ok := a.Value.(*List); ok && m.IsMap && len(m.Keys) == 1 && l.IsMap {
			l.Keys, l.Items = append(l.Keys, m.Keys[0]), append(l.Items, m.Items[0])
			continue
		}
		l.Items = append(l.Items, a.Value)
	}
	if l.IsMap && len(l.Keys) != len(l.Items) {
		p.bad = true
	}
	return l
}

// commandExpr reads an expression and, in Groovy, arguments without
// parentheses behind it.
func (p *parser) commandExpr() Expr {
	e := p.expr()
	if p.lang != Groovy {
		return e
	}
	for range 50 {
		if _, ok := e.(*Call); ok && p.chainedName() { // id("x") version "y"
			t := p.take()
			e = &Prop{Pos(t.line), e, t.s, false}
			if p.is("(") && !p.peek().space {
				e = p.rest(p.postfix(e))
				continue
			}
		}
		if !p.commandArgs(e) {
			return e
		}
		call := &Call{Pos: Pos(e.Line()), Fn: e}
		for {
			call.Args = append(call.Args, p.argument())
			if !p.accept(",") {
				break
			}
			p.lines()
		}
		e = p.rest(p.postfix(p.trailing(call)))
		if t := p.peek(); t.kind == word && !reserved[t.s] && p.ahead(1).kind != newline && p.ahead(1).kind != end {
			p.at++ // a chain: id 'x' version 'y'
			e = &Prop{Pos(t.line), e, t.s, false}
			if p.is("(") {
				e = p.postfix(e)
			}
		}
	}
	return e
}

// chainedName reports whether a word behind a call goes on with its result, since an
// argument follows it.
func (p *parser) chainedName() bool {
	t, next := p.peek(), p.ahead(1)
	if t.kind != word || !t.space || reserved[t.s] {
		return false
	}
	switch next.kind {
	case word, text:
		return next.line == t.line && !reserved[next.s]
	case op:
		return next.s == "(" || next.space && (next.s == "[" || next.s == "-")
	}
	return next.kind != newline && next.kind != end
}

// commandArgs reports whether arguments of e follow on its line.
func (p *parser) commandArgs(e Expr) bool {
	t := p.peek()
	switch x := e.(type) {
	case *Name, *Prop, *Str: // a configuration or method may be named by a text
	case *Lit:
		if _, ok := x.Value.(string); !ok {
			return false
		}
	default:
		return false
	}
	return (t.space || t.kind == text) && t.kind != newline && p.operandAt(0)
}

// lambda reads Java's "x -> value" and "(a, b) -> { }", nil if none is there.
func (p *parser) lambda() Expr {
	if p.lang != Groovy {
		return nil
	}
	at := p.at
	c := &Closure{Pos: p.pos()}
	switch {
	case p.peek().kind == word && p.ahead(1).s == "->":
		c.Params = []string{p.take().s}
	case p.is("("):
		names, ok := p.lambdaParams()
		if !ok {
			p.at = at
			return nil
		}
		c.Params = names
	default:
		return nil
	}
	p.accept("->")
	if p.accept("{") {
		c.Body = p.inBraces()
	} else {
		e := p.expr()
		c.Body = []Stmt{&Return{Pos: Pos(e.Line()), Value: e}}
	}
	return c
}

// lambdaParams reads "(a, Type b)" where an arrow follows.
func (p *parser) lambdaParams() (names []string, ok bool) {
	p.at++
	last := ""
	for i := 0; i < 40; i++ {
		t := p.toks[p.at]
		switch {
		case t.s == ")" && t.kind == op:
			p.at++
			if last != "" {
				names = append(names, last)
			}
			return names, p.is("->")
		case t.s == "," && t.kind == op:
			names, last = append(names, last), ""
		case t.kind == word:
			last = t.s
		default:
			return nil, false
		}
		p.at++
	}
	return nil, false
}
