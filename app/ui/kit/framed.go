package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/theme"
)

// framed is a card with an edge in a tone's colour, as high as its column
// needs.
type framed struct {
	widget.BaseWidget
	env    *Env
	ground *canvas.Rectangle
	edge   *canvas.Rectangle
	col    *fyne.Container
}

// Framed puts a ground and an edge in a tone's colour around a column.
func (e *Env) Framed(tone theme.Tone, col *fyne.Container) fyne.CanvasObject {
	f := &framed{env: e, ground: e.Surface(e.Card), edge: canvas.NewRectangle(e.Ink(tone)), col: col}
	f.edge.CornerRadius = 2
	f.ExtendBaseWidget(f)
	return f
}

const framePad, frameEdge = 12, 4

// HeightFor is for Column.
func (f *framed) HeightFor(width float32) float32 {
	l := f.col.Layout.(*Column)
	return l.HeightOf(f.col.Objects, width-f.env.S(2*framePad+frameEdge)) + f.env.S(2*framePad)
}

func (f *framed) CreateRenderer() fyne.WidgetRenderer { return &framedRenderer{f} }

type framedRenderer struct{ f *framed }

func (r *framedRenderer) Layout(s fyne.Size) {
	f := r.f
	pad, edge := f.env.S(framePad), f.env.S(frameEdge)
	f.ground.Resize(s)
	f.edge.Resize(fyne.NewSize(edge, s.Height))
	f.col.Move(fyne.NewPos(pad+edge, pad))
	f.col.Resize(fyne.NewSize(s.Width-2*pad-edge, s.Height-2*pad))
}
func (r *framedRenderer) MinSize() fyne.Size { return fyne.NewSize(100, 20) }
func (r *framedRenderer) Refresh()           {}
func (r *framedRenderer) Destroy()           {}
func (r *framedRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.f.ground, r.f.edge, r.f.col}
}
