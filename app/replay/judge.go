package replay

import (
	"net/http"
	"slices"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/proxy/exchange"
)

// Law of this file: an answer is judged by the inspector alone, as it is when
// the phone's own was captured, so that replay and inspect never disagree.

// read inspects one exchange by itself, so that its reading does not depend on
// what else a session holds. It returns nil if no issuer knows it.
func read(t Target, x exchange.Exchange, rules inspector.Ruleset) *inspector.Step {
	if t.Kind == KindAlibaba { // by whatever name the user reaches it
		x.Host = DefaultEndpoint
	}
	x.Origin = exchange.Captured // the same decoding as for the phone's own
	if x.ID == 0 {
		x.ID = 1
	}
	events := []exchange.Event{exchange.Finished{Exchange: x}}
	rep := inspector.Inspect(inspector.Evidence{Events: slices.Values(events)}, rules)
	for _, f := range rep.Flows {
		for i := range f.Steps {
			if f.Steps[i].Visibility == inspector.Visible && len(f.Steps[i].Evidence) > 0 {
				return &f.Steps[i]
			}
		}
	}
	return nil
}

// fate is what became of the token.
func fate(r Request, s sent, step *inspector.Step) (inspector.Fate, codes.Certainty) {
	switch {
	case !r.Call.Consumes():
		return "", ""
	case s.exchange.Response == nil && !s.written:
		return inspector.FateNotUsed, codes.Seen
	case !answered(s), s.location != "", step == nil: // a target that redirects had the token
		return inspector.FateUnknown, codes.Unconfirmed
	}
	return inspector.FateOf(*step, s.exchange.Response.Status)
}

func answered(s sent) bool { return s.exchange.Response != nil && s.exchange.Failure == nil }

// tokenState says what the call did to the token. Only an answer of the kind
// that the call promises counts as an answer.
func tokenState(r Request, s sent, out Result) TokenState {
	switch {
	case !r.Call.Consumes():
		return TokenNotNeeded
	case s.exchange.Response == nil && !s.written:
		return TokenUntouched
	case !answered(s), s.location != "", out.Step == nil, s.exchange.Response.Status >= http.StatusInternalServerError:
		return TokenMaybe
	case out.Step.Outcome == inspector.OutcomeOK,
		out.Fate == inspector.FateSpent && out.Step.Trouble == inspector.TroubleNotSigned:
		return TokenConsumed
	case len(out.Step.Codes) > 0, out.Fate == inspector.FateNotUsed:
		return TokenRefused
	}
	return TokenMaybe
}
