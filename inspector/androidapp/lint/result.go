// Package lint judges the facts of an app: one check a file, each a value with
// an ID, a document and a function. It owns the checks and the wording of their
// results; it reads nothing and prints nothing.
//
// A new check: one file with one Check literal (ID, Title, Doc, Certainty,
// Source, run), one line in Checks, and in testdata/lint of the parent package
// a txtar in which it fires and one in which it is content; a test names the
// check that lacks either.
//
// Law: every result says how certain its rule is and where the rule was read. A
// check whose facts are missing says so (Skipped), it does not pass.
package lint

import (
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/lang"
)

// Status is the outcome of one result.
type Status string

// The outcomes, worst first. Hint is for what strings alone suggest; Skipped
// means that the facts for a verdict are not at hand.
const (
	Error   Status = "error"
	Warning Status = "warning"
	Hint    Status = "hint"
	Pass    Status = "pass"
	Skipped Status = "skipped"
)

// Location is where a result points to.
type Location struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`    // 1-based, 0 for the whole file
	Element string `json:"element,omitempty"` // "application", "domain enrichgw.10010.com"
}

// Result is what a check has to say about one subject.
type Result struct {
	Check string `json:"check"` // stable ID, such as "nsc.cleartext.required"
	// Module is the application module, such as ":app", when a folder holds
	// several apps; "" otherwise.
	Module string `json:"module,omitempty"`
	// Subject keeps the results of one check apart: a host, a permission.
	Subject string `json:"subject,omitempty"`
	// Build is "debug" or "release" when the result holds for one of them only,
	// a flavour's name ("demo", "demoRelease") when it holds for that flavour.
	Build  string    `json:"build,omitempty"`
	Status Status    `json:"status"`
	Title  lang.Text `json:"title"` // of the check
	What   lang.Text `json:"what"`  // what was found, with values
	Why    lang.Text `json:"why"`   // what follows from it
	Fix    lang.Text `json:"fix"`
	// Paste is text to put into PasteInto, "" if there is none.
	Paste     string          `json:"paste,omitempty"`
	PasteInto string          `json:"paste_into,omitempty"`
	Where     []Location      `json:"where,omitempty"`
	Certainty codes.Certainty `json:"certainty"`
	Source    string          `json:"source"` // where the rule was read
	// Fingerprint names the result whatever its line: 32 lower-case hex digits,
	// one of a kind within a report. See the function Fingerprint.
	Fingerprint string `json:"fingerprint"`
	// Suppressed is nil for a result that counts.
	Suppressed *Suppression `json:"suppressed,omitempty"`
}

// Part is the part of the app for which a result holds alone: a module, a build,
// or a build of a module; "" for all of it.
func (r Result) Part() string { return strings.TrimSpace(r.Module + " " + r.Build) }

// Finding gives a result that is not a pass in the terms of an inspection.
func (r Result) Finding() inspector.Finding {
	f := inspector.Finding{
		Check: r.Check, Severity: inspector.Info, Title: r.Title, What: r.What, Why: r.Why, Fix: r.Fix,
		Actor: codes.Developer, Certainty: r.Certainty, Reference: r.Source, Count: 1,
	}
	switch r.Status {
	case Error:
		f.Severity = inspector.Error
	case Warning:
		f.Severity = inspector.Warning
	}
	for _, l := range r.Where {
		f.Where = append(f.Where, inspector.Ref{Kind: inspector.RefText, Source: l.File, Line: l.Line, Path: l.Element})
	}
	return f
}
