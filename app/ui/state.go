package ui

import (
	"fmt"

	"fyne.io/fyne/v2"

	"loginscope/app/ui/detail"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/table"
	"loginscope/app/ui/verdict"
)

// State is what the window shows, in words and positions, for tests and for
// scripts that press real keys and buttons.
type State struct {
	Language  string `json:"language"`
	Theme     string `json:"theme"`
	Place     Place  `json:"place"`
	Filter    string `json:"filter"`
	FilterErr string `json:"filter_error,omitempty"`
	Capturing bool   `json:"capturing"`
	Address   string `json:"address"`
	Notice    string `json:"notice,omitempty"`
	Status    string `json:"status"`
	Revealed  bool   `json:"revealed"`
	Narrow    bool   `json:"narrow"`

	Attempts []AttemptState `json:"attempts"`
	Verdict  *VerdictState  `json:"verdict,omitempty"`
	Diagram  []string       `json:"diagram,omitempty"`
	Step     int            `json:"step"`

	// Rows are those on the screen; Total counts all that pass the filter.
	Rows     [][]string `json:"rows,omitempty"`
	Total    int        `json:"total"`
	Selected []string   `json:"selected,omitempty"`

	DetailTab string   `json:"detail_tab,omitempty"`
	Detail    []string `json:"detail,omitempty"`
	// Text is what a place without table says: findings, codes.
	Text []string `json:"text,omitempty"`

	Width  float32 `json:"width"`
	Height float32 `json:"height"`
	Scale  float32 `json:"scale"` // pixels a unit
	Focus  string  `json:"focus,omitempty"`
	// Holder tells what has the focus apart from all else, named or not; "" is
	// nothing.
	Holder string `json:"holder,omitempty"`
	// Busy is the work that goes on, Dialog true while one is open.
	Busy   string `json:"busy,omitempty"`
	Dialog bool   `json:"dialog,omitempty"`
	// Over is the button under the pointer, by Fyne's own reckoning when the
	// pointer last moved, and OverX, OverY where that was, in pixels. Pressed
	// is the button that was pressed last, Presses counts all.
	Over         string  `json:"over,omitempty"`
	OverX, OverY float32 `json:",omitempty"`
	Pressed      string  `json:"pressed,omitempty"`
	Presses      int     `json:"presses"`
	// View is the middle, in pixels: what lies outside is scrolled away.
	View ControlBox `json:"view"`
	// Waits tells how long the UI goroutine kept others waiting since the
	// State before.
	Waits    Waits                 `json:"waits"`
	Controls map[string]ControlBox `json:"controls"`
}

// AttemptState is one card.
type AttemptState struct {
	ID       int    `json:"id"`
	When     string `json:"when"`
	Who      string `json:"who"`
	Word     string `json:"word"`
	Selected bool   `json:"selected"`
}

// VerdictState is the verdict card.
type VerdictState struct {
	Title    string   `json:"title"`
	Chain    []string `json:"chain"`
	Cause    string   `json:"cause"`
	Fix      []string `json:"fix"`
	Coverage string   `json:"coverage"`
	Outcome  string   `json:"outcome"`
}

// ControlBox is a control's place in the window, in pixels of the screen.
type ControlBox struct {
	X, Y, W, H float32
	// Text is a button's word or what was typed, "" for what is typed hidden.
	Text string `json:",omitempty"`
	// Kind is "button", "entry" or "" for anything else.
	Kind string `json:",omitempty"`
}

// State describes what is on the screen. It must be called on the UI goroutine.
func (w *Window) State() State {
	c := w.win.Canvas()
	s := State{Language: string(w.cfg.Words.Lang()), Theme: map[bool]string{true: "dark", false: "light"}[w.env.Dark], Place: w.place,
		Filter: w.view.Filter, Capturing: w.model.Status.Capturing, Address: w.model.Status.Address, Notice: w.notices.text,
		Status: w.statusLine(), Revealed: w.reveal, Narrow: w.narrow, Step: w.step, Total: len(w.model.Rows),
		Width: c.Size().Width, Height: c.Size().Height, Scale: c.Scale(), Controls: map[string]ControlBox{}}
	if w.model.FilterErr != nil {
		s.FilterErr = w.errorText(w.model.FilterErr)
	}
	w.attemptState(&s)
	switch p := w.pages[w.place].(type) {
	case *attemptsPage:
		s.Diagram = p.diagram.Lines()
		w.tableState(&s, p.table, p.detail)
	case *exchangesPage:
		w.tableState(&s, p.table, p.detail)
	case *findingsPage:
		s.Text = p.text
	case *codesPage:
		s.Text = p.text
	}
	if p, ok := w.pages[w.place].(wordy); ok {
		s.Text = p.words()
	}
	s.Busy, s.Dialog = w.env.In(w.model.Status.Busy), w.dialog != nil
	w.controlState(&s)
	return s
}

func (w *Window) attemptState(s *State) {
	shown := w.shownFlow()
	for _, f := range w.flows {
		a := AttemptState{ID: f.ID, Selected: f == shown}
		a.When, a.Who, a.Word = cardTexts(w.env, f)
		s.Attempts = append(s.Attempts, a)
	}
	if shown == nil {
		return
	}
	v := shown.Verdict
	vs := &VerdictState{Title: w.env.In(v.Title), Cause: w.env.In(v.Cause), Coverage: verdict.CoverageText(w.env, shown.Coverage), Outcome: string(v.Outcome)}
	for _, c := range v.Chain {
		vs.Chain = append(vs.Chain, c.Code)
	}
	for _, f := range v.Fix {
		vs.Fix = append(vs.Fix, w.env.In(f))
	}
	s.Verdict = vs
}

func (w *Window) tableState(s *State, t *table.Table, d *detail.Pane) {
	first, n := t.OnScreen()
	for i := first; i < first+n; i++ {
		s.Rows = append(s.Rows, t.Cells(t.Rows()[i]))
	}
	if r := t.Selected(); r != nil {
		s.Selected = t.Cells(r)
	}
	s.DetailTab, s.Detail = string(d.Tab()), d.Lines()
}

func (w *Window) controlState(s *State) {
	driver, scale := w.cfg.App.Driver(), s.Scale
	focused := w.win.Canvas().Focused()
	if focused != nil {
		s.Holder = fmt.Sprintf("%p", focused)
	}
	touch := w.env.Controls.Touch()
	s.Over, s.OverX, s.OverY, s.Pressed, s.Presses = touch.Over, touch.At.X*scale, touch.At.Y*scale, touch.Pressed, touch.Presses
	s.View = boxAt(driver.AbsolutePositionForObject(w.middle), w.middle, scale)
	for name, o := range w.env.Controls.All() {
		at := driver.AbsolutePositionForObject(o)
		if at.X <= 0 && at.Y <= 0 { // Fyne's answer for what is not on the screen; no control stands in the corner
			continue
		}
		s.Controls[name] = boxAt(at, o, scale)
		if f, ok := o.(fyne.Focusable); ok && f == focused {
			s.Focus = name
		}
	}
}

func boxAt(at fyne.Position, o fyne.CanvasObject, scale float32) ControlBox {
	box := ControlBox{X: at.X * scale, Y: at.Y * scale, W: o.Size().Width * scale, H: o.Size().Height * scale}
	switch v := o.(type) {
	case *kit.Button:
		box.Kind, box.Text = "button", v.Text()
	case *filterBox:
		box.Kind, box.Text = "entry", v.Text
	case *kit.Field:
		box.Kind = "entry"
		if !v.Password {
			box.Text = v.Text
		}
	case interface{ Text() string }:
		box.Text = v.Text()
	}
	return box
}
