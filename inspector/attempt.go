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

// kind decides what a sighting is in the state of an attempt.
func (s *Sighting) kind(a *attempt) StepKind {
	if len(s.Kinds) == 0 {
		return s.Step.Kind
	}
	if len(s.Kinds) == 1 || a == nil {
		return s.Kinds[0]
	}
	// A failure that the SDK can meet in several phases belongs to the phase
	// that the login was about to do.
	next := a.phase + 1
	if a.soft != "" {
		next = phase(a.soft)
	}
	best := s.Kinds[0]
	for _, k := range s.Kinds {
		if p := phase(k); p >= next && (phase(best) < next || p < phase(best)) {
			best = k
		}
	}
	return best
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
		return p > phase(a.soft) && gap <= gapSoft || p == 0 && phase(a.soft) == 0 && a.seen[k] == 0 && gap <= gapSoft
	case a.phase == 0:
		return gap <= gapInit && (p > 0 || a.seen[k] == 0 || gap <= gapParallel)
	case p < a.phase:
		return a.steppedBack(s, k, gap)
	}
	return a.forward(k, gap)
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
		if !sameCodes(st.Codes, s.Step.Codes) || !sameOutcome(st.Outcome, s.Step.Outcome) {
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

// sameCodes reports whether two chains can be one: one of them is empty or is
// the end of the other.
func sameCodes(a, b []CodeAt) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	for i := range b {
		x, y := a[len(a)-len(b)+i], b[i]
		if x.Code != y.Code || x.Issuer != y.Issuer {
			return len(b) <= len(a) && headCodes(a, b)
		}
	}
	return true
}

// headCodes reports whether b is the beginning of a.
func headCodes(a, b []CodeAt) bool {
	for i := range b {
		if a[i].Code != b[i].Code || a[i].Issuer != b[i].Issuer {
			return false
		}
	}
	return true
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
	s.Step.Kind = k
	if i := a.mergeable(s, k); i >= 0 {
		merge(&a.steps[i], &s.Step)
		a.wires[i] = a.wires[i] || s.Wire
	} else if len(a.steps) < maxSteps {
		a.steps = append(a.steps, s.Step)
		a.wires = append(a.wires, s.Wire)
	} else {
		a.over++
	}
	a.seen[k]++
	a.advance(s, k)
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
	set((*string)(&a.keys.Carrier), string(s.Keys.Carrier))
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
