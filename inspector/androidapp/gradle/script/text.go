package script

import (
	"strconv"
	"strings"
)

// text makes the parts of a quoted text.
func (p *parser) text(t token) Expr {
	line := Pos(t.line)
	if t.quote[0] == '\'' || t.quote == "/" {
		s := t.s
		if t.quote != "/" {
			s = unescape(s)
		}
		return &Lit{line, s}
	}
	raw := t.quote == `"""` && p.lang == Kotlin
	var parts []Part
	add := func(s string) {
		if !raw {
			s = unescape(s)
		}
		if s != "" {
			parts = append(parts, Part{Text: s})
		}
	}
	from, s := 0, t.s
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && !raw:
			i++
		case s[i] == '$' && i+1 < len(s):
			e, n := p.interpolation(s[i:], t.line+strings.Count(s[:i], "\n"))
			if n == 0 {
				continue
			}
			add(s[from:i])
			parts = append(parts, Part{Expr: e})
			i += n - 1
			from = i + 1
		}
	}
	if from == 0 {
		if !raw {
			s = unescape(s)
		}
		return &Lit{line, s}
	}
	add(s[from:])
	return &Str{line, parts}
}

// interpolation reads "$name", Groovy's "$a.b" or "${expression}" at the start
// of s, and its length, 0 for none.
func (p *parser) interpolation(s string, line int) (Expr, int) {
	if strings.HasPrefix(s, "${") {
		n := expression(s)
		if n == 2 || p.depth > maxDepth/2 {
			return nil, 0
		}
		return p.inner(s[2:n-1], line), n
	}
	n := 1
	for n < len(s) && s[n] != '$' && (wordStart(s[n]) || n > 1 && digit(s[n]) ||
		p.lang == Groovy && n > 1 && s[n] == '.' && n+1 < len(s) && wordStart(s[n+1])) {
		n++
	}
	if n == 1 {
		return nil, 0
	}
	return p.inner(s[1:n], line), n
}

// inner reads an expression inside a text.
func (p *parser) inner(src string, line int) Expr {
	toks, _ := lex(src, line, p.lang)
	q := &parser{toks: toks, lang: p.lang, depth: p.depth + 10}
	e := q.expr()
	q.lines()
	if q.bad || q.peek().kind != end {
		return &Unread{Pos(line), "${" + src + "}"}
	}
	return e
}

func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r':
			b.WriteByte('\r')
		case 'u':
			if n, err := strconv.ParseUint(s[i+1:min(len(s), i+5)], 16, 16); err == nil && i+5 <= len(s) {
				b.WriteRune(rune(n))
				i += 4
			}
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}
