package inspector

import (
	"time"

	"loginscope/codes"
)

// maxSteps bounds the steps of one attempt; what comes after is counted only.
const maxSteps = 512

// attempt is a Flow while evidence is still being assigned to it.
type attempt struct {
	id     int
	device string
	before *attempt // the device's attempt before this one
	steps  []Step
	wires  []bool // whether steps[i] comes from an exchange
	stepID [][]string
	signs  []Sign
	keys   Keys
	ids    []string
	keysOf map[string]bool // access keys of the SDK's session
	seen   map[StepKind]int
	wired  bool // some evidence is an exchange
	phase  int  // the furthest reached
	first  time.Time
	last   time.Time
	soft   StepKind // the failed step that may have ended it, "" if none
	hard   bool     // it has ended
	over   int      // steps dropped past maxSteps
	spent  string   // the token that it sent to IDaaS
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

// agrees reports whether keys do not speak against an attempt.
func (a *attempt) agrees(k Keys) bool {
	differ := func(x, y string) bool { return x != "" && y != "" && x != y }
	return !differ(a.keys.ClientID, k.ClientID) && !differ(a.keys.Package, k.Package)
}

// repeats reports whether a sighting does again what the attempt has done, so
// that it belongs to another one in spite of an equal key.
func (a *attempt) repeats(s *Sighting) bool {
	return s.Wire && s.kind(a) == StepExchange && a.seen[StepExchange] > 0
}

// fits reports whether a sighting can be the attempt's next step.
func (a *attempt) fits(s *Sighting) bool {
	k := s.kind(a)
	gap := s.at.Sub(a.last)
	if k == "" {
		return gap <= gapLogin
	}
	p := phase(k)
	switch {
	case a.double(s, k):
		return true
	case a.hard:
		return a.trails(k, gap)
	case p < 0:
		return gap <= gapTrail
	case s.Keys.AccessKey != "" && a.keysOf[s.Keys.AccessKey] && p == 0 && a.phase == 0:
		return gap <= gapInit
	case a.soft != "":
		return a.follows(s, k, gap)
	case a.phase == 0:
		return gap <= gapInit && (p > 0 || a.seen[k] == 0 || gap <= gapParallel)
	case p < a.phase:
		return a.steppedBack(s, k, gap)
	}
	return a.forward(k, gap)
}

// follows reports whether a step may come after a failed one that did not end
// the attempt for good: a later phase, another call of the initialisation, or
// the SDK's word that the initialisation has failed.
func (a *attempt) follows(s *Sighting, k StepKind, gap time.Duration) bool {
	p, soft := phase(k), phase(a.soft)
	if gap > gapSoft {
		return false
	}
	if p == 0 && soft == 0 {
		return a.seen[k] == 0 || !s.Wire && len(s.Step.Codes) > 0
	}
	return p > soft
}

// trails reports whether a step may follow the end of an attempt.
func (a *attempt) trails(k StepKind, gap time.Duration) bool {
	switch k {
	case StepMonitor, StepCarrierLog, StepIDToken:
		return gap <= gapTrail
	case StepCallback:
		return a.seen[StepCallback] == 0 && gap <= gapSoft
	}
	return false
}

// steppedBack reports whether a step of an earlier phase still belongs to a
// running attempt: beside it, or an accelerate call while the page is up.
func (a *attempt) steppedBack(s *Sighting, k StepKind, gap time.Duration) bool {
	for _, c := range s.Step.Codes {
		if c.Code == "600026" {
			return gap <= gapPage
		}
	}
	return a.seen[k] == 0 && gap <= gapParallel
}

func (a *attempt) forward(k StepKind, gap time.Duration) bool {
	switch k {
	case StepPageEvent:
		return gap <= gapPage
	case StepPage, StepToken, StepExchange, StepCallback:
		if a.seen[k] > 0 {
			return false
		}
	}
	if a.phase >= phase(StepPage) {
		return gap <= gapPage
	}
	return gap <= gapLogin
}

// double reports whether a sighting tells again what a step already says: the
// SDK and the app print the same result, a monitor record repeats it.
func (a *attempt) double(s *Sighting, k StepKind) bool {
	if s.Wire {
		return false
	}
	i := a.mergeable(s, k)
	return i >= 0
}

// mergeable finds the step that a sighting speaks of, -1 if none.
func (a *attempt) mergeable(s *Sighting, k StepKind) int {
	for i := len(a.steps) - 1; i >= 0; i-- {
		st := &a.steps[i]
		if st.Kind != k || s.Wire && a.wires[i] && s.Step.Trouble != TroubleTLS {
			continue
		}
		if !sameCodes(st.Codes, s.Step.Codes) || !sameOutcome(st.Outcome, s.Step.Outcome) || disjoint(a.stepID[i], s.Keys.RequestIDs) {
			continue
		}
		limit := gapSoft
		if k == StepPageEvent {
			limit = gapDouble
		}
		if s.Step.Trouble == TroubleTLS && st.Trouble == TroubleTLS && st.Detail == s.Step.Detail {
			limit = gapTrail
		}
		if s.sharesRequest(a) && k != StepPageEvent {
			limit = gapPage
		}
		if gap := s.at.Sub(a.timeOf(i)); gap <= limit && gap >= -limit {
			return i
		}
	}
	return -1
}

func (a *attempt) timeOf(i int) time.Time {
	if t := a.steps[i].End; !t.IsZero() {
		return t
	}
	if t := a.steps[i].Time; !t.IsZero() {
		return t
	}
	return a.last
}

func (s *Sighting) sharesRequest(a *attempt) bool {
	for _, id := range s.Keys.RequestIDs {
		if contains(a.ids, id) {
			return true
		}
	}
	return false
}

// disjoint reports whether two sets of request ids speak of different calls.
func disjoint(a, b []string) bool {
	for _, id := range b {
		if contains(a, id) {
			return false
		}
	}
	return len(a) > 0 && len(b) > 0
}

func sameOutcome(a, b Outcome) bool {
	known := func(o Outcome) bool { return o == OutcomeOK || o == OutcomeFailed }
	return !known(a) || !known(b) || a == b
}

// take adds a sighting to the attempt.
func (a *attempt) take(s *Sighting) {
	k := s.kind(a)
	a.learn(s)
	for _, sign := range s.Signs {
		sign.Flow = a.id
		a.signs = append(a.signs, sign)
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
	if s.Wire || !s.FromLog {
		return
	}
	p := places[k]
	s.Step.Party, s.Step.From, s.Step.To, s.Step.Network = p.party, p.from, p.to, p.network
	if p.network == NetLocal {
		s.Step.Visibility, s.Step.InferredFrom = Visible, codes.Text{}
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
