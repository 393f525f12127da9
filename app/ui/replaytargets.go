package ui

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
)

// drawTargets lists the targets, and the form of a new one.
func (p *replayPage) drawTargets() {
	env, s := p.w.env, &p.w.replay
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
		p.ofTargets.say(env.T("replaypage.none"))
		col.Add(env.NewParagraph(env.T("replaypage.none"), kit.Body, env.Palette.Text))
	}
	for i, t := range s.targets {
		col.Add(p.targetCard(i, t))
	}
	if s.adding {
		if p.formBox == nil || p.formOf != s.alibaba { // what was typed stays
			p.formBox, p.formOf = p.form(), s.alibaba
		}
		col.Add(p.formBox)
	} else if p.formBox = nil; !s.lab {
		col.Add(kit.NewFlow(env.S(8), env.NewButton("target-add", env.T("replaypage.add"), kit.Normal, func() {
			p.change(func(s *replayState) { s.adding, s.problem = true, nil })
		})))
	}
	p.list.Add(col)
}

func (p *replayPage) targetCard(i int, t Target) fyne.CanvasObject {
	env, s, w := p.w.env, &p.w.replay, p.w
	kind, tone := env.T("replaypage.idaas"), theme.ToneNeutral
	if t.Alibaba {
		kind = env.T("replaypage.alibaba")
	}
	choose := env.NewButton(fmt.Sprintf("target-%d", i), t.Name, kit.Normal, func() { p.change(func(s *replayState) { s.take(t) }) })
	if t.Name == s.target {
		choose.SetRank(kit.Chosen)
		tone = theme.ToneGood
		p.ofTargets.say("● " + t.Name)
	} else {
		p.ofTargets.say("○ " + t.Name)
	}
	col := kit.NewColumn(env.S(5),
		kit.NewFlow(env.S(8), choose, kit.Around(0, env.S(6), 0, 0, env.Faint(kind, kit.Small))),
		env.NewParagraph(t.Address, kit.MonoSmall, env.Palette.Text))
	if t.Detail != "" {
		col.Add(env.NewParagraph(t.Detail, kit.MonoSmall, env.Muted))
	}
	if t.SkipVerify {
		col.Add(env.NewParagraph("! "+env.T("replaypage.skipverify.on"), kit.Small, env.Ink(theme.ToneCaution)))
	}
	row := kit.NewFlow(env.S(6), env.NewButton(fmt.Sprintf("target-test-%d", i), env.T("replaypage.test"), kit.Normal, func() { p.test(t.Name) }).Tight())
	if !s.lab {
		row.Add(env.NewButton(fmt.Sprintf("target-remove-%d", i), env.T("replaypage.remove"), kit.Quiet, func() {
			d := dialog.NewConfirm(env.T("replaypage.remove"), env.T("replaypage.remove.text", t.Name), func(yes bool) {
				if yes {
					p.remove(t.Name)
				}
			}, w.win)
			w.open(d, fyne.NewSize(420, 180))
		}).Tight())
	}
	col.Add(row)
	if pr, ok := s.probes[t.Name]; ok {
		p.probe(col, pr)
	}
	return env.Framed(tone, col)
}

func (p *replayPage) probe(col *fyne.Container, pr Probe) {
	env := p.w.env
	tone, mark := theme.ToneGood, "✓ "
	if !pr.OK {
		tone, mark = theme.ToneBad, "✗ "
	}
	for _, l := range pr.Lines {
		p.ofTargets.say(mark + env.In(l))
		col.Add(env.NewParagraph(mark+env.In(l), kit.Small, env.Ink(tone)))
	}
}

func (p *replayPage) test(name string) {
	w, lab := p.w, p.w.replay.lab
	p.work(w.env.T("replaypage.testing", name), func(ctx context.Context) func(*replayState) {
		pr, problem := w.cfg.Replays.Test(ctx, name, lab)
		return func(s *replayState) {
			if s.problem = problem; problem == nil {
				s.probes[name] = pr
			}
		}
	})
}

func (p *replayPage) remove(name string) {
	w := p.w
	p.work(w.env.T("replaypage.removing", name), func(ctx context.Context) func(*replayState) {
		pr := w.cfg.Replays.Remove(ctx, name)
		list, _ := w.cfg.Replays.Targets(ctx, false)
		return func(s *replayState) {
			s.problem, s.targets = pr, list
			s.chooseTarget()
		}
	})
}

// add saves a target. The form keeps what was typed until it is saved.
func (p *replayPage) add(t NewTarget) {
	w := p.w
	if w.replay.busy != "" {
		return
	}
	w.replay.busy, w.replay.problem = w.env.T("replaypage.saving"), nil // not drawn: the form would be empty
	w.later(Replay, func(ctx context.Context) func() {
		pr := w.cfg.Replays.Add(ctx, t)
		list, _ := w.cfg.Replays.Targets(ctx, false)
		return func() {
			s := &w.replay
			s.busy = ""
			if pr != nil {
				p.refused(pr, t)
				return
			}
			s.adding, s.targets, s.name = false, list, ""
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
func (p *replayPage) refused(pr *Problem, t NewTarget) {
	w, env := p.w, p.w.env
	if pr.Passphrase {
		p.unlock(func() { p.add(t) })
		return
	}
	w.open(dialog.NewCustom(env.In(pr.What), env.T("dialog.close"), kit.NewColumn(env.S(6), env.Paragraph(env.In(pr.Why)), env.Paragraph(env.In(pr.Do))), w.win), fyne.NewSize(480, 220))
}
