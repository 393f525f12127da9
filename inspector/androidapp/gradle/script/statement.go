package script

import "strings"

// modifiers may stand before a declaration and say nothing of its value.
var modifiers = map[string]bool{
	"public": true, "private": true, "protected": true, "internal": true, "static": true, "final": true, "override": true,
	"abstract": true, "open": true, "const": true, "lateinit": true, "inline": true, "data": true, "sealed": true,
	"companion": true, "operator": true, "suspend": true, "enum": true, "inner": true, "annotation": true, "value": true,
}

func (p *parser) statement() Stmt {
	p.annotations()
	p.modifiers()
	t := p.peek()
	if t.kind == word {
		if s, ok := p.keyword(t); ok {
			return s
		}
		if s := p.typed(); s != nil {
			return s
		}
	}
	return p.command()
}

// annotations passes over @Name(…) before a statement.
func (p *parser) annotations() {
	for p.is("@") && p.ahead(1).kind == word {
		p.at += 2
		for p.toks[p.at].s == "." || p.toks[p.at].s == ":" {
			p.at += 2
		}
		if p.toks[p.at].s == "(" && !p.toks[p.at].space {
			p.at++
			p.arguments(")")
		}
		p.lines()
	}
}

func (p *parser) modifiers() {
	for p.peek().kind == word && modifiers[p.peek().s] {
		if n := p.ahead(1); n.kind != word || n.line != p.peek().line {
			return
		}
		p.at++
		p.annotations()
	}
}

func (p *parser) keyword(t token) (Stmt, bool) {
	next := p.ahead(1)
	switch t.s {
	case "import", "package":
		p.header(t.s)
		return nil, true
	case "def", "val", "var":
		if next.kind == word || next.s == "(" || p.lang == Kotlin && next.s == "<" {
			p.at++
			return p.declaration(t), true
		}
	case "fun":
		if p.lang == Kotlin {
			p.at++
			return p.function(t), true
		}
	case "class", "interface", "object", "trait":
		if next.kind == word {
			p.at++
			return p.class(t), true
		}
	case "if":
		return p.ifStatement(), true
	case "for":
		return p.forStatement(), true
	case "while", "do":
		return p.whileStatement(), true
	case "try":
		return p.tryStatement(), true
	case "throw":
		if throws(next) {
			return p.throw(t), true
		}
	case "return":
		p.at++
		r := &Return{Pos: Pos(t.line)}
		if p.is("@") { // return@label
			p.at += 2
		}
		if n := p.peek(); n.kind != newline && n.kind != end && n.s != "}" && n.s != ";" {
			r.Value = p.expr()
		}
		return r, true
	case "break", "continue":
		p.at++
		return &Return{Pos: Pos(t.line)}, true
	}
	return nil, false
}

// throws reports whether what is behind the word throw makes it a statement.
func throws(next token) bool {
	return next.kind == word || next.kind == text || next.s == "("
}

func (p *parser) throw(t token) Expr {
	p.at++
	return &Throw{Pos(t.line), p.expr()}
}

// header reads an import or a package line.
func (p *parser) header(kind string) {
	p.at++
	var b strings.Builder
	for t := p.toks[p.at]; t.kind != newline && t.kind != end && t.s != ";"; t = p.toks[p.at] {
		b.WriteString(t.s)
		p.at++
	}
	if kind == "package" && p.script != nil {
		p.script.Package = b.String()
	}
}

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
	return d
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
	upper := t.s[0] >= 'A' && t.s[0] <= 'Z'
	primitive := t.s == "int" || t.s == "boolean" || t.s == "long" || t.s == "void" || t.s == "double"
	if !upper && !primitive {
		return nil
	}
	p.typeName()
	name := p.toks[p.at]
	follows := p.ahead(1)
	if name.kind != word || name.line != t.line || p.at == at ||
		follows.s != "=" && follows.s != "(" && follows.kind != newline && follows.s != ";" || name.s == "in" {
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

// typeName reads a type with its arguments and returns its first name.
func (p *parser) typeName() string {
	name := ""
	for {
		switch t := p.peek(); {
		case t.kind == word:
			p.at++
			if t.s != "in" && t.s != "out" {
				name = t.s
			}
		case t.s == "(":
			p.at++
			p.params(")")
		default:
			return name
		}
		if p.is("<") {
			p.typeArgs()
		}
		for p.is("?") || p.is("[") && p.ahead(1).s == "]" || p.is("]") {
			p.at++
		}
		if !p.accept(".") && !p.accept("->") {
			return name
		}
	}
}

// typeArgs reads "<A, B<C>>" and returns the names in it.
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
		case t.kind == word:
			out = append(out, t.s)
		}
		p.at++
		if depth <= 0 {
			return out
		}
	}
}

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
		f.Body = []Stmt{&Return{Pos(e.Line()), e}}
	} else if p.afterLines("{") {
		f.Body = p.inBraces()
	}
	return f
}

// class reads behind class, interface or object.
func (p *parser) class(t token) Stmt {
	c := &Class{Pos: Pos(t.line), Object: t.s == "object"}
	c.Enum = p.at > 1 && p.toks[p.at-2].kind == word && p.toks[p.at-2].s == "enum"
	c.Name = p.take().s
	if p.is("<") {
		p.typeArgs()
	}
	p.modifiers()
	p.accept("constructor")
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
	s.Body = p.block()
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

// command reads an expression statement. Groovy's may leave out parentheses:
// "id 'x' version 'y'" is id('x').version('y').
func (p *parser) command() Stmt {
	e := p.commandExpr()
	if p.lang == Groovy && p.toks[p.at].kind == newline && p.opens() {
		switch e.(type) { // a brace on the next line
		case *Name, *Call, *Prop:
			p.lines()
			e = p.trailing(e)
		}
	}
	return e
}
