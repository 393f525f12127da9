package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// bring scrolls the middle so that a control which got the focus is on the
// screen: whoever goes from control to control by Tab sees where he is.
func (w *Window) bring(o fyne.CanvasObject) {
	driver := w.cfg.App.Driver()
	at := driver.AbsolutePositionForObject(o)
	if at.IsZero() || w.dialog != nil {
		return
	}
	for _, s := range scrolls(w.middle, nil) {
		box, size := driver.AbsolutePositionForObject(s), s.Size()
		if at.X < box.X || at.X > box.X+size.Width {
			continue
		}
		top := at.Y - box.Y + s.Offset.Y // in the content
		if top < 0 || top > s.Content.Size().Height {
			continue
		}
		to := s.Offset.Y
		if bottom := top + o.Size().Height + w.env.S(8); bottom > to+size.Height {
			to = bottom - size.Height
		}
		to = min(to, max(0, top-w.env.S(8)))
		if to != s.Offset.Y {
			s.ScrollToOffset(fyne.NewPos(s.Offset.X, to))
		}
		return
	}
}

// scrolls lists the scrolled parts that stand in containers of a part; those
// inside of widgets, lists and the like, care for themselves.
func scrolls(o fyne.CanvasObject, found []*container.Scroll) []*container.Scroll {
	switch v := o.(type) {
	case *container.Scroll:
		if !v.Size().IsZero() && v.Visible() {
			found = append(found, v)
		}
	case *container.Split:
		found = scrolls(v.Trailing, scrolls(v.Leading, found))
	case *fyne.Container:
		for _, c := range v.Objects {
			found = scrolls(c, found)
		}
	}
	return found
}
