package gradle

import "strings"

// node is one statement: its own tokens and the statements of its block.
type node struct {
	tokens []token
	body   []*node
	line   int
}

const maxNesting = 100

// parse builds the tree of statements. Lines end a statement except inside
// parentheses and brackets; braces open a block of the statement before them.
func parse(src string) *node {
	p := treeParser{tokens: lex(src)}
	root := &node{line: 1}
	for p.at < len(p.tokens) {
		p.block(root, 0)
	}
	return root
}

type treeParser struct {
	tokens []token
	at     int
}

// block reads statements into parent up to the closing brace.
func (p *treeParser) block(parent *node, depth int) {
	cur := &node{}
	round := 0
	flush := func() {
		if len(cur.tokens) > 0 || len(cur.body) > 0 {
			parent.body = append(parent.body, cur)
		}
		cur = &node{}
	}
	for p.at < len(p.tokens) {
		t := p.tokens[p.at]
		p.at++
		if len(cur.tokens) == 0 && cur.body == nil {
			cur.line = t.line
		}
		switch {
		case t.kind == newline && round > 0:
		case t.kind == newline || t.kind == mark && t.s == ";":
			if !p.opensNext() {
				flush()
			}
		case t.kind == mark && t.s == "{" && depth < maxNesting:
			p.block(cur, depth+1)
			if round == 0 {
				flush()
			}
		case t.kind == mark && t.s == "}":
			flush()
			return
		default:
			if t.kind == mark {
				round = max(0, round+strings.Count("([", t.s)-strings.Count(")]", t.s))
			}
			cur.tokens = append(cur.tokens, t)
		}
	}
	flush()
}

// opensNext reports whether the next token that is no newline opens a block.
func (p *treeParser) opensNext() bool {
	for i := p.at; i < len(p.tokens); i++ {
		if t := p.tokens[i]; t.kind != newline {
			return t.kind == mark && t.s == "{"
		}
	}
	return false
}

// head is the first word of a statement.
func (n *node) head() string {
	if len(n.tokens) > 0 && n.tokens[0].kind == word {
		return n.tokens[0].s
	}
	return ""
}

// find returns the blocks below n at a path such as "android", "defaultConfig".
func (n *node) find(path ...string) []*node {
	if len(path) == 0 {
		return []*node{n}
	}
	var out []*node
	for _, c := range n.body {
		if c.head() == path[0] || c.named() == path[0] {
			out = append(out, c.find(path[1:]...)...)
		}
	}
	return out
}

// named is the string in getByName("release") { } and similar Kotlin calls.
func (n *node) named() string {
	if strings.HasSuffix(n.head(), "ByName") || n.head() == "create" || n.head() == "named" || n.head() == "maybeCreate" {
		for _, t := range n.tokens {
			if t.kind == text {
				return t.s
			}
		}
	}
	return ""
}

// args are a statement's tokens behind its head, without "=", parentheses and commas.
func (n *node) args() []token {
	var out []token
	if len(n.tokens) == 0 {
		return nil
	}
	for _, t := range n.tokens[1:] {
		if t.kind != mark {
			out = append(out, t)
		}
	}
	return out
}

// raw writes a statement's tokens for a reader.
func (n *node) raw() string {
	var parts []string
	for _, t := range n.tokens {
		if t.kind == text {
			parts = append(parts, "'"+t.s+"'")
			continue
		}
		parts = append(parts, t.s)
	}
	return strings.Join(parts, " ")
}
