package codes

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A toast or a screenshot holds a message without its number. ByWording names
// the rows by the message alone; what it answers is an inference, since apps
// and vendors use the same sentence for several codes.

// MaxWordingText is how many bytes of a text ByWording reads.
const MaxWordingText = 64 << 10

// WordingMatch is a row whose wording stands in a text that names no code.
type WordingMatch struct {
	Match
	// Wording is the entry of Match.Code.Match that was met.
	Wording string
	// Start and End say where it stands, in bytes of the text.
	Start, End int
	// Whole is true if the text holds nothing else. A row with Whole false was
	// found among other words, and those may deny it or speak of another day.
	Whole bool
}

// ByWording returns every row that has a wording inside the text, longest
// wording first, then in listing order; a row stands in it once. Case, spacing,
// full-width forms and a final stop do not matter, but a Latin wording is met at
// the edges of words only. A wording that lies inside a longer one that was met
// is left out, and one shorter than 10 bytes is met only if it is the whole
// text. Of a wording with placeholders the whole text must be it. Several rows
// of one wording mean that the text does not decide. The time is linear in the
// text, of which the first MaxWordingText bytes are read; the answer is empty, not
// nil, if nothing matches.
func (t *Table) ByWording(text string) []WordingMatch {
	s := squashWithOffsets(clip(text, MaxWordingText))
	var spans []span
	index := t.byWords()
	for i := 0; i < len(s.text); i++ {
		if !index.begins[pairAt(s.text, i)] {
			continue
		}
		for _, e := range index.starts[startOf(s.text[i:])] {
			if e.matchesAt(s, i) {
				spans = append(spans, span{e, i, i + len(e.w.text)})
				break // the entries of one start are sorted, longest first
			}
		}
	}
	spans = withoutCovered(spans)
	seen := map[int]bool{}
	list := t.wordingRows(spans, s, seen)
	return append(list, t.filled(text, s, seen)...)
}

// ByWording answers from the embedded table.
func ByWording(text string) []WordingMatch { return own().ByWording(text) }

// entry is one distinct wording with the rows that have it.
type entry struct {
	w    wording
	rows []int
	raw  []string // spelling of the row with the same index
}

// span is where an entry was met in the squashed text.
type span struct {
	e        *entry
	from, to int
}

// matchesAt reports whether the entry stands at i in its own right.
func (e *entry) matchesAt(s squashed, i int) bool {
	end := i + len(e.w.text)
	if end > len(s.text) || s.text[i:end] != e.w.text {
		return false
	}
	whole := i == 0 && end == len(s.text)
	return whole || len(e.w.text) >= minWithin && s.edge(i) && s.edge(end)
}

// pairAt is a quick test before startOf: few pairs of bytes begin a wording.
func pairAt(s string, i int) uint16 {
	k := uint16(s[i]) << 8
	if i+1 < len(s) {
		k |= uint16(s[i+1])
	}
	return k
}

// startOf is the key by which wordings are looked up at a position of a text.
func startOf(s string) [3]byte {
	var k [3]byte
	copy(k[:], s)
	return k
}

// wordingIndex finds the wordings of all rows inside a text.
type wordingIndex struct {
	starts    map[[3]byte][]*entry // wordings by their first bytes, longest first
	begins    []bool               // by pairAt: some wording begins so
	templates []*entry             // wordings with placeholders, in listing order
}

func (t *Table) indexWordings() *wordingIndex {
	x := &wordingIndex{starts: map[[3]byte][]*entry{}, begins: make([]bool, 1<<16)}
	byText := map[string]*entry{}
	for row, words := range t.wordings {
		for i, w := range words() {
			if w.re != nil {
				x.templates = append(x.templates, &entry{w, []int{row}, []string{t.rows[row].Match[i]}})
				continue
			}
			e := byText[w.text]
			if e == nil {
				e = &entry{w: w}
				byText[w.text] = e
				x.starts[startOf(w.text)] = append(x.starts[startOf(w.text)], e)
				x.begins[pairAt(w.text, 0)] = true
			}
			e.rows, e.raw = append(e.rows, row), append(e.raw, t.rows[row].Match[i])
		}
	}
	for _, list := range x.starts {
		slices.SortStableFunc(list, func(a, b *entry) int { return cmp.Compare(len(b.w.text), len(a.w.text)) })
	}
	return x
}

// withoutCovered drops what lies inside a longer span. The spans come sorted by
// their beginning, one a beginning.
func withoutCovered(spans []span) []span {
	var kept []span
	reach := 0
	for _, s := range spans {
		if s.to > reach {
			kept, reach = append(kept, s), s.to
		}
	}
	slices.SortStableFunc(kept, func(a, b span) int { return cmp.Compare(len(b.e.w.text), len(a.e.w.text)) })
	return kept
}

func (t *Table) wordingRows(spans []span, s squashed, seen map[int]bool) []WordingMatch {
	list := []WordingMatch{}
	for _, at := range spans {
		whole := at.from == 0 && at.to == len(s.text)
		for i, row := range at.e.rows {
			if seen[row] {
				continue
			}
			seen[row] = true
			list = append(list, WordingMatch{
				Match: Match{Code: t.rows[row], Exact: whole}, Wording: at.e.raw[i],
				Start: int(s.at[at.from]), End: int(s.ends[at.to-1]), Whole: whole,
			})
		}
	}
	return list
}

// filled are the rows of which the whole text is a wording with values.
func (t *Table) filled(text string, s squashed, seen map[int]bool) []WordingMatch {
	if len(text) > maxMessage {
		return nil
	}
	var list []WordingMatch
	m := prepare(text)
	for _, e := range t.byWords().templates {
		if seen[e.rows[0]] || !strings.Contains(s.text, e.w.anchor) {
			continue
		}
		if params, ok := e.w.matches(m); ok {
			seen[e.rows[0]] = true
			hit := WordingMatch{Match: Match{Code: t.rows[e.rows[0]]}, Wording: e.raw[0], End: len(text), Whole: true}
			hit.fillIn(params)
			list = append(list, hit)
		}
	}
	return list
}

// squashed is a text in comparing form that remembers where each byte came from.
type squashed struct {
	text     string
	at, ends []int32 // of each byte of text: its rune's offset in the original
	loose    []bool  // of each byte of text: something was left out before it
}

// squashWithOffsets does what squash does.
func squashWithOffsets(original string) squashed {
	n := len(original)
	s := squashed{at: make([]int32, 0, n), ends: make([]int32, 0, n), loose: make([]bool, 0, n)}
	b := make([]byte, 0, n)
	gap := false
	for i, r := range original {
		width := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, width = utf8.DecodeRuneInString(original[i:])
		}
		r = foldRune(r)
		if unicode.IsSpace(r) {
			gap = true
			continue
		}
		before := len(b)
		b = utf8.AppendRune(b, unicode.ToLower(r))
		for range len(b) - before {
			s.at, s.ends = append(s.at, int32(i)), append(s.ends, int32(i+width))
			s.loose, gap = append(s.loose, gap), false
		}
	}
	s.text = strings.TrimRight(string(b), ".。!")
	return s
}

// edge reports whether a word may begin or end before byte i of the text: not
// between two Latin letters or digits that stand together in the original.
func (s squashed) edge(i int) bool {
	if i == 0 || i == len(s.text) || s.loose[i] {
		return true
	}
	return !latin(s.text[i-1]) || !latin(s.text[i])
}

func latin(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '_'
}
