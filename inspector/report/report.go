// Package report turns an inspector.Report into something that a person or a
// program reads: text for a terminal, Markdown for a ticket, one self-contained
// HTML file, JSON. It knows no file and no terminal: it writes to an io.Writer
// what Options ask for.
//
// Law: every writer works on the copy that mask made, never on the Report that
// came in. What is personal or secret leaves only with Options.Reveal.
package report

import (
	"time"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/lang"
)

// Options says how a report is written.
type Options struct {
	// Lang is "zh" or, for anything else, English.
	Lang string
	// Reveal leaves phone numbers, tokens, keys and names readable.
	Reveal bool
	// Sources describe what was read, one line each.
	Sources []Source
	// Zone is the time zone in which times are shown; nil is UTC.
	Zone *time.Location
	// Tool names the program and its version, "" leaves it out.
	Tool string

	// Width is the number of columns of the terminal, for Text; 0 means 100.
	Width int
	// Colour adds terminal colours to Text. Each is accompanied by a symbol.
	Colour bool
	// Details adds decoded fields and notes of each step to Text.
	Details bool
}

// Source is a file or a capture that the report is about.
type Source struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
	Read int    `json:"read"`
	Kept int    `json:"kept"`
	// SkewMS is what was added to the source's times, in milliseconds, and
	// Skew says on what that rests, "" for the reference.
	SkewMS    int64           `json:"skew_ms,omitempty"`
	Skew      string          `json:"skew,omitempty"`
	Certainty codes.Certainty `json:"certainty,omitempty"`
	// Assumed is the time zone in which times without one were read, such as
	// "Asia/Shanghai (UTC+08:00)"; "" where the times name theirs.
	Assumed string `json:"zone,omitempty"`
}

func (o Options) zone() *time.Location {
	if o.Zone == nil {
		return time.UTC
	}
	return o.Zone
}

// in is a text in the report's language.
func (o Options) in(t lang.Text) string { return t.In(o.Lang) }

// outcomeOf folds a flow's outcome to a step's, which has the symbols.
func outcomeOf(f inspector.FlowOutcome) inspector.Outcome {
	switch f {
	case inspector.SignedIn:
		return inspector.OutcomeOK
	case inspector.Failed:
		return inspector.OutcomeFailed
	case inspector.Cancelled:
		return inspector.OutcomeEvent
	case inspector.Running:
		return inspector.OutcomeWaiting
	}
	return inspector.OutcomeUnknown
}
