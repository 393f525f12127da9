package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/feed"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/app/ui/verdict"
	"loginscope/inspector"
)

// findingsPage lists what went wrong: attempts by their root cause, then what
// the checks found.
type findingsPage struct {
	w     *Window
	root  *fyne.Container
	drawn *inspector.Report
	text  []string
}

func newFindingsPage(w *Window) *findingsPage {
	return &findingsPage{w: w, root: container.NewStack()}
}

func (p *findingsPage) object() fyne.CanvasObject { return p.root }

func (p *findingsPage) update() {
	w := p.w
	if p.drawn == w.model.Report && len(p.root.Objects) > 0 {
		return
	}
	p.drawn, p.text = w.model.Report, nil
	causes := rootCauses(w.model.Report)
	if len(causes) == 0 && len(w.model.Report.Findings) == 0 {
		p.root.Objects = []fyne.CanvasObject{w.emptyPane("empty.findings")}
		p.root.Refresh()
		return
	}
	env := w.env
	col := kit.NewColumn(env.S(10))
	if len(causes) > 0 {
		col.Add(env.NewParagraph(env.T("findings.causes"), kit.Title, env.Palette.Text))
		for _, c := range causes {
			col.Add(p.causeCard(c))
		}
	}
	if len(w.model.Report.Findings) > 0 {
		col.Add(env.NewParagraph(env.T("findings.checks"), kit.Title, env.Palette.Text))
	}
	for i := range w.model.Report.Findings {
		col.Add(p.findingCard(&w.model.Report.Findings[i], i))
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

func (p *findingsPage) causeCard(c cause) fyne.CanvasObject {
	env, f := p.w.env, c.flows[0]
	last := c.flows[len(c.flows)-1]
	head := kit.NewFlow(env.S(8), env.Chip(verdict.Word(env, &f.Verdict), theme.ToneBad))
	span := seen(env, len(c.flows), f.Start, last.Start)
	col := kit.NewColumn(env.S(4), head, env.NewParagraph(env.In(f.Verdict.Title), kit.Strong, env.Palette.Text), env.NewParagraph(span, kit.Small, env.Muted), env.Paragraph(env.In(f.Verdict.Cause)))
	links := kit.NewFlow(env.S(6))
	for _, fl := range c.flows[max(0, len(c.flows)-8):] {
		when, _, _ := cardTexts(env, fl)
		links.Add(env.NewButton(fmt.Sprintf("cause-flow-%d", fl.ID), when, kit.Normal, func() { p.w.selectFlow(fl.ID) }).Tight())
	}
	col.Add(links)
	p.text = append(p.text, verdict.Word(env, &f.Verdict)+" "+env.In(f.Verdict.Title)+" "+span)
	return p.framed(theme.ToneBad, col)
}

func (p *findingsPage) findingCard(f *inspector.Finding, i int) fyne.CanvasObject {
	env := p.w.env
	tone, word := severity(env, f.Severity)
	head := kit.NewFlow(env.S(8), env.Chip(word, tone), kit.Around(0, env.S(2), 0, 0, env.Faint(f.Check, kit.MonoSmall)))
	col := kit.NewColumn(env.S(4), head, env.NewParagraph(env.In(f.Title), kit.Strong, env.Palette.Text))
	for _, s := range []string{p.mask(env.In(f.What)), env.In(f.Why)} {
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
	if f.Reference != "" {
		facts = append(facts, f.Reference)
	}
	col.Add(env.NewParagraph(strings.Join(facts, " · "), kit.Small, env.Muted))
	links := kit.NewFlow(env.S(6))
	for n, ref := range f.Where {
		if ref.Kind != inspector.RefExchange || n >= 6 {
			continue
		}
		links.Add(env.NewButton(fmt.Sprintf("finding-%d-%d", i, n), env.T("findings.open", ref.Exchange), kit.Normal, func() { p.w.openExchange(feed.ExchangeKey(ref.Exchange)) }).Tight())
	}
	p.moreEvidence(col, links, f, i)
	p.text = append(p.text, word+" "+env.In(f.Title))
	return p.framed(tone, col)
}

// seen words how often and when.
func seen(env *kit.Env, n int, first, last time.Time) string {
	at := func(t time.Time) string { return t.Local().Format("15:04:05") }
	if n <= 1 {
		return env.T("findings.once", at(first))
	}
	return env.T("findings.seen", n, at(first), at(last))
}

func (p *findingsPage) mask(s string) string {
	if p.w.reveal {
		return s
	}
	return p.w.cfg.Facts.MaskSentence(s)
}

func severity(env *kit.Env, s inspector.Severity) (theme.Tone, string) {
	tones := map[inspector.Severity]theme.Tone{inspector.Error: theme.ToneBad, inspector.Warning: theme.ToneCaution}
	return tones[s], env.T("severity." + string(s))
}

// framed puts a tone's edge and a ground around a card's content.
func (p *findingsPage) framed(tone theme.Tone, col *fyne.Container) fyne.CanvasObject {
	return p.w.env.Framed(tone, col)
}

// openExchange shows one exchange in its place.
func (w *Window) openExchange(k feed.Key) {
	w.row, w.hasRow = k, true
	w.step = -1
	w.goTo(Exchanges)
}
