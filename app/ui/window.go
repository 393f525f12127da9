// Package ui is the window: it holds the pages, the rail, the top bar and the
// notices, and turns what a person does into Commands. It keeps what is shown and
// no state of the domain, and it knows its pages by page.Page alone.
//
// Law: nothing here blocks the UI goroutine, and only dispatch.go reaches it
// from another one. A change of language, theme or text size builds all parts
// anew from the last Model.
package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"

	"loginscope/app/feed"
	"loginscope/app/i18n"
	"loginscope/app/lab"
	"loginscope/app/ui/appcheck"
	"loginscope/app/ui/attach"
	"loginscope/app/ui/compare"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/listing"
	"loginscope/app/ui/look"
	"loginscope/app/ui/page"
	"loginscope/app/ui/replay"
	"loginscope/app/ui/reveal"
	"loginscope/app/ui/sessions"
	"loginscope/app/ui/settings"
	"loginscope/app/ui/shown"
	"loginscope/app/ui/theme"
)

// Config configures a Window. All fields up to Settings are mandatory.
type Config struct {
	App      fyne.App
	Commands Commands
	Reader   listing.Reader
	// Go runs work on a goroutine of its own; its context ends with the program,
	// which waits for it.
	Go       func(func(context.Context))
	Words    *i18n.Catalog
	Settings look.Settings
	// System is the language of the desktop, for who has chosen none.
	System i18n.Lang
	// Post runs a function on the UI goroutine, soon; nil means Fyne's own way.
	// A test is its own UI goroutine and hands in a queue.
	Post func(func())
	// Scenarios are the lab's sample logins, Sample names the usual one; without
	// any the lab is absent.
	Scenarios []lab.Scenario
	Sample    string
	// Phones, Apps, Replays, Files and Captures serve a page each; nil leaves that
	// page out, or the part of it.
	Phones   attach.Engine
	Apps     appcheck.Engine
	Replays  replay.Site
	Files    sessions.Files
	Captures settings.Captures
	// Compares reads the files that attempts are compared with; nil leaves that out.
	Compares compare.Files
	// Clock is the time, by which values are masked again; the zero value is the real one.
	Clock reveal.Clock
}

func (c *Config) complete() bool {
	return c.App != nil && c.Commands != nil && c.Reader != nil && c.Go != nil && c.Words != nil && c.Settings != nil
}

// Window is the main window. It belongs to the UI goroutine but for Show, Quit and
// Ended.
type Window struct {
	cfg   Config
	win   fyne.Window
	post  func(func())
	env   *kit.Env
	look  look.Look
	shown *shown.View

	pages   []page.Page
	current page.Page
	built   map[page.ID]fyne.CanvasObject // in the present language and appearance

	top     *topbar
	rail    *rail
	body    *fyne.Container // top bar, rail, notices and middle
	middle  *fyne.Container
	float   *fyne.Container // completion, over all else
	notices *noticeBar
	busy    *busyCard
	narrow  bool
	dialog  dialog.Dialog // on top, nil if none
	// answered is the ID of the last question of the program that was answered, title what
	// the desktop shows of the window.
	answered int
	title    string
	period   reveal.Period // during which values are shown
	band     *revealBand
	end      ending
	waits    waitLog
}

// New builds the window; ShowAndRun is the App's.
func New(cfg Config) (*Window, error) {
	if !cfg.complete() {
		return nil, errors.New("new window: app, commands, reader, go, words and settings are mandatory")
	}
	w := &Window{cfg: cfg, shown: shown.New(), period: reveal.Period{Clock: cfg.Clock}}
	if w.post = cfg.Post; w.post == nil {
		w.post = post
	}
	w.post = w.waits.timed(w.post)
	w.look = look.Look{Settings: cfg.Settings, Changed: w.restyle}
	w.win = cfg.App.NewWindow(cfg.Words.T("app.name"))
	w.win.SetPadded(false)
	w.fill(pages(&w.cfg, w.look))
	w.restyle()
	s := cfg.Settings
	w.win.Resize(
		fyne.NewSize(float32(s.FloatWithFallback(keyWidth, 1280)), float32(s.FloatWithFallback(keyHeight, 800))))
	w.win.SetOnDropped(func(_ fyne.Position, files []fyne.URI) { w.openDropped(files) })
	w.win.SetCloseIntercept(w.close)
	return w, nil
}

// fill gives each page its Host, and leaves out those whose service is not there.
func (w *Window) fill(all []page.Page) {
	for _, p := range all {
		p.Attach(&host{w: w, page: p})
		if !p.Info().Absent {
			w.pages = append(w.pages, p)
		}
	}
	w.current = w.pages[0]
}

// Fyne returns the window itself, for the App that runs it.
func (w *Window) Fyne() fyne.Window { return w.win }

