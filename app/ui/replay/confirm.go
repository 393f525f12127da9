package replay

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"loginscope/app/replay"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
)

// confirm asks once for each request, naming the target.
func (p *Page) confirm() {
	env, q := p.Env(), p.request()
	t := p.state.chosen()
	if t == nil {
		return
	}
	host := t.Host()
	text := env.T("replaypage.confirm.text", q.Target, host)
	if !q.Call.Consumes() {
		text = env.T("replaypage.confirm.read", q.Target, host)
	}
	send := func(yes bool) {
		if yes {
			q.Confirmed = q.Target
			p.send(q)
		}
	}
	d := dialog.NewCustomWithoutButtons(
		env.T("replaypage.confirm.title", q.Target),
		env.NewParagraph(text, kit.Body, env.Palette.Text),
		p.Window(),
	)
	yes := env.NewButton(
		"replay-confirm",
		env.T("replaypage.confirm.send", q.Target),
		kit.Main,
		func() { d.Hide(); send(true) },
	)
	no := env.NewButton("replay-cancel", env.T("replaypage.confirm.not"), kit.Normal, d.Hide)
	d.SetButtons([]fyne.CanvasObject{no, yes})
	p.Dialog(d, fyne.NewSize(520, 220))
	p.Window().Canvas().Focus(yes)
}

// send sends a confirmed request, once.
func (p *Page) send(r replay.Request) {
	lab := p.state.lab
	p.change(func(s *state) { s.answer = nil })
	p.work(p.Env().T("replaypage.sending", r.Target), func(ctx context.Context) func(*state) {
		out, err := p.site.Send(ctx, r, lab)
		var a *answer
		if err == nil {
			a = &answer{Replayed: out, replayed: newSide(out.Result.Exchange, out.Step)}
			if out.Original != nil {
				a.original = p.original(ctx, out.Original)
			}
		}
		return func(s *state) {
			s.err, s.answer = err, a
			s.drafted = false // the token's past is another now
		}
	})
}

// unlock asks for the key file's passphrase and tries again.
func (p *Page) unlock(again func()) {
	env := p.Env()
	pass := env.Entry("replay-passphrase", env.T("replaypage.passphrase"), true)
	d := dialog.NewCustomConfirm(
		env.T("replaypage.unlock"),
		env.T("replaypage.unlock.do"),
		env.T("dialog.close"),
		kit.NewColumn(
			env.S(8),
			env.NewParagraph(env.T("replaypage.unlock.text"), kit.Body, env.Palette.Text),
			pass,
		),
		func(yes bool) {
			if yes && pass.Text != "" {
				p.site.Unlock(pass.Text)
				again()
			}
		},
		p.Window(),
	)
	pass.OnSubmitted = func(string) { d.Confirm() }
	p.Dialog(d, fyne.NewSize(460, 240))
	p.Window().Canvas().Focus(pass)
}

// trouble is what went wrong last, with a way on where there is one.
func (p *Page) trouble(col *fyne.Container, again func()) {
	env, err := p.Env(), p.state.err
	if err == nil {
		return
	}
	pr := explain(err)
	p.Say(env.In(pr.What), env.In(pr.Why))
	col.Add(env.Problem(theme.ToneBad, pr.What, pr.Why, pr.Do))
	if locked(err) {
		col.Add(
			kit.NewFlow(
				env.S(8),
				env.NewButton("replay-unlock", env.T("replaypage.unlock.do"), kit.Main, func() { p.unlock(again) }),
			),
		)
	}
}
