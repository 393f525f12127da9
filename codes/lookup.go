package codes

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"loginscope/lang"
)

// Query says what was found and where. Every field but Code may be empty.
// Code may also hold a whole find: "1, Request timeout" or "code:1105msg:…".
type Query struct {
	Issuer  Issuer
	Space   Space
	Code    string
	Message string
}

// Match is a row that matches a Query, with placeholders filled. Placeholder
// values are copied from the query's message as they are: whoever shows them
// masks the message first.
type Match struct {
	Code
	// Params are the placeholder values found in the message, {0} first.
	Params []string `json:"params,omitempty"`
	// Exact is true only when the row has wordings and the whole message
	// fitted one of them.
	Exact bool `json:"exact"`
}

// Result is the answer to a Query. Candidates is empty, not nil, for an
// unknown code; more than one means that the query does not decide, and Reason
// says why. Reason also says so when a single candidate was chosen by anything
// else than the space that the query names.
type Result struct {
	Candidates []Match   `json:"candidates"`
	Reason     lang.Text `json:"reason,omitzero"`
	// Range is what is known of an unknown code's neighbourhood.
	Range lang.Text `json:"range,omitzero"`
}

// Known reports whether exactly one row matches.
func (r Result) Known() bool { return len(r.Candidates) == 1 }

var (
	// innerForm is a server code inside the message of a carrier's SDK.
	innerForm = regexp.MustCompile(`(?is)code\s*[:：]\s*(-?\d{1,9})[\s,，]*msg\s*[:：](.*)$`)
	// numberAndText is China Unicom's old wording, "1, Request timeout".
	numberAndText = regexp.MustCompile(`(?s)^\s*(-?\d{1,9})\s*,\s*(\S.*)$`)
)

// embedding is the carrier whose SDK puts its server's code into a message.
var embedding = carriers[slices.IndexFunc(carriers, func(c Carrier) bool { return c.Inner != "" })]

// Inner finds the server code that China Unicom embeds in the message of its
// SDK code, "code:1105msg:…", ready to be looked up. The outer code decides
// what the Alibaba SDK reports, the inner one is the true cause.
func Inner(message string) (q Query, ok bool) {
	m := innerForm.FindStringSubmatch(clip(message, maxMessage))
	if m == nil {
		return Query{}, false
	}
	return Query{
		Issuer: embedding.Issuer, Space: embedding.Inner,
		Code: m[1], Message: strings.TrimSpace(m[2]),
	}, true
}

// clean brings the query to the form that the indexes use.
func (q Query) clean() Query {
	q.Issuer = Issuer(strings.ToLower(strings.TrimSpace(string(q.Issuer))))
	q.Space = Space(strings.ToLower(strings.TrimSpace(string(q.Space))))
	code := foldWidth(clip(q.Code, maxMessage))
	if inner, ok := Inner(code); ok && q.mayEmbed() {
		code, q.Space = inner.Code, inner.Space
		q.Message = cmp.Or(strings.TrimSpace(q.Message), inner.Message)
	} else if m := numberAndText.FindStringSubmatch(code); m != nil {
		code = m[1]
		q.Message = cmp.Or(strings.TrimSpace(q.Message), m[2])
	}
	q.Code = fold(code)
	q.Message = strings.TrimSpace(clip(q.Message, maxMessage))
	if m := numberAndText.FindStringSubmatch(foldWidth(q.Message)); m != nil && m[1] == q.Code {
		q.Message = m[2]
	}
	return q
}

func (q Query) mayEmbed() bool {
	return (q.Issuer == "" || q.Issuer == embedding.Issuer) &&
		(q.Space == "" || q.Space == embedding.Spaces[0].Space || q.Space == embedding.Inner)
}

// Lookup finds the rows that match the query. It never guesses in silence: see
// Result.
func (t *Table) Lookup(q Query) Result {
	q = q.clean()
	if q.Code == "" {
		return Result{Candidates: []Match{}, Reason: reasonNoCode}
	}
	if q.Issuer != "" && q.Space != "" && q.Space.Issuer() != q.Issuer {
		return Result{Candidates: []Match{}, Reason: reasonContradiction(q)}
	}
	all := t.find(q.Code)
	here, why := t.rowsAt(all, q)
	here, wordWhy := t.byWording(here, q)
	r := Result{Candidates: t.matches(here, q.Message)}
	r.Reason = joinTexts(why, wordWhy)
	switch {
	case len(here) == 0:
		r.Reason = joinTexts(r.Reason, t.reasonElsewhere(all, q))
		r.Range = rangeOf(q)
	case len(here) > 1:
		r.Reason = joinTexts(r.Reason, t.reasonAmbiguous(here, q))
	}
	if q.Issuer == "" && q.Space == "" && len(here) > 0 {
		r.Reason = joinTexts(r.Reason, reasonHTTPStatus(q.Code))
	}
	return r
}

