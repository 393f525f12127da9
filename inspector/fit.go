package inspector

import "time"

// This file says which evidence may join an attempt; the law stands at grouping.

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

// accepts reports whether a sighting can be the attempt's next step.
func (a *attempt) accepts(s *Sighting) bool {
	k := s.kind(a)
	gap := s.at.Sub(a.last)
	if k == "" {
		return gap <= gapLogin
	}
	p := phase(k)
	switch {
	case a.double(s, k):
		return true
	case a.another(s, k):
		return false
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

// another reports whether pasted text describes a failure that the attempt does
// not have while it has a different one. A ticket names the codes of several
// people, or of several tries, without saying so; a sign-in ends with its
// first failure, so two of them are two attempts unless a request id or the
// clock says otherwise. The callback only repeats what failed.
func (a *attempt) another(s *Sighting, k StepKind) bool {
	timeless := s.Bare || s.Pasted && s.Step.Time.IsZero()
	if !timeless || s.Step.Outcome != OutcomeFailed || k == StepCallback || harmless(k) || s.sharesRequest(a) {
		return false
	}
	for i := range a.steps {
		if st := &a.steps[i]; st.Outcome == OutcomeFailed && !harmless(st.Kind) && !sameCodes(st.Codes, s.Step.Codes) {
			return true
		}
	}
	return false
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

// double reports whether a sighting repeats what a step already says: the
// SDK and the app print the same result, a monitor record repeats it. An
// initialisation after the end or a failure looks like the one before it and is
// the next attempt's.
func (a *attempt) double(s *Sighting, k StepKind) bool {
	ended := a.hard || a.soft != "" && phase(a.soft) > 0
	if s.Wire || k == StepInit && ended && s.at.After(a.last) {
		return false
	}
	return a.mergeable(s, k) >= 0
}

// mergeable finds the step that a sighting speaks of, -1 if none.
func (a *attempt) mergeable(s *Sighting, k StepKind) int {
	for i := len(a.steps) - 1; i >= 0; i-- {
		st := &a.steps[i]
		if st.Kind != k || s.Wire && a.wires[i] && s.Step.Trouble != TroubleTLS {
			continue
		}
		if !sameCodes(st.Codes, s.Step.Codes) || !sameOutcome(st.Outcome, s.Step.Outcome) ||
			disjoint(a.stepID[i], s.Keys.RequestIDs) {
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
	known := func(o Outcome) bool { return o == OutcomeOK || o == OutcomeFailed || o == OutcomeEvent }
	return !known(a) || !known(b) || a == b
}
