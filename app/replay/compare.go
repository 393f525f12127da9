package replay

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/lang"
)

// Comparison is what a replay proves, beside the original attempt.
type Comparison struct {
	Title     lang.Text       `json:"title"`
	Cause     lang.Text       `json:"cause"`
	Fix       lang.Text       `json:"fix"`
	Actor     codes.Actor     `json:"actor,omitempty"`
	Certainty codes.Certainty `json:"certainty"`
	// Success is true when the inspector takes the answer for what the call
	// promises: a session, a number, a scheme. Nothing else is a success.
	Success bool `json:"success"`
	// Root is the replay's own innermost code, nil if it carried none.
	Root *inspector.CodeAt `json:"root,omitempty"`
}

// facts is what the rules below read.
type facts struct {
	result   Result
	replayed *inspector.Step // how the inspector reads the replay; nil if it could not
	original *inspector.Step // the attempt's own exchange step; nil if there is none
	history  History
	now      time.Time
}

// Compare says what a replay proves beside the original attempt, which may be nil.
func Compare(res Result, original *inspector.Flow, h History, now time.Time) Comparison {
	f := facts{result: res, replayed: res.Step, history: h, now: now, original: exchangeStep(original)}
	for _, rule := range rules {
		if c, ok := rule(f); ok {
			if r, ok := f.root(); ok {
				c.Root = &r
			}
			c.Success = f.succeeded()
			return c
		}
	}
	return f.fallback()
}

func exchangeStep(f *inspector.Flow) *inspector.Step {
	if f == nil {
		return nil
	}
	for i := len(f.Steps) - 1; i >= 0; i-- {
		if f.Steps[i].Kind == inspector.StepExchange && f.Steps[i].Visibility == inspector.Visible {
			return &f.Steps[i]
		}
	}
	return nil
}

func root(s *inspector.Step) (inspector.CodeAt, bool) {
	if s == nil || len(s.Codes) == 0 {
		return inspector.CodeAt{}, false
	}
	return s.Codes[len(s.Codes)-1], true
}

func (f facts) root() (inspector.CodeAt, bool) { return root(f.replayed) }

// code is the replay's root code without the IDaaS prefixes, "" if none.
func (f facts) code() string {
	c, ok := f.root()
	if !ok {
		return ""
	}
	return strings.TrimPrefix(strings.TrimPrefix(c.Code, "IDAAS."), "SDK.")
}

// worked reports whether the inspector takes the answer for a success.
func (f facts) worked() bool { return f.replayed != nil && f.replayed.Outcome == inspector.OutcomeOK }

// succeeded reports whether the call brought what it is made for.
func (f facts) succeeded() bool {
	x := f.result.Exchange
	return f.worked() && x.Response != nil && x.Failure == nil && f.result.Redirect == "" && !f.numberDiffers()
}

// numberDiffers reports whether the account said that the number is not the
// SIM's, or did not say that it is.
func (f facts) numberDiffers() bool {
	return f.result.Call == CallVerifyMobile && f.field("VerifyResult") != "PASS"
}

// field is a decoded field of the answer, "" if it has none.
func (f facts) field(name string) string {
	if f.replayed == nil {
		return ""
	}
	for _, fd := range f.replayed.Fields {
		if fd.Name == name {
			return fd.Value
		}
	}
	return ""
}

// known reports whether the replay's root code is in the tables.
func (f facts) known() bool {
	c, ok := f.root()
	return ok && c.Lookup.Known()
}

func (f facts) is(codes ...string) bool { return slices.Contains(codes, f.code()) }

func (f facts) expiredBy() (time.Duration, bool) {
	life := inspector.Life(f.history.Carrier)
	if life == 0 || f.history.Issued.IsZero() {
		return 0, false
	}
	over := f.result.Exchange.Timing.Start.Sub(f.history.Issued) - life
	return over.Round(time.Second), over > 0
}

// fallback describes what the code table knows.
func (f facts) fallback() Comparison {
	r, ok := f.root()
	if !ok {
		return say(codes.Seen, codes.Nobody, "The target answered", "目标已响应",
			fmt.Sprintf("HTTP %d, without a code that is known.", f.result.Exchange.Response.Status),
			fmt.Sprintf("HTTP %d，没有可识别的返回码。", f.result.Exchange.Response.Status),
			"Look at the answer itself.", "请查看响应原文。")
	}
	c := say(codes.Seen, "", r.Code, r.Code, r.Message, r.Message, "", "")
	if len(r.Lookup.Candidates) > 0 {
		row := r.Lookup.Candidates[0]
		c.Title, c.Cause, c.Fix, c.Actor, c.Certainty = filled(row.Name), filled(row.Cause), filled(row.Action),
			row.Actor, row.Certainty
	}
	c.Root = &r
	return c
}

// blank is a placeholder for which the message, in another wording, gave nothing.
var blank = regexp.MustCompile(`\{\d\}`)

func filled(t lang.Text) lang.Text {
	return lang.Text{EN: blank.ReplaceAllLiteralString(t.EN, "…"), ZH: blank.ReplaceAllLiteralString(t.ZH, "…")}
}

func say(c codes.Certainty, who codes.Actor, titleEN, titleZH, causeEN, causeZH, fixEN, fixZH string) Comparison {
	return Comparison{Certainty: c, Actor: who, Title: lang.Text{EN: titleEN, ZH: titleZH},
		Cause: lang.Text{EN: causeEN, ZH: causeZH}, Fix: lang.Text{EN: fixEN, ZH: fixZH}}
}
