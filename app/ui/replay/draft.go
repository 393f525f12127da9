package replay

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"loginscope/app/replay"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/app/ui/verdict"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/inspector/redact"
)

// drawSource says which token is tried and by which call.
func (p *Page) drawSource() {
	env, s := p.Env(), &p.state
	p.source.RemoveAll()
	col := kit.NewColumn(env.S(8), env.NewParagraph(env.T("replaypage.token"), kit.Strong, env.Palette.Text))
	text, tone := env.T("replaypage.notoken"), theme.ToneCaution
	if f := p.Shown().Evidence(); f != nil && tokenOf(f) != "" {
		when, _, _ := verdict.Brief(env, f)
		text, tone = env.T("replaypage.fromflow", when, redact.Value(inspector.Token, tokenOf(f))), theme.ToneGood
	}
	if s.pasted != "" {
		text, tone = env.T("replaypage.pasted", redact.Value(inspector.Token, s.pasted)), theme.ToneGood
	}
	p.Say(text)
	col.Add(env.NewParagraph(text, kit.Body, env.Ink(tone)))
	col.Add(p.token)
	row := kit.NewFlow(env.S(6), env.NewButton("replay-clipboard", env.T("replaypage.clipboard"), kit.Normal, func() {
		p.token.SetText(strings.TrimSpace(p.Clipboard().Content()))
		p.change(func(*state) {})
	}).Tight())
	if s.pasted != "" {
		row.Add(env.NewButton("replay-clear", env.T("replaypage.clear"), kit.Normal, func() {
			p.token.SetText("")
			p.change(func(*state) {})
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
func (p *Page) calls(col *fyne.Container) {
	env, s := p.Env(), &p.state
	t := s.chosen()
	if t == nil {
		return
	}
	if s.call == replay.CallLogin {
		rank, mark := kit.Normal, ""
		if s.idToken {
			rank, mark = kit.Chosen, "✓ "
		}
		toggle := func() { p.change(func(s *state) { s.idToken = !s.idToken }) }
		col.Add(kit.NewFlow(0, env.NewButton("replay-idtoken", mark+env.T("replaypage.idtoken"), rank, toggle).Tight()))
	}
	if len(calls(t.Kind)) < 2 {
		return
	}
	row := kit.NewFlow(env.S(6))
	for _, c := range calls(t.Kind) {
		rank := kit.Normal
		if c == s.call {
			rank = kit.Chosen
		}
		choose := func() { p.change(func(s *state) { s.call, s.drafted = c, false }) }
		row.Add(env.NewButton("call-"+string(c), string(c), rank, choose).Tight())
	}
	col.Add(env.Labelled(env.T("replaypage.call"), row))
	extra := func(name, key string, value *string, secret bool) {
		e := env.Entry(name, env.T(key), secret)
		e.SetText(*value)
		e.OnChanged = func(v string) { *value, s.drafted = strings.TrimSpace(v), false; p.redrawDraft() }
		col.Add(e)
	}
	switch s.call {
	case replay.CallVerifyMobile:
		extra("replay-phone", "replaypage.phone", &s.phone, true)
	case replay.CallDescribeScheme:
		extra("replay-scheme", "replaypage.scheme", &s.scheme, false)
	}
}

func (p *Page) labToken() {
	p.work(p.Env().T("replaypage.preparing"), func(ctx context.Context) func(*state) {
		token, err := p.site.LabToken(ctx)
		return func(s *state) {
			if s.err = err; err == nil {
				p.token.SetText(token)
				s.pasted = token
			}
		}
	})
}

// drawDraft shows what would be sent, and the button that asks to send it.
func (p *Page) drawDraft() {
	env, s := p.Env(), &p.state
	p.draft.RemoveAll()
	col := kit.NewColumn(env.S(8))
	p.trouble(col, p.prepare)
	row := kit.NewFlow(env.S(8))
	if s.busy != "" {
		p.Say(s.busy)
		col.Add(env.NewParagraph(s.busy, kit.Body, env.Muted))
		col.Add(env.Running())
	} else {
		p.addPrepare(col, row)
		if s.drafted {
			p.drawNotices(col)
			p.addSend(row)
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

// addPrepare adds the button that prepares a draft, or says what is missing for one.
func (p *Page) addPrepare(col, row *fyne.Container) {
	env, s := p.Env(), &p.state
	token, _ := p.theToken()
	switch {
	case s.chosen() == nil:
		col.Add(env.NewParagraph(env.T("replaypage.missing"), kit.Body, env.Muted))
	case token == "" && s.call.Consumes():
		col.Add(env.NewParagraph(env.T("replaypage.missing.token"), kit.Body, env.Muted))
	default:
		rank, key := kit.Main, "replaypage.prepare"
		if s.drafted {
			rank, key = kit.Normal, "replaypage.again"
		}
		row.Add(env.NewButton("replay-prepare", env.T(key), rank, p.prepare))
	}
}

// addSend adds the buttons that send a draft and that open its editor.
func (p *Page) addSend(row *fyne.Container) {
	env, s := p.Env(), &p.state
	row.Add(env.NewButton("replay-send", env.T("replaypage.send", s.target), kit.Main, p.confirm))
	if len(s.draft.header) == 0 {
		return
	}
	rank := kit.Normal
	if s.compose {
		rank = kit.Chosen
	}
	toggle := func() { p.change(func(s *state) { s.compose = !s.compose }) }
	row.Add(env.NewButton("replay-compose", env.T("replaypage.compose"), rank, toggle))
}

var noticeTones = map[finding.Status]theme.Tone{
	finding.Error:   theme.ToneBad,
	finding.Warning: theme.ToneCaution,
}

func (p *Page) drawNotices(col *fyne.Container) {
	env := p.Env()
	list := kit.NewColumn(env.S(4), env.NewParagraph(env.T("replaypage.before"), kit.SmallStrong, env.Muted))
	tone := theme.ToneNeutral
	for _, n := range p.state.draft.notices {
		mark := map[finding.Status]string{finding.Error: "✗ ", finding.Warning: "! "}[n.Severity]
		if mark == "" {
			mark = "• "
		}
		if t := noticeTones[n.Severity]; t == theme.ToneBad || tone == theme.ToneNeutral {
			tone = t
		}
		text := mark + env.In(n.Text)
		p.Say(text)
		list.Add(env.NewParagraph(text, kit.Body, env.Ink(noticeTones[n.Severity])))
	}
	col.Add(env.Framed(tone, list))
}

// curl is the request as a command, masked.
func (p *Page) curl(col *fyne.Container) {
	env, d := p.Env(), p.state.draft
	p.Say(d.curl)
	col.Add(env.Spread(env.NewParagraph(env.T("replaypage.curl"), kit.SmallStrong, env.Muted),
		env.NewButton("replay-curl", env.T("attach.copy"), kit.Normal, func() { p.Copy(d.curl) }).Tight()))
	col.Add(env.Code(d.curl, false))
	if len(d.computed) > 0 {
		col.Add(env.NewParagraph(env.T("replaypage.computed", strings.Join(d.computed, ", ")), kit.Small, env.Muted))
	}
}

// composer edits the request: fields left out, set, another body.
func (p *Page) composer() fyne.CanvasObject {
	env, s := p.Env(), &p.state
	col := kit.NewColumn(env.S(8), env.NewParagraph(env.T("replaypage.compose.text"), kit.Small, env.Muted))
	drops := kit.NewFlow(env.S(6))
	for i, f := range s.draft.header {
		text, rank := f.Name, kit.Normal
		if s.drop[f.Name] {
			text, rank = "✗ "+f.Name, kit.Chosen
		}
		drops.Add(env.NewButton(fmt.Sprintf("compose-drop-%d", i), text, rank, func() {
			s.drop[f.Name] = !s.drop[f.Name]
			p.prepare()
		}).Tight())
	}
	col.Add(env.Labelled(env.T("replaypage.drop"), drops))
	multi := func(name, label, text string, rows int, changed func(string)) {
		e := env.Lines(name, "", rows)
		e.TextStyle = fyne.TextStyle{Monospace: true}
		e.SetText(text)
		e.OnChanged = changed
		col.Add(env.Labelled(label, e))
	}
	multi("compose-set", env.T("replaypage.set"), s.set, 2, func(v string) { s.set = v })
	body := s.body
	if body == "" {
		body = s.draft.body
	}
	multi("compose-body", env.T("replaypage.body", tokenMark), body, 3, func(v string) { s.body = v })
	col.Add(kit.NewFlow(0, env.NewButton("compose-apply", env.T("replaypage.apply"), kit.Normal, p.prepare)))
	return env.Framed(theme.ToneNeutral, col)
}
