package inspector

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/cause"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// This file ranks the causes of every failed flow. The verdict and the findings
// take their texts from that one list, so that they cannot contradict each other.

// deciders maps a flow to the findings of deciding checks on it, in order.
type deciders map[int][]*finding.Finding

// explain ranks the causes of the failed flows and words their verdicts.
func (k *Case) explain(deciding deciders) {
	memo := map[string]cause.List{}
	for i := range k.Flows {
		f := &k.Flows[i]
		if f.Verdict.Outcome != Failed {
			continue
		}
		f.readOn(cause.PlatformOf(k.signals(f)))
		c := k.caseOf(f, deciding[f.ID])
		key := fmt.Sprint(c)
		l, ok := memo[key]
		if !ok {
			l = cause.Rank(c)
			memo[key] = l
		}
		f.Verdict.Causes, f.Verdict.Questions = l.Causes, l.Questions
		f.describeCauses(l, decided(l, deciding[f.ID]))
	}
}

// decided is the deciding finding that the first cause rests on, nil if that
// rests on something else.
func decided(l cause.List, findings []*finding.Finding) *finding.Finding {
	if len(l.Causes) == 0 {
		return nil
	}
	for _, f := range findings {
		for _, e := range l.Causes[0].For {
			if e.Fact == cause.Check && e.Value == f.Check {
				return f
			}
		}
	}
	return nil
}

// caseOf collects what is known of a failed flow.
func (k *Case) caseOf(f *Flow, deciding []*finding.Finding) cause.Case {
	v := &f.Verdict
	c := cause.Case{Signals: k.signals(f)}
	for _, at := range v.Chain {
		c.Codes = append(c.Codes, codeID(at))
	}
	c.Messages, c.Generic = messages(f)
	for _, s := range k.Signals {
		tail := unsafeTails[s.Value]
		if s.Kind == SignalUnsafe && s.Flow == f.ID && !slices.Contains(c.Messages, tail) {
			c.Messages = append(c.Messages, tail)
		}
	}
	if v.Root != nil && v.Root.Issuer == codes.Alibaba {
		if row, ok := rowByMessage(v.Root.Message, f.Carrier); ok {
			c.MessageCode = cause.CodeID{Space: row.Space, Code: row.Code}
			if len(cause.Of(c.MessageCode)) == 0 {
				c.More = append(c.More,
					rowCause(row, "message:", both("the message is the wording of {0}", "返回文案即 {0} 的文案"),
						string(row.Space)+" "+row.Code))
			}
		}
	}
	c.More = append(c.More, f.ownCauses()...)
	for _, d := range deciding {
		c.Signals = append(c.Signals, cause.Signal{
			Fact: cause.Check, Value: d.Check, Origin: cause.Derived, Text: d.What, Sure: d.Certainty == codes.Seen,
			Names: d.Causes,
		})
		named := cause.ByCheck(d.Check)
		for _, id := range d.Causes {
			if n, ok := cause.ByID(id); ok {
				named = append(named, n)
			}
		}
		if len(named) == 0 {
			named = append(named, findingCause(d))
		}
		c.More = append(c.More, named...)
	}
	return c
}

func codeID(at CodeAt) cause.CodeID {
	p := cause.CodeID{Space: at.Space, Code: at.Code}
	if at.Lookup.Known() { // IDaaS codes are written with and without prefix
		p = cause.CodeID{Space: at.Lookup.Candidates[0].Space, Code: at.Lookup.Candidates[0].Code.Code}
	}
	if p.Space.Platform() != "" {
		p.Space = codes.AliAndroid // the causes of a code stand in one list for all platforms
	}
	return p
}

func both(en, zh string) lang.Text { return lang.Text{EN: en, ZH: zh} }

