package script

// levels are the binary operators, the loosest first.
var levels = [][]string{
	{"?:"}, {"||"}, {"&&"}, {"|"}, {"^"}, {"&"}, {"==", "!=", "===", "!==", "<=>", "=~", "==~"},
	{"<", ">", "<=", ">=", "in", "!in", "is", "!is", "instanceof", "!instanceof", "as"}, {"..", "..<"},
	nil, // Kotlin's infix functions
	{"<<", ">>"}, {"+", "-"}, {"*", "/", "%", "**"},
}

const infixLevel = 9

// expr reads an expression, assignments and conditions included.
func (p *parser) expr() Expr {
	if p.depth++; p.depth > maxDepth {
		p.depth--
		p.bad = true
		p.limit(p.pos())
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
	for _, o := range assignments {
		if p.accept(o) {
			p.lines()
			return &Assign{Pos(e.Line()), o, e, p.commandExpr()}
		}
	}
	return e
}

// assignments are the operators that set a value; those of one language are no tokens of
// the other.
var assignments = []string{"=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", ">>>=", "**=", "|=", "&=", "^=", "?="}

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
		if o == "!instanceof" {
			o = "!is"
		}
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
		case o == ">>":
			if p.lang == Groovy && t.kind == op && t.s == ">" && p.ahead(1).s == ">" && !p.ahead(1).space {
				p.at += 2
				p.accept(">") // Java's shift without a sign
				return o, true
			}
		case o == ">" && p.lang == Groovy && t.s == ">" && p.ahead(1).s == ">" && !p.ahead(1).space:
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
	"in": true, "is": true, "as": true, "else": true, "if": true, "when": true, "instanceof": true, "by": true,
	"while": true,
	"for":   true, "return": true, "catch": true, "finally": true, "where": true,
}

// operandAt reports whether the nth token ahead can start an operand.
func (p *parser) operandAt(n int) bool {
	t := p.ahead(n)
	switch t.kind {
	case word:
		return !reserved[t.s] || t.s == "if" || t.s == "when"
	case number, text:
		return true
	case op:
		return t.s == "(" || t.s == "!" || t.s == "[" && p.lang == Groovy || t.s == "-" && t.space &&
			!p.ahead(n+1).space
	}
	return false
}
