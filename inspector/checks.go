package inspector

import (
	"sort"

	"loginscope/codes"
)

// check runs every check over the finished flows, lets a deciding finding word
// the verdict of the flows that it explains, and returns all findings.
func (in *Inspection) check(c Context, g *grouping, flows []Flow, sum Summary) []Finding {
	k := Case{
		Context: c, Flows: flows, Hosts: in.hosts.sorted(), Summary: sum,
		First: in.ends.first, Last: in.ends.last,
	}
	k.Signs = append(k.Signs, g.loose...)
	for _, a := range g.attempts {
		k.Signs = append(k.Signs, a.signs...)
	}
	sort.SliceStable(k.Signs, func(i, j int) bool { return k.Signs[i].Time.Before(k.Signs[j].Time) })
	for _, l := range g.tokens.lives {
		k.Tokens = append(k.Tokens, *l)
	}
	var out []Finding
	for i := range in.rules.Checks {
		ck := &in.rules.Checks[i]
		for _, f := range ck.Run(&k) {
			f.fill(ck)
			if ck.Decides {
				decide(flows, &f)
			}
			out = append(out, f)
		}
	}
	return out
}

// fill gives a finding what it shares with its check.
func (f *Finding) fill(ck *Check) {
	f.Check = ck.ID
	if f.Severity == "" {
		f.Severity = ck.Severity
	}
	if f.Title == (codes.Text{}) {
		f.Title = ck.Title
	}
	if f.Certainty == "" {
		f.Certainty = codes.Seen
	}
	if f.Count == 0 {
		f.Count = 1
	}
	if f.Reference == "" {
		f.Reference = ck.Source
		if ck.Date != "" {
			f.Reference += " (" + ck.Date + ")"
		}
	}
}

// decide words the verdict of the failed flows that a finding explains.
func decide(flows []Flow, f *Finding) {
	for _, id := range f.Flows {
		if id < 1 || id > len(flows) {
			continue
		}
		v := &flows[id-1].Verdict
		if v.Outcome != Failed || v.RootCheck != "" {
			continue
		}
		v.RootCheck, v.Title, v.Cause = f.Check, f.Title, joined(f.What, f.Why)
		v.Fix = sentences(f.Fix)
		if f.Actor != "" {
			v.Actor = f.Actor
		}
		if certaintyOrder[f.Certainty] > certaintyOrder[v.Certainty] {
			v.Certainty = f.Certainty
		}
		v.Reason = joined(v.Reason, codes.Text{
			EN: "The cause was decided by the check " + f.Check + ".",
			ZH: "原因由检查项 " + f.Check + " 判定。",
		})
	}
}

func joined(a, b codes.Text) codes.Text {
	if a == (codes.Text{}) {
		return b
	}
	if b == (codes.Text{}) {
		return a
	}
	return codes.Text{EN: a.EN + " " + b.EN, ZH: a.ZH + b.ZH}
}
