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
	Where       []Place         `json:"where,omitempty"`
	Certainty   codes.Certainty `json:"certainty"`
	Source      string          `json:"source"`
	Fingerprint string          `json:"fingerprint"`
	Suppressed  *Suppression    `json:"suppressed,omitempty"`
}

// Place is where a result points to.
type Place struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Element string `json:"element,omitempty"`
}

// Suppression says by whom a result was set aside, and why.
type Suppression struct {
	Kind   string `json:"kind"`
	Reason string `json:"reason,omitempty"`
	Where  *Place `json:"where,omitempty"`
}

// Results gives the findings on an app their JSON form, which docs/json.md describes.
func Results(list []finding.Finding) []Result {
	out := make([]Result, 0, len(list))
	for _, f := range list {
		out = append(out, Result{
			Check: f.Check, Module: f.Module, Subject: f.Subject, Build: f.Build, Builds: f.Builds, Status: f.Status,
			Title: f.Title, What: f.What, Why: f.Why, Fix: f.Fix, Paste: f.Paste, PasteInto: f.PasteInto,
			Where: placesOf(f.Where), Certainty: f.Certainty, Source: f.Source, Fingerprint: f.Fingerprint,
			Suppressed: suppressionOf(f.Suppressed),
		})
	}
	return out
}

func placesOf(list []finding.Location) []Place {
	var out []Place
	for _, l := range list {
		out = append(out, Place{l.File, l.Line, l.Element})
	}
	return out
}

func suppressionOf(s *finding.Suppression) *Suppression {
	if s == nil {
		return nil
	}
	out := &Suppression{Kind: s.Kind, Reason: s.Reason}
	if s.Where != nil {
		out.Where = &placesOf([]finding.Location{*s.Where})[0]
	}
	return out
}
