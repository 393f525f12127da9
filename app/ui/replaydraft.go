package ui

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/app/ui/verdict"
	"loginscope/inspector"
)

// drawSource says which token is tried and by which call.
func (p *replayPage) drawSource() {
	env, s, w := p.w.env, &p.w.replay, p.w
	p.source.RemoveAll()
	col := kit.NewColumn(env.S(8), env.NewParagraph(env.T("replaypage.token"), kit.Strong, env.Palette.Text))
	text, tone := env.T("replaypage.notoken"), theme.ToneCaution
	if f := w.shownFlow(); f != nil && w.cfg.Replays.Token(f) != "" {
		when, _, _ := cardTexts(env, f)
		text, tone = env.T("replaypage.fromflow", when, w.cfg.Facts.Mask(inspector.Token, w.cfg.Replays.Token(f))), theme.ToneGood
	}
	if s.pasted != "" {
		text, tone = env.T("replaypage.pasted", w.cfg.Facts.Mask(inspector.Token, s.pasted)), theme.ToneGood
	}
	p.say(text)
	col.Add(env.NewParagraph(text, kit.Body, env.Ink(tone)))
	col.Add(p.token)
	row := kit.NewFlow(env.S(6), env.NewButton("replay-clipboard", env.T("replaypage.clipboard"), kit.Normal, func() {
		p.token.SetText(strings.TrimSpace(w.cfg.App.Clipboard().Content()))
		p.change(func(*replayState) {})
	}).Tight())
	if s.pasted != "" {
		row.Add(env.NewButton("replay-clear", env.T("replaypage.clear"), kit.Normal, func() {
			p.token.SetText("")
			p.change(func(*replayState) {})
		}).Tight())
	}
	if s.lab {
		row.Add(env.NewButton("replay-labtoken", env.T("replaypage.labtoken"), kit.Main, p.labToken).Tight())
	}
	col.Add(row)
	p.calls(col)
	p.source.Add(newFramed(env, tone, col))
}

// calls chooses among the calls of an account, each with what it needs.
func (p *replayPage) calls(col *fyne.Container) {
	env, s := p.w.env, &p.w.replay
	t := s.chosen()
	if t == nil {
		return
	}
	if s.call == callLogin {
		rank, mark := kit.Normal, ""
		if s.idToken {
			rank, mark = kit.Chosen, "✓ "
		}
		col.Add(kit.NewFlow(0, env.NewButton("replay-idtoken", mark+env.T("replaypage.idtoken"), rank, func() { p.change(func(s *replayState) { s.idToken = !s.idToken }) }).Tight()))
	}
	if len(t.Calls) < 2 {
		return
	}
	row := kit.NewFlow(env.S(6))
	for _, c := range t.Calls {
		rank := kit.Normal
		if c == s.call {
			rank = kit.Chosen
		}
		row.Add(env.NewButton("call-"+c, c, rank, func() { p.change(func(s *replayState) { s.call, s.drafted = c, false }) }).Tight())
	}
	col.Add(p.w.labelled(env.T("replaypage.call"), row))
	extra := func(name, key string, value *string, secret bool) {
		e := p.w.entry(name, env.T(key), secret)
		e.SetText(*value)
		e.OnChanged = func(v string) { *value, s.drafted = strings.TrimSpace(v), false; p.drawDraft(); p.sheet.page.Refresh() }
		col.Add(e)
	}
	switch s.call {
	case "VerifyMobile":
		extra("replay-phone", "replaypage.phone", &s.phone, true)
	case "DescribeVerifyScheme":
		extra("replay-scheme", "replaypage.scheme", &s.scheme, false)
	}
}

func (p *replayPage) labToken() {
	w := p.w
	p.work(w.env.T("replaypage.preparing"), func(ctx context.Context) func(*replayState) {
		token, pr := w.cfg.Replays.LabToken(ctx)
		return func(s *replayState) {
			if s.problem = pr; pr == nil {
				p.token.SetText(token)
				s.pasted = token
			}
		}
	})
}

// drawDraft shows what would be sent, and the button that asks to send it.
func (p *replayPage) drawDraft() {
	env, s := p.w.env, &p.w.replay
	p.draft.RemoveAll()
	col := kit.NewColumn(env.S(8))
	p.trouble(col, p.prepare)
	if s.busy != "" {
		p.say(s.busy)
		col.Add(env.NewParagraph(s.busy, kit.Body, env.Muted))
		col.Add(newRunning(env))
	}
	token, _ := p.theToken()
	ready := s.chosen() != nil && (token != "" || !consumes(s.call))
	row := kit.NewFlow(env.S(8))
	if ready && s.busy == "" {
		rank, key := kit.Main, "replaypage.prepare"
		if s.drafted {
			rank, key = kit.Normal, "replaypage.again"
		}
		row.Add(env.NewButton("replay-prepare", env.T(key), rank, p.prepare))
	} else if s.busy == "" {
		hint := env.T("replaypage.missing")
		if s.chosen() != nil {
			hint = env.T("replaypage.missing.token")
		}
		col.Add(env.NewParagraph(hint, kit.Body, env.Muted))
	}
	if s.drafted && s.busy == "" {
		p.drawNotices(col)
		row.Add(env.NewButton("replay-send", env.T("replaypage.send", s.target), kit.Main, p.confirm))
		if len(s.draft.Header) > 0 {
			rank := kit.Normal
			if s.compose {
				rank = kit.Chosen
			}
			row.Add(env.NewButton("replay-compose", env.T("replaypage.compose"), rank, func() { p.change(func(s *replayState) { s.compose = !s.compose }) }))
		}
	}
	col.Add(row)
	if s.drafted {
		if s.compose {
			col.Add(p.composer())
		}
		p.curl(col)
	}
	p.draft.Add(col)
}

