package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/app/ui/verdict"
	"loginscope/codes"
)

// drawResult compares the answer with the original.
func (p *replayPage) drawResult() {
	env, a := p.w.env, p.w.replay.answer
	p.result.RemoveAll()
	if a == nil {
		return
	}
	tone, word := theme.ToneBad, env.T("replaypage.refused")
	if a.Good {
		tone, word = theme.ToneGood, env.T("replaypage.accepted")
	}
	p.say(word, env.In(a.Title), env.In(a.Cause), p.fate(a))
	col := kit.NewColumn(env.S(5),
		kit.NewFlow(env.S(8), env.Chip(word, tone), kit.Around(0, env.S(2), 0, 0, env.Faint(a.Call+" → "+a.Target+" ("+a.Host+")", kit.Small))),
		env.NewParagraph(env.In(a.Title), kit.Title, env.Palette.Text),
		env.Paragraph(env.In(a.Cause)))
	if fix := env.In(a.Fix); fix != "" {
		col.Add(env.NewParagraph("→ "+fix, kit.Body, env.Palette.Text))
	}
	facts := []string{env.T("replaypage.tokenstate", p.fate(a))}
	if a.Actor != "" {
		facts = append(facts, env.T("actor."+string(a.Actor)))
	}
	if a.Certainty != "" {
		facts = append(facts, verdict.Certainty(env, a.Certainty))
	}
	col.Add(env.NewParagraph(strings.Join(facts, " · "), kit.Small, env.Muted))
	if id := a.Identity; id != nil {
		p.identity(col, id)
	}
	left := p.sideColumn(env.T("replaypage.original"), a.Original)
	right := p.sideColumn(env.T("replaypage.replayed"), &a.Replayed)
	col.Add(env.Sides(0.5, 560, left, right))
	p.result.Add(env.Framed(tone, col))
}

// fate words what became of the token.
func (p *replayPage) fate(a *ReplayAnswer) string {
	env := p.w.env
	if a.Fate == "" {
		return env.T("replay.fate.none")
	}
	text := env.T("replay.fate." + string(a.Fate))
	if a.FateCertainty == codes.Inferred {
		text += env.T("replay.fate.inferred")
	}
	return text
}

func (p *replayPage) identity(col *fyne.Container, id *Identity) {
	env := p.w.env
	tone, text := theme.ToneBad, "✗ "+env.T("replay.identity.none", id.Status)
	switch {
	case id.Verified:
		tone, text = theme.ToneGood, "✓ "+env.T("replay.identity.verified")
	case id.Issued:
		text = "✗ " + env.T("replay.identity.unverified", id.Why)
	}
	p.say(text)
	col.Add(env.NewParagraph("id_token: "+text, kit.Body, env.Ink(tone)))
}

func (p *replayPage) sideColumn(title string, s *ReplaySide) *fyne.Container {
	env := p.w.env
	col := kit.NewColumn(env.S(4), env.NewParagraph(title, kit.SmallStrong, env.Muted))
	if s == nil {
		col.Add(env.NewParagraph(env.T("replaypage.nooriginal"), kit.Small, env.Muted))
		return col
	}
	row := kit.NewFlow(env.S(8))
	tone := theme.ToneBad
	if s.Good {
		tone = theme.ToneGood
	}
	switch {
	case s.Code != "":
		row.Add(env.Chip(s.Code, tone))
	case s.Good:
		row.Add(env.Chip(env.T("replaypage.ok"), tone))
	}
	var facts []string
	if s.Status != 0 {
		facts = append(facts, fmt.Sprintf("HTTP %d", s.Status))
	}
	if !s.When.IsZero() {
		facts = append(facts, s.When.Local().Format("15:04:05"))
	}
	if s.Took > 0 {
		facts = append(facts, fmt.Sprintf("%d ms", s.Took.Milliseconds()))
	}
	row.Add(kit.Around(0, env.S(2), 0, 0, env.Faint(strings.Join(facts, " · "), kit.Small)))
	col.Add(row)
	if n := env.In(s.Name); n != "" {
		col.Add(env.Paragraph(n))
	}
	p.say(title, s.Code)
	if s.Body != "" {
		col.Add(env.Code(s.Body, false))
	}
	return col
}