// find returns every row of the code, whatever its space, in listing order.
func (t *Table) find(code string) []int {
	found := slices.Clone(t.byKey[code])
	if key := idaasKey(code); key != "" {
		found = append(found, t.byTail[key]...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// defaultSpace is where an issuer's code is read from when the query names no
// space: the product is for Android apps, whose TokenRet carries ali.android.
// No other issuer has a documented default.
var defaultSpace = map[Issuer]Space{Alibaba: AliAndroid}

// siblingSpaces arrive in the same object, so a code missing from one is
// looked for in the other: China Unicom's resultCode holds both the current
// and the old codes, and China Mobile's object comes by either of its ways.
// The iOS table holds what differs from Android's or needs other advice.
var siblingSpaces = map[Space]Space{
	CUSDK: CULegacy, CULegacy: CUSDK,
	CM: CMNtyd, CMNtyd: CM,
	AliIOS: AliAndroid, // an event of the page means the same in both
}

// rowsAt keeps the rows of the query's space and says what it had to assume.
func (t *Table) rowsAt(all []int, q Query) ([]int, lang.Text) {
	if q.Space != "" {
		here := t.inSpace(all, q.Space)
		if sibling, ok := siblingSpaces[q.Space]; ok && len(here) == 0 {
			here = t.inSpace(all, sibling)
			if len(here) > 0 {
				return here, reasonSibling(q.Space, sibling)
			}
		}
		return here, lang.Text{}
	}
	if q.Issuer == "" {
		return t.withoutOtherSDKs(all)
	}
	var here []int
	for _, i := range all {
		if t.rows[i].Issuer == q.Issuer {
			here = append(here, i)
		}
	}
	preferred := t.inSpace(here, defaultSpace[q.Issuer])
	if len(preferred) == 0 || len(preferred) == len(here) {
		return t.withoutOtherSDKs(here)
	}
	return preferred, t.reasonDefault(here, defaultSpace[q.Issuer])
}

// withoutOtherSDKs drops the rows of SDKs that are reported only where the query
// names them, unless the number is theirs alone.
func (t *Table) withoutOtherSDKs(all []int) ([]int, lang.Text) {
	var here, others []int
	for _, i := range all {
		if namedOnly[t.rows[i].Space] {
			others = append(others, i)
		} else {
			here = append(here, i)
		}
	}
	if len(here) == 0 || len(others) == 0 {
		return all, lang.Text{}
	}
	return here, reasonOtherSDKs(t.spaceNames(others))
}

func (t *Table) inSpace(rows []int, s Space) []int {
	var here []int
	for _, i := range rows {
		if t.rows[i].Space == s {
			here = append(here, i)
		}
	}
	return here
}

// matching returns the rows of which the message is a wording, and the rows
// whose longest wording stands inside the message.
func (t *Table) matching(rows []int, m message) (whole, part []int) {
	longest := 0
	for _, i := range rows {
		for _, w := range t.wordings[i]() {
			if _, ok := w.matches(m); ok {
				whole = append(whole, i)
				break
			}
			if !w.within(m) || len(w.text) < longest {
				continue
			}
			if len(w.text) > longest {
				part, longest = nil, len(w.text)
			}
			part = append(part, i)
		}
	}
	return whole, slices.Compact(part)
}

// byWording lets the message decide between rows. Rows that share space and
// code differ in nothing else: without a message, and for one that matches
// none of them, the general row of such a group holds if it has one; a message
// that matches none rules out the groups that have none.
func (t *Table) byWording(rows []int, q Query) ([]int, lang.Text) {
	if len(rows) < 2 {
		return rows, lang.Text{}
	}
	if q.Message == "" {
		return t.generalRows(rows, true), lang.Text{}
	}
	whole, part := t.matching(rows, prepare(q.Message))
	switch {
	case len(whole) > 0:
		return whole, reasonWording(len(rows), len(whole))
	case len(part) > 0:
		return part, reasonPartWording
	}
	kept := t.generalRows(rows, false)
	if len(kept) == 0 {
		return kept, reasonNoWording
	}
	return kept, lang.Text{}
}

// generalRows keeps one row of each group that shares space and code: the
// general one. Groups without one are kept or dropped as a whole.
func (t *Table) generalRows(rows []int, keepOthers bool) []int {
	type position struct {
		space Space
		code  string
	}
	at := func(i int) position { return position{t.rows[i].Space, t.rows[i].Code} }
	count, general := map[position]int{}, map[position]bool{}
	for _, i := range rows {
		count[at(i)]++
		general[at(i)] = general[at(i)] || t.rows[i].General
	}
	var kept []int
	for _, i := range rows {
		alone := count[at(i)] == 1
		if alone || t.rows[i].General || keepOthers && !general[at(i)] {
			kept = append(kept, i)
		}
	}
	return kept
}

// matches turns rows into candidates, with the message's values filled in.
func (t *Table) matches(rows []int, text string) []Match {
	list := make([]Match, 0, len(rows))
	m := prepare(text)
	for _, i := range rows {
		c := Match{Code: t.rows[i]}
		for _, w := range t.wordings[i]() {
			if params, ok := w.matches(m); ok {
				c.fillIn(params)
				break
			}
		}
		list = append(list, c)
	}
	return list
}

func (m *Match) fillIn(params []string) {
	m.Exact, m.Params = true, params
	m.Name = fillText(m.Name, params)
	m.Cause = fillText(m.Cause, params)
	m.Action = fillText(m.Action, params)
}