var noticeTones = map[inspector.Severity]theme.Tone{inspector.Error: theme.ToneBad, inspector.Warning: theme.ToneCaution}

func (p *replayPage) drawNotices(col *fyne.Container) {
	env := p.w.env
	list := kit.NewColumn(env.S(4), env.NewParagraph(env.T("replaypage.before"), kit.SmallStrong, env.Muted))
	tone := theme.ToneNeutral
	for _, n := range p.w.replay.draft.Notices {
		mark := map[inspector.Severity]string{inspector.Error: "✗ ", inspector.Warning: "! "}[n.Severity]
		if mark == "" {
			mark = "• "
		}
		if t := noticeTones[n.Severity]; t == theme.ToneBad || tone == theme.ToneNeutral {
			tone = t
		}
		text := mark + env.In(n.Text)
		p.say(text)
		list.Add(env.NewParagraph(text, kit.Body, env.Ink(noticeTones[n.Severity])))
	}
	col.Add(newFramed(env, tone, list))
}

// curl is the request as a command, masked.
func (p *replayPage) curl(col *fyne.Container) {
	env, d := p.w.env, p.w.replay.draft
	p.say(d.Curl)
	col.Add(newSpread(env, env.NewParagraph(env.T("replaypage.curl"), kit.SmallStrong, env.Muted),
		env.NewButton("replay-curl", env.T("attach.copy"), kit.Normal, func() { p.w.copy(d.Curl) }).Tight()))
	col.Add(newCode(env, d.Curl, false))
	if len(d.Computed) > 0 {
		col.Add(env.NewParagraph(env.T("replaypage.computed", strings.Join(d.Computed, ", ")), kit.Small, env.Muted))
	}
}

// composer edits the request: fields left out, set, another body.
func (p *replayPage) composer() fyne.CanvasObject {
	env, s := p.w.env, &p.w.replay
	col := kit.NewColumn(env.S(8), env.NewParagraph(env.T("replaypage.compose.text"), kit.Small, env.Muted))
	drops := kit.NewFlow(env.S(6))
	for i, f := range s.draft.Header {
		text, rank := f.Name, kit.Normal
		if s.drop[f.Name] {
			text, rank = "✗ "+f.Name, kit.Chosen
		}
		drops.Add(env.NewButton(fmt.Sprintf("compose-drop-%d", i), text, rank, func() {
			s.drop[f.Name] = !s.drop[f.Name]
			p.prepare()
		}).Tight())
	}
	col.Add(p.w.labelled(env.T("replaypage.drop"), drops))
	multi := func(name, label, text string, rows int, changed func(string)) {
		e := widget.NewMultiLineEntry()
		e.TextStyle = fyne.TextStyle{Monospace: true}
		e.Wrapping = fyne.TextWrapBreak
		e.SetMinRowsVisible(rows)
		e.SetText(text)
		e.OnChanged = changed
		env.Controls.Add(name, e)
		col.Add(p.w.labelled(label, e))
	}
	multi("compose-set", env.T("replaypage.set"), s.set, 2, func(v string) { s.set = v })
	body := s.body
	if body == "" {
		body = s.draft.Body
	}
	multi("compose-body", env.T("replaypage.body", TokenMark), body, 3, func(v string) { s.body = v })
	col.Add(kit.NewFlow(0, env.NewButton("compose-apply", env.T("replaypage.apply"), kit.Normal, p.prepare)))
	return newFramed(env, theme.ToneNeutral, col)
}

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
	p.say(word, env.In(a.Title), env.In(a.Cause), env.T("replay.token."+a.Token))
	col := kit.NewColumn(env.S(5),
		kit.NewFlow(env.S(8), env.Chip(word, tone), kit.Around(0, env.S(2), 0, 0, env.Faint(a.Call+" → "+a.Target+" ("+a.Host+")", kit.Small))),
		env.NewParagraph(env.In(a.Title), kit.Title, env.Palette.Text),
		env.Paragraph(env.In(a.Cause)))
	if fix := env.In(a.Fix); fix != "" {
		col.Add(env.NewParagraph("→ "+fix, kit.Body, env.Palette.Text))
	}
	facts := []string{env.T("replaypage.tokenstate", env.T("replay.token."+a.Token))}
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
	col.Add(newSides(env, 0.5, 560, left, right))
	p.result.Add(newFramed(env, tone, col))
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
		col.Add(newCode(env, s.Body, false))
	}
	return col
}
