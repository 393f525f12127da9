package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/kit"
	"loginscope/lang"
)

// busyAfter is how long work may take before it is shown: shorter work would
// only flicker.
const busyAfter = 500 * time.Millisecond

// busyCard stands in the lower right corner while something takes long: what
// goes on, how far it is, and a way to give it up.
type busyCard struct {
	w     *Window
	box   *fyne.Container
	what  lang.Text
	since time.Time
	share float32 // drawn, negative for unknown
	text  string
}

func newBusyCard(w *Window) *busyCard {
	b := &busyCard{w: w}
	b.box = container.New(&corner{env: w.env})
	return b
}

func (b *busyCard) update() {
	s := b.w.shown.Model.Status
	if s.Busy == (lang.Text{}) {
		if b.what != (lang.Text{}) {
			b.what, b.text = lang.Text{}, ""
			b.box.RemoveAll()
		}
		return
	}
	if s.Busy != b.what {
		b.what, b.since, b.share = s.Busy, time.Now(), -2
		time.AfterFunc(busyAfter+50*time.Millisecond, func() { b.w.post(b.update) })
	}
	if time.Since(b.since) < busyAfter || b.share == s.Progress {
		return
	}
	b.share = s.Progress
	b.draw(s.Progress)
}

func (b *busyCard) draw(share float32) {
	env := b.w.env
	b.text = env.In(b.what)
	done := kit.Part{Share: max(share, 0), Color: env.Accent}
	rest := kit.Part{Share: 1 - max(share, 0), Color: env.Line}
	if share >= 0 {
		b.text += " " + env.T("busy.share", int(share*100))
	}
	cancel := env.NewButton("cancel", env.T("busy.cancel"), kit.Normal, b.w.cfg.Commands.Cancel).Tight()
	ground := env.Surface(env.Card)
	ground.StrokeColor, ground.StrokeWidth = env.Accent, 1
	label := canvas.NewText(env.Cut(b.text, kit.Body, env.S(260)), env.Palette.Text)
	label.TextSize, label.TextStyle = env.Font(kit.Body)
	col := kit.NewColumn(env.S(6), label, env.Bar([]kit.Part{done, rest}))
	b.box.Objects = []fyne.CanvasObject{
		container.NewStack(
			ground,
			kit.Inside(
				env.S(10),
				container.NewBorder(nil, nil, nil, container.NewCenter(cancel), kit.Around(0, 0, env.S(10), 0, col)),
			),
		),
	}
	b.box.Refresh()
}

// corner puts its one object into the lower right corner.
type corner struct{ env *kit.Env }

func (l *corner) Layout(o []fyne.CanvasObject, s fyne.Size) {
	for _, c := range o {
		size := fyne.NewSize(l.env.S(380), c.MinSize().Height)
		c.Resize(size)
		c.Move(fyne.NewPos(s.Width-size.Width-l.env.S(20), s.Height-size.Height-l.env.S(20)))
	}
}

func (l *corner) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }
