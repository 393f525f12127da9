package inspector

import (
	"slices"
	"time"

	"loginscope/codes"
)

// stillRunning is how long after its last step an attempt of a live capture
// counts as going on.
const stillRunning = 2 * time.Minute

// judge writes the verdict of a complete Flow from its steps alone.
func (f *Flow) judge(c Context) {
	v := &f.Verdict
	*v = Verdict{Broken: f.broken()}
	switch {
	case f.signedIn():
		v.Outcome, v.Broken = SignedIn, -1
	case v.Broken >= 0 && f.userLeft(v.Broken):
		v.Outcome = Cancelled
		v.Chain = f.chain(v.Broken)
		v.Broken = -1
	case v.Broken >= 0:
		v.Outcome = Failed
	case f.cancelled():
		v.Outcome = Cancelled
		v.Chain = f.cancelChain()
	case c.Live && (c.Now.IsZero() || c.Now.Sub(f.End) <= stillRunning):
		v.Outcome = Running
	default:
		v.Outcome = Incomplete
	}
	if v.Outcome == Failed {
		v.Chain = f.chain(v.Broken)
	}
	if n := len(v.Chain); n > 0 {
		v.Root = &v.Chain[n-1]
	}
	f.describe()
}

// signedIn reports whether IDaaS let the user in.
func (f *Flow) signedIn() bool {
	in := false
	for _, s := range f.Steps {
		switch s.Kind {
		case StepExchange, StepCallback:
			switch s.Outcome {
			case OutcomeOK:
				in = true
			case OutcomeFailed:
				in = false
			}
		}
	}
	return in
}

// broken is the index of the first failed step that nothing shows to have
// been overcome, -1 if none.
func (f *Flow) broken() int {
	for i := range f.Steps {
		s := &f.Steps[i]
		if s.Outcome == OutcomeFailed && !harmless(s.Kind) && !f.overcome(i) {
			return i
		}
	}
	return -1
}

// overcome reports whether a later step could only succeed because the failed
// one did not stop the login.
func (f *Flow) overcome(i int) bool {
	failed := phase(f.Steps[i].Kind)
	for _, s := range f.Steps[i+1:] {
		if s.Outcome != OutcomeOK {
			continue
		}
		switch p := phase(s.Kind); {
		case s.Kind == f.Steps[i].Kind:
			return true
		case p > failed && (s.Kind == StepPage || s.Kind == StepToken || s.Kind == StepExchange):
			return true
		case failed == 0 && p > 0:
			return true
		}
	}
	return false
}

// userLeft reports whether the failed step's root says that the user left.
func (f *Flow) userLeft(i int) bool {
	list := f.Steps[i].Codes
	if len(list) == 0 {
		return false
	}
	root := list[len(list)-1]
	c := codes.CarrierOf(root.Issuer)
	return c != nil && slices.Contains(c.Left, root.Code)
}

func (f *Flow) cancelled() bool { return len(f.cancelChain()) > 0 }

// cancelChain is the event with which the user left, empty if nobody did.
func (f *Flow) cancelChain() []CodeAt {
	for i := len(f.Steps) - 1; i >= 0; i-- {
		s := &f.Steps[i]
		if (s.Kind == StepToken || s.Kind == StepExchange) && s.Outcome == OutcomeOK {
			return nil
		}
		if s.Kind == StepPageEvent && cancels(s.Codes) {
			return s.Codes
		}
	}
	return nil
}

// chain collects the codes of a failure, from what the app received to the root.
func (f *Flow) chain(i int) []CodeAt {
	inner := withoutSuccess(f.Steps[i].Codes)
	var outer []CodeAt
	for j := len(f.Steps) - 1; j > i; j-- {
		s := &f.Steps[j]
		if s.Outcome != OutcomeFailed || len(s.Codes) == 0 {
			continue
		}
		switch {
		case s.Kind == StepCallback:
			outer = append(outer, s.Codes[0])
		case s.Kind != StepMonitor && !hasSpace(inner, codes.AliAndroid) && s.Codes[0].Space == codes.AliAndroid:
			outer = append(outer, s.Codes[0])
		}
	}
	var out []CodeAt
	for _, c := range append(outer, inner...) {
		if !hasCode(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// withoutSuccess drops codes that mean success from the end of a chain: a
// carrier that had nothing to complain of is not the root.
func withoutSuccess(list []CodeAt) []CodeAt {
	for n := len(list); n > 1; n-- {
		last := list[n-1].Lookup
		if !last.Known() || last.Candidates[0].Kind != codes.Success {
			return list[:n]
		}
	}
	return list[:min(1, len(list))]
}

func hasSpace(list []CodeAt, s codes.Space) bool {
	for _, c := range list {
		if c.Space == s {
			return true
		}
	}
	return false
}

func hasCode(list []CodeAt, c CodeAt) bool {
	for _, v := range list {
		if v.Code == c.Code && v.Issuer == c.Issuer && v.Space == c.Space {
			return true
		}
	}
	return false
}
