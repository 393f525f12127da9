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
}

// maxTokens bounds one file; people write a hundredth of it.
const maxTokens = 2_000_000

// lexer splits Java, Kotlin or Groovy into tokens without comments. It knows no
// grammar and never fails: what it does not know becomes a symbol.
type lexer struct {
	src    string
	lang   Language
	at     int
	line   int
	tokens []token
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
	l.tokens = append(l.tokens, token{k, s, line})
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
	line := l.line
	l.skip(3)
	n := until(l.rest(), quote)
	l.emit(text, l.rest()[:n], line)
	l.skip(n + 3)
}

// quoted reads a string or character up to its closing quote or the line's end.
// The code inside a template of Kotlin or Groovy is no part of the value.
func (l *lexer) quoted(quote byte) {
	line := l.line
	var b strings.Builder
	l.skip(1)
	for l.at < len(l.src) && l.src[l.at] != '\n' {
		c := l.src[l.at]
		switch {
		case c == quote:
			l.skip(1)
			l.emit(text, b.String(), line)
			return
		case c == '\\' && l.at+1 < len(l.src):
			b.WriteString(unescape(l.src[l.at+1]))
			l.skip(2)
		case c == '$' && l.lang != Java && quote == '"' && strings.HasPrefix(l.rest(), "${"):
			b.WriteString(template)
			l.template()
		default:
			b.WriteByte(c)
			l.skip(1)
		}
	}
	l.emit(text, b.String(), line)
}

// template stands in a value for what a script computes.
const template = "\x00"

func unescape(c byte) string {
	switch c {
	case 'n':
		return "\n"
	case 't':
		return "\t"
	}
	return string(c)
}

// template skips "${...}" with the braces and strings inside.
func (l *lexer) template() {
	depth := 0
	for l.at < len(l.src) && l.src[l.at] != '\n' {
		switch l.src[l.at] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				l.skip(1)
				return
			}
		case '"':
			inner := &lexer{src: l.src, lang: l.lang, at: l.at, line: l.line}
			inner.quoted('"')
			l.skip(inner.at - l.at)
			continue
		}
		l.skip(1)
	}
}
