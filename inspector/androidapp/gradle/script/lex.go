// Package script reads the syntax of Gradle's build scripts, in Groovy and in
// Kotlin, into one tree of statements and expressions. It owns the grammar, as
// far as build scripts use it; it evaluates nothing and knows no Gradle name.
//
// Law: reading never fails and never takes more than bounded work. What it does
// not understand becomes an Unread expression or a Problem with its line.
package script

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Lang is the language of a script.
type Lang uint8

// The languages.
const (
	Groovy Lang = iota
	Kotlin
)

// LangOf returns the language by a file's name.
func LangOf(file string) Lang {
	if strings.HasSuffix(file, ".kts") || strings.HasSuffix(file, ".kt") {
		return Kotlin
	}
	return Groovy
}

type kind uint8

const (
	end kind = iota
	word
	number
	text
	op
	newline
)

type token struct {
	kind  kind
	s     string // of text: its raw content
	quote string // of text: how it was quoted
	line  int
	space bool // white space stands before it
}

// maxTokens limits one script; the longest known have some ten thousand.
const maxTokens = 300_000

type lexer struct {
	src  string
	at   int
	line int
	lang Lang
	out  []token
	// unclosed are quotes and comments that never end.
	unclosed []Problem
}

// lex splits a script and drops its comments.
func lex(src string, line int, lang Lang) (toks []token, unclosed []Problem) {
	l := lexer{src: src, line: line, lang: lang}
	space := true
	for l.at < len(l.src) && len(l.out) < maxTokens {
		n := len(l.out)
		l.next()
		if len(l.out) > n {
			l.out[n].space, space = space, false
		} else {
			space = true
		}
	}
	return append(l.out, token{kind: end, line: l.line, space: true}), l.unclosed
}

func (l *lexer) emit(k kind, s string) {
	l.out = append(l.out, token{kind: k, s: s, line: l.line})
}

// operators of several characters, the longest first.
var operators = []string{
	"===", "!==", "<=>", "==~", "...", "..<", "?.", "?:", "!!", "::", "->", "..", "==", "!=", "<=", ">=", "&&", "||",
	"+=", "-=", "*=", "/=", "++", "--", "=~", "<<", "*.", "**",
}

// groovyOperators are further ones of Groovy; in Kotlin, ">>=" may close two types.
var groovyOperators = []string{">>>=", ">>=", "<<=", "**=", "%=", "|=", "&=", "^=", "?=", ".&", ".@"}

func (l *lexer) next() {
	c, rest := l.src[l.at], l.src[l.at:]
	switch {
	case c == '\n':
		l.emit(newline, "\n")
		l.advance(1)
	case c == '\\' && strings.HasPrefix(strings.TrimLeft(rest[1:], "\r"), "\n"):
		l.advance(strings.IndexByte(rest, '\n') + 1) // a line that goes on
	case c == ' ' || c == '\t' || c == '\r' || c == '\f':
		l.at++
	case strings.HasPrefix(rest, "//") || l.at == 0 && strings.HasPrefix(rest, "#!"):
		l.skipLine()
	case strings.HasPrefix(rest, "/*"):
		l.skipComment()
	case l.startsString(rest):
	case wordStart(c):
		n := 0
		for n < len(rest) && (wordStart(rest[n]) || digit(rest[n])) {
			n++
		}
		l.emit(word, rest[:n])
		l.at += n
	case digit(c):
		l.number(rest)
	default:
		l.operator(rest)
	}
}

