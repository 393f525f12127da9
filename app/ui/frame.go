package ui

import "fyne.io/fyne/v2"

// frame lays the top bar, the rail, the notices and the middle out.
type frame struct {
	w    *Window
	last fyne.Size
}

// narrowWidth is the width in units below which two panes do not fit side by side.
const narrowWidth = 1150

func (f *frame) Layout(o []fyne.CanvasObject, s fyne.Size) {
	env := f.w.env
	topH := o[0].MinSize().Height
	railW := env.S(222)
	if s.Width < env.S(narrowWidth) {
		railW = env.S(190)
	}
	o[0].Resize(fyne.NewSize(s.Width, topH))
	if band := o[4]; band.Visible() {
		h := band.MinSize().Height
		band.Move(fyne.NewPos(0, topH))
		band.Resize(fyne.NewSize(s.Width, h))
		topH += h
	}
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
		if len(f.w.middle.Objects) > 0 { // none while the window is built
			f.w.current.Update()
		}
	}
	f.last = s
}

func (f *frame) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(640, 400) }
