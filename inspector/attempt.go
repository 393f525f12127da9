package inspector

import (
	"time"

	"loginscope/codes"
	"loginscope/lang"
)

// maxSteps limits the steps of one attempt; what comes after is counted only.
const maxSteps = 512

// attempt is a Flow while evidence is still being assigned to it.
type attempt struct {
	id      int
	device  string
	before  *attempt // the device's attempt before this one
	steps   []Step
	wires   []bool // whether steps[i] comes from an exchange
	stepID  [][]string
	signals []Signal
	keys    Keys
	ids     []string
	keysOf  map[string]bool // access keys of the SDK's session
	seen    map[StepKind]int
	wired   bool // some evidence is an exchange
	phase   int  // the furthest reached
	first   time.Time
	last    time.Time
	soft    StepKind // the failed step that may have ended it, "" if none
	hard    bool     // it has ended
	over    int      // steps dropped past maxSteps
	spent   string   // the token that it sent to IDaaS
	pasted  bool     // nothing but pasted text is evidence of it
	apart   bool     // it was kept apart from others of the same text
}

// kind decides what a sighting is in the state of an attempt. A failure that
// the SDK can meet in several phases belongs to the step that already failed
// with it, else to the phase that the login was in.
func (s *Sighting) kind(a *attempt) StepKind {
	if len(s.Kinds) == 0 {
		return s.Step.Kind
	}
	if a == nil || len(a.steps) == 0 {
		return s.Kinds[0]
	}
	if !s.Wire && a.soft != "" && !has(s.Kinds, StepCallback) {
		if k := a.failedWith(s.Step.Codes); k != "" {
			return k
		}
	}
	if len(s.Kinds) == 1 {
		return s.Kinds[0]
	}
	want := StepEnv
	switch {
	case a.soft != "" && has(s.Kinds, a.soft):
		want = a.soft
	case a.phase >= phase(StepPage):
		want = StepToken
	case a.phase >= phase(StepEnv):
		want = StepPrefetch
	}
	for _, k := range []StepKind{want, StepPrefetch} {
		if has(s.Kinds, k) {
			return k
		}
	}
	return s.Kinds[0]
}

func has(list []StepKind, k StepKind) bool {
	for _, v := range list {
		if v == k {
			return true
		}
	}
	return false
}

// failedWith is the step that failed with the same public code, "" if none.
func (a *attempt) failedWith(list []CodeAt) StepKind {
	if len(list) == 0 || list[0].Space != codes.AliAndroid {
		return ""
	}
	for i := len(a.steps) - 1; i >= 0; i-- {
		st := &a.steps[i]
		if st.Outcome == OutcomeFailed && st.Kind != StepCallback && len(st.Codes) > 0 &&
			st.Codes[0].Space == codes.AliAndroid && st.Codes[0].Code == list[0].Code {
			return st.Kind
		}
	}
	return ""
}

// take adds a sighting to the attempt.
func (a *attempt) take(s *Sighting) {
	k := s.kind(a)
	a.learn(s)
	for _, signal := range s.Signals {
		signal.Flow = a.id
		a.signals = append(a.signals, signal)
	}
	if k == "" {
		return
	}
	s.settle(k)
	if i := a.mergeable(s, k); i >= 0 {
		merge(&a.steps[i], &s.Step)
		a.wires[i] = a.wires[i] || s.Wire
		if len(a.stepID[i]) == 0 {
			a.stepID[i] = s.Keys.RequestIDs
		}
	} else if len(a.steps) < maxSteps {
		a.steps = append(a.steps, s.Step)
		a.wires = append(a.wires, s.Wire)
		a.stepID = append(a.stepID, s.Keys.RequestIDs)
	} else {
		a.over++
	}
	a.seen[k]++
	a.advance(s, k)
}

// settle fixes the kind of a sighting and draws it where that kind belongs. A
// result in the log shows a step inside the phone itself, while a carrier's
// step is only deduced from it.
func (s *Sighting) settle(k StepKind) {
	if len(s.Kinds) > 0 && s.Step.Label == labels[s.Kinds[0]] {
		s.Step.Label = labels[k]
	}
	s.Step.Kind = k
	if s.Wire || !s.FromLog && !(s.Pasted && len(s.Kinds) > 1) {
		return
	}
	p := routes[k]
	s.Step.Role, s.Step.From, s.Step.To, s.Step.Network = p.role, p.from, p.to, p.network
	if p.network == NetLocal && s.FromLog {
		s.Step.Visibility, s.Step.InferredFrom = Visible, lang.Text{}
	}
}

func (a *attempt) learn(s *Sighting) {
	set := func(dst *string, v string) {
		if *dst == "" {
			*dst = v
		}
	}
	set(&a.keys.ClientID, s.Keys.ClientID)
	set(&a.keys.Package, s.Keys.Package)
	set(&a.keys.SDKVersion, s.Keys.SDKVersion)
	set(&a.keys.Model, s.Keys.Model)
	if k := s.kind(a); s.Keys.Carrier != "" && (a.keys.Carrier == "" || k == StepPrefetch || k == StepToken) {
		a.keys.Carrier = s.Keys.Carrier
	}
	set(&a.spent, s.Keys.Spent)
	if s.Keys.AccessKey != "" {
		if a.keysOf == nil {
			a.keysOf = map[string]bool{}
		}
		a.keysOf[s.Keys.AccessKey] = true
	}
	for _, id := range s.Keys.RequestIDs {
		if !contains(a.ids, id) && len(a.ids) < 64 {
			a.ids = append(a.ids, id)
		}
	}
	a.wired = a.wired || s.Wire
	a.pasted = s.Pasted && (a.pasted || a.first.IsZero() && len(a.steps) == 0)
	if a.first.IsZero() {
		a.first = s.at
	}
	for _, t := range []time.Time{s.at, s.Step.End} {
		if t.After(a.last) {
			a.last = t
		}
	}
}

// advance moves the attempt's state by a step that it took.
func (a *attempt) advance(s *Sighting, k StepKind) {
	if p := phase(k); p > a.phase {
		a.phase = p
	}
	failed := s.Step.Outcome == OutcomeFailed
	switch {
	case k == StepCallback, k == StepExchange && s.Step.Outcome != OutcomeWaiting && s.Step.Visibility == Visible:
		a.hard = true
	case k == StepPageEvent && cancels(s.Step.Codes):
		a.hard = true
	case failed && !harmless(k):
		a.soft = k
	case !failed && a.soft != "" && phase(k) >= phase(a.soft) && phase(k) >= 0:
		a.soft = ""
	}
}

// cancels reports whether a page event is the user's choice to leave.
func cancels(list []CodeAt) bool {
	for _, c := range list {
		if c.Space != codes.AliAndroid {
			continue
		}
		switch c.Code {
		case "700000", "700001", "700010", "700011":
			return true
		}
	}
	return false
}
