package ui

import (
	"context"
	"fmt"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/inspector/androidapp/lint"
)

// checkPage checks an app or a project and shows what has to be changed.
type checkPage struct {
	w *Window
	said
	pkg, signs *kit.Field
	result     *kit.Roll
	root       *fyne.Container
	turn, run  int
}

// checkState is what the place knows, whatever its language and look.
type checkState struct {
	pkg, signs string // the scheme's values, as typed
	paths      []string
	running    bool
	cancel     context.CancelFunc
	answer     *AppAnswer
	problems   []Problem
	show       lint.Status // "" for all that is not fine
	saved      map[string]bool
	turn       int
	run        int // of the newest check
}

func newCheckState() checkState { return checkState{turn: 1, saved: map[string]bool{}} }

func newCheckPage(w *Window) *checkPage {
	env := w.env
	p := &checkPage{w: w, result: env.NewRoll(10)}
	p.pkg = w.env.Entry("check-package", env.T("checkpage.package.hint"), false)
	p.signs = w.env.Entry("check-signs", env.T("checkpage.signs.hint"), false)
	p.pkg.SetText(w.check.pkg)
	p.signs.SetText(w.check.signs)
	p.pkg.OnChanged = func(s string) { w.check.pkg = s }
	p.signs.OnChanged = func(s string) { w.check.signs = s }
	again := func(string) { w.checkAgain() }
	p.pkg.OnSubmitted, p.signs.OnSubmitted = again, again
	file := env.NewButton("check-file", env.T("checkpage.file"), kit.Main, w.chooseApp)
	folder := env.NewButton("check-folder", env.T("checkpage.folder"), kit.Normal, w.chooseProject)
	top := kit.NewColumn(env.S(8),
		env.NewParagraph(env.T("checkpage.title"), kit.Title, env.Palette.Text),
		env.NewParagraph(env.T("checkpage.lead"), kit.Body, env.Muted),
		kit.NewFlow(env.S(8), file, folder),
		env.Sides(0.4, 420, w.env.Labelled(env.T("checkpage.package"), p.pkg), w.env.Labelled(env.T("checkpage.signs"), p.signs)))
	p.root = env.InPane(container.NewBorder(kit.Around(0, 0, 0, env.S(10), top), nil, nil, nil, p.result.Page))
	return p
}

func (p *checkPage) object() fyne.CanvasObject { return p.root }

func (p *checkPage) update() {
	if p.turn == p.w.check.turn {
		return
	}
	p.turn, p.text = p.w.check.turn, nil
	p.draw()
}

func (p *checkPage) draw() {
	env, s := p.w.env, &p.w.check
	col := kit.NewColumn(env.S(10))
	if s.running {
		name := env.T("checkpage.phone")
		if len(s.paths) > 0 {
			name = filepath.Base(s.paths[0])
		}
		p.say(env.T("checkpage.running", name))
		col.Add(env.NewParagraph(env.T("checkpage.running", name), kit.Body, env.Palette.Text))
		col.Add(env.Running())
		col.Add(kit.NewFlow(0, env.NewButton("check-stop", env.T("checkpage.stop"), kit.Normal, p.w.stopCheck)))
	}
	for i := range s.problems {
		p.say(env.In(s.problems[i].What), env.In(s.problems[i].Why))
		col.Add(p.w.env.Problem(theme.ToneBad, s.problems[i].What, s.problems[i].Why, s.problems[i].Do))
	}
	if s.answer == nil && !s.running && len(s.problems) == 0 {
		col.Add(p.w.dropHint())
	}
	if s.answer != nil {
		p.drawAnswer(col, s.answer)
	}
	p.result.Fill(col.Objects...)
	if p.run != s.run {
		p.run = s.run
		p.result.Top()
	}
}

// dropHint is the empty place: what can be dropped here.
func (w *Window) dropHint() fyne.CanvasObject {
	env := w.env
	col := kit.NewColumn(env.S(6),
		env.NewParagraph(env.T("checkpage.drop"), kit.Strong, env.Palette.Text).Centred(),
		env.NewParagraph(env.T("checkpage.drop.text"), kit.Body, env.Muted).Centred())
	return env.Framed(theme.ToneNeutral, kit.NewColumn(0, kit.Around(0, env.S(30), 0, env.S(30), col)))
}

func (p *checkPage) drawAnswer(col *fyne.Container, a *AppAnswer) {
	env := p.w.env
	col.Add(p.headCard(a))
	for i := range a.Failures {
		p.say(env.In(a.Failures[i].What))
		col.Add(p.w.env.Problem(theme.ToneCaution, a.Failures[i].What, a.Failures[i].Why, a.Failures[i].Do))
	}
	col.Add(p.chips(a))
	if p.w.check.show == "" || p.w.check.show == lint.Error {
		p.drawFixes(col, a)
	}
	for _, status := range checkOrder {
		if !p.shows(status) {
			continue
		}
		for i, r := range a.Results {
			if r.Shown() == status {
				col.Add(p.resultCard(i, r))
			}
		}
	}
}

// checkOrder are the outcomes, worst first.
var checkOrder = []lint.Status{lint.Error, lint.Warning, lint.Hint, lint.Pass, lint.Skipped, lint.Suppressed}

var checkTones = map[lint.Status]theme.Tone{lint.Error: theme.ToneBad, lint.Warning: theme.ToneCaution, lint.Pass: theme.ToneGood}

func (p *checkPage) shows(s lint.Status) bool {
	if want := p.w.check.show; want != "" {
		return s == want
	}
	return s == lint.Error || s == lint.Warning || s == lint.Hint
}

// chips choose which results are shown.
func (p *checkPage) chips(a *AppAnswer) fyne.CanvasObject {
	env, s := p.w.env, &p.w.check
	row := kit.NewFlow(env.S(6))
	add := func(status lint.Status, text string) {
		rank := kit.Normal
		if status == s.show {
			rank = kit.Chosen
		}
		name := string(status)
		if name == "" {
			name = "todo"
		}
		row.Add(env.NewButton("check-show-"+name, text, rank, func() {
			s.show = status
			s.turn++
			p.update()
		}).Tight())
	}
	todo := a.Counts[lint.Error] + a.Counts[lint.Warning] + a.Counts[lint.Hint]
	add("", env.T("checkpage.todo", todo))
	for _, status := range checkOrder {
		if n := a.Counts[status]; n > 0 {
			add(status, env.T("check.count."+string(status), n))
			p.say(env.T("check.count."+string(status), n))
		}
	}
	return row
}

// where words a location: "file:12  element".
func where(l lint.Location) string {
	at := l.File
	if l.Line > 0 {
		at += fmt.Sprintf(":%d", l.Line)
	}
	if l.Element != "" {
		at += "  " + l.Element
	}
	return at
}
