package script

import (
	"strconv"
	"strings"
)

// levels are the binary operators, the loosest first.
var levels = [][]string{
	{"?:"}, {"||"}, {"&&"}, {"==", "!=", "===", "!==", "<=>", "=~", "==~"},
	{"<", ">", "<=", ">=", "in", "!in", "is", "!is", "instanceof", "as"}, {"..", "..<"},
	nil, // Kotlin's infix functions
	{"+", "-", "<<"}, {"*", "/", "%", "**"},
}

const infixLevel = 6

// expr reads an expression, assignments and conditions included.
func (p *parser) expr() Expr {
	if p.depth++; p.depth > maxDepth {
		p.depth--
		p.bad = true
		return &Unread{p.pos(), "nested too deeply"}
	}
	defer func() { p.depth-- }()
	e := p.binary(0)
	return p.rest(e)
}

// rest reads what may follow an operand: "? :" and an assignment.
func (p *parser) rest(e Expr) Expr {
	if p.lang == Groovy && p.onLine("?") {
		c := &Cond{Pos: Pos(e.Line()), If: e}
		p.lines()
		c.Then = p.expr()
		if p.afterLines(":") {
			p.lines()
			c.Else = p.expr()
		} else {
			p.bad = true
		}
		return c
	}
	for _, o := range []string{"=", "+=", "-=", "*=", "/="} {
		if p.accept(o) {
			p.lines()
			return &Assign{Pos(e.Line()), o, e, p.commandExpr()}
		}
	}
	return e
}

// onLine accepts a sign on this line, or at the start of the next.
func (p *parser) onLine(s string) bool {
	if p.accept(s) {
		return true
	}
	return p.toks[p.at].kind == newline && p.afterLines(s)
}

func (p *parser) binary(level int) Expr {
	if level == len(levels) {
		return p.unary()
	}
	x := p.binary(level + 1)
	for {
		o, ok := p.operator(level)
		if !ok {
			return x
		}
		p.lines()
		if o == "as" || o == "is" || o == "!is" || o == "instanceof" {
			line := p.pos()
			p.accept("?")
			x = &Binary{line, o, x, &Name{line, p.typeName()}}
			continue
		}
		x = &Binary{Pos(x.Line()), o, x, p.binary(level + 1)}
	}
}

// operator takes an operator of a level, if one comes next.
func (p *parser) operator(level int) (string, bool) {
	t := p.peek()
	if level == infixLevel {
		if p.lang != Kotlin || t.kind != word || reserved[t.s] || !p.operandAt(1) {
			return "", false
		}
		p.at++
		return t.s, true
	}
	for _, o := range levels[level] {
		switch {
		case t.s == o && (t.kind == op || t.kind == word):
			if (o == "-" || o == "+") && p.lang == Kotlin && t.kind == newline {
				return "", false
			}
			p.at++
			return o, true
		case o[0] == '!' && o != "!=" && o != "!==" && t.s == "!" && p.ahead(1).s == o[1:] && !p.ahead(1).space:
			p.at += 2
			return o, true
		case t.kind == newline && (o == "?:" || o == "&&" || o == "||") && p.afterLines(o):
			return o, true
		}
	}
	return "", false
}

// reserved words are no infix functions and start no argument.
var reserved = map[string]bool{
	"in": true, "is": true, "as": true, "else": true, "if": true, "when": true, "instanceof": true, "by": true, "while": true,
	"for": true, "return": true, "catch": true, "finally": true, "where": true,
}

// operandAt reports whether the token n places on can start an operand.
func (p *parser) operandAt(n int) bool {
	t := p.ahead(n)
	switch t.kind {
	case word:
		return !reserved[t.s] || t.s == "if" || t.s == "when"
	case number, text:
		return true
	case op:
		return t.s == "(" || t.s == "!" || t.s == "[" && p.lang == Groovy || t.s == "-" && t.space && !p.ahead(n+1).space
	}
	return false
}

func (p *parser) unary() Expr {
	t := p.peek()
	if t.kind == op {
		switch t.s {
		case "!", "-", "+", "++", "--", "~", "*":
			p.at++
			if p.depth++; p.depth > maxDepth {
				p.bad = true
				p.depth--
				return &Unread{Pos(t.line), "nested too deeply"}
			}
			x := p.unary()
			p.depth--
			return &Unary{Pos(t.line), t.s, x}
		}
	}
	return p.postfix(p.primary())
}

// postfix reads properties, calls, indexes and closures behind an operand.
func (p *parser) postfix(e Expr) Expr {
	for range 2000 {
		t := p.peek()
		switch {
		case t.kind == newline && p.chained():
			p.lines()
		case t.s == "." && t.kind == op, t.s == "?.", t.s == "*.", t.s == "::":
			p.at++
			p.lines()
			p.accept("@")
			e = p.property(e, t)
		case t.s == "!!" && t.kind == op:
			p.at++
		case (t.s == "++" || t.s == "--") && t.kind == op && !t.space:
			p.at++
			return &Unary{Pos(t.line), t.s, e}
		case t.s == "(" && t.kind == op && (!t.space || p.lang == Groovy && callable(e)):
			p.at++
			args := p.arguments(")")
			e = p.trailing(&Call{Pos: Pos(e.Line()), Fn: e, Args: args})
		case t.s == "[" && t.kind == op && !t.space:
			p.at++
			ix := &Index{Pos: Pos(e.Line()), X: e}
			for _, a := range p.arguments("]") {
				ix.Args = append(ix.Args, a.Value)
			}
			e = ix
		case t.s == "{" && t.kind == op && callable(e):
			e = p.trailing(e)
		case t.s == "<" && t.kind == op && p.lang == Kotlin && !t.space && p.generic():
			types := p.typeArgs()
			call := &Call{Pos: Pos(e.Line()), Fn: e, Types: types}
			if p.accept("(") {
				call.Args = p.arguments(")")
			}
			e = p.trailing(call)
		default:
			return e
		}
	}
	p.bad = true
	return e
}

