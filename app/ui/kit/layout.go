package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// HeightFor is what a part implements whose height depends on its width.
type HeightFor interface{ HeightFor(width float32) float32 }

// Column stacks parts at full width, each as high as it needs there.
type Column struct {
	Gap   float32
	width float32
}

// HeightOf is the height that a column of objects needs in a width.
func (c *Column) HeightOf(objects []fyne.CanvasObject, width float32) float32 {
	h, n := float32(0), 0
	for _, o := range objects {
		if o.Visible() {
			h += heightOf(o, width)
			n++
		}
	}
	return h + c.Gap*float32(max(0, n-1))
}

func heightOf(o fyne.CanvasObject, width float32) float32 {
	switch v := o.(type) {
	case HeightFor:
		return v.HeightFor(width)
	case *fyne.Container:
		switch l := v.Layout.(type) {
		case *Column:
			return l.HeightOf(v.Objects, width)
		case *Inset:
			return l.heightFor(v.Objects, width)
		case *Flow:
			return l.place(v.Objects, width, false)
		}
	}
	return o.MinSize().Height
}

// Layout is for Fyne.
func (c *Column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.width = size.Width
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		h := heightOf(o, size.Width)
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, h))
		y += h + c.Gap
	}
}

// MinSize is as high as the last width asked for.
func (c *Column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := c.width
	if w == 0 {
		w = 300
	}
	return fyne.NewSize(10, c.HeightOf(objects, w))
}

// NewColumn stacks parts.
func NewColumn(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&Column{Gap: gap}, objects...)
}

// Inset surrounds its children with space.
type Inset struct{ Left, Top, Right, Bottom float32 }

func (l *Inset) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	h := float32(0)
	for _, o := range objects {
		h = max(h, heightOf(o, width-l.Left-l.Right))
	}
	return h + l.Top + l.Bottom
}

// Layout is for Fyne.
func (l *Inset) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(l.Left, l.Top))
		o.Resize(fyne.NewSize(max(0, s.Width-l.Left-l.Right), max(0, s.Height-l.Top-l.Bottom)))
	}
}

// MinSize is for Fyne.
func (l *Inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	m := fyne.NewSize(0, 0)
	for _, o := range objects {
		m = m.Max(o.MinSize())
	}
	return m.AddWidthHeight(l.Left+l.Right, l.Top+l.Bottom)
}

// Inside puts the same space on all sides of a part.
func Inside(space float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&Inset{space, space, space, space}, o)
}

// Around puts space on each side of a part.
func Around(left, top, right, bottom float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&Inset{left, top, right, bottom}, o)
}

// Flow lays parts side by side and goes on in the next line when one is full.
type Flow struct {
	Gap   float32
	width float32
}

func (l *Flow) place(objects []fyne.CanvasObject, width float32, move bool) float32 {
	x, y, line := float32(0), float32(0), float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if x > 0 && x+m.Width > width {
			x, y, line = 0, y+line+l.Gap, 0
		}
		if move {
			o.Move(fyne.NewPos(x, y))
			o.Resize(m)
		}
		x += m.Width + l.Gap
		line = max(line, m.Height)
	}
	return y + line
}

// Layout is for Fyne.
func (l *Flow) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	if s.Width > 0 { // Add lays out what has no size yet
		l.width = s.Width
	}
	l.place(objects, l.width, true)
}

// MinSize is as high as the last width asked for.
func (l *Flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := l.width
	if w == 0 {
		w = 1e6
	}
	widest := float32(0)
	for _, o := range objects {
		widest = max(widest, o.MinSize().Width)
	}
	return fyne.NewSize(widest, l.place(objects, w, false))
}

// Expect gives a new Flow its width, so that its height is right before it was
// laid out the first time.
func (l *Flow) Expect(width float32) {
	if l.width == 0 {
		l.width = width
	}
}

// NewFlow lays parts side by side.
func NewFlow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&Flow{Gap: gap}, objects...)
}

// barRoom keeps text from under the scroll bar.
const barRoom = 12

// Page scrolls a column whose height depends on the width.
func Page(column *fyne.Container) *fyne.Container {
	return PageAt(column, nil)
}

// PageAt is Page, scrolled to at, which follows what a person scrolls; nil is the
// top.
func PageAt(column *fyne.Container, at *fyne.Position) *fyne.Container {
	inner := Around(0, 0, barRoom, 0, column)
	scroll := container.NewVScroll(inner)
	if at != nil {
		scroll.Offset = *at
		scroll.OnScrolled = func(p fyne.Position) { *at = p }
	}
	return container.New(&page{column: inner}, scroll)
}

type page struct{ column *fyne.Container }

func (p *page) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	p.column.Resize(fyne.NewSize(s.Width, heightOf(p.column, s.Width)))
	objects[0].Resize(s)
	objects[0].Refresh()
}

func (p *page) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(40, 40) }

// InPane is a rounded surface with content and inner space.
func (e *Env) InPane(o fyne.CanvasObject) *fyne.Container {
	return container.NewStack(e.Sheet(e.Palette.Pane), Inside(e.S(14), o))
}

// Surface is a rounded rectangle.
func (e *Env) Surface(c interface{ RGBA() (r, g, b, a uint32) }) *canvas.Rectangle {
	r := canvas.NewRectangle(c)
	r.CornerRadius = 10
	return r
}

// Rule is a thin line across.
func (e *Env) Rule() *canvas.Rectangle {
	r := canvas.NewRectangle(e.Line)
	r.SetMinSize(fyne.NewSize(1, 1))
	return r
}

// Gap is empty space of a height.
func (e *Env) Gap(h float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(1, e.S(h)))
	return r
}
