// Package gradle reads what the login needs from build files: build.gradle in
// Groovy or Kotlin, gradle.properties, version catalogs and keep rules. It owns
// a reading of their shape (blocks, calls, assignments), not an execution: a
// value that a script computes stays unknown and is reported as such.
package gradle

import "strings"

type tokenKind uint8

const (
	word tokenKind = iota // identifier or number, dots included
	text                  // quoted string, without quotes
	mark                  // any other character
	newline
)

type token struct {
	kind tokenKind
	s    string
	line int
}

const maxTokens = 500_000

// lex splits a script, dropping comments. Unknown characters become marks, so
// that it never fails.
func lex(src string) []token {
	l := lexer{src: src, line: 1}
	for l.at < len(l.src) && len(l.out) < maxTokens {
		l.next()
	}
	return l.out
}

type lexer struct {
	src  string
	at   int
	line int
	out  []token
}

func (l *lexer) emit(k tokenKind, s string, line int) { l.out = append(l.out, token{k, s, line}) }

func (l *lexer) next() {
	c, rest := l.src[l.at], l.src[l.at:]
	switch {
	case c == '\n':
		l.emit(newline, "\n", l.line)
		l.advance(1)
	case c == ' ' || c == '\t' || c == '\r':
		l.at++
	case strings.HasPrefix(rest, "//"):
		l.skipTo("\n", 0)
	case strings.HasPrefix(rest, "/*"):
		l.skipTo("*/", 2)
	case strings.HasPrefix(rest, `"""`), strings.HasPrefix(rest, `'''`):
		l.quoted(rest[:3])
	case c == '"' || c == '\'':
		l.quoted(rest[:1])
	case wordByte(c):
		n := 0
		for n < len(rest) && wordByte(rest[n]) {
			n++
		}
		l.emit(word, rest[:n], l.line)
		l.at += n
	default:
		l.emit(mark, rest[:1], l.line)
		l.at++
	}
}

func wordByte(c byte) bool {
	return c == '_' || c == '.' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

func (l *lexer) advance(n int) {
	l.line += strings.Count(l.src[l.at:l.at+n], "\n")
	l.at += n
}

func (l *lexer) skipTo(end string, extra int) {
	i := strings.Index(l.src[l.at+extra:], end)
	if i < 0 {
		l.advance(len(l.src) - l.at)
		return
	}
	l.advance(i + 2*extra)
}

// quoted reads a string; a single-quote or double-quote one ends at the line's
// end if it is never closed.
func (l *lexer) quoted(quote string) {
	line := l.line
	i := l.at + len(quote)
	var b strings.Builder
	for i < len(l.src) && !strings.HasPrefix(l.src[i:], quote) {
		if len(quote) == 1 && l.src[i] == '\n' {
			break
		}
		if l.src[i] == '\\' && i+1 < len(l.src) {
			i++
		}
		b.WriteByte(l.src[i])
		i++
	}
	end := min(i+len(quote), len(l.src))
	if i < len(l.src) && l.src[i] == '\n' && len(quote) == 1 {
		end = i
	}
	l.emit(text, b.String(), line)
	l.advance(end - l.at)
}
