package inspector

import (
	"time"

	"loginscope/codes"
	"loginscope/inspector/cause"
	"loginscope/inspector/finding"
	"loginscope/inspector/redact"
	"loginscope/lang"
)

// FlowOutcome is how a sign-in attempt ended.
type FlowOutcome string

// The outcomes of a Flow.
const (
	SignedIn   FlowOutcome = "signed-in"
	Failed     FlowOutcome = "failed"
	Cancelled  FlowOutcome = "cancelled"  // the user's own choice
	Running    FlowOutcome = "running"    // live and not ended
	Incomplete FlowOutcome = "incomplete" // the evidence ends before the login does
)

// Name is the outcome's name in the lexicon.
func (o FlowOutcome) Name() lang.Text { return lang.Name(lang.Outcome, o) }

// Flow is the ordered Steps of one sign-in attempt.
type Flow struct {
	ID int `json:"id"` // 1-based, in order of Start
	// RetryOf is the ID of the attempt that this one repeats, 0 if none.
	RetryOf    int          `json:"retry_of,omitempty"`
	Device     string       `json:"device,omitempty"`
	Model      string       `json:"model,omitempty"`
	Package    string       `json:"package,omitempty"`
	SDKVersion string       `json:"sdk_version,omitempty"`
	ClientID   string       `json:"client_id,omitempty"`
	Carrier    codes.Issuer `json:"carrier,omitempty"` // "" if not known
	RequestIDs []string     `json:"request_ids,omitempty"`
	Start      time.Time    `json:"start,omitzero"`
	End        time.Time    `json:"end,omitzero"`
	Steps      []Step       `json:"steps"`
	Verdict    Verdict      `json:"verdict"`
	Coverage   Coverage     `json:"coverage"`
}

// Advice is one step of what to do.
type Advice struct {
	lang.Text
	// Asks is the question that the step puts, "" for any other step. Verdict.Questions
	// has its answers.
	Asks cause.Fact `json:"-"`
}

// Verdict says how an attempt ended and what to do.
type Verdict struct {
	Outcome FlowOutcome `json:"outcome"`
	// Broken is the index in Steps of the first broken step, -1 if none.
	Broken int `json:"broken"`
	// Chain goes from the outermost code to Root, which is its last element;
	// both are empty when no code is involved.
	Chain []CodeAt `json:"chain,omitempty"`
	Root  *CodeAt  `json:"root,omitempty"`
	// RootCheck names the check that decided, when a finding explains more
	// than the root code does.
	RootCheck string          `json:"root_check,omitempty"`
	Title     lang.Text       `json:"title"`
	Cause     lang.Text       `json:"cause,omitzero"`
	Fix       []Advice        `json:"fix,omitempty"`
	Actor     codes.Actor     `json:"actor,omitempty"`
	Retry     codes.Retry     `json:"retry,omitempty"`
	Meanwhile lang.Text       `json:"meanwhile,omitzero"` // what the app should do for its user
	Certainty codes.Certainty `json:"certainty"`
	// Reason says on what the certainty rests.
	Reason lang.Text `json:"reason,omitzero"`
	// Causes are what may be behind a failure, most likely first, what the
	// evidence rules out last. Title, Cause and Fix are written from them.
	Causes []cause.Ranked `json:"causes,omitempty"`
	// Questions are what a person should find out next, in this order.
	Questions []cause.Definition `json:"questions,omitempty"`
}

// Coverage counts the expected steps of a Flow by how they are known.
type Coverage struct {
	Seen       int       `json:"seen"`
	Inferred   int       `json:"inferred"`
	NotVisible int       `json:"not_visible"`
	NotReached int       `json:"not_reached"`
	Line       lang.Text `json:"line"` // one sentence
}

// Report is what Inspect returns.
type Report struct {
	Flows    []Flow            `json:"flows"`
	Findings []finding.Finding `json:"findings"`
	// Summary counts what was read.
	Summary Summary `json:"summary"`
	// Facts are what a person said of phone and app, as the Context gave them.
	Facts []cause.Signal `json:"-"`
	// Known are the values that the evidence showed to be secret or personal: what
	// masks the Report masks them wherever they stand. It is never written to.
	Known *redact.Known `json:"-"`
	// Notes are what a person wrote, Given what a person gave beside the capture.
	Notes []Note  `json:"notes,omitempty"`
	Given []Given `json:"given,omitempty"`
	// Unknown lists what looked like part of a login and was not understood.
	Unknown []Unknown `json:"unknown,omitempty"`
}

// Summary counts the evidence.
type Summary struct {
	Exchanges int            `json:"exchanges"`
	Refusals  int            `json:"refusals"`
	Tunnels   int            `json:"tunnels"`
	LogLines  int            `json:"log_lines"`
	Steps     map[string]int `json:"steps,omitempty"` // by StepKind
}

// Unknown is a piece of evidence that was recognised but not understood.
type Unknown struct {
	Where finding.Location `json:"where"`
	Why   lang.Text        `json:"why"`
}

// Problems reports whether the Report holds something that went wrong: a
// failed flow or a finding of status Error.
func (r Report) Problems() bool {
	for _, f := range r.Flows {
		if f.Verdict.Outcome == Failed {
			return true
		}
	}
	for _, f := range r.Findings {
		if f.Status == finding.Error {
			return true
		}
	}
	return false
}
