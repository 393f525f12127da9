// Package cells lays text out in the columns of a terminal, where a Chinese
// character takes two. It knows no terminal and no colour.
package cells

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Width is the number of terminal columns that s takes: two for wide
// characters (UAX #11), none for combining marks.
func Width(s string) int {
	n := 0
	for _, r := range s {
		n += widthOf(r)
	}
	return n
}

func widthOf(r rune) int {
	switch {
	case r < 0x20 || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
		return 0
	case r < 0x1100:
		return 1
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// Pad fills s with spaces to n columns, or cuts it with an ellipsis.
func Pad(s string, n int) string {
	if w := Width(s); w <= n {
		return s + strings.Repeat(" ", n-w)
	}
	var b strings.Builder
	w := 0
	for _, r := range s {
		if w+widthOf(r) > n-1 {
			break
		}
		b.WriteRune(r)
		w += widthOf(r)
	}
	b.WriteString("…")
	return b.String() + strings.Repeat(" ", max(n-w-1, 0))
}

// noStart are characters that do not begin a line in Chinese typesetting.
const noStart = "，。、；：！？）】》”’,.;:!?)]}"

// Wrap breaks s into lines of at most n columns: at spaces, and between wide
// characters. A word longer than a line is broken where the line ends.
func Wrap(s string, n int) []string {
	n = max(n, 8)
	var out []string
	for para := range strings.SplitSeq(s, "\n") {
		out = append(out, wrapLine(strings.TrimRight(para, " "), n)...)
	}
	return out
}

func wrapLine(s string, n int) []string {
	var out []string
	line, w := []rune{}, 0
	for _, r := range s {
		c := widthOf(r)
		if w+c > n && !(c > 0 && strings.ContainsRune(noStart, r) && w+c <= n+2) {
			cut := breakAt(line, r)
			rest := []rune(strings.TrimLeft(string(line[cut:]), " "))
			out = append(out, strings.TrimRight(string(line[:cut]), " "))
			line, w = rest, Width(string(rest))
			if r == ' ' && len(line) == 0 {
				continue
			}
		}
		line = append(line, r)
		w += c
	}
	if len(line) > 0 || len(out) == 0 {
		out = append(out, string(line))
	}
	return out
}

// breakAt is where a full line is to be broken before the next character.
func breakAt(line []rune, next rune) int {
	if next == ' ' || widthOf(next) == 2 {
		return len(line)
	}
	for i := len(line) - 1; i > 0; i-- {
		if line[i] == ' ' || widthOf(line[i]) == 2 {
			return i + 1
		}
	}
	return len(line)
}

// Tame takes what could drive a terminal out of a text that came from outside.
func Tame(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return '\uFFFD'
		}
		return r
	}, s)
}
