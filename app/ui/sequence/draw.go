package sequence

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"loginscope/app/ui/kit"
)

// Objects returns the shapes as Fyne draws them.
func (s Shapes) Objects(env *kit.Env, zoom float32) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, r := range s.Rects {
		o := canvas.NewRectangle(r.Fill)
		o.CornerRadius = r.Radius
		o.Move(fyne.NewPos(r.X, r.Y))
		o.Resize(fyne.NewSize(r.W, r.H))
		out = append(out, o)
	}
	for _, l := range s.Lines {
		for _, piece := range l.pieces() {
			o := canvas.NewLine(piece.Ink)
			o.StrokeWidth = piece.Width
			o.Position1 = fyne.NewPos(piece.X1, piece.Y1)
			o.Position2 = fyne.NewPos(piece.X2, piece.Y2)
			out = append(out, o)
		}
	}
	for _, t := range s.Tips {
		out = append(out, t.object())
	}
	for _, t := range s.Texts {
		o := canvas.NewText(t.Text, t.Ink)
		size, style := env.Font(t.Style)
		o.TextSize, o.TextStyle = size*zoom, style
		m := o.MinSize()
		o.Move(fyne.NewPos(t.X-m.Width*t.Align, t.Y-m.Height/2))
		o.Resize(m)
		out = append(out, o)
	}
	return out
}

// pieces cuts a dashed line up; a solid one is one piece.
func (l Line) pieces() []Line {
	if l.Dash <= 0 {
		return []Line{l}
	}
	dx, dy := l.X2-l.X1, l.Y2-l.Y1
	length := float32(math.Hypot(float64(dx), float64(dy)))
	if length == 0 {
		return nil
	}
	ux, uy := dx/length, dy/length
	gap := l.Dash * 0.75
	if l.Width <= 1 {
		gap = l.Dash * 1.6
	}
	var out []Line
	for at := float32(0); at < length; at += l.Dash + gap {
		end := min(at+l.Dash, length)
		m := l
		m.X1, m.Y1, m.X2, m.Y2 = l.X1+ux*at, l.Y1+uy*at, l.X1+ux*end, l.Y1+uy*end
		out = append(out, m)
	}
	return out
}

// object is a triangle: the polygon's circle touches the point.
func (t Tip) object() fyne.CanvasObject {
	o := canvas.NewPolygon(3, t.Ink)
	o.Angle = 90
	x := t.X - t.Size*0.75
	if t.Left {
		o.Angle = -90
		x = t.X + t.Size*0.75
	}
	r := t.Size * 0.75
	o.Move(fyne.NewPos(x-r, t.Y-r))
	o.Resize(fyne.NewSize(2*r, 2*r))
	return o
}
