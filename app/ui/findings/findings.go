// Package findings is the page that lists what went wrong: attempts by their root
// cause, then what the checks found.
package findings

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/feed"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/app/ui/theme"
	"loginscope/app/ui/verdict"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/inspector/redact"
	"loginscope/lang"
)

// ID names the page.
const ID page.ID = "findings"

// Page is the page.
type Page struct {
	page.Base
	root  *fyne.Container
	drawn *inspector.Report
}

// New returns the page.
func New() *Page { return &Page{} }

// Info is for page.Page.
func (p *Page) Info() page.Info {
	return page.Info{ID: ID, Title: lang.Text{EN: "Findings", ZH: "诊断"}, Count: len(p.Shown().Report().Findings)}
}

// Build is for page.Page.
func (p *Page) Build() fyne.CanvasObject {
	p.root, p.drawn = container.NewStack(), nil
	return p.root
}

// Update is for page.Page.
func (p *Page) Update() {
	report := p.Shown().Report()
	if p.drawn == report {
		return
	}
	p.drawn = report
	p.Hush()
	causes := rootCauses(report)
	if len(causes) == 0 && len(report.Findings) == 0 {
		p.root.Objects = []fyne.CanvasObject{p.Nothing("empty.findings")}
		p.root.Refresh()
		return
	}
	env := p.Env()
	col := kit.NewColumn(env.S(10))
	if len(causes) > 0 {
		col.Add(env.NewParagraph(env.T("findings.causes"), kit.Title, env.Palette.Text))
		for _, c := range causes {
			col.Add(p.causeCard(c))
		}
	}
	if len(report.Findings) > 0 {
		col.Add(env.NewParagraph(env.T("findings.checks"), kit.Title, env.Palette.Text))
	}
	for i := range report.Findings {
		col.Add(p.findingCard(&report.Findings[i], i))
	}
	p.root.Objects = []fyne.CanvasObject{env.InPane(kit.Page(col))}
	p.root.Refresh()
}

// cause is one root cause with the attempts that it broke.
type cause struct {
	key   string
	flows []*inspector.Flow
}

// rootCauses groups the failed attempts, the most frequent cause first.
func rootCauses(r *inspector.Report) []cause {
	var out []cause
	for i := range r.Flows {
		f := &r.Flows[i]
		if f.Verdict.Outcome != inspector.Failed {
			continue
		}
		key := f.Verdict.RootCheck
		if c := f.Verdict.Root; c != nil {
			key += string(c.Space) + "/" + c.Code
		}
		at := slices.IndexFunc(out, func(c cause) bool { return c.key == key })
		if at < 0 {
			out = append(out, cause{key: key})
			at = len(out) - 1
		}
		out[at].flows = append(out[at].flows, f)
	}
	slices.SortStableFunc(out, func(a, b cause) int { return len(b.flows) - len(a.flows) })
	return out
}

func (p *Page) causeCard(c cause) fyne.CanvasObject {
	env, f := p.Env(), c.flows[0]
	last := c.flows[len(c.flows)-1]
	head := kit.NewFlow(env.S(8), env.Chip(verdict.Label(env, &f.Verdict), theme.ToneBad))
	span := seen(env, len(c.flows), f.Start, last.Start)
	col := kit.NewColumn(
		env.S(4),
		head,
		env.NewParagraph(env.In(f.Verdict.Title), kit.Strong, env.Palette.Text),
		env.NewParagraph(span, kit.Small, env.Muted),
		env.Paragraph(env.In(f.Verdict.Cause)),
	)
	links := kit.NewFlow(env.S(6))
	for _, fl := range c.flows[max(0, len(c.flows)-8):] {
		when, _, _ := verdict.Brief(env, fl)
		open := func() { p.Refer(page.Attempt{ID: fl.ID}) }
		links.Add(env.NewButton(fmt.Sprintf("cause-flow-%d", fl.ID), when, kit.Normal, open).Tight())
	}
	col.Add(links)
	p.Say(verdict.Label(env, &f.Verdict) + " " + env.In(f.Verdict.Title) + " " + span)
	return env.Framed(theme.ToneBad, col)
}

func (p *Page) findingCard(f *finding.Finding, i int) fyne.CanvasObject {
	env := p.Env()
	tone, word := severity(env, f.Status)
	head := kit.NewFlow(env.S(8), env.Chip(word, tone),
		kit.Around(0, env.S(2), 0, 0, env.Faint(f.Check, kit.MonoSmall)))
	col := kit.NewColumn(env.S(4), head, env.NewParagraph(env.In(f.Title), kit.Strong, env.Palette.Text))
	for _, s := range []string{p.mask(env.In(f.What), redact.Sentence), env.In(f.Why)} {
		if s != "" {
			col.Add(env.Paragraph(s))
		}
	}
	if s := env.In(f.Fix); s != "" {
		col.Add(env.NewParagraph("→ "+s, kit.Body, env.Palette.Text))
	}
	var facts []string
	if f.Actor != "" {
		facts = append(facts, env.T("actor."+string(f.Actor)))
	}
	if f.Certainty != "" {
		facts = append(facts, verdict.Certainty(env, f.Certainty))
	}
	if !f.First.IsZero() {
		facts = append(facts, seen(env, f.Count, f.First, f.Last))
	}
	if f.Source != "" {
		facts = append(facts, env.In(finding.Citation(f.Source)))
	}
	col.Add(env.NewParagraph(strings.Join(facts, " · "), kit.Small, env.Muted))
	links := kit.NewFlow(env.S(6))
	for n, ref := range f.Where {
		if ref.Kind != finding.OfExchange || n >= 6 {
			continue
		}
		open := func() { p.Refer(page.Exchange{Key: feed.ExchangeKey(ref.Exchange)}) }
		button := fmt.Sprintf("finding-%d-%d", i, n)
		links.Add(env.NewButton(button, env.T("findings.open", ref.Exchange), kit.Normal, open).Tight())
	}
	p.moreEvidence(col, links, f, i)
	p.Say(word + " " + env.In(f.Title))
	return env.Framed(tone, col)
}

// seen describes how often and when.
func seen(env *kit.Env, n int, first, last time.Time) string {
	at := func(t time.Time) string { return t.Local().Format("15:04:05") }
	if n <= 1 {
		return env.T("findings.once", at(first))
	}
	return env.T("findings.seen", n, at(first), at(last))
}

// mask is a text as the window shows it now.
func (p *Page) mask(s string, hide func(string) string) string {
	if p.Shown().Revealed {
		return s
	}
	return hide(s)
}

func severity(env *kit.Env, s finding.Status) (theme.Tone, string) {
	tones := map[finding.Status]theme.Tone{finding.Error: theme.ToneBad, finding.Warning: theme.ToneCaution}
	return tones[s], env.T("severity." + string(s))
}
