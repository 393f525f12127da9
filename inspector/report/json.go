package report

import (
	"encoding/json"
	"fmt"
	"io"

	"loginscope/inspector"
	"loginscope/inspector/cause"
)

// Schema names the document that JSON writes, and Version its form: a field
// may be added within a version, and none is renamed or taken away.
const (
	Schema  = "loginscope/report"
	Version = 1
)

// document is the outermost object. docs/json.md describes it.
type document struct {
	Schema  string `json:"schema"`
	Version int    `json:"version"`
	// Masked is false when values were revealed on purpose.
	Masked   bool     `json:"masked"`
	Problems bool     `json:"problems"`
	Sources  []Source `json:"sources"`
	// Facts are what a person said.
	Facts []cause.Evidence `json:"facts,omitempty"`
	inspector.Report
}

// JSON writes the report for programs, with every sentence in both languages.
func JSON(w io.Writer, r inspector.Report, o Options) error {
	d := document{Schema: Schema, Version: Version, Masked: !o.Reveal, Problems: r.Problems(), Sources: o.Sources, Facts: said(r.Facts), Report: cleaner{reveal: o.Reveal}.mask(r)}
	if d.Sources == nil {
		d.Sources = []Source{}
	}
	if d.Flows == nil {
		d.Flows = []inspector.Flow{}
	}
	if d.Findings == nil {
		d.Findings = []inspector.Finding{}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(d); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// said words the facts that a person gave.
func said(list []cause.Signal) []cause.Evidence {
	var out []cause.Evidence
	for _, s := range list {
		out = append(out, cause.Evidence{Signal: s, Words: s.Worded()})
	}
	return out
}