// ownCauses are what the root's rows say, where no list of causes does, and
// what a failure without a code means.
func (f *Flow) ownCauses() []cause.Cause {
	v := &f.Verdict
	if v.Root == nil {
		s := &f.Steps[v.Broken]
		if _, ok := troubles[s.Trouble]; !ok {
			return nil
		}
		return []cause.Cause{{
			ID: "trouble:" + string(s.Trouble), Text: clause(v.Cause), Fix: joinedAll(v.Fix), Actor: v.Actor,
			Retry:  v.Retry,
			Source: "capture", Certainty: v.Certainty,
		}}
	}
	if len(cause.Of(codeID(*v.Root))) > 0 {
		return nil
	}
	var out []cause.Cause
	for _, m := range v.Root.Lookup.Candidates {
		out = append(out, rowCause(m.Code, "code:", lang.Text{}, ""))
	}
	return out
}

// rowCause makes a cause of what a row of the tables says.
func rowCause(m codes.Code, prefix string, why lang.Text, detail string) cause.Cause {
	text := clause(unfilled(m.Cause))
	if text == (lang.Text{}) {
		text = clause(unfilled(m.Name))
	}
	k := cause.Cause{
		ID: prefix + string(m.Space) + ":" + m.Code, Text: text, Fix: unfilled(m.Action), Actor: m.Actor,
		Retry:  m.Retry,
		Source: m.Source, Certainty: m.Certainty,
	}
	if why != (lang.Text{}) {
		k.Given = []cause.Evidence{{
			Signal: cause.Signal{Fact: cause.Message, Value: m.Code, Origin: cause.Returned, Detail: detail},
			Weight: cause.Strong, Words: why,
		}}
	}
	return k
}

// findingCause makes a cause of what a deciding check found that is the cause
// of no list.
func findingCause(d *finding.Finding) cause.Cause {
	return cause.Cause{
		ID: "check:" + d.Check, Text: d.Title, Fix: d.Fix, Found: []string{d.Check},
		Actor: d.Actor, Source: d.Source, Certainty: d.Certainty,
	}
}

// clause is a sentence without its full stop.
func clause(t lang.Text) lang.Text {
	return lang.Text{EN: strings.TrimSuffix(t.EN, "."), ZH: strings.TrimSuffix(t.ZH, "。")}
}

func joinedAll(list []Advice) lang.Text {
	var out lang.Text
	for _, a := range list {
		out = joined(out, a.Text)
	}
	return out
}

// messages are what came with the codes of a failed flow, and which of them are
// only the code's own wording.
func messages(f *Flow) (all, generic []string) {
	add := func(m string, own bool) {
		if m == "" || slices.Contains(all, m) {
			return
		}
		all = append(all, m)
		if own {
			generic = append(generic, m)
		}
	}
	for _, at := range f.Verdict.Chain {
		add(at.Message, at.Lookup.Known() && at.Lookup.Candidates[0].Exact)
	}
	if f.Verdict.Broken >= 0 {
		for _, name := range []string{"msg", "text", "error_msg"} {
			add(fieldOf(&f.Steps[f.Verdict.Broken], name), false)
		}
	}
	return all, generic
}

// CausesOf ranks the causes of a code by itself, with the message that came with
// it; none where the code's row says all that is known.
func CausesOf(at CodeAt) []cause.Ranked {
	c := cause.Case{Codes: []cause.CodeID{codeID(at)}}
	if p := at.Space.Platform(); p != "" && at.Space != codes.AliAndroid {
		c.Signals = []cause.Signal{{Fact: cause.Platform, Value: p, Origin: cause.Derived}}
	}
	if at.Message != "" {
		c.Messages = []string{at.Message}
	}
	if at.Lookup.Known() && at.Lookup.Candidates[0].Exact {
		c.Generic = c.Messages
	}
	if row, ok := rowByMessage(at.Message, ""); ok && at.Issuer == codes.Alibaba {
		c.MessageCode = cause.CodeID{Space: row.Space, Code: row.Code}
	}
	return cause.Rank(c).Causes
}
