package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"loginscope/app/ui/kit"
)

// This file holds what the places with a desk share: work off the UI
// goroutine, and a few composed parts.

// deskTimeout bounds what a place asks of its desk, but for the app check and
// a log that is followed.
const deskTimeout = 2 * time.Minute

// deskPlaces lists the places whose desk is there, in the order of the rail.
func (w *Window) deskPlaces() []Place {
	var out []Place
	if w.cfg.Phones != nil {
		out = append(out, Attach)
	}
	if w.cfg.Apps != nil {
		out = append(out, AppCheck)
	}
	if w.cfg.Replays != nil {
		out = append(out, Replay)
	}
	return out
}

// later runs work on a goroutine of its own and then what it returns on the UI
// goroutine, after which the place is drawn again if it is on the screen.
func (w *Window) later(p Place, work func(context.Context) func()) {
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), deskTimeout)
		defer cancel()
		then := work(ctx)
		w.post(func() {
			then()
			w.redraw(p)
		})
	}()
}

// redraw draws a place again if it is on the screen.
func (w *Window) redraw(p Place) {
	if pg := w.pages[p]; pg != nil && w.place == p {
		pg.update()
	}
}

// said collects what a place says, for State.
type said struct{ text []string }

func (s *said) words() []string { return s.text }

func (s *said) say(parts ...string) {
	for _, p := range parts {
		if p != "" {
			s.text = append(s.text, p)
		}
	}
}

// copyLine is a value in mono with a button that copies it.
func (w *Window) copyLine(name, value string) fyne.CanvasObject {
	env := w.env
	return env.Spread(env.NewParagraph(value, kit.Mono, env.Palette.Text),
		env.NewButton(name, env.T("attach.copy"), kit.Normal, func() { w.copy(value) }).Tight())
}
