package ui

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
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
	p.source.Add(env.Framed(tone, col))
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
	col.Add(p.w.env.Labelled(env.T("replaypage.call"), row))
	extra := func(name, key string, value *string, secret bool) {
		e := p.w.env.Entry(name, env.T(key), secret)
		e.SetText(*value)
		e.OnChanged = func(v string) { *value, s.drafted = strings.TrimSpace(v), false; p.drawDraft(); p.sheet.Page.Refresh() }
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
		col.Add(env.Running())
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
	col.Add(env.Framed(tone, list))
}

// curl is the request as a command, masked.
func (p *replayPage) curl(col *fyne.Container) {
	env, d := p.w.env, p.w.replay.draft
	p.say(d.Curl)
	col.Add(env.Spread(env.NewParagraph(env.T("replaypage.curl"), kit.SmallStrong, env.Muted),
		env.NewButton("replay-curl", env.T("attach.copy"), kit.Normal, func() { p.w.copy(d.Curl) }).Tight()))
	col.Add(env.Code(d.Curl, false))
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
	col.Add(p.w.env.Labelled(env.T("replaypage.drop"), drops))
	multi := func(name, label, text string, rows int, changed func(string)) {
		e := p.w.env.Lines(name, "", rows)
		e.TextStyle = fyne.TextStyle{Monospace: true}
		e.SetText(text)
		e.OnChanged = changed
		col.Add(p.w.env.Labelled(label, e))
	}
	multi("compose-set", env.T("replaypage.set"), s.set, 2, func(v string) { s.set = v })
	body := s.body
	if body == "" {
		body = s.draft.Body
	}
	multi("compose-body", env.T("replaypage.body", TokenMark), body, 3, func(v string) { s.body = v })
	col.Add(kit.NewFlow(0, env.NewButton("compose-apply", env.T("replaypage.apply"), kit.Normal, p.prepare)))
	return env.Framed(theme.ToneNeutral, col)
}
