package androidapp

import (
	"strings"

	"loginscope/inspector/finding"
	"loginscope/inspector/redact"
)

// Masked returns the report with what comes from code and from captures masked.
// The rest is public by nature, and its certificate digests must stay whole.
func (r Report) Masked() Report {
	out := make([]finding.Finding, 0, len(r.Results))
	for _, x := range r.Results {
		if strings.HasPrefix(x.Check, "code.") || strings.HasPrefix(x.Check, "live.") {
			x.Subject, x.Paste = redact.Text(x.Subject), redact.Text(x.Paste)
			x.What.EN, x.What.ZH = redact.Sentence(x.What.EN), redact.Sentence(x.What.ZH)
		}
		out = append(out, x)
	}
	r.Results = out
	return r
}
