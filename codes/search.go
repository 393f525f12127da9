package codes

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxQuery and maxTerms limit what a search reads of its text.
const (
	maxQuery = 256 // bytes
	maxTerms = 12
)

// The weights of a term's best field in a row; a row's score is their sum.
const (
	weightCode      = 1000 // the whole code, or its IDaaS short form
	weightCodeStart = 500
	weightCodePart  = 250
	weightSpace     = 180 // issuer or space
	weightName      = 160
	weightWording   = 120
	weightCause     = 60
	weightAction    = 30
)

// haystack is a row in lower case, prepared for searching.
type haystack struct {
	code, origin, name, wording, cause, action string
	tails                                      []string
}

func (t *Table) haystacks() []haystack {
	list := make([]haystack, 0, len(t.rows))
	for _, c := range t.rows {
		list = append(list, newHaystack(c))
	}
	return list
}

func newHaystack(c Code) haystack {
	origin := []string{string(c.Issuer), string(c.Space), c.Space.Name().EN, c.Space.Name().ZH, c.Issuer.Name().EN,
		c.Issuer.Name().ZH}
	h := haystack{
		code:    strings.ToLower(c.Code),
		origin:  lower(origin...),
		name:    lower(c.Name.EN, c.Name.ZH),
		wording: lower(c.Match...),
		cause:   lower(c.Cause.EN, c.Cause.ZH),
		action:  lower(c.Action.EN, c.Action.ZH),
	}
	for _, tail := range idaasTails(c) {
		h.tails = append(h.tails, strings.ToLower(tail))
	}
	return h
}

func lower(parts ...string) string {
	return strings.ToLower(foldWidth(strings.Join(parts, "\n")))
}

// Search ranks the rows that match a text: a number, words in English or
// Chinese, an issuer, or any mixture, parted by spaces. Every term must match;
// if no row has them all, rows that have at least half are returned. Equal
// scores keep listing order. An empty text returns the table in listing
// order; limit 0 or less means no limit.
func (t *Table) Search(text string, limit int) []Code {
	terms := splitTerms(text)
	hits := t.score(terms, len(terms))
	if len(hits) == 0 {
		hits = t.score(terms, (len(terms)+1)/2)
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	if limit > 0 && len(hits) > limit {
		hits = hits[:limit]
	}
	list := make([]Code, 0, len(hits))
	for _, h := range hits {
		list = append(list, t.rows[h.row])
	}
	return list
}

type hit struct{ row, score int }

func (t *Table) score(terms []string, need int) []hit {
	var hits []hit
	for i, row := range t.haystack() {
		fitted, score := 0, 0
		for _, term := range terms {
			if s := row.weigh(term); s > 0 {
				fitted++
				score += s
			}
		}
		if fitted >= need && (fitted > 0 || len(terms) == 0) {
			hits = append(hits, hit{i, score})
		}
	}
	return hits
}

// weigh is the weight of the term's best field in the row, 0 for none.
func (h *haystack) weigh(term string) int {
	if w := h.weighCode(term); w > 0 {
		return w
	}
	for _, field := range []struct {
		text   string
		weight int
	}{
		{h.origin, weightSpace}, {h.name, weightName}, {h.wording, weightWording},
		{h.cause, weightCause}, {h.action, weightAction},
	} {
		if strings.Contains(field.text, term) {
			return field.weight
		}
	}
	return h.weighPairs(term)
}

func (h *haystack) weighCode(term string) int {
	switch {
	case h.code == term || slices.Contains(h.tails, term):
		return weightCode
	case strings.HasPrefix(h.code, term):
		return weightCodeStart
	case len(term) > 2 && strings.Contains(h.code, term):
		return weightCodePart
	}
	return 0
}

// weighPairs matches Chinese text that was typed without spaces, such as
// 联通超时: two thirds of its neighbouring pairs must stand in the row.
func (h *haystack) weighPairs(term string) int {
	runes := []rune(term)
	if len(runes) < 3 || !unicode.Is(unicode.Han, runes[0]) {
		return 0
	}
	found := 0
	for i := 0; i+1 < len(runes); i++ {
		pair := string(runes[i : i+2])
		if strings.Contains(h.origin, pair) || strings.Contains(h.name, pair) ||
			strings.Contains(h.wording, pair) || strings.Contains(h.cause, pair) {
			found++
		}
	}
	if found*3 < (len(runes)-1)*2 {
		return 0
	}
	return weightAction * found / (len(runes) - 1)
}

// splitTerms parts a text at spaces and at punctuation that is in no code.
func splitTerms(text string) []string {
	text = strings.ToLower(foldWidth(clip(text, maxQuery)))
	terms := strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;:\"'`()[]{}<>!?，。、；：…", r) || r == utf8.RuneError
	})
	for i, term := range terms {
		terms[i] = strings.TrimRight(term, ".")
	}
	terms = slices.DeleteFunc(terms, func(s string) bool { return s == "" })
	return terms[:min(len(terms), maxTerms)]
}

// Nearest lists up to n failures whose code differs from a text by one
// character that was changed, left out, added or swapped with its neighbour:
// what a person may have meant. Codes of the Alibaba SDK come first, since
// those are what an app shows. Codes of fewer than five characters are near to
// everything and are left out.
func Nearest(code string, n int) []Code { return own().Nearest(code, n) }

// Nearest is described at the function of the same name.
func (t *Table) Nearest(code string, n int) []Code {
	code = fold(foldWidth(clip(code, maxMessage)))
	var near []Code
	for _, c := range t.rows {
		if len(c.Code) >= 5 && c.Kind == Failure && oneApart(fold(c.Code), code) {
			near = append(near, c)
		}
	}
	slices.SortStableFunc(near, func(a, b Code) int {
		return cmp.Compare(btoi(a.Space != AliAndroid), btoi(b.Space != AliAndroid))
	})
	return near[:min(n, len(near))]
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// oneApart reports whether one edit makes a of b.
func oneApart(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	if len(a)-len(b) > 1 || a == b {
		return false
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	switch {
	case len(a) != len(b):
		return a[i+1:] == b[i:]
	case a[i+1:] == b[i+1:]:
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
