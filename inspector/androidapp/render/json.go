package render

import (
	"loginscope/codes"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// Result is a finding as check --json prints it.
type Result struct {
	Check       string          `json:"check"`
	Module      string          `json:"module,omitempty"`
	Subject     string          `json:"subject,omitempty"`
	Build       string          `json:"build,omitempty"`
	Builds      []string        `json:"further_builds,omitempty"`
	Status      finding.Status  `json:"status"`
	Title       lang.Text       `json:"title"`
	What        lang.Text       `json:"what"`
	Why         lang.Text       `json:"why"`
	Fix         lang.Text       `json:"fix"`
	Paste       string          `json:"paste,omitempty"`
	PasteInto   string          `json:"paste_into,omitempty"`
	Where       []Location      `json:"where,omitempty"`
	Certainty   codes.Certainty `json:"certainty"`
	Source      string          `json:"source"`
	Fingerprint string          `json:"fingerprint"`
	Suppressed  *Suppression    `json:"suppressed,omitempty"`
}

// Location is where a result points to.
type Location struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Element string `json:"element,omitempty"`
}

// Suppression says by whom a result was set aside, and why.
type Suppression struct {
	Kind   string    `json:"kind"`
	Reason string    `json:"reason,omitempty"`
	Where  *Location `json:"where,omitempty"`
}

// Results gives the findings on an app their JSON form, which docs/json.md describes.
func Results(list []finding.Finding) []Result {
	out := make([]Result, 0, len(list))
	for _, f := range list {
		out = append(out, Result{
			Check: f.Check, Module: f.Module, Subject: f.Subject, Build: f.Build, Builds: f.Builds, Status: f.Status,
			Title: f.Title, What: f.What, Why: f.Why, Fix: f.Fix, Paste: f.Paste, PasteInto: f.PasteInto,
			Where: locationsOf(f.Where), Certainty: f.Certainty, Source: f.Source, Fingerprint: f.Fingerprint,
			Suppressed: suppressionOf(f.Suppressed),
		})
	}
	return out
}

func locationsOf(list []finding.Location) []Location {
	var out []Location
	for _, l := range list {
		out = append(out, Location{l.File, l.Line, l.Element})
	}
	return out
}

func suppressionOf(s *finding.Suppression) *Suppression {
	if s == nil {
		return nil
	}
	out := &Suppression{Kind: s.Kind, Reason: s.Reason}
	if s.Where != nil {
		out.Where = &locationsOf([]finding.Location{*s.Where})[0]
	}
	return out
}
