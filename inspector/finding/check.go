// Package finding is the one model of a check and of what it reports, for captures
// as well as for apps: Check, Finding, Status, Location. It judges nothing; the
// checks themselves are in inspector/check and inspector/androidapp/lint.
package finding

import (
	"loginscope/codes"
	"loginscope/lang"
)

// Check is one rule, and the function that applies it: a function over what a
// capture or an app shows.
type Check[F any] struct {
	// ID is stable, lower case; it is the documentation's anchor.
	ID    string
	Title lang.Text
	// Doc is the user's documentation: what is checked, why, and what a finding
	// means. One paragraph in each language.
	Doc lang.Text
	// Source names where the rule was read, and Date when (YYYY-MM-DD); "" for a
	// source that has a version or is looked up anew.
	Source, Date string
	// Status and Certainty are those of a finding that says nothing else. Certainty
	// is "" where each finding has its own.
	Status    Status
	Certainty codes.Certainty
	// Decides is true if a finding of this check explains a failed flow better than
	// the flow's own code does.
	Decides bool
	Run     F
}

// Rule is what a person reads of a check: a Check without its function.
type Rule = Check[struct{}]

// Rules are the checks without their functions.
func Rules[F any](checks []Check[F]) []Rule {
	out := make([]Rule, 0, len(checks))
	for _, c := range checks {
		out = append(out, Rule{
			ID: c.ID, Title: c.Title, Doc: c.Doc, Source: c.Source, Date: c.Date,
			Status: c.Status, Certainty: c.Certainty, Decides: c.Decides,
		})
	}
	return out
}

// Fill completes a finding with what it shares with its check.
func (c Check[F]) Fill(f *Finding) {
	f.Check = c.ID
	if f.Status == "" {
		f.Status = c.Status
	}
	if f.Title == (lang.Text{}) {
		f.Title = c.Title
	}
	if f.Certainty == "" {
		f.Certainty = c.Certainty
	}
	if f.Count == 0 {
		f.Count = 1
	}
	if f.Source == "" {
		f.Source = c.Source
		if c.Date != "" {
			f.Source += " (" + c.Date + ")"
		}
	}
}
