package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
)

// captureDraft is what was typed of captures, and what became of it when it was
// to be kept last. It outlives a change of language or look.
type captureDraft struct {
	typed   *CaptureChoices // nil for what is kept
	kept    bool            // it was, just now
	busy    bool
	problem *Problem
}

// captureForm asks what is decided of captures.
func (p *settingsPage) captureForm() fyne.CanvasObject {
	w, env := p.w, p.w.env
	now := w.cfg.Captures.Choices()
	if w.capture.typed != nil {
		now = *w.capture.typed
	}
	draft := &now
	changed := func() { w.capture.typed, w.capture.kept = draft, false }
	labelled := func(name string, e *kit.Field, value *string) *fyne.Container {
		e.SetText(*value)
		e.OnChanged = func(s string) { *value = s; changed() }
		return w.env.Labelled(env.T("settings."+name), e)
	}
	entry := func(name string) *kit.Field {
		return w.env.Entry("capture-"+name, env.T("settings."+name+".hint"), false)
	}
	line := func(name string, value *string) *fyne.Container { return labelled(name, entry(name), value) }
	list := func(name string, value *string) *fyne.Container {
		return labelled(name, w.env.Lines("capture-"+name, env.T("settings."+name+".hint"), 2), value)
	}
	carriers := widget.NewCheck(env.T("settings.carriers"), nil)
	carriers.Checked = draft.Carriers
	carriers.OnChanged = func(on bool) { draft.Carriers = on; changed() }
	env.Controls.Add("capture-carriers", carriers)

	file := entry("roots")
	roots := labelled("roots", file, &draft.UpstreamCA)
	roots.Add(kit.NewFlow(0, env.NewButton("capture-roots-choose", env.T("settings.roots.choose"), kit.Normal, func() {
		w.chooseFile(file.SetText)
	}).Tight()))
	p.capture = kit.NewColumn(env.S(8))
	col := kit.NewColumn(env.S(10),
		env.NewParagraph(env.T("settings.capture"), kit.Title, env.Palette.Text),
		env.Sides(0.5, 620, list("passthrough", &draft.PassThrough), list("skipverify", &draft.SkipVerify)),
		carriers,
		env.Sides(0.5, 620, list("allowlocal", &draft.AllowLocal), list("egress", &draft.Egress)),
		env.Sides(0.5, 620, line("upstream", &draft.UpstreamProxy), roots),
		env.Sides(0.5, 620, line("port", &draft.Port), kit.NewColumn(0)),
		kit.NewFlow(env.S(8), env.NewButton("capture-keep", env.T("settings.keep"), kit.Main, func() { p.keep(*draft) })),
		p.capture)
	p.outcome()
	return kit.Around(0, env.S(14), 0, 0, col)
}

// keep hands the choices over.
func (p *settingsPage) keep(c CaptureChoices) {
	w := p.w
	if w.capture.busy {
		return
	}
	w.capture.busy, w.capture.problem = true, nil
	w.later(Setup, func(ctx context.Context) func() {
		problem := w.cfg.Captures.Choose(ctx, c)
		return func() {
			w.capture.busy, w.capture.problem, w.capture.kept = false, problem, problem == nil
			if problem == nil && w.capture.typed != nil && *w.capture.typed == c {
				w.capture.typed = nil
			}
		}
	})
}

// update is for page.
func (p *settingsPage) update() { p.outcome() }

// outcome says what became of the choices.
func (p *settingsPage) outcome() {
	w, env := p.w, p.w.env
	if p.capture == nil {
		return
	}
	p.text = nil
	p.capture.RemoveAll()
	switch d := &w.capture; {
	case d.problem != nil:
		p.text = append(p.text, env.In(d.problem.What), env.In(d.problem.Why), env.In(d.problem.Do))
		p.capture.Add(w.env.Problem(theme.ToneBad, d.problem.What, d.problem.Why, d.problem.Do))
	case d.kept:
		p.text = append(p.text, env.T("settings.kept"))
		p.capture.Add(env.NewParagraph(env.T("settings.kept"), kit.Body, env.Ink(theme.ToneGood)))
	}
	p.capture.Refresh()
}
