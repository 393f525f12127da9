// Package appcheck is the page that checks an app or a project and shows what has to
// be changed.
package appcheck

import (
	"context"
	"fmt"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/engine"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/app/ui/theme"
	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
	"loginscope/lang"
	"loginscope/problem"
)

// ID names the page.
const ID page.ID = "appcheck"

// Engine checks apps. Its methods block.
type Engine interface {
	CheckApp(ctx context.Context, paths []string, o engine.AppOptions) (*engine.AppCheck, error)
	PullApp(ctx context.Context, serial, name string) (engine.PulledApp, error)
}

// Page is the page.
type Page struct {
	page.Base
	engine Engine
	open   func(paths []string) // into the session

	state        state
	pkg, signals *kit.Field
	picks        picker
	frame        *fyne.Container // of all that the page shows
	result       *kit.Roll
	turn, run    int // as drawn
}

// state is what the page remembers, whatever its language and appearance.
type state struct {
	pkg, signals string // the scheme's values, as typed
	paths        []string
	choices      []facts.Choice // of the project that was checked last
	part         facts.Chosen   // that was chosen of it
	running      bool
	cancel       func()
	answer       *answer
	problems     []problem.Problem
	show         finding.Status // "" for all that is not fine
	saved        map[string]bool
	turn         int
	run          int  // of the newest check
	gen          int  // of the Model that was drawn last
	inSession    bool // and whether it had a session
}

// answer is what came of a check, masked where it stems from code or captures.
type answer struct {
	androidapp.Report
	failures []*engine.AppError
	compared bool // with the open session
	fixes    []engine.AppFix
	fixErr   error // why there is no merged configuration, nil if there is
	copied   bool  // from a phone: nothing is written beside the copies, which go away
}

// New returns the page over an engine, without which it is absent; open reads
// files into the session.
func New(e Engine, open func(paths []string)) *Page {
	return &Page{engine: e, open: open, state: state{turn: 1, saved: map[string]bool{}}}
}

// Info is for page.Page.
func (p *Page) Info() page.Info {
	return page.Info{ID: ID, Title: lang.Text{EN: "App check", ZH: "应用检查"}, Absent: p.engine == nil}
}

// Build is for page.Page.
func (p *Page) Build() fyne.CanvasObject {
	env, s := p.Env(), &p.state
	p.result, p.turn, p.run = env.NewRoll(10), 0, 0
	p.pkg = env.Entry("check-package", env.T("checkpage.package.hint"), false)
	p.signals = env.Entry("check-signs", env.T("checkpage.signs.hint"), false)
	p.pkg.SetText(s.pkg)
	p.signals.SetText(s.signals)
	p.pkg.OnChanged = func(text string) { s.pkg = text }
	p.signals.OnChanged = func(text string) { s.signals = text }
	again := func(string) { p.recheck() }
	p.pkg.OnSubmitted, p.signals.OnSubmitted = again, again
	file := env.NewButton("check-file", env.T("checkpage.file"), kit.Main, func() { p.ChooseFile(p.checkPath) })
	folder := env.NewButton("check-folder", env.T("checkpage.folder"), kit.Normal,
		func() { p.ChooseFolder(p.checkPath) })
	p.picks = p.newPicker()
	top := kit.NewColumn(env.S(8),
		env.NewParagraph(env.T("checkpage.title"), kit.Title, env.Palette.Text),
		env.NewParagraph(env.T("checkpage.lead"), kit.Body, env.Muted),
		kit.NewFlow(env.S(8), file, folder),
		env.Sides(0.4, 420,
			env.Labelled(env.T("checkpage.package"), p.pkg), env.Labelled(env.T("checkpage.signs"), p.signals)),
		p.picks.box)
	p.frame = container.NewBorder(kit.Around(0, 0, 0, env.S(10), top), nil, nil, nil, p.result.Page)
	return env.InPane(p.frame)
}

// Update is for page.Page.
func (p *Page) Update() {
	p.followSession()
	if p.turn == p.state.turn {
		return
	}
	p.turn = p.state.turn
	p.Hush()
	p.draw()
}

