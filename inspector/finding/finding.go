package finding

import (
	"slices"
	"strings"
	"time"

	"loginscope/codes"
	"loginscope/lang"
)

// Finding is what a check reports on one subject. It has no JSON form of its own:
// the writer of an inspection and that of an app check each have theirs.
type Finding struct {
	Check  string // the Check's ID, such as "clock-skew" or "nsc.cleartext.required"
	Status Status
	// Module is the application module, such as ":app", when a folder holds several
	// apps; "" otherwise, and for a capture.
	Module string
	// Subject keeps the findings of one check on an app apart: a host, a permission.
	Subject string
	// Build is "debug" or "release" when the finding holds for one of them only, a
	// flavour's name ("demo", "demoRelease") when it holds for that flavour.
	Build string
	// Builds are the further builds for which the same holds, beside Build.
	Builds []string
	Title  lang.Text // of the check
	What   lang.Text // what was found, with values
	Why    lang.Text // what follows from it
	Fix    lang.Text
	// Paste is text to put into PasteInto, "" if there is none.
	Paste, PasteInto string
	Actor            codes.Actor
	Certainty        codes.Certainty
	Source           string // where the rule was read
	// Flows are the IDs of the sign-in attempts that a finding on a capture is about.
	Flows []int
	Where []Location
	// Causes are the IDs of the causes that the finding names, where the check as a
	// whole stands for more than one.
	Causes []string
	// Count is how often it was seen, First and Last when; zero times are unknown.
	Count       int
	First, Last time.Time
	// Fingerprint names the finding whatever its line: 32 lower-case hex digits, one
	// of a kind within a report. See the function Fingerprint.
	Fingerprint string
	// Suppressed is nil for a finding that counts.
	Suppressed *Suppression
}

// Part is the part of the app for which a finding holds alone: a module, a build,
// or a build of a module; "" for all of it.
func (f Finding) Part() string { return strings.TrimSpace(f.Module + " " + f.Build) }

// Parts is Part with the further builds for which the finding holds: ":app demo, full".
func (f Finding) Parts() string {
	return strings.Join(append([]string{f.Part()}, f.Builds...), ", ")
}

// Shown is the group in which a finding is counted and shown: its status, or
// Suppressed.
func (f Finding) Shown() Status {
	if f.Suppressed != nil {
		return Suppressed
	}
	return f.Status
}

// Open reports whether a finding asks for something: nobody set it aside, and it is
// neither a pass nor skipped.
func (f Finding) Open() bool {
	return f.Suppressed == nil && f.Status != Pass && f.Status != Skipped
}

// Sentence is what, why and fix in one paragraph, in lang ("en" or "zh").
func (f Finding) Sentence(lang string) string {
	parts := slices.DeleteFunc(
		[]string{f.What.In(lang), f.Why.In(lang), f.Fix.In(lang)},
		func(s string) bool { return s == "" },
	)
	if lang == "zh" {
		return strings.Join(parts, "")
	}
	return strings.Join(parts, " ")
}

// Suppression says by whom a finding was set aside, and why.
type Suppression struct {
	// Kind is "file" (a line of the suppression file), "comment", "tools:ignore"
	// or "baseline".
	Kind string
	// Reason is what the author wrote; "" for tools:ignore and a baseline, which
	// hold none.
	Reason string
	// Where is the location of the decision, nil for a baseline.
	Where *Location
}
