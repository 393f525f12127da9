package redact

import "strings"

// quotes are the marks in which our sentences quote evidence.
var quotes = []struct{ open, shut string }{{"“", "”"}, {`"`, `"`}}

// Sentence masks a sentence of ours that may quote evidence. What stands in
// quotes is masked like any text. Outside of them only values count that are
// recognised by their own shape: there a colon is punctuation, and "China Mobile: move
// to 4G" is no phone number behind its name.
func Sentence(s string) string { return Masker{}.Sentence(s) }

// Sentence is as the function Sentence; known values count everywhere in it.
func (m Masker) Sentence(s string) string {
	s = m.known(s)
	for _, q := range quotes {
		s = m.inQuotes(s, q.open, q.shut)
	}
	return m.shapes(m.runs(s, maxNested))
}

func (m Masker) inQuotes(s, open, shut string) string {
	if !strings.Contains(s, open) {
		return s
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, open)
		inside, after, closed := strings.Cut(rest, shut)
		if !ok || !closed {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(before + open + m.Text(inside) + shut)
		s = after
	}
}
