//go:build ci || e2e

package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/state"
	"loginscope/app/ui/table"
	"loginscope/app/ui/verdict"
)

// State describes what is on the screen. It must be called on the UI goroutine.
func (w *Window) State() state.State {
	c := w.win.Canvas()
	v, m := w.shown, w.shown.Model
	words := w.current.Words()
	s := state.State{
		Language:  string(w.cfg.Words.Lang()),
		Theme:     map[bool]string{true: "dark", false: "light"}[w.env.Dark],
		Page:      string(w.current.Info().ID),
		Filter:    v.Filter.Filter,
		Capturing: m.Status.Capturing,
		Address:   m.Status.Address,
		Notice:    w.notices.text,
		Status: table.Status(
			w.env,
			m,
			v.Revealed,
		),
		Revealed:  v.Revealed,
		Narrow:    w.narrow,
		Step:      v.Step(),
		Total:     len(m.Rows),
		Width:     c.Size().Width,
		Height:    c.Size().Height,
		Scale:     c.Scale(),
		Controls:  map[string]state.Box{},
		Diagram:   words.Diagram,
		Rows:      words.Rows,
		Selected:  words.Selected,
		DetailTab: words.Tab,
		Detail:    words.Detail,
		Text:      words.Text,
	}
	if m.FilterErr != nil {
		s.FilterErr = w.top.filter.errorText(m.FilterErr)
	}
	w.attemptState(&s)
	s.Busy, s.Dialog = w.env.In(m.Status.Busy), w.dialog != nil
	w.controlState(&s)
	return s
}

func (w *Window) attemptState(s *state.State) {
	shown := w.shown.Flow()
	for _, f := range w.shown.Flows {
		a := state.Attempt{ID: f.ID, Selected: f == shown}
		a.When, a.Who, a.Word = verdict.Brief(w.env, f)
		s.Attempts = append(s.Attempts, a)
	}
	if shown == nil {
		return
	}
	v := shown.Verdict
	vs := &state.Verdict{
		Title:    w.env.In(v.Title),
		Cause:    w.env.In(v.Cause),
		Coverage: verdict.CoverageText(w.env, shown.Coverage),
		Outcome:  string(v.Outcome),
	}
	for _, c := range v.Chain {
		vs.Chain = append(vs.Chain, c.Code)
	}
	for _, f := range v.Fix {
		vs.Fix = append(vs.Fix, w.env.In(f.Text))
	}
	s.Verdict = vs
}

func (w *Window) controlState(s *state.State) {
	driver, scale := w.cfg.App.Driver(), s.Scale
	focused := w.win.Canvas().Focused()
	if focused != nil {
		s.Holder = fmt.Sprintf("%p", focused)
	}
	touch := w.env.Controls.Touch()
	s.Over, s.OverX, s.OverY = touch.Over, touch.At.X*scale, touch.At.Y*scale
	s.Pressed, s.Presses = touch.Pressed, touch.Presses
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

func boxAt(at fyne.Position, o fyne.CanvasObject, scale float32) state.Box {
	box := state.Box{X: at.X * scale, Y: at.Y * scale, W: o.Size().Width * scale, H: o.Size().Height * scale}
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
	case *widget.Select:
		box.Text = v.Selected
	case interface{ Text() string }:
		box.Text = v.Text()
	}
	return box
}
