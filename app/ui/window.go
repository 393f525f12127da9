// Package ui is the window: it draws Models and turns what a person does into
// Commands. It keeps the state of the view (place, selection, filter) and no
// state of the domain, and it is the only package beside app that knows Fyne.
//
// Law: nothing here blocks the UI goroutine, and only dispatch.go reaches it
// from another one. A change of language, theme or text size builds all parts
// anew from the last Model.
package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"

	"loginscope/app/feed"
	"loginscope/app/i18n"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/inspector"
)

// Place is what the middle of the window shows.
type Place string

// The places.
const (
	Attempts  Place = "attempts"
	Exchanges Place = "exchanges"
	Findings  Place = "findings"
	Codes     Place = "codes"
	Lab       Place = "lab"
	Attach    Place = "attach"
	AppCheck  Place = "appcheck"
	Replay    Place = "replay"
	Setup     Place = "settings"
)

// Config configures a Window. All fields up to Settings are mandatory.
type Config struct {
	App      fyne.App
	Commands Commands
	Facts    Facts
	Words    *i18n.Catalog
	Settings Settings
	// System is the language of the desktop, for who has chosen none.
	System i18n.Lang
	// Post runs a function on the UI goroutine, soon; nil means Fyne's own way.
	// A test is its own UI goroutine and hands in a queue.
	Post func(func())
	// Phones, Apps and Replays serve a place each; nil hides it.
	Phones  PhoneDesk
	Apps    AppDesk
	Replays ReplayDesk
	// Sessions serves the place of saved sessions; nil hides it.
	Sessions SessionFiles
	// Captures serves a part of the settings; nil hides it.
	Captures CaptureDesk
}

// Window is the main window. It belongs to the UI goroutine but for Show.
type Window struct {
	cfg  Config
	win  fyne.Window
	post func(func())
	// untimed is post for what only measures the window or asks after it.
	untimed func(func())
	env     *kit.Env
	model   *feed.Model

	place  Place
	flows  []*inspector.Flow // of the model, newest first
	flow   int               // ID of the shown attempt, 0 for the newest
	step   int               // selected step, -1 for none
	row    feed.Key
	hasRow bool
	view   feed.View
	reveal bool // sensitive values are shown

	top     *topbar
	rail    *rail
	pages   map[Place]page
	body    *fyne.Container // top bar, rail, notices and middle
	middle  *fyne.Container
	float   *fyne.Container // completion and notices, over all else
	notices *noticeBar
	busy    *busyCard
	waits   waitLog
	narrow  bool
	dialog  dialog.Dialog // on top, nil if none
	end     ending

	// What the three places know outlives a change of language or look.
	attach attachState
	check  checkState
	replay replayState
	// capture is what was typed of captures and not kept yet.
	capture captureDraft
}

// page is one place's content.
type page interface {
	// object is what the middle shows.
	object() fyne.CanvasObject
	// update draws the window's present Model and selection.
	update()
}

// New builds the window; ShowAndRun is the App's.
func New(cfg Config) (*Window, error) {
	if cfg.App == nil || cfg.Commands == nil || cfg.Facts == nil || cfg.Words == nil || cfg.Settings == nil {
		return nil, fmt.Errorf("new window: app, commands, facts, words and settings are mandatory")
	}
	w := &Window{cfg: cfg, place: Attempts, step: -1, model: &feed.Model{Report: &inspector.Report{}}}
	if w.untimed = cfg.Post; w.untimed == nil {
		w.untimed = post
	}
	w.post = w.waits.timed(w.untimed)
	w.view = feed.View{Sort: feed.ByTime}
	w.attach, w.check, w.replay = newAttachState(), newCheckState(), newReplayState()
	w.win = cfg.App.NewWindow(cfg.Words.T("app.name"))
	w.useLanguage()
	w.win.SetPadded(false)
	w.build()
	s := cfg.Settings
	w.win.Resize(fyne.NewSize(float32(s.FloatWithFallback(keyWidth, 1280)), float32(s.FloatWithFallback(keyHeight, 800))))
	w.win.SetOnDropped(func(_ fyne.Position, files []fyne.URI) { w.openDropped(files) })
	w.win.SetCloseIntercept(w.close)
	return w, nil
}

// Fyne returns the window itself, for the App that runs it.
func (w *Window) Fyne() fyne.Window { return w.win }

func (w *Window) useLanguage() {
	lang := i18n.Lang(w.cfg.Settings.StringWithFallback(keyLang, ""))
	if lang != i18n.EN && lang != i18n.ZH {
		lang = w.cfg.System
	}
	if lang == "" {
		lang = i18n.EN
	}
	w.cfg.Words.Use(lang)
}

// build makes every part anew in the present language and look.
func (w *Window) build() {
	pal, scale := theme.DarkPalette(), float32(1)
	if w.cfg.Settings.StringWithFallback(keyTheme, "dark") == "light" {
		pal = theme.LightPalette()
	}
	if w.cfg.Settings.BoolWithFallback(keyPresent, false) {
		scale = theme.PresentScale
	}
	w.cfg.App.Settings().SetTheme(theme.New(pal, scale))
	controls := kit.NewControls()
	if w.env != nil {
		controls = w.env.Controls.Renew()
	}
	w.env = &kit.Env{Palette: pal, Scale: scale, Words: w.cfg.Words, Controls: controls, Key: w.key, Focused: w.bring}
	w.win.SetTitle(w.env.T("app.name"))
	w.float = container.NewWithoutLayout()
	w.top, w.rail, w.notices = newTopbar(w), newRail(w), newNoticeBar(w)
	w.busy = newBusyCard(w)
	before := w.pages
	w.pages = map[Place]page{}
	w.middle = container.NewStack()
	w.body = container.New(&frame{w: w}, w.top.object(), w.rail.object(), w.notices.box, w.middle)
	// The ground is the theme's background, which Fyne clears the window to.
	w.win.SetContent(container.NewStack(w.body, w.busy.box, w.float))
	w.win.SetMainMenu(w.menu())
	w.win.Canvas().SetOnTypedKey(w.key)
	w.carry(before)
	w.goTo(w.place)
	w.update()
}

// frame lays the top bar, the rail, the notices and the middle out.
type frame struct {
	w    *Window
	last fyne.Size
}

const narrowWidth = 1150

func (f *frame) Layout(o []fyne.CanvasObject, s fyne.Size) {
	env := f.w.env
	topH := o[0].MinSize().Height
	railW := env.S(222)
	if s.Width < env.S(narrowWidth) {
		railW = env.S(190)
	}
	o[0].Resize(fyne.NewSize(s.Width, topH))
	o[1].Move(fyne.NewPos(0, topH))
	o[1].Resize(fyne.NewSize(railW, s.Height-topH))
	m := env.S(12)
	x, y, width := railW+m, topH+m, s.Width-railW-2*m
	if o[2].Visible() {
		h := f.w.notices.height(width)
		o[2].Move(fyne.NewPos(x, y))
		o[2].Resize(fyne.NewSize(width, h))
		y += h + m
	}
	o[3].Move(fyne.NewPos(x, y))
	o[3].Resize(fyne.NewSize(width, s.Height-y-m))
	if narrow := s.Width < env.S(narrowWidth); narrow != f.w.narrow || f.last.IsZero() {
		f.w.narrow = narrow
		if p, ok := f.w.pages[Attempts].(*attemptsPage); ok {
			p.arrange()
		}
	}
	f.last = s
}

func (f *frame) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(640, 400) }

// Show draws a Model. It may be called from any goroutine; done is called
// when it was drawn.
func (w *Window) Show(m *feed.Model, done func()) {
	w.post(func() {
		defer done()
		w.take(m)
	})
}

// take draws a Model, unless it is of an older session than the last.
func (w *Window) take(m *feed.Model) {
	if m.Gen < w.model.Gen {
		return
	}
	if m.Gen > w.model.Gen {
		w.flow, w.step, w.hasRow, w.reveal = 0, -1, false, false
		w.forgetDetails()
	}
	w.model, w.flows = m, byActivity(m.Report)
	w.update()
}

// forgetDetails drops what the details show of a session that is no longer open:
// the lines of another have the same numbers.
func (w *Window) forgetDetails() {
	if p, ok := w.pages[Attempts].(*attemptsPage); ok {
		p.detail.Forget()
	}
	if p, ok := w.pages[Exchanges].(*exchangesPage); ok {
		p.detail.Forget()
	}
}

func (w *Window) update() {
	w.top.update()
	w.rail.update()
	w.notices.update()
	w.busy.update()
	if p := w.pages[w.place]; p != nil {
		p.update()
	}
}

// goTo shows a place.
func (w *Window) goTo(p Place) {
	if p != w.place {
		w.top.filter.leave()
	}
	w.place = p
	pg := w.pages[p]
	if pg == nil {
		pg = w.newPage(p)
		w.pages[p] = pg
	}
	w.middle.Objects = []fyne.CanvasObject{pg.object()}
	w.middle.Refresh()
	w.rail.update()
	pg.update()
}

func (w *Window) newPage(p Place) page {
	switch p {
	case Exchanges:
		return newExchangesPage(w)
	case Findings:
		return newFindingsPage(w)
	case Codes:
		return newCodesPage(w)
	case Lab:
		return newLabPage(w)
	case Attach:
		return newAttachPage(w)
	case AppCheck:
		return newCheckPage(w)
	case Replay:
		return newReplayPage(w)
	case Setup:
		return newSettingsPage(w)
	}
	if pg := w.depthPage(p); pg != nil {
		return pg
	}
	return newAttemptsPage(w)
}
