package script

import "strings"

// modifiers may stand before a declaration and say nothing of its value.
var modifiers = map[string]bool{
	"public": true, "private": true, "protected": true, "internal": true, "static": true, "final": true,
	"override": true,
	"abstract": true, "open": true, "const": true, "lateinit": true, "inline": true, "data": true, "sealed": true,
	"companion": true, "operator": true, "suspend": true, "enum": true, "inner": true, "annotation": true,
	"value": true,
}

func (p *parser) statement() Stmt {
	from := p.at
	if a := p.several(); a != nil {
		return a
	}
	p.annotations()
	p.modifiers()
	if p.lang == Groovy && p.at > from && p.is("<") { // static <T> T f()
		p.typeArgs()
	}
	p.label()
	t := p.peek()
	if t.kind == word {
		if p.at > from && p.lang == Groovy {
			if m := p.untyped(t); m != nil {
				return m
			}
		}
		if s, ok := p.keyword(t); ok {
			return s
		}
		if s := p.typed(); s != nil {
			return s
		}
	}
	return p.command()
}

// several reads Groovy's "(a, b) = value", nil if there is none.
func (p *parser) several() Stmt {
	if p.lang != Groovy || !p.is("(") || p.ahead(1).kind != word {
		return nil
	}
	from := p.at
	names := &List{Pos: p.pos()}
	for p.at++; p.peek().kind == word; p.at++ {
		t := p.take()
		names.Items = append(names.Items, &Name{Pos(t.line), t.s})
		if !p.is(",") {
			break
		}
	}
	if !p.accept(")") || !p.accept("=") {
		p.at = from
		return nil
	}
	p.lines()
	return &Assign{names.Pos, "=", names, p.commandExpr()}
}

// label passes over the name of a loop.
func (p *parser) label() {
	loop := p.ahead(2).s
	if p.lang == Groovy && p.peek().kind == word && p.ahead(1).s == ":" && (loop == "for" || loop == "while") {
		p.at += 2
	}
}

// untyped reads Groovy's method without a type, which only modifiers distinguish from a call:
// "static init(gradle) { }". It is nil if there is none.
func (p *parser) untyped(name token) Stmt {
	if p.ahead(1).s != "(" || p.ahead(1).kind != op {
		return nil
	}
	at := p.at
	p.at++
	if m := p.method(name, name.s); m != nil {
		return m
	}
	p.at = at
	return nil
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
		if n := p.ahead(1); n.kind != word && (n.s != "<" || p.lang != Groovy) || n.line != p.peek().line ||
			p.lang == Groovy && p.peek().s == "enum" {
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
		companion := p.at > 0 && p.toks[p.at-1].kind == word && p.toks[p.at-1].s == "companion"
		if next.kind == word || companion {
			p.at++
			return p.class(t), true
		}
	case "enum":
		if p.lang == Groovy && next.kind == word && p.ahead(2).s == "{" {
			return p.enum(t), true
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
		if n := p.toks[p.at]; p.lang == Groovy && n.kind == word && n.line == t.line {
			p.at++ // the name of a loop
		}
		return &Return{Pos: Pos(t.line), Break: true}, true
	case "assert":
		if p.lang == Groovy && (next.s == "(" || next.kind == word || next.s == "!") {
			p.at++
			p.expr()
			if p.accept(":") || p.accept(",") {
				p.lines()
				p.expr()
			}
			return nil, true
		}
	case "typealias":
		if p.lang == Kotlin && next.kind == word {
			p.header(t.s)
			return nil, true
		}
	}
	return nil, false
}

// enum passes over Groovy's enum, whose constants are no values of a build.
func (p *parser) enum(t token) Stmt {
	p.at += 3
	c := &Class{Pos: Pos(t.line), Name: p.toks[p.at-2].s, Enum: true}
	p.skipBraces()
	return c
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
	short := ""
	for t := p.toks[p.at]; t.kind != newline && t.kind != end && t.s != ";"; t = p.toks[p.at] {
		p.at++
		if short = t.s; t.kind == word && t.s == "as" {
			short = p.toks[p.at].s
			p.at++
			break
		}
		b.WriteString(t.s)
	}
	switch {
	case p.script == nil:
	case kind == "package":
		p.script.Package = b.String()
	case kind == "import" && short != "*":
		if p.script.Imports == nil {
			p.script.Imports = map[string]string{}
		}
		p.script.Imports[short] = b.String()
	}
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
