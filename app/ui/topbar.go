package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
)

// topbar is the strip at the top: capture, doors, filter, language, theme.
type topbar struct {
	w       *Window
	capture *kit.Button
	filter  *filterBox
	reveal  *kit.Button
	name    *canvas.Text
	row     *fyne.Container
	box     *fyne.Container
	drawn   fyne.Size // of the capture and the reveal button
}

func newTopbar(w *Window) *topbar {
	env := w.env
	t := &topbar{w: w, name: env.Text(env.T("app.name"), kit.Title)}
	icon := newBrand()
	icon.SetMinSize(fyne.NewSize(env.S(24), env.S(24)))
	t.capture = env.NewButton("capture", "", kit.Normal, w.toggleCapture)
	attach := env.NewButton("attach", env.T("top.attach"), kit.Normal, w.showPhones)
	open := env.NewButton("open", env.T("top.open"), kit.Normal, func() { openFile(w) })
	t.filter = newFilterBox(w)
	lang := env.NewButton("language", env.T("top.language"), kit.Quiet, w.otherLanguage)
	look := env.NewButton(
		"theme",
		map[bool]string{true: "◐", false: "◑"}[env.Dark],
		kit.Quiet,
		func() { w.look.SetLight(env.Dark) },
	)
	items := []fyne.CanvasObject{icon, t.name, t.capture, attach, open}
	if len(w.cfg.Scenarios) > 0 {
		items = append(items, env.NewButton("sample", env.T("top.sample"), kit.Normal, w.runSample))
	}
	t.reveal = env.NewButton("reveal", "", kit.Quiet, w.toggleReveal)
	items = append(items, t.filter, t.reveal, lang, look)
	t.row = container.New(&barRow{t: t, env: env}, items...)
	t.box = container.NewStack(canvas.NewRectangle(env.Palette.Pane), t.row)
	return t
}

func (t *topbar) object() fyne.CanvasObject { return t.box }

func (t *topbar) update() {
	env, s := t.w.env, t.w.shown.Model.Status
	switch {
	case s.Capturing:
		t.capture.SetGlyph("●", env.Ink(theme.ToneGood))
		t.capture.SetText(env.T("top.capturing", s.Address))
		t.capture.SetTail("■")
	case s.Busy.EN != "":
		t.capture.SetGlyph("○", env.Ink(theme.ToneCaution))
		t.capture.SetText(env.In(s.Busy))
		t.capture.SetTail("")
	default:
		t.capture.SetGlyph("○", env.Muted)
		t.capture.SetText(env.T("top.start"))
		t.capture.SetTail("▶")
	}
	t.filter.update()
	key := "top.reveal"
	if t.w.shown.Revealed {
		key = "top.mask"
	}
	t.reveal.SetText(env.T(key))
	if m := t.capture.MinSize().Add(t.reveal.MinSize()); m != t.drawn { // the others move when a word changes
		t.drawn = m
		t.row.Layout.Layout(t.row.Objects, t.row.Size())
	}
}

// barRow puts its items side by side; the filter takes the room that is left,
// and the name goes first when there is little.
type barRow struct {
	t   *topbar
	env *kit.Env
}

func (l *barRow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	gap, edge := l.env.S(8), l.env.S(14)
	l.t.name.Show()
	if s.Width < l.env.S(narrowWidth) {
		l.t.name.Hide()
	}
	used := 2 * edge
	for _, c := range o {
		if c != l.t.filter && c.Visible() {
			used += c.MinSize().Width + gap
		}
	}
	x := edge
	for _, c := range o {
		if !c.Visible() {
			continue
		}
		m := c.MinSize()
		if c == l.t.filter {
			m.Width = max(l.env.S(120), s.Width-used)
		}
		c.Move(fyne.NewPos(x, (s.Height-m.Height)/2))
		c.Resize(m)
		x += m.Width + gap
	}
}

func (l *barRow) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(100, l.env.S(50))
}
