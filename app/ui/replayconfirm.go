package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
)

// confirm asks once for each request, naming the target.
func (p *replayPage) confirm() {
	w, env, q := p.w, p.w.env, p.question()
	host := w.replay.draft.Host
	text := env.T("replaypage.confirm.text", q.Target, host)
	if !consumes(q.Call) {
		text = env.T("replaypage.confirm.read", q.Target, host)
	}
	send := func(yes bool) {
		if yes {
			q.Confirmed = q.Target
			p.send(q)
		}
	}
	d := dialog.NewCustomWithoutButtons(env.T("replaypage.confirm.title", q.Target), env.NewParagraph(text, kit.Body, env.Palette.Text), w.win)
	yes := env.NewButton("replay-confirm", env.T("replaypage.confirm.send", q.Target), kit.Main, func() { d.Hide(); send(true) })
	no := env.NewButton("replay-cancel", env.T("replaypage.confirm.not"), kit.Normal, d.Hide)
	d.SetButtons([]fyne.CanvasObject{no, yes})
	w.open(d, fyne.NewSize(520, 220))
	w.win.Canvas().Focus(yes)
}

// callLogin is the one call of a tenant.
const callLogin = "login"

// consumes reports whether a call uses the token up.
func consumes(call string) bool { return call != "DescribeVerifyScheme" }

// send sends a confirmed request, once.
func (p *replayPage) send(q ReplayQuestion) {
	w := p.w
	p.change(func(s *replayState) { s.answer = nil })
	p.work(w.env.T("replaypage.sending", q.Target), func(ctx context.Context) func(*replayState) {
		a, pr := w.cfg.Replays.Send(ctx, q)
		return func(s *replayState) {
			s.problem = pr
			s.drafted = false // the token's past is another now
			if pr == nil {
				s.answer = &a
			}
		}
	})
}

// unlock asks for the key file's passphrase and tries again.
func (p *replayPage) unlock(again func()) {
	w, env := p.w, p.w.env
	pass := w.env.Entry("replay-passphrase", env.T("replaypage.passphrase"), true)
	d := dialog.NewCustomConfirm(env.T("replaypage.unlock"), env.T("replaypage.unlock.do"), env.T("dialog.close"),
		kit.NewColumn(env.S(8), env.NewParagraph(env.T("replaypage.unlock.text"), kit.Body, env.Palette.Text), pass), func(yes bool) {
			if yes && pass.Text != "" {
				w.cfg.Replays.Unlock(pass.Text)
				again()
			}
		}, w.win)
	pass.OnSubmitted = func(string) { d.Confirm() }
	w.open(d, fyne.NewSize(460, 240))
	w.win.Canvas().Focus(pass)
}

// trouble is the last problem, with a way on where there is one.
func (p *replayPage) trouble(col *fyne.Container, again func()) {
	env, pr := p.w.env, p.w.replay.problem
	if pr == nil {
		return
	}
	p.say(env.In(pr.What), env.In(pr.Why))
	col.Add(p.w.env.Problem(theme.ToneBad, pr.What, pr.Why, pr.Do))
	if pr.Passphrase {
		col.Add(kit.NewFlow(env.S(8), env.NewButton("replay-unlock", env.T("replaypage.unlock.do"), kit.Main, func() { p.unlock(again) })))
	}
}