// restyle makes every part anew in the chosen language and appearance.
func (w *Window) restyle() {
	lang := w.look.Language()
	if lang == "" {
		lang = w.cfg.System
	}
	if lang == "" {
		lang = i18n.EN
	}
	w.cfg.Words.Use(lang)
	pal, scale := theme.DarkPalette(), float32(1)
	if w.look.Light() {
		pal = theme.LightPalette()
	}
	if w.look.Presenting() {
		scale = theme.PresentScale
	}
	w.cfg.App.Settings().SetTheme(theme.New(pal, scale))
	controls := kit.NewControls()
	if w.env != nil {
		controls = w.env.Controls.Renew()
	}
	w.env = &kit.Env{Palette: pal, Scale: scale, Words: w.cfg.Words, Controls: controls, Key: w.key, Focused: w.bring}
	w.build()
}

// build makes every part anew.
func (w *Window) build() {
	w.title = ""
	w.float = container.NewWithoutLayout()
	w.top, w.rail, w.notices = newTopbar(w), newRail(w), newNoticeBar(w)
	w.busy, w.band = newBusyCard(w), newRevealBand(w)
	w.built = map[page.ID]fyne.CanvasObject{}
	w.middle = container.NewStack()
	w.body = container.New(&frame{w: w}, w.top.object(), w.rail.object(), w.notices.box, w.middle, w.band.box)
	// The ground is the theme's background, which Fyne clears the window to.
	w.win.SetContent(container.NewStack(w.body, w.busy.box, w.float))
	w.win.SetMainMenu(w.menu())
	w.win.Canvas().SetOnTypedKey(w.key)
	w.show(w.current)
}

// Show draws a Model. It may be called from any goroutine; done is called
// when it was drawn.
func (w *Window) Show(m *feed.Model, done func()) {
	w.post(func() {
		defer done()
		if w.shown.Take(m) {
			w.update()
		}
	})
}

func (w *Window) update() {
	w.checkPeriod()
	w.top.update()
	w.rail.update()
	w.notices.update()
	w.busy.update()
	w.current.Update()
	w.entitle()
	w.askQuestions()
}

// entitle names the open session in the title of the window, masked also while values are
// shown: the desktop shows it in lists of windows.
func (w *Window) entitle() {
	title := w.env.T("app.name")
	if s := w.shown.Model.Status; s.Session != "" {
		title = w.shown.Cover(s.Session) + " – " + title
		if s.ReadOnly {
			title = w.env.T("app.title.readonly", title)
		}
	}
	if title != w.title {
		w.title = title
		w.win.SetTitle(title)
	}
}

// show brings a page to the screen.
func (w *Window) show(p page.Page) {
	if p != w.current {
		w.top.filter.leave()
	}
	w.current = p
	id := p.Info().ID
	if w.built[id] == nil {
		w.built[id] = p.Build()
	}
	w.middle.Objects = []fyne.CanvasObject{w.built[id]}
	w.middle.Refresh()
	w.update()
}

// refer has the page that a reference is for show it. Files that no page takes
// go into the session.
func (w *Window) refer(r page.Ref) {
	for _, p := range w.pages {
		if p.Open(r) {
			return
		}
	}
	if f, ok := r.(page.Files); ok {
		w.cfg.Commands.Open(f.Paths)
	}
}

// OpenPaths reads files as what they are: a page takes those that it reads, the
// rest goes into the session.
func (w *Window) OpenPaths(paths []string) {
	if len(paths) > 0 {
		w.refer(page.Files{Paths: paths})
	}
}

func (w *Window) openDropped(files []fyne.URI) {
	var paths []string
	for _, f := range files {
		if f.Scheme() == "file" {
			paths = append(paths, f.Path())
		}
	}
	w.OpenPaths(paths)
}

func (w *Window) toggleCapture() {
	if w.shown.Model.Status.Capturing {
		w.cfg.Commands.StopCapture()
		return
	}
	w.cfg.Commands.StartCapture("")
}

// runSample plays the usual sample login and goes where it will appear.
func (w *Window) runSample() {
	if len(w.cfg.Scenarios) > 0 {
		w.cfg.Commands.RunScenario(w.cfg.Sample)
		w.shown.ChooseNewest()
		w.refer(page.Attempt{})
	}
}

func (w *Window) showPhones() { w.refer(page.Phones{}) }

func (w *Window) otherLanguage() {
	if w.cfg.Words.Lang() == i18n.ZH {
		w.look.SetLanguage(i18n.EN)
		return
	}
	w.look.SetLanguage(i18n.ZH)
}

// open shows a dialog as large as there is room; Escape closes it.
func (w *Window) open(d dialog.Dialog, want fyne.Size) { w.openUntil(d, want, func() {}) }

// openUntil is open with what is done once the dialog is closed.
func (w *Window) openUntil(d dialog.Dialog, want fyne.Size, closed func()) {
	room := w.win.Canvas().Size()
	d.Resize(fyne.NewSize(min(w.env.S(want.Width), room.Width-40), min(w.env.S(want.Height), room.Height-60)))
	w.dialog = d
	d.SetOnClosed(func() {
		if w.dialog == d {
			w.dialog = nil
		}
		closed()
		w.askQuestions()
	})
	d.Show()
}
