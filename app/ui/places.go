package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
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

// problemCard says what went wrong, why, and what to do.
func (w *Window) problemCard(p *Problem, tone theme.Tone) fyne.CanvasObject {
	env := w.env
	col := kit.NewColumn(env.S(3), env.NewParagraph(env.In(p.What), kit.Strong, env.Ink(tone)))
	for _, t := range []string{env.In(p.Why), env.In(p.Do)} {
		if t != "" {
			col.Add(env.Paragraph(t))
		}
	}
	return newFramed(env, tone, col)
}

// labelled is a faint title over a part.
func (w *Window) labelled(title string, o fyne.CanvasObject) *fyne.Container {
	env := w.env
	return kit.NewColumn(env.S(3), env.NewParagraph(title, kit.SmallStrong, env.Muted), o)
}

// copyLine is a value in mono with a button that copies it.
func (w *Window) copyLine(name, value string) fyne.CanvasObject {
	env := w.env
	return newSpread(env, env.NewParagraph(value, kit.Mono, env.Palette.Text),
		env.NewButton(name, env.T("attach.copy"), kit.Normal, func() { w.copy(value) }).Tight())
}

// sheet is a scrolled column whose content changes while the place in it stays.
type sheet struct {
	col, page *fyne.Container
}

func newSheet(env *kit.Env, gap float32) *sheet {
	col := kit.NewColumn(env.S(gap))
	return &sheet{col: col, page: kit.Page(col)}
}

// fill puts other parts into the column.
func (s *sheet) fill(parts ...fyne.CanvasObject) {
	s.col.Objects = parts
	s.page.Refresh()
}

// top scrolls to the beginning.
func (s *sheet) top() {
	if scroll, ok := s.page.Objects[0].(*container.Scroll); ok && !scroll.Size().IsZero() { // one that was never laid out has no content to move
		scroll.ScrollToTop()
	}
}

// newRunning is a slim bar that moves while something runs.
func newRunning(env *kit.Env) fyne.CanvasObject {
	return container.New(&slim{env.S(6)}, widget.NewProgressBarInfinite())
}

// slim gives a part a height of its own.
type slim struct{ height float32 }

// Layout is for Fyne.
func (l *slim) Layout(o []fyne.CanvasObject, s fyne.Size) { o[0].Resize(s) }

// MinSize is for Fyne.
func (l *slim) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(20, l.height) }
