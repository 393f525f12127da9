package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/theme"
)

// Chip is a short word on a tinted pill: a code, an outcome.
func (e *Env) Chip(text string, tone theme.Tone) *fyne.Container {
	bg := canvas.NewRectangle(e.Tint(tone))
	label := e.Inked(text, SmallStrong, tone)
	label.Alignment = fyne.TextAlignCenter
	h := e.LineHeight(SmallStrong) + e.S(4)
	bg.CornerRadius = h / 2
	bg.SetMinSize(fyne.NewSize(e.Width(text, SmallStrong)+e.S(16), h))
	return container.NewStack(bg, label)
}

// Dot is a round mark of a size in a tone's colour.
func (e *Env) Dot(d float32, tone theme.Tone) *fyne.Container {
	c := canvas.NewCircle(e.Ink(tone))
	size := fyne.NewSize(e.S(d), e.S(d))
	return container.NewCenter(container.NewGridWrap(size, c))
}

// Part is one section of a Bar.
type Part struct {
	Share float32
	Color interface{ RGBA() (r, g, b, a uint32) }
}

// Bar is a horizontal strip divided by shares; parts of share 0 are left out.
func (e *Env) Bar(parts []Part) *fyne.Container {
	l := &barLayout{height: e.S(8)}
	c := container.New(l)
	for _, p := range parts {
		if p.Share <= 0 {
			continue
		}
		r := canvas.NewRectangle(p.Color)
		r.CornerRadius = 4
		c.Add(r)
		l.shares = append(l.shares, p.Share)
		l.total += p.Share
	}
	return c
}

type barLayout struct {
	height, total float32
	shares        []float32
}

func (l *barLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	const gap = 2
	x := float32(0)
	room := s.Width - gap*float32(max(0, len(objects)-1))
	for i, o := range objects {
		if i >= len(l.shares) {
			return
		}
		w := room * l.shares[i] / l.total
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, l.height))
		x += w + gap
	}
}

func (l *barLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(20, l.height) }
