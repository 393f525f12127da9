package settings

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/engine"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/problem"
)

// captureDraft is what was typed of captures, and what became of it when it was
// to be kept last. It outlives a change of language or appearance.
type captureDraft struct {
	typed   *engine.Typed // nil for what is kept
	kept    bool          // it was, just now
	busy    bool
	problem *problem.Problem
}

// captureForm asks what is decided of captures.
func (p *Page) captureForm() fyne.CanvasObject {
	env := p.Env()
	now := p.captures.Choices()
	if p.draft.typed != nil {
		now = *p.draft.typed
	}
	draft := &now
	changed := func() { p.draft.typed, p.draft.kept = draft, false }
	labelled := func(name string, e *kit.Field, value *string) *fyne.Container {
		e.SetText(*value)
		e.OnChanged = func(s string) { *value = s; changed() }
		return env.Labelled(env.T("settings."+name), e)
	}
	entry := func(name string) *kit.Field {
		return env.Entry("capture-"+name, env.T("settings."+name+".hint"), false)
	}
	line := func(name string, value *string) *fyne.Container { return labelled(name, entry(name), value) }
	list := func(name string, value *string) *fyne.Container {
		return labelled(name, env.Lines("capture-"+name, env.T("settings."+name+".hint"), 2), value)
	}
	carriers := widget.NewCheck(env.T("settings.carriers"), nil)
	carriers.Checked = draft.Carriers
	carriers.OnChanged = func(on bool) { draft.Carriers = on; changed() }
	env.Controls.Add("capture-carriers", carriers)

	file := entry("roots")
	roots := labelled("roots", file, &draft.UpstreamCA)
	roots.Add(kit.NewFlow(0, env.NewButton("capture-roots-choose", env.T("settings.roots.choose"), kit.Normal, func() {
		p.ChooseFile(file.SetText)
	}).Tight()))
	p.outcome = kit.NewColumn(env.S(8))
	col := kit.NewColumn(env.S(10),
		env.NewParagraph(env.T("settings.capture"), kit.Title, env.Palette.Text),
		env.Sides(0.5, 620, list("passthrough", &draft.PassThrough), list("skipverify", &draft.SkipVerify)),
		carriers,
		env.Sides(0.5, 620, list("allowlocal", &draft.AllowLocal), list("egress", &draft.Egress)),
		env.Sides(0.5, 620, line("upstream", &draft.UpstreamProxy), roots),
		env.Sides(0.5, 620, line("port", &draft.Port), kit.NewColumn(0)),
		kit.NewFlow(env.S(8),
			env.NewButton("capture-keep", env.T("settings.keep"), kit.Main, func() { p.keep(*draft) })),
		p.outcome)
	p.drawOutcome()
	return kit.Around(0, env.S(14), 0, 0, col)
}

// keepTimeout limits how long the choices may take to be checked.
const keepTimeout = 2 * time.Minute

// keep hands the choices over.
func (p *Page) keep(c engine.Typed) {
	d := &p.draft
	if d.busy {
		return
	}
	d.busy, d.problem = true, nil
	p.Run(keepTimeout, func(ctx context.Context) func() {
		err := p.captures.Choose(ctx, c)
		return func() {
			d.busy, d.kept = false, err == nil
			if err != nil {
				problem := problem.Of(err)
				d.problem = &problem
			} else if d.typed != nil && *d.typed == c {
				d.typed = nil
			}
		}
	})
}

// drawOutcome says what became of the choices, and notes for tests what the page says.
func (p *Page) drawOutcome() {
	p.Hush()
	p.Say(p.program())
	if p.outcome == nil {
		return
	}
	env := p.Env()
	p.outcome.RemoveAll()
	switch d := &p.draft; {
	case d.problem != nil:
		p.Say(env.In(d.problem.What), env.In(d.problem.Why), env.In(d.problem.Do))
		p.outcome.Add(env.Problem(theme.ToneBad, d.problem.What, d.problem.Why, d.problem.Do))
	case d.kept:
		p.Say(env.T("settings.kept"))
		p.outcome.Add(env.NewParagraph(env.T("settings.kept"), kit.Body, env.Ink(theme.ToneGood)))
	}
	p.outcome.Refresh()
}
