package replay

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"loginscope/app/replay"
	"loginscope/app/replay/secret"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
)

// drawTargets lists the targets, and the form of a new one.
func (p *Page) drawTargets() {
	env, s := p.Env(), &p.state
	p.list.RemoveAll()
	col := kit.NewColumn(env.S(8))
	rank := func(on bool) kit.Rank {
		if on {
			return kit.Chosen
		}
		return kit.Normal
	}
	col.Add(kit.NewFlow(env.S(6),
		env.NewButton("replay-real", env.T("replaypage.real"), rank(!s.lab), func() { p.setLab(false) }).Tight(),
		env.NewButton("replay-lab", env.T("replaypage.lab"), rank(s.lab), func() { p.setLab(true) }).Tight()))
	if s.lab {
		col.Add(env.NewParagraph(env.T("replaypage.lab.text"), kit.Small, env.Muted))
	}
	if s.loaded && len(s.targets) == 0 && !s.adding && s.busy == "" {
		p.ofTargets.Say(env.T("replaypage.none"))
		col.Add(env.NewParagraph(env.T("replaypage.none"), kit.Body, env.Palette.Text))
	}
	for i, t := range s.targets {
		col.Add(p.targetCard(i, t))
	}
	if s.adding {
		if p.formBox == nil || p.formOf != s.kind { // what was typed stays
			p.formBox, p.formOf = p.form(), s.kind
		}
		col.Add(p.formBox)
	} else if p.formBox = nil; !s.lab {
		col.Add(kit.NewFlow(env.S(8), env.NewButton("target-add", env.T("replaypage.add"), kit.Normal, func() {
			p.change(func(s *state) { s.adding, s.err = true, nil })
		})))
	}
	p.list.Add(col)
}

func (p *Page) targetCard(i int, t replay.Target) fyne.CanvasObject {
	env, s := p.Env(), &p.state
	address, detail := targetText(t)
	kind, tone := env.T("replaypage.idaas"), theme.ToneNeutral
	if t.Kind == replay.KindAlibaba {
		kind = env.T("replaypage.alibaba")
	}
	take := func() { p.change(func(s *state) { s.take(t) }) }
	choose := env.NewButton(fmt.Sprintf("target-%d", i), t.Name, kit.Normal, take)
	if t.Name == s.target {
		choose.SetRank(kit.Chosen)
		tone = theme.ToneGood
		p.ofTargets.Say("● " + t.Name)
	} else {
		p.ofTargets.Say("○ " + t.Name)
	}
	col := kit.NewColumn(env.S(5),
		kit.NewFlow(env.S(8), choose, kit.Around(0, env.S(6), 0, 0, env.Faint(kind, kit.Small))),
		env.NewParagraph(address, kit.MonoSmall, env.Palette.Text))
	if detail != "" {
		col.Add(env.NewParagraph(detail, kit.MonoSmall, env.Muted))
	}
	if t.SkipVerify {
		col.Add(env.NewParagraph("! "+env.T("replaypage.skipverify.on"), kit.Small, env.Ink(theme.ToneCaution)))
	}
	col.Add(p.targetButtons(i, t.Name))
	if pr, ok := s.probes[t.Name]; ok {
		p.probe(col, pr)
	}
	return env.Framed(tone, col)
}

// targetButtons test and remove a target; those of the lab stay.
func (p *Page) targetButtons(i int, name string) fyne.CanvasObject {
	env := p.Env()
	test := func() { p.test(name) }
	row := kit.NewFlow(env.S(6),
		env.NewButton(fmt.Sprintf("target-test-%d", i), env.T("replaypage.test"), kit.Normal, test).Tight())
	if p.state.lab {
		return row
	}
	row.Add(env.NewButton(fmt.Sprintf("target-remove-%d", i), env.T("replaypage.remove"), kit.Quiet, func() {
		d := dialog.NewConfirm(env.T("replaypage.remove"), env.T("replaypage.remove.text", name), func(yes bool) {
			if yes {
				p.remove(name)
			}
		}, p.Window())
		p.Dialog(d, fyne.NewSize(420, 180))
	}).Tight())
	return row
}

func (p *Page) probe(col *fyne.Container, pr replay.Probe) {
	env := p.Env()
	good, lines := probed(pr)
	tone, mark := theme.ToneGood, "✓ "
	if !good {
		tone, mark = theme.ToneBad, "✗ "
	}
	for _, l := range lines {
		p.ofTargets.Say(mark + env.In(l))
		col.Add(env.NewParagraph(mark+env.In(l), kit.Small, env.Ink(tone)))
	}
}

func (p *Page) test(name string) {
	lab := p.state.lab
	p.work(p.Env().T("replaypage.testing", name), func(ctx context.Context) func(*state) {
		pr, err := p.site.Test(ctx, name, lab)
		return func(s *state) {
			if s.err = err; err == nil {
				s.probes[name] = pr
			}
		}
	})
}

func (p *Page) remove(name string) {
	p.work(p.Env().T("replaypage.removing", name), func(ctx context.Context) func(*state) {
		err := p.site.Remove(ctx, name)
		list, listErr := p.site.Targets(ctx, false)
		return func(s *state) {
			if s.err, s.targets = err, list; err == nil {
				s.err = listErr
			}
			s.chooseTarget()
		}
	})
}

// add saves a target. The form keeps what was typed until it is saved.
func (p *Page) add(t replay.Target, k secret.Keys) {
	s := &p.state
	if s.busy != "" {
		return
	}
	s.busy, s.err = p.Env().T("replaypage.saving"), nil // not drawn: the form would be empty
	p.Run(askTimeout, func(ctx context.Context) func() {
		err := p.site.Add(ctx, t, k)
		list, listErr := p.site.Targets(ctx, false)
		return func() {
			s.busy = ""
			if err != nil {
				p.refused(err, func() { p.add(t, k) })
				return
			}
			s.adding, s.targets, s.name, s.err = false, list, "", listErr
			for _, x := range list {
				if x.Name == t.Name {
					s.take(x)
				}
			}
			s.turn++
		}
	})
}

// refused says why a target was not saved, in a dialog, so that the form stays.
func (p *Page) refused(err error, again func()) {
	if locked(err) {
		p.unlock(again)
		return
	}
	env, pr := p.Env(), explain(err)
	text := kit.NewColumn(env.S(6), env.Paragraph(env.In(pr.Why)), env.Paragraph(env.In(pr.Do)))
	p.Dialog(dialog.NewCustom(env.In(pr.What), env.T("dialog.close"), text, p.Window()), fyne.NewSize(480, 220))
}