// followSession forgets the app once another session is open: what was checked for one
// customer is nothing of the next one's. An app that was checked before any session
// stays for the first.
func (p *Page) followSession() {
	m, s := p.Shown().Model, &p.state
	if m.Gen != s.gen && s.inSession {
		p.stopCheck()
		*s = state{turn: s.turn + 1, run: s.run + 1, saved: map[string]bool{}}
		if p.pkg != nil {
			p.pkg.SetText("")
			p.signals.SetText("")
		}
	}
	s.gen, s.inSession = m.Gen, m.Status.Session != ""
}

func (p *Page) draw() {
	env, s := p.Env(), &p.state
	col := kit.NewColumn(env.S(10))
	p.offer()
	if s.running {
		name := env.T("checkpage.phone")
		if len(s.paths) > 0 {
			name = filepath.Base(s.paths[0])
		}
		p.Say(env.T("checkpage.running", name))
		col.Add(env.NewParagraph(env.T("checkpage.running", name), kit.Body, env.Palette.Text))
		col.Add(env.Running())
		col.Add(kit.NewFlow(0, env.NewButton("check-stop", env.T("checkpage.stop"), kit.Normal, p.stopCheck)))
	}
	for _, pr := range s.problems {
		p.Say(env.In(pr.What), env.In(pr.Why))
		col.Add(env.Problem(theme.ToneBad, pr.What, pr.Why, pr.Do))
	}
	if s.answer == nil && !s.running && len(s.problems) == 0 {
		col.Add(dropHint(env))
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

// dropHint is the empty page: what can be dropped here.
func dropHint(env *kit.Env) fyne.CanvasObject {
	col := kit.NewColumn(env.S(6),
		env.NewParagraph(env.T("checkpage.drop"), kit.Strong, env.Palette.Text).Centred(),
		env.NewParagraph(env.T("checkpage.drop.text"), kit.Body, env.Muted).Centred())
	return env.Framed(theme.ToneNeutral, kit.NewColumn(0, kit.Around(0, env.S(30), 0, env.S(30), col)))
}

func (p *Page) drawAnswer(col *fyne.Container, a *answer) {
	env := p.Env()
	col.Add(p.headerCard(a))
	for _, f := range a.failures {
		for _, pr := range explain(f) {
			p.Say(env.In(pr.What))
			col.Add(env.Problem(theme.ToneCaution, pr.What, pr.Why, pr.Do))
		}
	}
	col.Add(p.chips(a))
	if p.state.show == "" || p.state.show == finding.Error {
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
var checkOrder = []finding.Status{finding.Error, finding.Warning, finding.Hint, finding.Pass, finding.Skipped,
	finding.Suppressed}

var checkTones = map[finding.Status]theme.Tone{
	finding.Error:   theme.ToneBad,
	finding.Warning: theme.ToneCaution,
	finding.Pass:    theme.ToneGood,
}

func (p *Page) shows(s finding.Status) bool {
	if want := p.state.show; want != "" {
		return s == want
	}
	return s == finding.Error || s == finding.Warning || s == finding.Hint
}

// chips choose which results are shown.
func (p *Page) chips(a *answer) fyne.CanvasObject {
	env, s := p.Env(), &p.state
	row := kit.NewFlow(env.S(6))
	add := func(status finding.Status, text string) {
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
			p.Update()
		}).Tight())
	}
	todo := a.Counts[finding.Error] + a.Counts[finding.Warning] + a.Counts[finding.Hint]
	add("", env.T("checkpage.todo", todo))
	for _, status := range checkOrder {
		if n := a.Counts[status]; n > 0 {
			add(status, env.T("check.count."+string(status), n))
			p.Say(env.T("check.count."+string(status), n))
		}
	}
	return row
}

// where describes a location: "file:12  element".
func where(l finding.Location) string {
	at := l.File
	if l.Line > 0 {
		at += fmt.Sprintf(":%d", l.Line)
	}
	if l.Element != "" {
		at += "  " + l.Element
	}
	return at
}
