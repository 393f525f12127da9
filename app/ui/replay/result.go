package replay

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"loginscope/app/replay"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/app/ui/verdict"
	"loginscope/codes"
	"loginscope/inspector/redact"
)

// drawResult compares the answer with the original.
func (p *Page) drawResult() {
	env, a := p.Env(), p.state.answer
	p.result.RemoveAll()
	if a == nil {
		return
	}
	c, to := &a.Comparison, &a.Result.Target
	tone, word := theme.ToneBad, env.T("replaypage.refused")
	if c.Success {
		tone, word = theme.ToneGood, env.T("replaypage.accepted")
	}
	p.Say(word, env.In(c.Title), env.In(c.Cause), p.fate(a))
	col := kit.NewColumn(
		env.S(5),
		kit.NewFlow(
			env.S(8),
			env.Chip(word, tone),
			kit.Around(0, env.S(2), 0, 0, env.Faint(string(a.Result.Call)+" → "+to.Name+" ("+to.Host()+")", kit.Small)),
		),
		env.NewParagraph(env.In(c.Title), kit.Title, env.Palette.Text),
		env.Paragraph(env.In(c.Cause)),
	)
	if fix := env.In(c.Fix); fix != "" {
		col.Add(env.NewParagraph("→ "+fix, kit.Body, env.Palette.Text))
	}
	facts := []string{env.T("replaypage.tokenstate", p.fate(a))}
	if c.Actor != "" {
		facts = append(facts, env.T("actor."+string(c.Actor)))
	}
	if c.Certainty != "" {
		facts = append(facts, verdict.Certainty(env, c.Certainty))
	}
	col.Add(env.NewParagraph(strings.Join(facts, " · "), kit.Small, env.Muted))
	if id := a.Identity; id != nil {
		p.identity(col, id)
	}
	left := p.sideColumn(env.T("replaypage.original"), a.original)
	right := p.sideColumn(env.T("replaypage.replayed"), &a.replayed)
	col.Add(env.Sides(0.5, 560, left, right))
	p.result.Add(env.Framed(tone, col))
}

// fate describes what became of the token.
func (p *Page) fate(a *answer) string {
	env := p.Env()
	if a.Result.Fate == "" {
		return env.T("replay.fate.none")
	}
	text := env.T("replay.fate." + string(a.Result.Fate))
	if a.Result.FateCertainty == codes.Inferred {
		text += env.T("replay.fate.inferred")
	}
	return text
}

func (p *Page) identity(col *fyne.Container, id *replay.Identity) {
	env := p.Env()
	tone, text := theme.ToneBad, "✗ "+env.T("replay.identity.none", id.Status)
	switch {
	case id.Verified:
		tone, text = theme.ToneGood, "✓ "+env.T("replay.identity.verified")
	case id.Issued:
		text = "✗ " + env.T("replay.identity.unverified", redact.Sentence(id.Why))
	}
	p.Say(text)
	col.Add(env.NewParagraph("id_token: "+text, kit.Body, env.Ink(tone)))
}

func (p *Page) sideColumn(title string, s *side) *fyne.Container {
	env := p.Env()
	col := kit.NewColumn(env.S(4), env.NewParagraph(title, kit.SmallStrong, env.Muted))
	if s == nil {
		col.Add(env.NewParagraph(env.T("replaypage.nooriginal"), kit.Small, env.Muted))
		return col
	}
	row := kit.NewFlow(env.S(8))
	tone := theme.ToneBad
	if s.good {
		tone = theme.ToneGood
	}
	switch {
	case s.code != "":
		row.Add(env.Chip(s.code, tone))
	case s.good:
		row.Add(env.Chip(env.T("replaypage.ok"), tone))
	}
	var facts []string
	if s.status != 0 {
		facts = append(facts, fmt.Sprintf("HTTP %d", s.status))
	}
	if !s.when.IsZero() {
		facts = append(facts, s.when.Local().Format("15:04:05"))
	}
	if s.duration > 0 {
		facts = append(facts, fmt.Sprintf("%d ms", s.duration.Milliseconds()))
	}
	row.Add(kit.Around(0, env.S(2), 0, 0, env.Faint(strings.Join(facts, " · "), kit.Small)))
	col.Add(row)
	if n := env.In(s.name); n != "" {
		col.Add(env.Paragraph(n))
	}
	p.Say(title, s.code)
	if s.body != "" {
		col.Add(env.Code(s.body, false))
	}
	return col
}
