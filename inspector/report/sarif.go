package report

import (
	"fmt"
	"io"
	"slices"

	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/inspector/redact"
	"loginscope/inspector/sarif"
	"loginscope/lang"
)

// SARIFOptions say how an inspection is written as SARIF.
type SARIFOptions struct {
	sarif.Options
	// Rules are the checks that were applied.
	Rules []finding.Rule
	// Locate finds a piece of evidence in the files that were read: it returns the
	// location with a File, relative to the root of the repository. Mandatory.
	Locate func(finding.Location) finding.Location
	// Failed is true when a part of the input could not be read.
	Failed bool
	// Reveal leaves phone numbers, tokens and secrets readable.
	Reveal bool
}

// The rules of an inspection beside its checks.
const (
	failedRule  = "login-failed"
	openRule    = "login-unknown"
	unknownRule = "evidence-unknown"
)

// own is the source of the rules here.
const own = "own conclusion"

// ownRules are the rules of what an inspection reports beside the findings of its checks.
func ownRules() []finding.Rule {
	return []finding.Rule{{
		ID: failedRule, Source: own, Status: finding.Error,
		Title: lang.Both("A sign-in attempt failed", "登录失败"),
		Doc: lang.Both("Each sign-in attempt that failed, with its most likely cause and the fix.",
			"列出每次失败的登录，以及最可能的原因和处理方法。"),
	}, {
		ID: openRule, Source: own, Status: finding.Skipped,
		Title: lang.Both("The outcome of a sign-in attempt is unknown", "登录结果未知"),
		Doc: lang.Both(
			"An attempt whose end the evidence does not show, or evidence without an attempt. It is neither good "+
				"nor bad.",
			"证据未覆盖到结束的登录，或没有任何登录的证据。既不代表成功，也不代表失败。",
		),
	}, {
		ID: unknownRule, Source: own, Status: finding.Skipped,
		Title: lang.Both("Recognised but not understood", "已识别但未能解读"),
		Doc: lang.Both("Evidence that looks like part of a login and that no decoder understands.",
			"看起来属于登录过程、但没有解码器能解读的证据。"),
	}}
}

// SARIF writes the report for code scanning. Its results are the failed attempts and
// the findings; attempts with an unknown outcome, and what was not understood, are
// among the notifications.
func SARIF(w io.Writer, r inspector.Report, o SARIFOptions) error {
	r.Findings = slices.Concat(attempts(r), slices.Clone(r.Findings))
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Where = slices.Clone(f.Where)
		for j := range f.Where {
			f.Where[j] = o.Locate(f.Where[j])
		}
	}
	c := cleaner{reveal: o.Reveal, flat: true, redact: redact.Masker{Known: r.Known}}
	list := c.mask(r).Findings
	o.Anchor = c.str(o.Anchor)
	finding.Fingerprint(list)
	return sarif.Write(w, sarif.Log{Rules: append(ownRules(), o.Rules...), Findings: list, Failed: o.Failed}, o.Options)
}

// attempts turns what an inspection reports beside its findings into findings.
func attempts(r inspector.Report) []finding.Finding {
	var out []finding.Finding
	for i := range r.Flows {
		if f, ok := attempt(&r.Flows[i]); ok {
			out = append(out, f)
		}
	}
	if len(r.Flows) == 0 {
		out = append(out, finding.Finding{Check: openRule, Status: finding.Skipped, What: wNoAttempt})
	}
	for _, u := range r.Unknown {
		out = append(
			out,
			finding.Finding{
				Check:  unknownRule,
				Status: finding.Skipped,
				What:   u.Why,
				Where:  []finding.Location{u.Where},
			},
		)
	}
	return out
}

// attempt turns one that failed or whose outcome is unknown into a finding; ok is false for others.
func attempt(f *inspector.Flow) (out finding.Finding, ok bool) {
	v := &f.Verdict
	title := inspector.Sentence(v.Title)
	out = finding.Finding{
		Check: failedRule, Status: finding.Error, Source: own, Certainty: v.Certainty, Actor: v.Actor,
		What: lang.Both(
			fmt.Sprintf(wAttempt.EN+": %s", f.ID, title.EN),
			fmt.Sprintf(wAttempt.ZH+"：%s", f.ID, title.ZH),
		),
		Why: v.Cause,
	}
	switch v.Outcome {
	case inspector.Failed:
	case inspector.Incomplete, inspector.Running:
		out.Check, out.Status = openRule, finding.Skipped
	default:
		return out, false
	}
	if v.Root != nil {
		out.Subject = v.Root.Code
		if list := v.Root.Lookup.Candidates; len(list) > 0 && list[0].Source != "" {
			out.Source = list[0].Source
		}
	}
	for _, fix := range v.Fix {
		out.Fix = lang.Both(spaced(out.Fix.EN, fix.EN), out.Fix.ZH+fix.ZH)
	}
	if v.Broken >= 0 && v.Broken < len(f.Steps) {
		out.Where = f.Steps[v.Broken].Evidence
	}
	return out, true
}

func spaced(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}
