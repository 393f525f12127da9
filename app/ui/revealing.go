package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/reveal"
	"loginscope/app/ui/theme"
)

// This file reveals sensitive values, after a question and for a limited time: until the
// period ends, a person masks them, or another session is opened.

// toggleReveal asks whether values are to be shown, or masks them again.
func (w *Window) toggleReveal() {
	if w.shown.Revealed {
		w.setRevealed(false)
		return
	}
	minutes := reveal.Chosen(w.cfg.Settings)
	gen := w.shown.Model.Gen
	w.askWith("reveal", "reveal.ask", w.env.Count("reveal.ask.text", minutes), func() {
		if gen == w.shown.Model.Gen { // the answer is about the session that was open
			w.period.Begin(time.Duration(minutes)*time.Minute, func() { w.post(w.endPeriod) })
			w.setRevealed(true)
		}
	})
}

func (w *Window) setRevealed(on bool) {
	w.shown.Reveal(on)
	w.update()
}

// endPeriod masks the values if their time is over; it may have begun anew.
func (w *Window) endPeriod() {
	if w.period.Passed() {
		w.setRevealed(false)
	}
}

// checkPeriod keeps period and View together before they are drawn: another session
// masks its values, and a computer that slept may have slept through the end.
func (w *Window) checkPeriod() {
	if w.period.Passed() && w.shown.Revealed {
		w.shown.Reveal(false)
	}
	if !w.shown.Revealed {
		w.period.End()
	}
	w.band.update()
}

// revealBand is the strip below the top bar that says that values are shown.
type revealBand struct {
	w     *Window
	box   *fyne.Container
	until time.Time // as drawn
	text  string
}

func newRevealBand(w *Window) *revealBand {
	b := &revealBand{w: w, box: container.NewStack()}
	b.box.Hide()
	return b
}

func (b *revealBand) update() {
	until, env := b.w.period.Until(), b.w.env
	if until.Equal(b.until) && b.box.Visible() == b.w.shown.Revealed {
		return
	}
	b.until = until
	if !b.w.shown.Revealed {
		b.text = ""
		b.box.Hide()
		b.w.notices.relayout()
		return
	}
	b.text = env.T("reveal.band", until.Local().Format("15:04"))
	line := env.Inked("⚠ "+b.text, kit.Strong, theme.ToneBad)
	end := env.NewButton("reveal-end", env.T("reveal.end"), kit.Normal, func() { b.w.setRevealed(false) }).Tight()
	row := container.NewBorder(nil, nil, nil, end, container.NewHBox(line))
	b.box.Objects = []fyne.CanvasObject{canvas.NewRectangle(env.Tint(theme.ToneBad)),
		kit.Around(env.S(14), env.S(5), env.S(14), env.S(5), row)}
	b.box.Show()
	b.w.notices.relayout()
}