func wordStart(c byte) bool {
	return c == '_' || c == '$' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func (l *lexer) number(rest string) {
	n := 0
	for n < len(rest) && (wordStart(rest[n]) || digit(rest[n]) ||
		rest[n] == '.' && n+1 < len(rest) && digit(rest[n+1])) {
		n++
	}
	l.emit(number, strings.ReplaceAll(rest[:n], "_", ""))
	l.at += n
}

func (l *lexer) operator(rest string) {
	list := operators
	if l.lang == Groovy {
		list = slices.Concat(groovyOperators, operators)
	}
	for _, o := range list {
		if strings.HasPrefix(rest, o) {
			l.emit(op, o)
			l.at += len(o)
			return
		}
	}
	l.emit(op, rest[:1])
	l.at++
}

func (l *lexer) advance(n int) {
	l.line += strings.Count(l.src[l.at:l.at+n], "\n")
	l.at += n
}

func (l *lexer) skipLine() {
	if i := strings.IndexByte(l.src[l.at:], '\n'); i >= 0 {
		l.at += i
		return
	}
	l.at = len(l.src)
}

// skipComment passes over a block comment; Kotlin's nest.
func (l *lexer) skipComment() {
	depth, i := 0, l.at
	for i < len(l.src) {
		switch {
		case strings.HasPrefix(l.src[i:], "/*") && (depth == 0 || l.lang == Kotlin):
			depth++
			i += 2
		case strings.HasPrefix(l.src[i:], "*/"):
			depth--
			i += 2
		default:
			i++
		}
		if depth == 0 {
			break
		}
	}
	if depth > 0 {
		l.open(l.line, "/*")
	}
	l.advance(min(i, len(l.src)) - l.at)
}

func (l *lexer) open(line int, what string) {
	if len(l.unclosed) < maxProblems {
		l.unclosed = append(l.unclosed, Problem{Line: line, Text: what, Unclosed: true})
	}
}

// startsString reads a string if one starts here.
func (l *lexer) startsString(rest string) bool {
	switch {
	case strings.HasPrefix(rest, `"""`), l.lang == Groovy && strings.HasPrefix(rest, `'''`):
		l.quoted(rest[:3], true)
	case rest[0] == '"' || rest[0] == '\'':
		l.quoted(rest[:1], false)
	case rest[0] == '`':
		i := strings.IndexAny(rest[1:], "`\n")
		if i < 0 || rest[1+i] != '`' {
			return false
		}
		l.emit(word, rest[1:1+i])
		l.at += i + 2
	case l.lang == Groovy && strings.HasPrefix(rest, "$/"):
		i := strings.Index(rest, "/$")
		if i < 2 {
			return false
		}
		l.out = append(l.out, token{kind: text, s: rest[2:i], quote: "/", line: l.line})
		l.advance(i + 2)
	case l.lang == Groovy && rest[0] == '/' && l.slashy():
		i := slashyEnd(rest)
		if i < 0 {
			return false
		}
		pattern := strings.ReplaceAll(rest[1:i], `\/`, "/")
		l.out = append(l.out, token{kind: text, s: pattern, quote: "/", line: l.line})
		l.at += i + 1
	default:
		return false
	}
	return true
}

// slashyEnd is where a pattern that begins with a slash ends, -1 if it does not end on its
// line. A slash behind a backslash is one of the pattern.
func slashyEnd(s string) int {
	for i := 1; i < len(s) && s[i] != '\n'; i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && s[i+1] == '/':
			i++
		case s[i] == '/':
			return i
		}
	}
	return -1
}

// slashy distinguishes a pattern between slashes from a division by what stands before.
func (l *lexer) slashy() bool {
	if len(l.out) == 0 {
		return false
	}
	t := l.out[len(l.out)-1]
	if t.kind == word {
		return t.s == "return" || t.s == "case" || t.s == "in" || t.s == "assert"
	}
	return t.kind == op && t.s != ")" && t.s != "]" && t.s != "}"
}

// quoted reads a string. One in single quotes that is never closed ends with its
// line. An expression in it may hold quotes of its own.
func (l *lexer) quoted(quote string, lines bool) {
	start, line := l.at, l.line
	i := l.at + len(quote)
	for i < len(l.src) && !strings.HasPrefix(l.src[i:], quote) {
		switch {
		case l.src[i] == '\n' && !lines:
			l.open(line, quote)
			l.closeText(start+len(quote), i, i, quote, line)
			return
		case l.src[i] == '\\' && i+1 < len(l.src) && !(lines && l.lang == Kotlin):
			i += 2
		case quote[0] == '"' && strings.HasPrefix(l.src[i:], "${"):
			i += expression(l.src[i:])
		default:
			i++
		}
	}
	if i >= len(l.src) {
		l.open(line, quote)
	}
	i = min(i+l.quotesBefore(i, quote), len(l.src))
	l.closeText(start+len(quote), i, min(i+len(quote), len(l.src)), quote, line)
}

// quotesBefore counts the quotes that stand before the closing ones of a raw text of
// Kotlin's: the last three close it.
func (l *lexer) quotesBefore(at int, quote string) int {
	if l.lang != Kotlin || len(quote) < 3 {
		return 0
	}
	n := 0
	for at+n+3 < len(l.src) && l.src[at+n+3] == '"' {
		n++
	}
	return n
}

func (l *lexer) closeText(from, to, next int, quote string, line int) {
	l.out = append(l.out, token{kind: text, s: l.src[from:to], quote: quote, line: line})
	l.advance(next - l.at)
}

// expression is the length of a "${…}" at the start of s, which may go over several
// lines, or 2 if it never ends.
func expression(s string) int {
	depth, quote := 0, byte(0)
	for i := 1; i < len(s) && i < 2000; i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == '\\' {
				i++
			} else if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 2
}
