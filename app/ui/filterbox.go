package ui

import (
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/feed/filter"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
)

// filterBox is the one filter for all pages, with completion below it.
type filterBox struct {
	widget.Entry
	w     *Window
	kept  keptFilters
	found []filter.Completion
	at    int // the marked completion, -1 for none
}

func newFilterBox(w *Window) *filterBox {
	f := &filterBox{w: w, at: -1, kept: keptFilters{w.cfg.Settings}}
	f.PlaceHolder = w.env.T("top.filter")
	f.TextStyle = fyne.TextStyle{Monospace: true}
	f.ExtendBaseWidget(f)
	f.Text = w.shown.Filter.Filter
	f.OnChanged = func(s string) {
		w.shown.Filter.Filter = s // its result comes with the next Model
		w.cfg.Commands.SetView(w.shown.Filter)
		f.complete()
	}
	w.env.Controls.Add("filter", f)
	return f
}

func (f *filterBox) update() {
	if f.w.shown.Filter.Filter != f.Text {
		f.SetText(f.w.shown.Filter.Filter)
	}
	if f.w.cfg.App.Driver() != nil && f.focused() {
		f.show()
	}
}

func (f *filterBox) focused() bool { return f.w.win.Canvas().Focused() == f }

// FocusGained opens the completions.
func (f *filterBox) FocusGained() {
	f.Entry.FocusGained()
	f.complete()
}

// linger is how long the completions outlive the focus, so that a click on
// one of them, which takes the focus first, still finds it.
const linger = 250 * time.Millisecond

// FocusLost closes them.
func (f *filterBox) FocusLost() {
	f.Entry.FocusLost()
	time.AfterFunc(linger, func() {
		f.w.post(func() {
			if !f.focused() {
				f.found, f.at = nil, -1
				f.w.float.RemoveAll()
			}
		})
	})
}

// leave closes the completions at once and gives the focus up: another page
// was chosen, and they would lie over it.
func (f *filterBox) leave() {
	if f.focused() {
		f.w.win.Canvas().Unfocus()
	}
	f.found, f.at = nil, -1
	f.w.float.RemoveAll()
}

func (f *filterBox) complete() {
	f.at = -1
	f.found = append(
		f.kept.completions(f.Text),
		filter.Complete(f.Text, f.cursor(), func(field string) []string { return f.w.shown.Model.Values[field] })...)
	f.show()
}

// cursor is the byte offset of the text cursor.
func (f *filterBox) cursor() int {
	r := []rune(f.Text)
	return len(string(r[:min(f.CursorColumn, len(r))]))
}

// TypedKey moves in the completions and takes one.
func (f *filterBox) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyDown:
		f.at = min(f.at+1, len(f.found)-1)
	case fyne.KeyUp:
		f.at = max(f.at-1, -1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyTab:
		if f.at >= 0 {
			f.take(f.at)
			return
		}
		f.w.here("menu.table")
		return
	case fyne.KeyEscape:
		if f.Text == "" {
			f.w.win.Canvas().Unfocus()
			return
		}
		f.SetText("")
		return
	case fyne.KeyF1:
		f.w.key(k)
		return
	default:
		f.Entry.TypedKey(k)
		if k.Name == fyne.KeyLeft || k.Name == fyne.KeyRight || k.Name == fyne.KeyHome || k.Name == fyne.KeyEnd {
			f.complete()
		}
		return
	}
	f.show()
}

func (f *filterBox) take(i int) {
	c := f.found[i]
	head := f.Text[:c.Start] + c.Text
	tail := f.Text[c.End:]
	if !strings.HasSuffix(c.Text, ":") && tail == "" {
		head += " "
	}
	f.SetText(head + tail)
	f.CursorColumn = len([]rune(head))
	f.Refresh()
	f.complete()
	f.w.win.Canvas().Focus(f)
}

// errorText describes what is wrong with a filter in the window's language.
func (f *filterBox) errorText(err error) string {
	var e *filter.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	hint := e.Hint
	if e.Kind == filter.UnknownField && hint != "" {
		hint = f.w.env.T("filter.didyoumean", hint)
	}
	return f.w.env.T("filter."+string(e.Kind), e.What, hint)
}

// show draws the completions, or what is wrong.
func (f *filterBox) show() {
	env := f.w.env
	f.w.float.RemoveAll()
	col := kit.NewColumn(0)
	if _, err := filter.Parse(f.Text); err != nil && len(f.found) == 0 {
		col.Add(kit.Inside(env.S(8), env.NewParagraph("✗ "+f.errorText(err), kit.Small, env.Ink(theme.ToneBad))))
	}
	for i, c := range f.found {
		tail := ""
		if strings.HasSuffix(c.Text, ":") {
			tail = env.T("field." + c.Field)
		}
		if c.Field == savedField {
			tail = "★ " + env.T("filter.saved")
		}
		rank := kit.Quiet
		if i == f.at {
			rank = kit.Chosen
		}
		col.Add(env.NewButton("", c.Text, rank, func() { f.take(i) }).Row(tail))
	}
	if keep := f.kept.offer(f.Text); keep != "" {
		col.Add(
			env.NewButton("filter-keep", env.T(keep), kit.Quiet,
				func() { f.kept.toggle(f.w.shown.Filter.Filter); f.show() }).
				Row(""),
		)
	}
	if len(col.Objects) == 0 {
		f.w.float.Refresh()
		return
	}
	f.drop(col)
}

// drop shows a column under the box, as high as what is in it.
func (f *filterBox) drop(col *fyne.Container) {
	env := f.w.env
	ground := env.Surface(env.Palette.Pane)
	ground.StrokeColor, ground.StrokeWidth = env.Line, 1
	box := container.NewStack(ground, kit.Inside(env.S(6), col))
	at := f.w.cfg.App.Driver().AbsolutePositionForObject(f)
	width := min(f.Size().Width, env.S(420))
	box.Resize(fyne.NewSize(width, float32(0)))
	h := float32(12)
	for _, o := range col.Objects {
		h += o.MinSize().Height
	}
	if _, err := filter.Parse(f.Text); err != nil && len(f.found) == 0 {
		h = env.S(52)
	}
	box.Resize(fyne.NewSize(width, h))
	box.Move(fyne.NewPos(at.X, at.Y+f.Size().Height+2))
	f.w.float.Add(box)
	canvas.Refresh(f.w.float)
}
