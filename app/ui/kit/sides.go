package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// sides puts two columns beside each other, or one below the other where there
// is little room, each as high as it needs.
type sides struct {
	widget.BaseWidget
	env         *Env
	left, right *fyne.Container // columns
	share       float32         // of the left one
	least       float32         // width below which they are stacked
}

// Sides puts two columns beside each other, the left one with a share of the
// width, or one below the other where there is less than the least width.
func (e *Env) Sides(share, least float32, left, right *fyne.Container) fyne.CanvasObject {
	s := &sides{env: e, left: left, right: right, share: share, least: least}
	s.ExtendBaseWidget(s)
	return s
}

const sidesGap = 12

func (s *sides) widths(width float32) (left, right float32, stacked bool) {
	if width < s.env.S(s.least) {
		return width, width, true
	}
	room := width - s.env.S(sidesGap)
	left = room * s.share
	return left, room - left, false
}

// HeightFor is for Column.
func (s *sides) HeightFor(width float32) float32 {
	lw, rw, stacked := s.widths(width)
	l := s.left.Layout.(*Column).HeightOf(s.left.Objects, lw)
	r := s.right.Layout.(*Column).HeightOf(s.right.Objects, rw)
	if stacked {
		return l + s.env.S(sidesGap) + r
	}
	return max(l, r)
}

func (s *sides) CreateRenderer() fyne.WidgetRenderer { return &sidesRenderer{s} }

type sidesRenderer struct{ s *sides }

func (r *sidesRenderer) Layout(size fyne.Size) {
	s := r.s
	lw, rw, stacked := s.widths(size.Width)
	lh := s.left.Layout.(*Column).HeightOf(s.left.Objects, lw)
	rh := s.right.Layout.(*Column).HeightOf(s.right.Objects, rw)
	s.left.Resize(fyne.NewSize(lw, lh))
	s.right.Resize(fyne.NewSize(rw, rh))
	s.left.Move(fyne.NewPos(0, 0))
	if stacked {
		s.right.Move(fyne.NewPos(0, lh+s.env.S(sidesGap)))
		return
	}
	s.right.Move(fyne.NewPos(size.Width-rw, 0))
}
func (r *sidesRenderer) MinSize() fyne.Size { return fyne.NewSize(100, 20) }
func (r *sidesRenderer) Refresh()           { r.Layout(r.s.Size()) }
func (r *sidesRenderer) Destroy()           {}
func (r *sidesRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.left, r.s.right}
}

// spread is wrapped text at the left with a part of its own size at the right.
type spread struct {
	widget.BaseWidget
	env   *Env
	left  HeightFor
	body  fyne.CanvasObject
	right fyne.CanvasObject
}

// Spread puts a part with a height for a width at the left and another at the
// right edge.
func (e *Env) Spread(left interface {
	fyne.CanvasObject
	HeightFor
}, right fyne.CanvasObject) fyne.CanvasObject {
	s := &spread{env: e, left: left, body: left, right: right}
	s.ExtendBaseWidget(s)
	return s
}

func (s *spread) room(width float32) float32 {
	return max(1, width-s.right.MinSize().Width-s.env.S(8))
}

// HeightFor is for Column.
func (s *spread) HeightFor(width float32) float32 {
	return max(s.left.HeightFor(s.room(width)), s.right.MinSize().Height)
}

func (s *spread) CreateRenderer() fyne.WidgetRenderer { return &spreadRenderer{s} }

type spreadRenderer struct{ s *spread }

func (r *spreadRenderer) Layout(size fyne.Size) {
	s, m := r.s, r.s.right.MinSize()
	h := s.left.HeightFor(s.room(size.Width))
	s.body.Resize(fyne.NewSize(s.room(size.Width), h))
	s.body.Move(fyne.NewPos(0, max(0, (m.Height-h)/2)))
	s.right.Resize(m)
	s.right.Move(fyne.NewPos(size.Width-m.Width, 0))
}
func (r *spreadRenderer) MinSize() fyne.Size { return fyne.NewSize(100, r.s.right.MinSize().Height) }
func (r *spreadRenderer) Refresh()           { r.Layout(r.s.Size()) }
func (r *spreadRenderer) Destroy()           {}
func (r *spreadRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.body, r.s.right}
}

// beside is a part of its own size at the left of a column.
type beside struct {
	widget.BaseWidget
	env  *Env
	part fyne.CanvasObject
	col  *fyne.Container
}

// Beside puts a part of its own size at the left of a column.
func (e *Env) Beside(part fyne.CanvasObject, col *fyne.Container) fyne.CanvasObject {
	b := &beside{env: e, part: part, col: col}
	b.ExtendBaseWidget(b)
	return b
}

func (b *beside) room(width float32) float32 {
	return max(1, width-b.part.MinSize().Width-b.env.S(sidesGap))
}

// HeightFor is for Column.
func (b *beside) HeightFor(width float32) float32 {
	return max(b.part.MinSize().Height, b.col.Layout.(*Column).HeightOf(b.col.Objects, b.room(width)))
}

func (b *beside) CreateRenderer() fyne.WidgetRenderer { return &besideRenderer{b} }

type besideRenderer struct{ b *beside }

func (r *besideRenderer) Layout(size fyne.Size) {
	b, m := r.b, r.b.part.MinSize()
	b.part.Resize(m)
	b.part.Move(fyne.NewPos(0, 0))
	b.col.Resize(fyne.NewSize(b.room(size.Width), size.Height))
	b.col.Move(fyne.NewPos(m.Width+b.env.S(sidesGap), 0))
}
func (r *besideRenderer) MinSize() fyne.Size { return fyne.NewSize(100, r.b.part.MinSize().Height) }
func (r *besideRenderer) Refresh()           { r.Layout(r.b.Size()) }
func (r *besideRenderer) Destroy()           {}
func (r *besideRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.part, r.b.col}
}
