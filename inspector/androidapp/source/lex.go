package source

import "strings"

type kind uint8

const (
	word   kind = iota // identifier, keyword or number
	text               // string or text block, its value
	symbol             // any other character
)

type token struct {
	kind kind
	s    string
	line int
	// parts are the pieces of a text with templates, nil for any other.
	parts []piece
}

// piece is one part of a text with templates: plain, or the code of "${...}".
type piece struct {
	plain string
	code  []token
}

// maxNested limits the texts within templates within texts.
const maxNested = 4

// maxTokens limits one file; people write a hundredth of it.
const maxTokens = 2_000_000

// lexer splits Java, Kotlin or Groovy into tokens without comments. It knows no
// grammar and never fails: what it does not know becomes a symbol.
type lexer struct {
	src    string
	lang   Language
	at     int
	line   int
	tokens []token
	nested int // how many templates this text stands in
}

func lex(src string, lang Language) []token {
	l := &lexer{src: src, lang: lang, line: 1}
	for l.at < len(l.src) && len(l.tokens) < maxTokens {
		l.next()
	}
	return l.tokens
}

func (l *lexer) rest() string { return l.src[l.at:] }

// skip moves over n bytes and counts their lines.
func (l *lexer) skip(n int) {
	n = min(n, len(l.src)-l.at)
	l.line += strings.Count(l.src[l.at:l.at+n], "\n")
	l.at += n
}

func (l *lexer) emit(k kind, s string, line int) {
	l.tokens = append(l.tokens, token{kind: k, s: s, line: line})
}

func (l *lexer) next() {
	c, rest := l.src[l.at], l.rest()
	switch {
	case c == '\n' || c == ' ' || c == '\t' || c == '\r':
		l.skip(1)
	case strings.HasPrefix(rest, "//"):
		l.skip(until(rest, "\n"))
	case strings.HasPrefix(rest, "/*"):
		l.comment()
	case strings.HasPrefix(rest, `"""`), l.lang == Groovy && strings.HasPrefix(rest, "'''"):
		l.block(rest[:3])
	case c == '"' || c == '\'':
		l.quoted(c)
	case wordByte(c):
		n := 1
		for n < len(rest) && wordByte(rest[n]) {
			n++
		}
		l.emit(word, rest[:n], l.line)
		l.skip(n)
	default:
		l.emit(symbol, rest[:1], l.line)
		l.skip(1)
	}
}

func until(s, end string) int {
	if i := strings.Index(s, end); i >= 0 {
		return i
	}
	return len(s)
}

func wordByte(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// comment skips a block comment; Kotlin's nest.
func (l *lexer) comment() {
	depth := 0
	for l.at < len(l.src) {
		switch rest := l.rest(); {
		case strings.HasPrefix(rest, "/*") && (depth == 0 || l.lang == Kotlin):
			depth++
			l.skip(2)
		case strings.HasPrefix(rest, "*/"):
			l.skip(2)
			if depth--; depth == 0 {
				return
			}
		default:
			l.skip(1)
		}
	}
}

// block reads a text block or raw string. Its escapes stay as they are written.
func (l *lexer) block(quote string) {
	w := written{line: l.line}
	l.skip(3)
	for l.at < len(l.src) && !strings.HasPrefix(l.rest(), quote) {
		if quote[0] == '"' && l.template(&w) {
			continue
		}
		n := 1
		for rest := l.rest(); n < len(rest) && rest[n] != '$' && rest[n] != quote[0]; {
			n++
		}
		w.plain.WriteString(l.rest()[:n])
		l.skip(n)
	}
	l.skip(3)
	l.written(&w)
}

// written is a text that is being read.
type written struct {
	line  int
	plain strings.Builder // since the last template
	all   strings.Builder // before that, with a mark for each template
	parts []piece
}

func (w *written) flush() {
	if s := w.plain.String(); s != "" {
		w.all.WriteString(s)
		w.parts = append(w.parts, piece{plain: s})
		w.plain.Reset()
	}
}

func (l *lexer) written(w *written) {
	t := token{kind: text, line: w.line}
	if len(w.parts) > 0 {
		w.flush()
		t.s, t.parts = w.all.String(), w.parts
	} else {
		t.s = w.plain.String()
	}
	l.tokens = append(l.tokens, t)
}

// quoted reads a string or character up to its closing quote or the line's end.
func (l *lexer) quoted(quote byte) {
	w := written{line: l.line}
	l.skip(1)
	for l.at < len(l.src) && l.src[l.at] != '\n' {
		c := l.src[l.at]
		switch {
		case c == quote:
			l.skip(1)
			l.written(&w)
			return
		case c == '\\' && l.at+1 < len(l.src):
			w.plain.WriteString(unescape(l.src[l.at+1]))
			l.skip(2)
		case quote == '"' && l.template(&w):
		default:
			w.plain.WriteByte(c)
			l.skip(1)
		}
	}
	l.written(&w)
}

// mark stands in a text for what a template puts there.
const mark = "\x00"

func unescape(c byte) string {
	switch c {
	case 'n':
		return "\n"
	case 't':
		return "\t"
	}
	return string(c)
}

// template reads "${...}" or "$name" if one stands here.
func (l *lexer) template(w *written) bool {
	rest := l.rest()
	if l.lang == Java || l.nested >= maxNested || len(rest) < 2 || rest[0] != '$' {
		return false
	}
	from, line, n := 1, l.line, 0
	switch c := rest[1]; {
	case c == '{':
		n, from = l.braced(), 2
	case c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		for n = 2; n < len(rest) && wordByte(rest[n]) && rest[n] != '$'; {
			n++
		}
	default:
		return false
	}
	inner := &lexer{src: strings.TrimSuffix(rest[from:max(n, from)], "}"), lang: l.lang, line: line,
		nested: l.nested + 1}
	for inner.at < len(inner.src) {
		inner.next()
	}
	w.flush()
	w.all.WriteString(mark)
	w.parts = append(w.parts, piece{code: inner.tokens})
	l.skip(n)
	return true
}

// braced is the length of "${...}" with the braces and strings inside, at most to
// the line's end.
func (l *lexer) braced() int {
	rest := l.rest()
	depth, quoted := 0, false
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == '\n':
			return i
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(rest)
}
