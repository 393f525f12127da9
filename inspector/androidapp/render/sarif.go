package render

import (
	"io"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/lint"
	"loginscope/inspector/finding"
	"loginscope/inspector/sarif"
)

// SARIF writes the report as a SARIF log. A result without a location points to the
// Anchor, or to the input if that is "". An app without a kind is one of which nothing was
// read.
func SARIF(w io.Writer, r androidapp.Report, o sarif.Options) error {
	if o.Anchor == "" {
		o.Anchor = r.App.Name
	}
	return sarif.Write(w, sarif.Log{Rules: finding.Rules(lint.Checks()), Findings: r.Results,
		Failed: r.App.Kind == ""}, o)
}
