package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// sheetRadius is the radius of a sheet's corners.
const sheetRadius = 10

// Sheet is a large rounded surface. Only its corners are drawn round, the rest
// is plain: Fyne computes the edge of a rounded rectangle anew for each of its
// pixels, and without a graphics card that was most of a repaint.
func (e *Env) Sheet(c color.Color) *fyne.Container {
	var parts []fyne.CanvasObject
	for range 4 {
		corner := canvas.NewRectangle(c)
		corner.CornerRadius = sheetRadius
		parts = append(parts, corner)
	}
	for range 3 {
		parts = append(parts, canvas.NewRectangle(c))
	}
	return container.New(sheetLayout{}, parts...)
}

// sheetLayout positions four corners, then the strips at the top, in the middle
// and at the bottom.
type sheetLayout struct{}

func (sheetLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	r := min(sheetRadius, s.Width/2, s.Height/2)
	put := func(i int, x, y, w, h float32) {
		o[i].Move(fyne.NewPos(x, y))
		o[i].Resize(fyne.NewSize(max(0, w), max(0, h)))
	}
	put(0, 0, 0, 2*r, 2*r)
	put(1, s.Width-2*r, 0, 2*r, 2*r)
	put(2, 0, s.Height-2*r, 2*r, 2*r)
	put(3, s.Width-2*r, s.Height-2*r, 2*r, 2*r)
	const lap = 1 // over the middle, so that rounding to pixels leaves no gap
	put(4, r, 0, s.Width-2*r, r+lap)
	put(5, 0, r, s.Width, s.Height-2*r)
	put(6, r, s.Height-r-lap, s.Width-2*r, r+lap)
}

func (sheetLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }
