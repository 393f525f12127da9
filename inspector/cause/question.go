package cause

import (
	"cmp"
	"slices"

	"loginscope/lang"
)

// maxQuestions limits the questions that are asked at once.
const maxQuestions = 3

// first are the questions that separate most causes, in this order.
var first = []Fact{OtherSIM, Build, WiFiOff}

// questions picks the open questions whose answers move the list most. The
// three that separate most causes come first where they apply at all.
func questions(list []Ranked, known []Signal) []Definition {
	if len(list) > 0 && list[0].Standing == Established {
		return nil
	}
	type asking struct {
		d     Definition
		worth int
	}
	var open []asking
	for _, d := range definitions {
		answered := slices.ContainsFunc(known, func(s Signal) bool { return s.Fact == d.Fact })
		if d.Ask == (lang.Text{}) || answered {
			continue
		}
		worth := worthOf(d.Fact, list)
		if i := slices.Index(first, d.Fact); i >= 0 && worth > 0 {
			worth = 1<<20 - i
		}
		if worth > 0 {
			open = append(open, asking{d, worth})
		}
	}
	slices.SortStableFunc(open, func(a, b asking) int { return cmp.Compare(b.worth, a.worth) })
	var out []Definition
	for _, a := range open[:min(len(open), maxQuestions)] {
		out = append(out, a.d)
	}
	return out
}

// worthOf is how much an answer can move the remaining causes, those in front
// more than those behind.
func worthOf(f Fact, list []Ranked) int {
	worth := 0
	for i, r := range list {
		if r.Standing == RuledOut {
			continue
		}
		best := Weight(0)
		for _, k := range r.clues {
			if k.Fact == f {
				best = max(best, min(k.Weight, Strong*2))
			}
		}
		worth += int(best) * max(MaxListed-i, 1)
	}
	return worth
}
