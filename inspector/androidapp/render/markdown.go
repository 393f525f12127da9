// Package render writes a check's report for readers: SARIF for code scanning, JUnit
// XML for build servers, Markdown for people, and the JSON form of a result. It owns
// the formats; what the results say is lint's.
package render

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// words are the fixed words of the Markdown report.
var words = map[string]lang.Text{
	"title":      {EN: "App check", ZH: "应用检查"},
	"error":      {EN: "Errors", ZH: "错误"},
	"warning":    {EN: "Warnings", ZH: "警告"},
	"hint":       {EN: "Hints", ZH: "提示"},
	"pass":       {EN: "Passed", ZH: "通过"},
	"skipped":    {EN: "Not checked", ZH: "未检查"},
	"package":    {EN: "Package", ZH: "包名"},
	"levels":     {EN: "minSdk / targetSdk", ZH: "minSdk / targetSdk"},
	"signers":    {EN: "Signature (MD5)", ZH: "签名（MD5）"},
	"sdk":        {EN: "Alibaba SDK", ZH: "阿里云 SDK"},
	"suppressed": {EN: "Suppressed", ZH: "已抑制"},
	"source":     {EN: "Source", ZH: "依据"},
	"paste":      {EN: "Paste into", ZH: "粘贴到"},
	"build":      {EN: "build", ZH: "构建"},
	"unknown":    {EN: "unknown", ZH: "未知"},
	"module":     {EN: "Only module", ZH: "仅限模块"},
	"variant":    {EN: "Only variant", ZH: "仅限构建变体"},
}

// Markdown writes the report for a person, in lang ("en" or "zh").
func Markdown(w io.Writer, r androidapp.Report, lang string) error {
	m := &markdown{w: bufio.NewWriter(w), lang: lang}
	m.line("# %s: %s", m.word("title"), escape(r.App.Name))
	m.line("")
	m.facts(r.App)
	for _, s := range []finding.Status{finding.Error, finding.Warning, finding.Hint} {
		m.section(r, s)
	}
	m.brief(r, finding.Pass)
	m.brief(r, finding.Skipped)
	m.brief(r, finding.Suppressed)
	if err := m.w.Flush(); err != nil {
		return fmt.Errorf("write Markdown: %w", err)
	}
	return nil
}

type markdown struct {
	w    *bufio.Writer
	lang string
}

func (m *markdown) word(key string) string { return words[key].In(m.lang) }

// line keeps bufio's sticky error for Flush.
func (m *markdown) line(format string, args ...any) { fmt.Fprintf(m.w, format+"\n", args...) }

func (m *markdown) facts(app *facts.App) {
	m.line("| | |")
	m.line("|---|---|")
	m.chosen(app.Chosen)
	seen := map[string]bool{}
	for _, one := range app.All() {
		for _, b := range one.Builds {
			if b.Manifest == nil || !b.Actual || seen[b.Manifest.Package] {
				continue
			}
			seen[b.Manifest.Package] = true
			m.line("| %s | `%s` |", m.word("package"), cell(b.Manifest.Package))
			m.line("| %s | %s / %s |", m.word("levels"), m.number(b.MinSDK), m.number(b.TargetSDK))
		}
	}
	for _, p := range app.Packages {
		for _, c := range p.Signing.Signers() {
			m.line("| %s | `%s` %s |", m.word("signers"), c.MD5, cell(c.Subject))
		}
	}
	alibaba, _ := app.Versions()
	for _, v := range alibaba {
		m.line("| %s | %s (%s) |", m.word("sdk"), cell(v.Version), cell(v.Where))
	}
	m.line("")
}

// chosen says to what the check was limited.
func (m *markdown) chosen(p facts.Chosen) {
	if p.Module != "" {
		m.line("| %s | %s |", m.word("module"), cell(p.Module))
	}
	if p.Variant != "" {
		m.line("| %s | %s |", m.word("variant"), cell(p.Variant))
	}
}

func (m *markdown) number(n int) string {
	if n == 0 {
		return m.word("unknown")
	}
	return fmt.Sprint(n)
}

func (m *markdown) section(r androidapp.Report, s finding.Status) {
	if r.Counts[s] == 0 {
		return
	}
	m.line("## %s (%d)", m.word(string(s)), r.Counts[s])
	m.line("")
	for _, x := range r.Results {
		if x.Shown() == s {
			m.result(x)
		}
	}
}

func (m *markdown) result(x finding.Finding) {
	head := escape(x.Title.In(m.lang))
	if part := x.Parts(); part != "" {
		head += fmt.Sprintf(" (%s: %s)", m.word("build"), part)
	}
	m.line("### %s", head)
	m.line("")
	m.line("%s", escape(x.Sentence(m.lang)))
	m.line("")
	for _, l := range x.Where {
		at := l.File
		if l.Line > 0 {
			at += fmt.Sprintf(":%d", l.Line)
		}
		m.line("- `%s` %s", strings.ReplaceAll(at, "`", "'"), escape(l.Element))
	}
	m.line("- `%s`, %s, %s: %s", x.Check, x.Certainty.Name().In(m.lang), m.word("source"),
		escape(finding.Citation(x.Source).In(m.lang)))
	m.line("")
	if x.Paste != "" {
		m.line("%s %s:", m.word("paste"), escape(x.PasteInto))
		m.line("")
		m.line("```")
		m.line("%s", strings.TrimRight(strings.ReplaceAll(x.Paste, "```", "'''"), "\n"))
		m.line("```")
		m.line("")
	}
}

func (m *markdown) brief(r androidapp.Report, s finding.Status) {
	if r.Counts[s] == 0 {
		return
	}
	m.line("## %s (%d)", m.word(string(s)), r.Counts[s])
	m.line("")
	for _, x := range r.Results {
		if x.Shown() == s {
			m.line("- %s: %s%s", escape(x.Title.In(m.lang)), escape(x.What.In(m.lang)), m.reason(x))
		}
	}
	m.line("")
}

// reason says why a result was set aside.
func (m *markdown) reason(x finding.Finding) string {
	if x.Suppressed == nil {
		return ""
	}
	why := " (" + x.Suppressed.Kind
	if x.Suppressed.Reason != "" {
		why += ": " + escape(x.Suppressed.Reason)
	}
	return why + ")"
}

var markdownEscaper = strings.NewReplacer("<", "&lt;", "*", `\*`, "_", `\_`, "`", `\`+"`", "\n", " ", "\r", " ", "[",
	`\[`)

// escape keeps text of the app, which anybody may have written, from becoming
// markup.
func escape(s string) string { return markdownEscaper.Replace(s) }

func cell(s string) string { return strings.ReplaceAll(escape(s), "|", `\|`) }
