// Package lint judges the facts of an app: one check a file, each a value with
// an ID, a document and a function. It owns the checks and the wording of their
// results; it reads nothing and prints nothing.
//
// A new check: one file with one Check literal (ID, Title, Doc, Certainty,
// Source, Run), one line in Checks, and in testdata/lint of the parent package
// a txtar in which it fires and one in which it is content; a test names the
// check that lacks either.
//
// Law: every result says how certain its rule is and where the rule was read. A
// check whose facts are missing says so (Skipped), it does not pass.
package lint

import "loginscope/inspector/finding"

// The checks of this package write the shared types by short names.
type (
	// Check is one rule about an app.
	Check = finding.Check[func(*pass)]
	// Result is what a check reports on one subject.
	Result = finding.Finding
	// Location is where a result points to.
	Location = finding.Location
	// Status is how a result counts.
	Status = finding.Status
)

// The statuses, worst first.
const (
	Error   = finding.Error
	Warning = finding.Warning
	Hint    = finding.Hint
	Pass    = finding.Pass
	Skipped = finding.Skipped
)
