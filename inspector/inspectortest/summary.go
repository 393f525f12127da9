package inspectortest

import (
	"fmt"
	"strings"

	"loginscope/inspector"
)

// Summary writes what a case is compared by: every step, the verdict and the
// findings, in a form that a person can check.
func Summary(r inspector.Report) string {
	var b strings.Builder
	for _, f := range r.Flows {
		flow(&b, f)
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "finding %s %s", f.Check, f.Status)
		if len(f.Flows) > 0 {
			fmt.Fprintf(&b, " flows=%v", f.Flows)
		}
		fmt.Fprintf(&b, " %s\n  %s\n", f.Certainty, f.What.EN)
	}
	for _, u := range r.Unknown {
		fmt.Fprintf(&b, "unknown: %s\n", u.Why.EN)
	}
	return b.String()
}

func flow(b *strings.Builder, f inspector.Flow) {
	fmt.Fprintf(b, "flow %d %s", f.ID, f.Verdict.Outcome)
	for _, kv := range [][2]string{
		{"device", f.Device}, {"carrier", string(f.Carrier)}, {"client", f.ClientID},
		{"package", f.Package}, {"sdk", f.SDKVersion},
	} {
		if kv[1] != "" {
			fmt.Fprintf(b, " %s=%s", kv[0], kv[1])
		}
	}
	if f.RetryOf > 0 {
		fmt.Fprintf(b, " retry-of=%d", f.RetryOf)
	}
	b.WriteByte('\n')
	for _, s := range f.Steps {
		step(b, s)
	}
	v := f.Verdict
	broken := "-"
	if v.Broken >= 0 {
		broken = string(f.Steps[v.Broken].Kind)
	}
	fmt.Fprintf(b, "  broken %s; chain %s; actor %s; retry %s; %s\n", broken, chain(v.Chain), v.Actor, v.Retry,
		v.Certainty)
	if v.RootCheck != "" {
		fmt.Fprintf(b, "  decided by %s\n", v.RootCheck)
	}
	fmt.Fprintf(b, "  %s\n  %s\n", v.Title.EN, f.Coverage.Line.EN)
}

func step(b *strings.Builder, s inspector.Step) {
	fmt.Fprintf(b, "  %-14s %-11s %-7s", s.Kind, s.Visibility, s.Outcome)
	if s.Trouble != "" {
		fmt.Fprintf(b, " !%s", s.Trouble)
	}
	if len(s.Codes) > 0 {
		fmt.Fprintf(b, " %s", chain(s.Codes))
	}
	if s.Detail != "" {
		fmt.Fprintf(b, " (%s)", s.Detail)
	}
	b.WriteByte('\n')
	if len(s.Evidence) == 0 {
		return
	}
	if len(s.Fields) > 0 {
		b.WriteString("    fields")
		for _, f := range s.Fields {
			fmt.Fprintf(b, " %s=%s", strings.ReplaceAll(f.Name, " ", "_"), shown(f))
		}
		b.WriteByte('\n')
	}
	for _, n := range s.Notes {
		fmt.Fprintf(b, "    note %s\n", n.EN)
	}
}

// shown is a field's value as a case compares it: what is sensitive by its kind
// and length, the rest in full up to a limit.
func shown(f inspector.Field) string {
	if f.Sensitivity != inspector.Public {
		return fmt.Sprintf("<%s:%d>", f.Sensitivity, len(f.Value))
	}
	if r := []rune(f.Value); len(r) > 48 {
		return strings.ReplaceAll(string(r[:48]), " ", "_") + "…"
	}
	return strings.ReplaceAll(f.Value, " ", "_")
}

func chain(list []inspector.CodeAt) string {
	if len(list) == 0 {
		return "-"
	}
	var out []string
	for _, c := range list {
		s := string(c.Space) + " " + c.Code
		if n := len(c.Lookup.Candidates); n != 1 {
			s += fmt.Sprintf("?%d", n)
		}
		out = append(out, s)
	}
	return strings.Join(out, " > ")
}
