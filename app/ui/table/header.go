package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/kit"
)

// grip is how near to a column's edge the pointer takes hold of it.
const grip = 6

// header names the columns; a click sorts, a drag on an edge resizes.
type header struct {
	widget.BaseWidget
	t      *Table
	titles []*canvas.Text
	rule   *canvas.Rectangle
	held   int // column being resized, -1 for none
	over   float32
}

func newHeader(t *Table) *header {
	h := &header{t: t, rule: t.env.Rule(), held: -1}
	for range t.columns {
		h.titles = append(h.titles, t.env.Faint("", kit.SmallStrong))
	}
	h.ExtendBaseWidget(h)
	return h
}

func (h *header) edge(x float32) int {
	for i, at := range h.t.placed {
		if at.width > 0 && !h.t.columns[i].flex && x > at.x+at.width-grip && x < at.x+at.width+grip {
			return i
		}
	}
	return -1
}

// Tapped sorts by the column under the pointer.
func (h *header) Tapped(e *fyne.PointEvent) {
	if h.edge(e.Position.X) >= 0 {
		return
	}
	for i, at := range h.t.placed {
		if at.width > 0 && e.Position.X >= at.x && e.Position.X < at.x+at.width {
			_, by := h.t.title(i)
			h.t.sortBy(by)
		}
	}
}

// Dragged resizes the column whose edge was taken.
func (h *header) Dragged(e *fyne.DragEvent) {
	if h.held < 0 {
		if h.held = h.edge(e.Position.X - e.Dragged.DX); h.held < 0 {
			return
		}
	}
	c := &h.t.columns[h.held]
	c.width = max(40, c.width+e.Dragged.DX/h.t.env.Scale)
	h.t.arrange()
}

// DragEnd lets the column go.
func (h *header) DragEnd() {
	h.held = -1
	h.t.saveLayout()
}

// TappedSecondary offers the columns to choose from.
func (h *header) TappedSecondary(e *fyne.PointEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(h)
	if c != nil {
		widget.ShowPopUpMenuAtPosition(h.t.columnMenu(), c, e.AbsolutePosition)
	}
}

func (h *header) MouseIn(e *desktop.MouseEvent)    { h.over = e.Position.X }
func (h *header) MouseMoved(e *desktop.MouseEvent) { h.over = e.Position.X }
func (h *header) MouseOut()                        { h.over = -1 }

// Cursor shows where a column can be resized.
func (h *header) Cursor() desktop.Cursor {
	if h.edge(h.over) >= 0 {
		return desktop.HResizeCursor
	}
	return desktop.PointerCursor
}

func (h *header) CreateRenderer() fyne.WidgetRenderer { return &headerRenderer{h} }

type headerRenderer struct{ h *header }

func (r *headerRenderer) MinSize() fyne.Size {
	return fyne.NewSize(50, r.h.t.env.S(26))
}
func (r *headerRenderer) Destroy() {}
func (r *headerRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.h.rule}
	for _, t := range r.h.titles {
		out = append(out, t)
	}
	return out
}
func (r *headerRenderer) Layout(s fyne.Size) {
	r.h.rule.Move(fyne.NewPos(0, s.Height-1))
	r.h.rule.Resize(fyne.NewSize(s.Width, 1))
	for i, t := range r.h.titles {
		at := r.h.t.placed[i]
		m := t.MinSize()
		t.Move(fyne.NewPos(at.x, (s.Height-m.Height)/2))
		t.Resize(m)
	}
}
func (r *headerRenderer) Refresh() {
	h := r.h
	for i := range h.t.columns {
		at := h.t.placed[i]
		if at.width == 0 {
			h.titles[i].Text = ""
			continue
		}
		key, by := h.t.title(i)
		title := h.t.env.T(key)
		if by == h.t.view.Sort && h.t.sorted {
			title += map[bool]string{false: " ▲", true: " ▼"}[h.t.view.Desc]
		}
		h.titles[i].Text = h.t.env.Cut(title, kit.SmallStrong, at.width)
	}
	r.Layout(h.Size())
	canvas.Refresh(h)
}