// chained reports whether the next line goes on with ".name".
func (p *parser) chained() bool {
	for i := p.at; i < len(p.toks); i++ {
		if t := p.toks[i]; t.kind != newline {
			return t.kind == op && (t.s == "." || t.s == "?.") && p.ahead(i+1-p.at).kind == word
		}
	}
	return false
}

// generic looks ahead whether "<" opens type arguments of a call.
func (p *parser) generic() bool {
	depth := 0
	for i := p.at; i < min(len(p.toks), p.at+60); i++ {
		t := p.toks[i]
		switch {
		case t.s == "<" && t.kind == op:
			depth++
		case t.s == ">" && t.kind == op:
			if depth--; depth == 0 {
				n := p.toks[i+1]
				return n.s == "(" || n.s == "{" || n.s == "." || n.s == ")" || n.kind == newline
			}
		case t.kind == word, t.s == ",", t.s == ".", t.s == "*", t.s == "?":
		default:
			return false
		}
	}
	return false
}

func (p *parser) property(x Expr, dot token) Expr {
	t := p.peek()
	switch t.kind {
	case word, number:
		p.at++
		return &Prop{Pos(t.line), x, t.s, dot.s == "?."}
	case text:
		p.at++
		return &Prop{Pos(t.line), x, t.s, false}
	}
	p.bad = true
	return &Unread{Pos(t.line), t.s}
}

// callable are expressions that a closure behind them is an argument of.
func callable(e Expr) bool {
	switch x := e.(type) {
	case *Name, *Prop, *Call:
		return true
	case *Str:
		return true
	case *Lit:
		_, ok := x.Value.(string)
		return ok
	}
	return false
}

// trailing reads closures behind a call or a name as its last arguments.
func (p *parser) trailing(e Expr) Expr {
	for p.is("{") {
		line := p.pos()
		p.at++
		c := p.closure(line)
		call, ok := e.(*Call)
		if !ok || len(call.Args) > 0 && isClosure(call.Args[len(call.Args)-1].Value) {
			call = &Call{Pos: Pos(e.Line()), Fn: e}
		}
		call.Args = append(call.Args, Arg{Value: c})
		e = call
	}
	return e
}

func isClosure(e Expr) bool {
	_, ok := e.(*Closure)
	return ok
}

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
		case t.s == "(" || t.s == ")" || t.s == "<" || t.s == ">" || t.s == "." || t.s == "?":
		default:
			return nil, false
		}
		p.at++
	}
	return nil, false
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

func (p *parser) primary() Expr {
	t := p.peek()
	line := Pos(t.line)
	switch t.kind {
	case number:
		p.at++
		return number64(line, t.s)
	case text:
		p.at++
		return p.text(t)
	case word:
		return p.wordExpr(t)
	case op:
		switch t.s {
		case "(":
			p.at++
			p.flat++
			e := p.expr()
			p.flat--
			if !p.afterLines(")") {
				p.bad = true
			}
			return p.cast(t, e)
		case "[":
			p.at++
			return p.list(line)
		case "{":
			p.at++
			return p.closure(line)
		case "@":
			p.annotations()
			if !p.is("@") {
				return p.primary()
			}
		}
	}
	p.bad = true
	return &Unread{line, t.s}
}

// cast reads Java's "(Type) value", whose type says nothing of the value.
func (p *parser) cast(open token, e Expr) Expr {
	n, ok := e.(*Name)
	if p.lang == Groovy && ok && n.Name[0] >= 'A' && n.Name[0] <= 'Z' && p.operandAt(0) && p.toks[p.at].line == open.line {
		return p.unary()
	}
	return e
}

func number64(line Pos, s string) Expr {
	n, err := strconv.ParseInt(strings.TrimRight(s, "lLuU"), 0, 64)
	if err != nil {
		return &Lit{line, s}
	}
	return &Lit{line, n}
}

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
				p.inBraces()
			}
			return n
		}
	case "throw":
		if throws(p.ahead(1)) {
			return p.throw(t)
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
			p.class(token{line: t.line, s: "object"})
			return &Unread{line, "object"}
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
	groovy := p.take().s == "switch"
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
		w.Cases = append(w.Cases, p.branch(groovy))
		if p.at == at || p.bad {
			p.bad = false
			p.recover(at)
		}
	}
	p.accept("}")
	return w
}

func (p *parser) branch(groovy bool) Case {
	var c Case
	if groovy {
		for p.accept("case") {
			c.Conditions = append(c.Conditions, p.binary(0))
			p.accept(":")
			p.lines()
		}
		if p.accept("default") {
			p.accept(":")
		}
		for !p.is("case") && !p.is("default") && !p.is("}") && p.peek().kind != end {
			at := p.at
			if p.peek().kind == newline || p.is(";") {
				p.at++
				continue
			}
			if s := p.statement(); s != nil {
				c.Body = append(c.Body, s)
			}
			if p.at == at {
				p.at++
			}
		}
		return c
	}
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

// commandArgs reports whether arguments of e follow on its line.
func (p *parser) commandArgs(e Expr) bool {
	t := p.peek()
	switch e.(type) {
	case *Name, *Prop:
	default:
		return false
	}
	return t.space && t.kind != newline && p.operandAt(0)
}
