package kit

import (
	"strings"
	"unicode"
)

// Wrap breaks text into lines no wider than width: at spaces between words,
// and between any two Chinese characters except before a closing mark or
// after an opening one. A word that is wider than a line is cut. Newlines in
// the text stay.
func Wrap(text string, width float32, measure func(string) float32) []string {
	var lines []string
	for _, para := range strings.Split(text, "\n") {
		lines = append(lines, wrapLine(para, width, measure)...)
	}
	return lines
}

func wrapLine(text string, width float32, measure func(string) float32) []string {
	var lines []string
	line := ""
	for _, piece := range pieces(text) {
		if line != "" && measure(strings.TrimRight(line+piece, " ")) > width {
			lines = append(lines, strings.TrimRight(line, " "))
			line = ""
			piece = strings.TrimLeft(piece, " ")
		}
		for measure(strings.TrimRight(piece, " ")) > width {
			head, tail := cutToFit(piece, width, measure)
			if tail == "" {
				break
			}
			lines = append(lines, head)
			piece = tail
		}
		line += piece
	}
	return append(lines, strings.TrimRight(line, " "))
}

// cutToFit takes at least one character, so that it always gets on.
func cutToFit(s string, width float32, measure func(string) float32) (head, tail string) {
	runes := []rune(s)
	n := 1
	for n < len(runes) && measure(string(runes[:n+1])) <= width {
		n++
	}
	return string(runes[:n]), string(runes[n:])
}

// pieces splits text where a line may end; a space stays with the word before it.
func pieces(text string) []string {
	var out []string
	runes := []rune(text)
	start := 0
	for i := 1; i < len(runes); i++ {
		if mayBreak(runes[i-1], runes[i]) {
			out = append(out, string(runes[start:i]))
			start = i
		}
	}
	if start < len(runes) {
		out = append(out, string(runes[start:]))
	}
	return out
}

const (
	closing = "，。、；：？！）】》」』”’…·,.;:?!)]}%"
	opening = "（【《「『“‘([{"
)

func mayBreak(before, after rune) bool {
	if before == ' ' {
		return after != ' '
	}
	if after == ' ' || strings.ContainsRune(closing, after) || strings.ContainsRune(opening, before) {
		return false
	}
	return wide(before) || wide(after) || before == '/' || before == '_' || before == '&'
}

func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || (r >= 0x3000 && r <= 0x30ff) || (r >= 0xff00 && r <= 0xffef)
}
