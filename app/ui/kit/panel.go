package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// panel is a ground with text at the left and a part at the right, as high as
// the text needs.
type panel struct {
	widget.BaseWidget
	env    *Env
	ground *canvas.Rectangle
	row    *fyne.Container
	col    *fyne.Container
}

// Panel puts a column at the left and a part of its own size at the right, on a
// ground.
func (e *Env) Panel(ground *canvas.Rectangle, col *fyne.Container, right fyne.CanvasObject) fyne.CanvasObject {
	p := &panel{env: e, ground: ground, row: container.New(&sideBySide{env: e}, col, right), col: col}
	p.ExtendBaseWidget(p)
	return p
}

func (p *panel) pad() float32 { return p.env.S(12) }

// HeightFor is for Column.
func (p *panel) HeightFor(width float32) float32 {
	l := p.col.Layout.(*Column)
	return l.HeightOf(p.col.Objects, p.textWidth(width)) + 2*p.pad()
}

func (p *panel) textWidth(width float32) float32 {
	return width - 3*p.pad() - p.row.Objects[1].MinSize().Width
}

func (p *panel) CreateRenderer() fyne.WidgetRenderer { return &panelRenderer{p} }

type panelRenderer struct{ p *panel }

func (r *panelRenderer) Layout(s fyne.Size) {
	p := r.p
	p.ground.Resize(s)
	p.row.Resize(s)
}
func (r *panelRenderer) MinSize() fyne.Size { return fyne.NewSize(100, 20) }
func (r *panelRenderer) Refresh()           {}
func (r *panelRenderer) Destroy()           {}
func (r *panelRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.p.ground, r.p.row}
}

// sideBySide puts a column at the left and a button at the right.
type sideBySide struct{ env *Env }

func (l *sideBySide) Layout(o []fyne.CanvasObject, s fyne.Size) {
	pad := l.env.S(12)
	b := o[1].MinSize()
	o[0].Move(fyne.NewPos(pad, pad))
	o[0].Resize(fyne.NewSize(s.Width-3*pad-b.Width, s.Height-2*pad))
	o[1].Move(fyne.NewPos(s.Width-pad-b.Width, pad))
	o[1].Resize(b)
}

func (l *sideBySide) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(100, 20) }
