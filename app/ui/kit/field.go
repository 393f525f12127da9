package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Field is a text box that gets along with the keyboard: Tab leaves it even
// where it has several lines, F1 and Escape mean what they mean everywhere, and
// the page scrolls to it when it gets the focus.
type Field struct {
	widget.Entry
	env *Env
}

// Entry is a one-line text box with a name for Controls; secret hides what is
// typed until the eye in it is pressed.
func (e *Env) Entry(name, hint string, secret bool) *Field {
	f := &Field{env: e}
	f.Wrapping = fyne.TextWrapOff
	f.ExtendBaseWidget(f)
	f.SetPlaceHolder(hint)
	e.Controls.Add(name, f)
	f.Password = secret
	return f
}

// Lines is a text box of several lines with a name for Controls.
func (e *Env) Lines(name, hint string, rows int) *Field {
	f := &Field{env: e}
	f.MultiLine, f.Wrapping = true, fyne.TextWrapBreak
	f.ExtendBaseWidget(f)
	f.SetPlaceHolder(hint)
	f.SetMinRowsVisible(rows)
	e.Controls.Add(name, f)
	return f
}

// AcceptsTab is for Fyne: Tab goes to the next control.
func (f *Field) AcceptsTab() bool { return false }

// FocusGained is for Fyne.
func (f *Field) FocusGained() {
	f.Entry.FocusGained()
	f.env.Shown(f)
}

// TypedKey is for Fyne.
func (f *Field) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyF1 || k.Name == fyne.KeyEscape {
		f.env.PassKey(k)
		return
	}
	f.Entry.TypedKey(k)
}
