// Package check holds the checks of captures, one table a topic: mistakes that a code
// alone does not show, or that deserve a note although the login succeeded. A check
// examines finished flows, signals, hosts and tokens and owns no state.
//
// Law: a finding names what was seen, says why it matters and how it is cured;
// it says with how much certainty, and a guess is never an error.
package check

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// All lists the checks in the order of their findings: what decides a verdict comes
// first, what only informs last.
func All() []inspector.Check {
	return slices.Concat(
		phoneChecks, tlsChecks, readinessChecks, tokenChecks, appChecks, routeChecks, schemeChecks, cellularChecks,
		carrierChecks, callChecks, tenantChecks, secretChecks, textChecks, trafficChecks,
	)
}

// onCodes is the function of a check that finds codes in the failed steps of failed
// attempts.
func onCodes(a advice, wanted ...codeID) func(*inspector.Case) []finding.Finding {
	return func(c *inspector.Case) []finding.Finding { return one(failing(c, wanted...), a) }
}

// onSignals is the function of a check that finds signals of one kind; "%s" in what stands
// for their values.
func onSignals(kind inspector.SignalKind, a advice, what lang.Text) func(*inspector.Case) []finding.Finding {
	return func(c *inspector.Case) []finding.Finding {
		signals := c.Of(kind)
		v := values(signals)
		return fromSignals(signals, a, lang.Text{
			EN: strings.ReplaceAll(what.EN, "%s", v),
			ZH: strings.ReplaceAll(what.ZH, "%s", v),
		})
	}
}

// codeID is a code in its space.
type codeID struct {
	space codes.Space
	code  string
}

// hit is a failed step that carries a code that a check looks for.
type hit struct {
	flow *inspector.Flow
	step *inspector.Step
	at   inspector.CodeAt
}

// failing finds the codes in the failed steps of failed flows, one hit a flow:
// the innermost that matches.
func failing(c *inspector.Case, wanted ...codeID) []hit {
	var out []hit
	for i := range c.Flows {
		f := &c.Flows[i]
		if f.Verdict.Outcome != inspector.Failed {
			continue
		}
		if h, ok := within(f, wanted); ok {
			out = append(out, h)
		}
	}
	return out
}

// failingAfter is failing for attempts that did sign in as well: for steps that
// come after the sign-in and do not undo it.
func failingAfter(c *inspector.Case, wanted ...codeID) []hit {
	out := failing(c, wanted...)
	for i := range c.Flows {
		f := &c.Flows[i]
		if f.Verdict.Outcome != inspector.SignedIn {
			continue
		}
		if h, ok := within(f, wanted); ok {
			out = append(out, h)
		}
	}
	return out
}

func within(f *inspector.Flow, wanted []codeID) (hit, bool) {
	for j := range f.Steps {
		s := &f.Steps[j]
		if s.Outcome != inspector.OutcomeFailed || s.Kind == inspector.StepMonitor {
			continue
		}
		for k := len(s.Codes) - 1; k >= 0; k-- {
			for _, p := range wanted {
				if s.Codes[k].Space == p.space && sameCode(s.Codes[k].Code, p.code) {
					return hit{f, s, s.Codes[k]}, true
				}
			}
		}
	}
	return hit{}, false
}

// sameCode compares codes; an IDaaS code is written with and without prefix,
// and a trailing "*" in the wanted one stands for any rest.
func sameCode(got, want string) bool {
	if prefix, ok := strings.CutSuffix(want, "*"); ok {
		return strings.HasPrefix(got, prefix)
	}
	return got == want || strings.HasSuffix(got, "."+want)
}

// advice is what a finding says beside what was found.
type advice struct {
	why, fix  lang.Text
	actor     codes.Actor
	certainty codes.Certainty
}

