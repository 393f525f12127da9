package report

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/inspector/finding"
	"loginscope/inspector/redact"
	"loginscope/lang"
)

// Schema names the document that JSON writes, and Version its form: a field
// may be added within a version, and none is renamed or taken away.
const (
	Schema  = "loginscope/report"
	Version = 1
)

// Document is the outermost object that JSON writes. docs/json.md describes it; a test of
// the command line compares the two.
type Document struct {
	Schema  string `json:"schema"`
	Version int    `json:"version"`
	// Masked is false when values were revealed on purpose.
	Masked   bool     `json:"masked"`
	Problems bool     `json:"problems"`
	Sources  []Source `json:"sources"`
	// Facts are what a person said.
	Facts    []cause.Evidence    `json:"facts,omitempty"`
	Flows    []inspector.Flow    `json:"flows"`
	Findings []findingForm       `json:"findings"`
	Summary  inspector.Summary   `json:"summary"`
	Unknown  []inspector.Unknown `json:"unknown,omitempty"`
	// Notes are what a person wrote, Given what a person gave beside the capture.
	Notes []inspector.Note  `json:"notes,omitempty"`
	Given []inspector.Given `json:"given,omitempty"`
}

// findingForm is a finding as an inspection prints it.
type findingForm struct {
	Check     string             `json:"check"`
	Severity  finding.Status     `json:"severity"`
	Title     lang.Text          `json:"title"`
	What      lang.Text          `json:"what"`
	Why       lang.Text          `json:"why"`
	Fix       lang.Text          `json:"fix"`
	Actor     codes.Actor        `json:"actor,omitempty"`
	Certainty codes.Certainty    `json:"certainty"`
	Reference string             `json:"reference"`
	Flows     []int              `json:"flows,omitempty"`
	Where     []finding.Location `json:"where,omitempty"`
	Causes    []string           `json:"causes,omitempty"`
	Count     int                `json:"count"`
	First     time.Time          `json:"first,omitzero"`
	Last      time.Time          `json:"last,omitzero"`
}

func formOf(f finding.Finding) findingForm {
	return findingForm{
		Check: f.Check, Severity: f.Status, Title: f.Title, What: f.What, Why: f.Why, Fix: f.Fix,
		Actor: f.Actor, Certainty: f.Certainty, Reference: f.Source, Flows: f.Flows, Where: f.Where,
		Causes: f.Causes, Count: f.Count, First: f.First, Last: f.Last,
	}
}

// JSON writes the report for programs, with every sentence in both languages.
func JSON(w io.Writer, r inspector.Report, o Options) error {
	c := cleaner{reveal: o.Reveal, redact: redact.Masker{Known: r.Known}}
	masked := c.mask(r)
	d := Document{
		Schema: Schema, Version: Version, Masked: !o.Reveal, Problems: r.Problems(), Sources: c.sources(o.Sources),
		Facts: said(r.Facts),
		Flows: masked.Flows, Findings: []findingForm{}, Summary: masked.Summary, Unknown: masked.Unknown,
		Notes: masked.Notes, Given: masked.Given,
	}
	if d.Sources == nil {
		d.Sources = []Source{}
	}
	if d.Flows == nil {
		d.Flows = []inspector.Flow{}
	}
	for _, f := range masked.Findings {
		d.Findings = append(d.Findings, formOf(f))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(d); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// said describes the facts that a person gave.
func said(list []cause.Signal) []cause.Evidence {
	var out []cause.Evidence
	for _, s := range list {
		out = append(out, cause.Evidence{Signal: s, Words: s.Describe()})
	}
	return out
}
