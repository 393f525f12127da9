package script

import (
	"strconv"
	"strings"
)

func (p *parser) unary() Expr {
	t := p.peek()
	if t.kind == op {
		switch t.s {
		case "!", "-", "+", "++", "--", "~", "*":
			p.at++
			if p.depth++; p.depth > maxDepth {
				p.bad = true
				p.depth--
				p.limit(Pos(t.line))
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
		case t.kind == op && members[t.s]:
			p.at++
			p.lines()
			p.accept("@")
			if n := p.peek(); (t.s == "::" || t.s == ".&") && n.kind == word && n.s != "class" {
				p.at++
				e = reference(e, n)
				continue
			}
			e = p.property(e, t)
		case t.s == "!!" && t.kind == op:
			p.at++
		case (t.s == "++" || t.s == "--") && t.kind == op && !t.space:
			p.at++
			return &Unary{Pos(t.line), t.s, e}
		case t.s == "(" && t.kind == op && (!t.space || p.calledApart(e)):
			p.at++
			args := p.arguments(")")
			e = p.trailing(&Call{Pos: Pos(e.Line()), Fn: e, Args: args})
		case t.kind == op && !t.space && (t.s == "[" || p.safeIndex(t)):
			p.accept("?")
			p.at++
			ix := &Index{Pos: Pos(e.Line()), X: e}
			for _, a := range p.arguments("]") {
				ix.Args = append(ix.Args, a.Value)
			}
			e = ix
		case p.labelled():
			p.at += 2
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

// labelled reports whether a label of Kotlin's stands before a closure: name@{ }.
func (p *parser) labelled() bool {
	at, brace := p.ahead(1), p.ahead(2)
	return p.lang == Kotlin && p.peek().kind == word && at.s == "@" && at.kind == op && !at.space &&
		brace.s == "{" && brace.kind == op && !brace.space
}

// members are the operators behind which the name of a member stands.
var members = map[string]bool{".": true, "?.": true, "*.": true, "::": true, ".&": true, ".@": true}

// safeIndex reports whether Groovy's "?[" follows an operand without a space.
func (p *parser) safeIndex(t token) bool {
	next := p.ahead(1)
	return p.lang == Groovy && t.s == "?" && next.s == "[" && next.kind == op && !next.space
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

// calledApart reports whether e may be called with a blank before its arguments.
func (p *parser) calledApart(e Expr) bool {
	if p.lang == Groovy {
		return callable(e)
	}
	_, named := e.(*Name)
	return named
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
		if p.labelled() {
			p.at += 3
			return p.closure(line)
		}
		return p.wordExpr(t)
	case op:
		switch t.s {
		case "::":
			if n := p.ahead(1); n.kind == word && p.lang == Kotlin {
				p.at += 2
				return reference(nil, n)
			}
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
	if array, ok := e.(*Index); ok && len(array.Args) == 0 { // (Type[])
		e = array.X
	}
	n, ok := e.(*Name)
	if p.lang == Groovy && ok && isType(n.Name) && p.operandAt(0) && p.toks[p.at].line == open.line {
		return p.unary()
	}
	return e
}

// isType reports whether a name is written like that of a type.
func isType(name string) bool { return name[0] >= 'A' && name[0] <= 'Z' || primitives[name] }

// primitives are Java's types that are no classes.
var primitives = map[string]bool{"int": true, "long": true, "short": true, "byte": true, "char": true,
	"boolean": true, "float": true, "double": true, "void": true}

func number64(line Pos, s string) Expr {
	n, err := strconv.ParseInt(strings.TrimRight(s, "lLuU"), 0, 64)
	if err != nil {
		return &Lit{line, s}
	}
	return &Lit{line, n}
}