// one makes a single finding of all hits.
func one(hits []hit, a advice) []finding.Finding {
	if len(hits) == 0 {
		return nil
	}
	h := hits[0]
	label := inspector.LabelOf(h.step.Kind)
	f := a.finding(lang.Text{
		EN: fmt.Sprintf("%s at the step %q.", h.at.Code, label.EN),
		ZH: fmt.Sprintf("“%s”步骤返回 %s。", label.ZH, h.at.Code),
	})
	for _, h := range hits {
		join(&f, h.flow, h.step)
	}
	f.Count = len(hits)
	f.Certainty = weaker(a.certainty, best(hits))
	return []finding.Finding{f}
}

// certainties in the order from the best known to the least.
var certainties = map[codes.Certainty]int{codes.Seen: 0, codes.Inferred: 1, codes.Unconfirmed: 2}

// weaker is the less certain of two: a rule that is seen says no more than the
// evidence that it is held against.
func weaker(a, b codes.Certainty) codes.Certainty {
	if certainties[b] > certainties[a] {
		return b
	}
	return a
}

// best is the certainty of the surest hit.
func best(hits []hit) codes.Certainty {
	b := codes.Unconfirmed
	for _, h := range hits {
		if certainties[h.step.Certainty] < certainties[b] {
			b = h.step.Certainty
		}
	}
	return b
}

func (a advice) finding(what lang.Text) finding.Finding {
	return finding.Finding{What: what, Why: a.why, Fix: a.fix, Actor: a.actor, Certainty: a.certainty}
}

// maxWhere limits the locations that one finding points to.
const maxWhere = 16

// join adds a flow and a step's evidence to a finding.
func join(f *finding.Finding, flow *inspector.Flow, s *inspector.Step) {
	addFlow(f, flow.ID)
	if s == nil {
		return
	}
	for _, r := range s.Evidence {
		if len(f.Where) < maxWhere {
			f.Where = append(f.Where, r)
		}
	}
	span(f, s)
}

func span(f *finding.Finding, s *inspector.Step) {
	if f.First.IsZero() || s.Time.Before(f.First) {
		f.First = s.Time
	}
	if s.Time.After(f.Last) {
		f.Last = s.Time
	}
}

func addFlow(f *finding.Finding, id int) {
	if id == 0 {
		return
	}
	for _, have := range f.Flows {
		if have == id {
			return
		}
	}
	f.Flows = append(f.Flows, id)
}

// fromSignals makes a single finding of all signals; nil if there are none.
func fromSignals(signals []inspector.Signal, a advice, what lang.Text) []finding.Finding {
	if len(signals) == 0 {
		return nil
	}
	f := a.finding(what)
	f.Count, f.First, f.Last = len(signals), signals[0].Time, signals[len(signals)-1].Time
	for _, s := range signals {
		addFlow(&f, s.Flow)
		if len(f.Where) < maxWhere {
			f.Where = append(f.Where, s.Where)
		}
	}
	return []finding.Finding{f}
}

// values lists the different values of signals, in order, at most six.
func values(signals []inspector.Signal) string {
	seen := map[string]bool{}
	var out []string
	for _, s := range signals {
		if !seen[s.Value] && len(out) < 6 {
			seen[s.Value] = true
			out = append(out, s.Value)
		}
	}
	return strings.Join(out, ", ")
}

// step finds the first step of a kind with an outcome, nil if there is none.
func step(f *inspector.Flow, k inspector.StepKind, o inspector.Outcome) *inspector.Step {
	for i := range f.Steps {
		if s := &f.Steps[i]; s.Kind == k && s.Outcome == o {
			return s
		}
	}
	return nil
}

// value returns a field's value of a step, "" if it has none.
func value(s *inspector.Step, name string) string {
	for _, f := range s.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// proxied reports whether the phone's traffic went through a proxy.
func proxied(c *inspector.Case) bool {
	switch c.Context.Attach {
	case inspector.AttachNone:
		return false
	case inspector.AttachWiFi, inspector.AttachUSB, inspector.AttachGlobal:
		return true
	}
	return c.Summary.Exchanges+c.Summary.Refusals+c.Summary.Tunnels > 0
}
