package source

import "strings"

// unit is one file at work.
type unit struct {
	file   string
	tokens []token
	lang   Language
	debug  bool

	blocks []block
	in     []int // the innermost block of each token
	parens []int // open "(" and "[" at each token, since the last "{"
	pair   map[int]int
	guards []guard
	names  map[string][]*name
	// set are assignments to members of something else: "Config.ssl = false".
	set []outer
	// work counts what reduce was given, up to maxWork.
	work int
}

// block is "{...}"; the first of a file is the file itself.
type block struct {
	parent   int
	from, to int    // the tokens of its braces
	body     bool   // of a class, object or interface
	class    string // its name, "" for a companion or an anonymous one
}

func (u *unit) is(i int, s string) bool {
	return i >= 0 && i < len(u.tokens) && u.tokens[i].kind != text && u.tokens[i].s == s
}

func (u *unit) word(i int) bool { return i >= 0 && i < len(u.tokens) && u.tokens[i].kind == word }

// newUnit finds blocks, conditions and names of a file.
func newUnit(file string, tokens []token, lang Language) *unit {
	u := &unit{file: file, tokens: tokens, lang: lang, debug: debugSourceSet(file), names: map[string][]*name{}}
	u.layout()
	u.conditions()
	u.declare()
	u.assign()
	return u
}

// layout pairs braces and parentheses.
func (u *unit) layout() {
	n := len(u.tokens)
	u.blocks = []block{{parent: -1, from: -1, to: n, body: true}}
	u.in, u.parens, u.pair = make([]int, n), make([]int, n), map[int]int{}
	at, header := 0, 0
	var open []int // "(" that are not closed yet, -1 for a "{"
	depth := 0
	for i := range u.tokens {
		u.in[i], u.parens[i] = at, depth
		switch {
		case u.is(i, "("), u.is(i, "["):
			open = append(open, i)
			depth++
		case (u.is(i, ")") || u.is(i, "]")) && depth > 0:
			u.pair[open[len(open)-1]], open = i, open[:len(open)-1]
			depth--
			u.parens[i] = depth
		case u.is(i, "{"):
			b := block{parent: at, from: i, to: n}
			b.class, b.body = u.classHead(header, i)
			u.blocks = append(u.blocks, b)
			at, depth = len(u.blocks)-1, 0
			open = append(open, -1)
		case u.is(i, "}") && at > 0:
			u.blocks[at].to = i
			for len(open) > 0 && open[len(open)-1] >= 0 {
				open = open[:len(open)-1]
			}
			open = open[:len(open)-1]
			at, depth = u.blocks[at].parent, 0
			for k := len(open) - 1; k >= 0 && open[k] >= 0; k-- {
				depth++
			}
		}
		if u.is(i, "{") || u.is(i, "}") || u.is(i, ";") {
			header = i + 1
		}
	}
}

// classHead reads what stands before a "{": the name of a class whose body it is.
func (u *unit) classHead(from, brace int) (class string, body bool) {
	depth := 0
	for i := brace - 1; i >= from; i-- {
		switch t := u.tokens[i]; {
		case u.is(i, ")") || u.is(i, "]"):
			depth++
		case u.is(i, "(") || u.is(i, "["):
			if depth--; depth < 0 {
				return "", u.is(i+1, "object") // an anonymous object as an argument
			}
		case depth > 0 || t.kind != word:
		case heads[t.s] && !u.is(i-1, ".") && !u.is(i-1, ":"):
			if u.is(i-1, "companion") || !u.word(i+1) {
				return "", true
			}
			if u.is(i+1, "class") {
				return u.tokens[min(i+2, brace)].s, true
			}
			return u.tokens[i+1].s, true
		case t.s == "object":
			return "", true
		case ends[t.s]:
			return "", false
		}
	}
	return "", false
}

// heads are words before the name of a class.
var heads = map[string]bool{"class": true, "interface": true, "enum": true, "record": true, "object": true}

// ends are words that no head of a class holds.
var ends = map[string]bool{
	"fun": true, "val": true, "var": true, "if": true, "else": true, "for": true, "while": true, "return": true,
	"init": true, "try": true, "catch": true, "when": true, "switch": true, "get": true, "set": true, "new": true,
	"do": true,
}

// block is the innermost block of a token; that of the file behind its end.
func (u *unit) block(i int) int {
	if i < 0 || i >= len(u.in) {
		return 0
	}
	return u.in[i]
}

// inside reports whether the token at i stands in a block.
func (u *unit) inside(b, i int) bool { return u.blocks[b].from < i && i <= u.blocks[b].to }

// owner is the name of the class around a token, "" at the top of a file.
func (u *unit) owner(i int) string {
	for b := u.block(i); b > 0; b = u.blocks[b].parent {
		if u.blocks[b].body && u.blocks[b].class != "" {
			return u.blocks[b].class
		}
	}
	return ""
}

// maxExpression limits the tokens of an expression.
const maxExpression = 160

// expression is what stands from token i on: a value, an argument, a condition.
// ok is false for one that is too long.
func (u *unit) expression(i int) (e []token, ok bool) {
	depth, from, free := 0, i, false
	for ; i < len(u.tokens); i++ {
		if i-from > maxExpression {
			return nil, false
		}
		switch {
		case depth == 0 && (u.is(i, ";") || u.is(i, ",") || u.is(i, ")") || u.is(i, "}") || u.is(i, "]")):
			return u.tokens[from:i], i > from
		case depth == 0 && i > from && !free && u.lang == Kotlin && u.breaks(i):
			return u.tokens[from:i], true
		case u.is(i, "(") || u.is(i, "{") || u.is(i, "["):
			depth++
		case u.is(i, ")") || u.is(i, "}") || u.is(i, "]"):
			depth--
		}
		free = false
		if end, paired := u.pair[i+1]; depth == 0 && u.is(i, "if") && paired {
			i, free = end, true // the value may stand on the next line
		}
	}
	return u.tokens[from:], i > from
}

// breaks reports whether a Kotlin statement ends before the token at i.
func (u *unit) breaks(i int) bool {
	t, before := u.tokens[i], u.tokens[i-1]
	if t.line == before.line {
		return false
	}
	goesOn := t.kind == symbol && strings.Contains(".?&|:", t.s) || u.is(i, "else")
	open := before.kind == symbol && strings.Contains("=+-!&|?:(,.", before.s) || u.is(i-1, "else")
	return !goesOn && !open
}

// statement is the token behind the statement or block at i.
func (u *unit) statement(i int) int {
	for hops := 0; hops < 200; hops++ {
		if end, ok := u.pair[i+1]; ok && u.is(i, "if") {
			then := u.statement(end + 1)
			if !u.is(then, "else") {
				return then
			}
			i = then + 1
			continue
		}
		break
	}
	depth, block := 0, u.is(i, "{")
	for n := i; n < len(u.tokens); n++ {
		switch {
		case u.is(n, "{") || u.is(n, "("):
			depth++
		case u.is(n, "}") || u.is(n, ")"):
			if depth--; depth == 0 && block {
				return n + 1
			}
			if depth < 0 {
				return n
			}
		case depth > 0 || block:
		case u.is(n, ";"):
			return n + 1
		case u.lang == Kotlin && n > i && (u.breaks(n) || u.is(n, "else")):
			return n
		}
	}
	return len(u.tokens)
}
