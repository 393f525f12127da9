package inspector

import (
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/cause"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// reconciled makes the findings say what the list of causes says. A check that
// concludes a cause from a code alone speaks for one entry of that list: where
// the evidence rules it out, or carries another one, its finding is dropped;
// where it is open, the finding says so.
func reconciled(findings []finding.Finding, flows []Flow) []finding.Finding {
	out := findings[:0:0]
	for _, f := range findings {
		best, at := standingOf(&f, flows)
		switch {
		case at < 0 && cause.SaysSame(f.Check) && listed(&f, flows):
			continue // the list has other causes
		case at < 0:
		case best.Standing == cause.RuledOut:
			continue
		case best.Standing == cause.Possible && (led(&f, flows) || at > 4 && len(best.For) == 0):
			continue
		case best.Standing == cause.Possible:
			soften(&f, best)
		case best.Standing == cause.Likely && f.Certainty == codes.Seen:
			f.Certainty = codes.Inferred
		}
		if at >= 0 && best.Standing != cause.Possible && shared(&f, flows) {
			f.Fix = best.Fix // the check's own advice is for all of its causes
		}
		out = append(out, f)
	}
	return out
}

// standingOf is the best standing among the causes that a finding speaks for,
// and its index in the list; -1 if it speaks for none.
func standingOf(f *finding.Finding, flows []Flow) (cause.Ranked, int) {
	var best cause.Ranked
	at := -1
	for _, id := range f.Flows {
		if id < 1 || id > len(flows) {
			continue
		}
		list := flows[id-1].Verdict.Causes
		i := slices.IndexFunc(list, func(r cause.Ranked) bool { return r.Same(f.Check) })
		if i >= 0 && (at < 0 || i < at) {
			best, at = list[i], i
		}
	}
	return best, at
}

// shared reports whether a finding speaks for more than one cause of an attempt.
func shared(f *finding.Finding, flows []Flow) bool {
	for _, id := range f.Flows {
		n := 0
		for _, r := range flows[max(id, 1)-1].Verdict.Causes {
			if r.Same(f.Check) {
				n++
			}
		}
		if n > 1 {
			return true
		}
	}
	return false
}

// listed reports whether the causes of every flow of a finding come from the
// tables of causes, and not from the row of a code.
func listed(f *finding.Finding, flows []Flow) bool {
	for _, id := range f.Flows {
		if id < 1 || id > len(flows) {
			continue
		}
		list := flows[id-1].Verdict.Causes
		if len(list) == 0 || strings.Contains(list[0].ID, ":") {
			return false
		}
	}
	return len(f.Flows) > 0
}

// led reports whether the evidence carries a cause in every flow of a finding.
func led(f *finding.Finding, flows []Flow) bool {
	for _, id := range f.Flows {
		if id < 1 || id > len(flows) {
			continue
		}
		if _, ok := (cause.List{Causes: flows[id-1].Verdict.Causes}).Lead(); !ok {
			return false
		}
	}
	return len(f.Flows) > 0
}

// soften describes a finding as one of several causes.
func soften(f *finding.Finding, r cause.Ranked) {
	f.Title = lang.Text{EN: "Possible: " + r.Text.EN, ZH: "可能：" + r.Text.ZH}
	f.Why = lang.Text{EN: "The code has several causes; this is one of them.", ZH: "该返回码有多种原因，这是其中之一。"}
	f.Fix = joined(r.Test, r.Fix)
	if f.Status == finding.Error {
		f.Status = finding.Warning
	}
	f.Certainty = codes.Unconfirmed
	if r.Actor != "" {
		f.Actor = r.Actor
	}
}
