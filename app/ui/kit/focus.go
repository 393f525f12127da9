package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// FocusLine is a thin line over the top of a list that has the keyboard. Fyne's
// own mark is on the line that was tapped by its own way last, which is another
// than the selected one where a press or a key of ours selects.
type FocusLine struct{ Line *canvas.Rectangle }

// NewFocusLine returns a hidden one.
func (e *Env) NewFocusLine() FocusLine {
	l := FocusLine{canvas.NewRectangle(e.Accent)}
	l.Line.Hide()
	return l
}

// FocusGained is for a list that has the line.
func (l FocusLine) FocusGained() { l.Line.Show() }

// FocusLost is for a list that has the line.
func (l FocusLine) FocusLost() { l.Line.Hide() }

// focusLineHeight is in units.
const focusLineHeight = 2

// Over is a layout of a list and its line.
func (l FocusLine) Over(list fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: overTop{}, Objects: []fyne.CanvasObject{list, l.Line}}
}

type overTop struct{}

func (overTop) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(s)
	o[0].Move(fyne.NewPos(0, 0))
	o[1].Resize(fyne.NewSize(s.Width, focusLineHeight))
	o[1].Move(fyne.NewPos(0, -focusLineHeight))
}

func (overTop) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }
