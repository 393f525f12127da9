package inspector

import (
	"sort"

	"loginscope/codes"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// check runs every check over the finished flows, ranks the causes of the failed
// ones, writes their verdicts from that list, and returns the findings that agree.
func (in *Inspection) check(c Context, g *grouping, flows []Flow, sum Summary) []finding.Finding {
	k := Case{
		Context: c, Flows: flows, Hosts: in.hosts.sorted(), Summary: sum,
		First: in.ends.first, Last: in.ends.last,
	}
	k.Signals = append(k.Signals, g.loose...)
	for _, a := range g.attempts {
		k.Signals = append(k.Signals, a.signals...)
	}
	sort.SliceStable(k.Signals, func(i, j int) bool { return k.Signals[i].Time.Before(k.Signals[j].Time) })
	for _, l := range g.tokens.lives {
		k.Tokens = append(k.Tokens, *l)
	}
	var out []finding.Finding
	deciding := deciders{}
	for i := range in.rules.Checks {
		ck := &in.rules.Checks[i]
		for _, f := range ck.Run(&k) {
			ck.Fill(&f)
			if f.Certainty == "" {
				f.Certainty = codes.Seen
			}
			out = append(out, f)
			if ck.Decides {
				for _, id := range f.Flows {
					deciding[id] = append(deciding[id], &f)
				}
			}
		}
	}
	k.explain(deciding)
	return reconciled(out, flows)
}

// joined puts one sentence behind another.
func joined(a, b lang.Text) lang.Text {
	if a == (lang.Text{}) {
		return b
	}
	if b == (lang.Text{}) {
		return a
	}
	return lang.Text{EN: a.EN + " " + b.EN, ZH: a.ZH + b.ZH}
}
