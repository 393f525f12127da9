package issuer

import (
	"slices"
	"strings"

	"loginscope/inspector/cause"
	"loginscope/inspector/lazyregexp"
)

// This file reads whether a phrase that names a state denies it: "VPN 没开", "the
// signal is fine". Law: what is denied is never taken for a fact; where a fact has
// two states, the other one is.

// Words that deny what follows, and what stands before, with nothing of weight between.
var (
	deniesNext = lazyregexp.Made(func() string {
		return `(?i)(?:不是(?:因为|由于|在|用|只有?|仅)?|并非|并没有?|没有?(?:在|用|开|连|插|做)?|未|从未|从没|无` +
			`|不(?:存在|走|用|开|在)?|排除了?|都?没|也没` +
			`|\bnot (?:on |using |a |an |the )*|\bno |\bnever (?:on |used? )?(?:a |an |the )?` +
			`|\bwithout (?:a |an |the )?|n't (?:use |have |be |on )?(?:a |an |the )?)\s*$`
	})
	deniesLast = lazyregexp.Made(func() string {
		return `(?i)^\s*(?:软件|服务|开关|网络|连接|状态)?(?:是|都|也|一直|从来|根本|已经?|全){0,2}\s*` +
			`(?:没有?(?:打?开|启|用|连|装|插|设)?|未(?:打?开|启用?|用|连|设)?|关(?:着|闭|掉|了)` +
			`|不(?:弱|差|慢|存在|是|开|用|在)|停(?:了|用)|正常$` +
			`|(?:is|was|were|are)(?: never|n't| not) (?:on|used|set|enabled|active|there)` +
			`|(?:is|was) (?:off|disabled|fine|good|strong))`
	})
)

// opposites are the other states of facts that have two.
var opposites = map[string]string{
	"on": "off", "yes": "no", "absent": "present", "release-only": "both", "wrong": "right", "again": "once",
}

// stated are the values that a denial before or behind turns round. Those whose
// phrases hold a denial themselves, as "off", are left as they are.
func stated(value string) bool {
	switch value {
	case "off", "no", "both", "works", "fails", "breaks", "cures", "absent", "unticked", "access-code", "culprit":
		return false
	}
	return true
}

// statement is what a clause states of a fact, and where.
type statement struct {
	fact         cause.Fact
	value, words string
	start, end   int
}

// statements are what a clause states of the facts that are not known yet: of each
// the first word that matches.
func statements(clause string, known map[cause.Fact]bool) []statement {
	var out []statement
	for _, w := range ticketWords {
		if known[w.fact] {
			continue
		}
		st, ok := w.in(clause)
		if !ok {
			continue
		}
		i := slices.IndexFunc(out, func(h statement) bool { return h.fact == w.fact })
		switch {
		case i < 0:
			out = append(out, st)
		case w.fact == cause.MobileData && st.start >= out[i].end:
			out[i] = st // "at first it was off, then I switched it on"
		}
	}
	return slices.DeleteFunc(out, func(st statement) bool { return st.value == "" })
}

// in is what a clause states with the word; false if nothing. The value of a denial
// is "" where the fact has more than two states.
func (w ticketWord) in(clause string) (statement, bool) {
	at := w.re.FindStringIndex(clause)
	if at == nil {
		return statement{}, false
	}
	st := statement{w.fact, w.value, strings.TrimSpace(clause[at[0]:at[1]]), at[0], at[1]}
	if stated(w.value) && (deniesNext.MatchString(clause[:at[0]]) || deniesLast.MatchString(clause[at[1]:])) {
		st.value = w.opposite()
	}
	return st, true
}

// opposite is the other state of the word's fact, "" where it has more than two.
func (w ticketWord) opposite() string {
	other := opposites[w.value]
	if other == "" || !cause.HasValue(w.fact, other) {
		return ""
	}
	return other
}
