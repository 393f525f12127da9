package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"loginscope/inspector"
	"loginscope/lang"
)

// Markdown writes the report for a ticket (CommonMark with tables). Text that
// came from outside is escaped, so that it cannot become mark-up.
func Markdown(w io.Writer, r inspector.Report, o Options) error {
	m := &marker{w: bufio.NewWriter(w), o: o}
	v := newView(r, o)
	m.f("# %s\n\n", v.Title)
	for i := range v.Flows {
		m.flow(&v.Flows[i])
	}
	if v.NoFlow != "" {
		m.f("%s\n\n", v.NoFlow)
	}
	m.findings(v.Findings)
	if len(v.Unknown) > 0 {
		m.f("## %s\n\n", o.in(wUnknown))
		for _, u := range v.Unknown {
			m.f("- %s\n", md(u))
		}
		m.f("\n")
	}
	if len(v.Remarks) > 0 {
		m.f("## %s\n\n", o.in(wRemarks))
		for _, n := range v.Remarks {
			m.f("- %s\n", md(n))
		}
		m.f("\n")
	}
	m.f("---\n\n")
	for _, s := range append([]string{v.Read}, v.Sources...) {
		if s != "" {
			m.f("- %s\n", md(s))
		}
	}
	m.f("- %s\n", v.Note)
	if v.Tool != "" {
		m.f("- %s\n", md(v.Tool))
	}
	if err := m.w.Flush(); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

type marker struct {
	w *bufio.Writer
	o Options
}

func (m *marker) f(format string, args ...any) { fmt.Fprintf(m.w, format, args...) }

func (m *marker) flow(f *flowView) {
	o := m.o
	m.f("## %s %s%s%s\n\n", f.Symbol, f.Name, o.in(both(": ", "：")), f.Outcome)
	var facts []string
	for _, s := range append([]string{f.Start, f.Length, f.RetryOf}, f.Facts...) {
		if s != "" {
			facts = append(facts, md(s))
		}
	}
	if len(facts) > 0 {
		m.f("%s\n\n", strings.Join(facts, " · "))
	}
	m.verdict(f)
	if len(f.Steps) == 0 {
		return
	}
	m.f("| # | %s | %s | %s | %s | %s |\n|---:|---:|---|---|---|---|\n",
		o.in(wOffset), o.in(wDirection), o.in(wStep), o.in(wResult), o.in(wKnown))
	for i := range f.Steps {
		m.step(&f.Steps[i])
	}
	m.f("\n")
}

func (m *marker) step(s *stepView) {
	route := s.From + " → " + s.To
	if s.From == s.To {
		route = s.From
	}
	label := md(s.Label)
	if s.Detail != "" && s.Detail != s.Label {
		label += " " + md(s.Detail)
	}
	if s.Broken {
		label = "**" + label + "**"
	}
	result := strings.TrimSpace(s.Symbol + " " + s.Outcome)
	for _, c := range s.Codes {
		result += "; " + md(codeLine(c))
	}
	m.f("| %d | %s | %s | %s | %s | %s |\n", s.N, s.Offset, route, label, result, s.Known)
}

func (m *marker) verdict(f *flowView) {
	v, o := f.Verdict, m.o
	m.f("**%s**\n\n", md(v.Title))
	m.item(wBrokenAt, v.Broken)
	var chain []string
	for _, c := range v.Chain {
		chain = append(chain, codeLine(c))
	}
	m.item(wChain, strings.Join(chain, " → "))
	m.item(wCause, v.Cause)
	if len(v.Fix) == 1 {
		m.item(wFix, v.Fix[0])
	} else if len(v.Fix) > 1 {
		m.f("- **%s**\n", o.in(wFix))
		for i, fix := range v.Fix {
			m.f("    %d. %s\n", i+1, md(fix))
		}
	}
	m.causes(&v)
	m.item(wActor, v.Actor)
	m.item(wRetry, v.Retry)
	m.item(wMeanwhile, v.Meanwhile)
	m.item(wCertainty, v.Certainty+prefixed(o.in(both(": ", "：")), v.Reason))
	m.item(wCoverage, f.Coverage)
	m.f("\n")
}

func (m *marker) causes(v *verdictView) {
	if len(v.Causes) > 0 {
		m.f("- **%s**\n", m.o.in(v.causesLabel()))
	}
	for i := range v.Causes {
		m.f("    %d. %s\n", i+1, md(v.Causes[i].Line))
	}
	m.item(wRuledOut, strings.Join(v.RuledOut, " "))
}

func (m *marker) item(label lang.Text, text string) {
	if text != "" {
		m.f("- **%s**%s%s\n", m.o.in(label), m.o.in(both(": ", "：")), md(text))
	}
}

func (m *marker) findings(list []findingView) {
	if len(list) == 0 {
		return
	}
	m.f("## %s\n\n", m.o.in(wFindings))
	for _, f := range list {
		m.f("### %s %s%s%s\n\n", f.Symbol, f.Severity, m.o.in(both(": ", "：")), md(f.Title+prefixed(" ", f.Count)))
		if f.What != "" {
			m.f("%s\n\n", md(f.What))
		}
		m.item(wWhy, f.Why)
		m.item(wFix, f.Fix)
		m.item(wActor, f.Actor)
		m.item(wCertainty, f.Certainty)
		m.item(wReference, f.Reference)
		m.item(wWhere, strings.Join(f.Where, ", "))
		m.f("\n")
	}
}

var mdEscapes = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "|", `\|`, "<", "&lt;", ">", "&gt;",
	"[", `\[`, "]", `\]`, "#", `\#`, "~", `\~`, "&", "&amp;")

// md escapes a text for one line of Markdown. The writer keeps to what GitHub, Jira and
// Feishu all show: no HTML, lists indented by four, one line for a cell.
func md(s string) string { return MarkdownText(s) }

// MarkdownText escapes a text for one line of Markdown.
func MarkdownText(s string) string { return mdEscapes.Replace(s) }
