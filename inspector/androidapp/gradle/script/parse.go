package script

import (
	"slices"
	"strings"
)

// The bounds of a script's nesting and of the problems that are kept.
const (
	maxDepth    = 150
	maxProblems = 50
)

// Parse reads a script.
func Parse(src string, lang Lang) *Script {
	src = strings.TrimPrefix(src, "\ufeff")
	toks, open := lex(src, 1, lang)
	p := &parser{toks: toks, lang: lang}
	s := &Script{}
	p.script = s
	if len(p.toks) > maxTokens {
		p.limit(Pos(p.toks[len(p.toks)-1].line))
	}
	for p.peek().kind != end {
		at := p.at
		s.Body = append(s.Body, p.statements()...)
		if p.at == at { // a brace too many
			p.problem()
			p.at++
		}
	}
	if b, ok := unclosed(src, toks); ok && len(toks) <= maxTokens {
		open = append(open, b)
	}
	if len(open) > 0 { // what is missing at the end of the file is missing there
		s.Problems = slices.DeleteFunc(s.Problems, func(p Problem) bool { return p.Text == EndOfFile })
		s.Problems = append(open, s.Problems...)
	}
	return s
}

type parser struct {
	toks   []token
	at     int
	lang   Lang
	depth  int
	flat   int // inside parentheses, where lines do not end statements
	bad    bool
	more   []Stmt // what a statement declares beside its first name
	script *Script
}

func (p *parser) peek() token {
	if p.flat > 0 {
		p.lines()
	}
	return p.toks[p.at]
}

// ahead is the nth token ahead, line ends counted.
func (p *parser) ahead(n int) token {
	return p.toks[min(p.at+n, len(p.toks)-1)]
}

func (p *parser) take() token {
	t := p.peek()
	if t.kind != end {
		p.at++
	}
	return t
}

func (p *parser) lines() {
	for p.toks[p.at].kind == newline {
		p.at++
	}
}

// is reports whether the next token is that operator or word.
func (p *parser) is(s string) bool {
	t := p.peek()
	return t.s == s && (t.kind == op || t.kind == word)
}

func (p *parser) accept(s string) bool {
	if !p.is(s) {
		return false
	}
	p.at++
	return true
}

// afterLines accepts s on this line or a later one, and else stays.
func (p *parser) afterLines(s string) bool {
	at := p.at
	p.lines()
	if p.accept(s) {
		return true
	}
	p.at = at
	return false
}

func (p *parser) pos() Pos { return Pos(p.peek().line) }

// limit keeps that a part of the script is passed over because it is too long or
// nested too deeply.
func (p *parser) limit(at Pos) {
	if p.script != nil && len(p.script.Limits) < maxProblems {
		p.script.Limits = append(p.script.Limits, at.Line())
	}
}

func (p *parser) problem() {
	t := p.toks[p.at]
	if p.script != nil && len(p.script.Problems) < maxProblems {
		p.script.Problems = append(p.script.Problems, Problem{Line: t.line, Text: near(t)})
	}
}

// statements reads up to a closing brace or the end.
func (p *parser) statements() []Stmt {
	var out []Stmt
	for {
		for p.peek().kind == newline || p.is(";") {
			p.at++
		}
		if p.peek().kind == end || p.is("}") {
			return out
		}
		at := p.at
		p.bad = false
		if s := p.statement(); s != nil {
			out = append(out, s)
		}
		out, p.more = append(out, p.more...), nil
		if t := p.peek(); p.bad || t.kind != newline && t.kind != end && t.s != ";" && t.s != "}" || p.at == at {
			line := p.toks[at].line
			p.problem()
			p.recover(at)
			out = append(out, &Unread{Pos(line), p.raw(at)})
		}
	}
}

// recover passes over the rest of a statement, brackets with what is in them.
func (p *parser) recover(from int) {
	if p.at == from {
		p.at++
	}
	depth := 0
	for ; p.toks[p.at].kind != end; p.at++ {
		t := p.toks[p.at]
		switch {
		case t.kind == newline && depth == 0:
			return
		case t.kind != op:
		case t.s == "(" || t.s == "[" || t.s == "{":
			depth++
		case t.s == "}" && depth == 0:
			return
		case t.s == ")" || t.s == "]" || t.s == "}":
			depth = max(0, depth-1)
		}
	}
}

// raw writes the tokens from a position to the current one, for a reader.
func (p *parser) raw(from int) string {
	var b strings.Builder
	for _, t := range p.toks[from:max(from, min(p.at, from+30))] {
		if t.space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		if t.kind == text {
			b.WriteString(t.quote + t.s + t.quote)
		} else if t.kind != newline {
			b.WriteString(t.s)
		}
	}
	return b.String()
}

// block reads "{ statements }", the brace on this line or the next.
func (p *parser) block() []Stmt {
	if !p.afterLines("{") {
		p.lines()
		if s := p.statement(); s != nil {
			return []Stmt{s}
		}
		return nil
	}
	return p.inBraces()
}

// inBraces reads behind an opening brace to its closing one.
func (p *parser) inBraces() []Stmt {
	flat := p.flat
	p.flat = 0
	defer func() { p.flat = flat }()
	if p.depth++; p.depth > maxDepth {
		p.depth--
		p.limit(p.pos())
		p.skipBraces()
		return nil
	}
	out := p.statements()
	p.depth--
	p.bad = false
	p.accept("}")
	return out
}

func (p *parser) skipBraces() {
	for depth := 1; depth > 0 && p.toks[p.at].kind != end; p.at++ {
		if t := p.toks[p.at]; t.kind == op && t.s == "{" {
			depth++
		} else if t.kind == op && t.s == "}" {
			depth--
		}
	}
}

// The texts of a Problem at which nothing stands.
const (
	EndOfLine = "the end of the line"
	EndOfFile = "the end of the file"
)

// near describes the position of a token for a sentence.
func near(t token) string {
	switch t.kind {
	case newline:
		return EndOfLine
	case end:
		return EndOfFile
	}
	return `"` + t.s + `"`
}
