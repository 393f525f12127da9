package codes

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"loginscope/lang"
)

// A message on the wire differs from the documented wording in case, in
// spacing, in full-width punctuation and in a final stop. None of these
// carries meaning, so both sides are squashed before they are compared.

// maxParam limits a placeholder's value in bytes; a longer one is not taken
// for a value, since the documented ones are names and counts.
const maxParam = 200

// maxMessage limits how much of a message is read, in bytes.
const maxMessage = 4096

// minWithin is the shortest wording, in bytes, that is looked for inside a
// longer message.
const minWithin = 10

var placeholder = regexp.MustCompile(`\{(\d)\}`)

// wording is one compiled entry of Match.
type wording struct {
	text   string         // squashed, placeholders and all
	re     *regexp.Regexp // nil without placeholders
	anchor string         // squashed, the longest piece without a placeholder
	params []int          // placeholder number of each group
}

func compileAll(match []string) []wording {
	var list []wording
	for _, m := range match {
		list = append(list, compile(m))
	}
	return list
}

// compile turns "The {0} has failed" into an anchored pattern; a wording with
// no placeholder needs none.
func compile(m string) wording {
	w := wording{text: squash(m), anchor: longestPiece(m)}
	marks := placeholder.FindAllStringSubmatchIndex(m, -1)
	if marks == nil {
		return w
	}
	var b strings.Builder
	b.WriteString(`(?is)^`)
	at := 0
	for _, mark := range marks {
		b.WriteString(literal(m[at:mark[0]]))
		b.WriteString(`\s*(.+?)\s*`)
		w.params = append(w.params, int(m[mark[2]]-'0'))
		at = mark[1]
	}
	b.WriteString(literal(m[at:]))
	b.WriteString(`[\s.。!]*$`)
	w.re = regexp.MustCompile(b.String())
	return w
}

// longestPiece is what a message must hold before it is worth comparing.
func longestPiece(m string) string {
	longest := ""
	for _, piece := range placeholder.Split(m, -1) {
		if p := squash(piece); len(p) > len(longest) {
			longest = p
		}
	}
	return longest
}

// literal quotes a piece of a wording, with free spacing.
func literal(piece string) string {
	var b strings.Builder
	for i, field := range strings.Fields(foldWidth(piece)) {
		if i > 0 {
			b.WriteString(`\s*`)
		}
		b.WriteString(regexp.QuoteMeta(field))
	}
	return b.String()
}

// message is a wire message prepared for comparing with many wordings.
type message struct {
	folded   string // ASCII width, trimmed
	squashed string
}

func prepare(s string) message {
	return message{strings.TrimSpace(foldWidth(s)), squash(s)}
}

// matches reports whether the whole message is this wording, with the values of
// its placeholders, {0} first. An empty message matches none.
func (w wording) matches(m message) (params []string, ok bool) {
	if w.re == nil {
		return nil, m.squashed != "" && m.squashed == w.text
	}
	groups := w.re.FindStringSubmatch(m.folded)
	if groups == nil {
		return nil, false
	}
	params = make([]string, 0, len(w.params))
	for i, n := range w.params {
		value := groups[i+1]
		if len(value) > maxParam {
			return nil, false
		}
		for len(params) <= n {
			params = append(params, "")
		}
		params[n] = value
	}
	return params, true
}

// within reports whether the message contains the wording among other text.
// Short Latin wordings would be found by chance, hence the limit.
func (w wording) within(m message) bool {
	return w.re == nil && len(w.text) >= minWithin && strings.Contains(m.squashed, w.text)
}

func sharedWording(a, b []wording) string {
	for _, x := range a {
		for _, y := range b {
			if x.text == y.text {
				return x.text
			}
		}
	}
	return ""
}

// fill puts placeholder values into a text; those without a value stay.
func fill(s string, params []string) string {
	return placeholder.ReplaceAllStringFunc(s, func(mark string) string {
		n := int(mark[1] - '0')
		if n < len(params) && params[n] != "" {
			return params[n]
		}
		return mark
	})
}

func fillText(t lang.Text, params []string) lang.Text {
	return lang.Both(fill(t.EN, params), fill(t.ZH, params))
}

// fold brings a code to its comparing form: ASCII width, no surrounding space
// or quotes, upper case.
func fold(code string) string {
	return strings.ToUpper(strings.Trim(foldWidth(code), " \t\r\n\"'`"))
}

// foldWidth maps full-width forms and the dashes that editors put for a minus
// to ASCII.
func foldWidth(s string) string { return strings.Map(foldRune, s) }

func foldRune(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - 0xFEE0
	case r == '\u3000', r == '\u00a0':
		return ' '
	case r == '−', r == '–', r == '—':
		return '-'
	}
	return r
}

// squash is the comparing form of a message.
func squash(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, foldWidth(s))
	return strings.TrimRight(s, ".。!")
}

// clip cuts an over-long message for a sentence or a search.
func clip(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return fmt.Sprintf("%s…", strings.ToValidUTF8(s[:limit], ""))
}
