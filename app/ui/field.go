package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/kit"
)

// field is a text box that gets along with the keyboard: Tab leaves it even
// where it has several lines, F1 and Escape mean what they mean everywhere, and
// the place scrolls to it when it gets the focus.
type field struct {
	widget.Entry
	env *kit.Env
}

// entry is a one-line text box with a name for Controls; secret hides what is
// typed until the eye in it is pressed.
func (w *Window) entry(name, hint string, secret bool) *field {
	f := &field{env: w.env}
	f.Wrapping = fyne.TextWrapOff
	f.ExtendBaseWidget(f)
	f.SetPlaceHolder(hint)
	w.env.Controls.Add(name, f)
	f.Password = secret
	return f
}

// lines is a text box of several lines with a name for Controls.
func (w *Window) lines(name, hint string, rows int) *field {
	f := &field{env: w.env}
	f.MultiLine, f.Wrapping = true, fyne.TextWrapBreak
	f.ExtendBaseWidget(f)
	f.SetPlaceHolder(hint)
	f.SetMinRowsVisible(rows)
	w.env.Controls.Add(name, f)
	return f
}

// AcceptsTab is for Fyne: Tab goes to the next control.
func (f *field) AcceptsTab() bool { return false }

// FocusGained is for Fyne.
func (f *field) FocusGained() {
	f.Entry.FocusGained()
	f.env.Shown(f)
}

// TypedKey is for Fyne.
func (f *field) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyF1 || k.Name == fyne.KeyEscape {
		f.env.PassKey(k)
		return
	}
	f.Entry.TypedKey(k)
}
