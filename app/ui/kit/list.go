package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// List is what our lists have in common beyond Fyne's: arrow keys and a press
// select at once, and a thin line shows that it has the keyboard. Fyne's own
// mark is on the line that was tapped by its own way last, which is another than
// the selected one. Whoever embeds a List sets its functions, has OnSelected keep
// At, and calls Begin before all else.
type List struct {
	widget.List
	// At is the selected line, -1 for none.
	At   int
	self focusable
	line *canvas.Rectangle
}

type focusable interface {
	fyne.Widget
	fyne.Focusable
}

// Begin readies the List that self embeds.
func (l *List) Begin(e *Env, self focusable) {
	l.At, l.self, l.line = -1, self, canvas.NewRectangle(e.Accent)
	l.HideSeparators = true
	l.line.Hide()
	l.ExtendBaseWidget(self)
}

// FocusGained is for Fyne.
func (l *List) FocusGained() { l.line.Show() }

// FocusLost is for Fyne.
func (l *List) FocusLost() { l.line.Hide() }

// HasFocus reports whether the line shows that the List has the keyboard.
func (l *List) HasFocus() bool { return l.line.Visible() }

// TakeFocus gives the keyboard to the List; a click on a line does not do that
// by itself, since Fyne looks for the embedded list's own canvas.
func (l *List) TakeFocus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(l.self); c != nil {
		c.Focus(l.self)
	}
}

// QuietSelect selects a line without scrolling to it.
func (l *List) QuietSelect(i int) {
	if l.At == i {
		return
	}
	if l.Size().IsZero() {
		l.Select(i)
		return
	}
	at := l.GetScrollOffset()
	l.Select(i)
	l.ScrollToOffset(at)
}

// UnselectAll takes the mark away.
func (l *List) UnselectAll() {
	l.At = -1
	l.List.UnselectAll()
}

// ByKey selects by a key among n lines of a height; ok is false for a key that
// selects nothing.
func (l *List) ByKey(k fyne.KeyName, n int, height float32) (ok bool) {
	page := max(1, int(l.Size().Height/height)-1)
	to := l.At
	switch k {
	case fyne.KeyDown:
		to++
	case fyne.KeyUp:
		to--
	case fyne.KeyPageDown:
		to += page
	case fyne.KeyPageUp:
		to -= page
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = n - 1
	default:
		return false
	}
	if n > 0 {
		l.Select(min(max(to, 0), n-1))
	}
	return true
}

// focusLine is the height of the line in units.
const focusLine = 2

// Lined lays the line over the top of what shows the List.
func (l *List) Lined(shown fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: overTop{}, Objects: []fyne.CanvasObject{shown, l.line}}
}

type overTop struct{}

func (overTop) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(s)
	o[0].Move(fyne.NewPos(0, 0))
	o[1].Resize(fyne.NewSize(s.Width, focusLine))
	o[1].Move(fyne.NewPos(0, -focusLine))
}

func (overTop) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }
