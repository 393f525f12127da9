package table

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/feed"
	"loginscope/app/ui/kit"
)

// line is one visible row: a text a column, set anew for each row that it shows.
type line struct {
	widget.BaseWidget
	t      *Table
	key    feed.Key
	ground *canvas.Rectangle // of a row that is chosen together with others
	mark   *canvas.Text
	cells  []*canvas.Text
	text   []string // uncut, for the state
}

func newLine(t *Table) *line {
	l := &line{t: t, ground: canvas.NewRectangle(t.env.Selected), mark: t.env.Text("", kit.SmallStrong)}
	l.ground.CornerRadius = 5
	for range t.columns {
		l.cells = append(l.cells, t.env.Text("", kit.Body))
	}
	l.ExtendBaseWidget(l)
	return l
}

func (l *line) set(r *feed.Row) {
	env := l.t.env
	l.key = r.Key
	glyph, tone := Mark(r)
	l.mark.Text, l.mark.Color = glyph, env.Ink(tone)
	l.ground.Hidden = !l.t.many[r.Key]
	l.text = l.text[:0]
	for i, c := range l.t.columns {
		at := l.t.placed[i]
		cell := l.cells[i]
		if at.width == 0 {
			cell.Text = ""
			continue
		}
		style := kit.Body
		if c.mono && !(c.flex && r.Key.Kind == feed.StepRow) { // a step without an exchange says a sentence
			style = kit.Mono
		}
		text, ink := l.t.cell(i, r)
		l.text = append(l.text, text)
		cell.TextSize, cell.TextStyle = env.Font(style)
		cell.Text, cell.Color = cut(env, text, style, at.width-env.S(8)), ink
	}
	l.place()
	canvas.Refresh(l)
}

// MouseDown selects the row. Fyne's list does it when the button is released
// over the same line, which in a list that follows its end is another by then.
func (l *line) MouseDown(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary {
		l.t.press(l.key)
	}
}

// MouseUp is for Fyne.
func (l *line) MouseUp(*desktop.MouseEvent) {}

// cut is kit.Env.Cut without measuring monospaced text, whose
// widths are known.
func cut(env *kit.Env, text string, s kit.Style, width float32) string {
	if s != kit.Mono {
		return env.Cut(text, s, width)
	}
	size, _ := env.Font(s)
	room := int(width / size * 10)
	used, fits := 0, 0 // fits: the bytes that leave room for an ellipsis
	for i, r := range text {
		used += cells(r)
		if used <= room-cells('…') {
			fits = i + utf8.RuneLen(r)
		}
	}
	if used <= room {
		return text
	}
	return text[:fits] + "…"
}

// cells is a character's width in tenths of an em: the monospaced face sets
// Latin letters on 0.6 em and Chinese ones on a whole one.
func cells(r rune) int {
	if r > 0x2e7f {
		return 10
	}
	return 6
}

func (l *line) place() {
	env := l.t.env
	l.ground.Resize(l.Size())
	// All cells stand on one line, whatever their face.
	base := (l.Size().Height-env.LineHeight(kit.Body))/2 + env.Baseline(kit.Body)
	put := func(t *canvas.Text, s kit.Style, x float32) {
		t.Move(fyne.NewPos(x, base-env.Baseline(s)))
		t.Resize(t.MinSize())
	}
	put(l.mark, kit.SmallStrong, env.S(6))
	for i, c := range l.cells {
		s := kit.Body
		if c.TextStyle.Monospace {
			s = kit.Mono
		}
		put(c, s, l.t.placed[i].x)
	}
}

func (l *line) CreateRenderer() fyne.WidgetRenderer { return &lineRenderer{l} }

type lineRenderer struct{ l *line }

func (r *lineRenderer) Layout(fyne.Size)   { r.l.place() }
func (r *lineRenderer) MinSize() fyne.Size { return fyne.NewSize(50, r.l.t.env.S(24)) }
func (r *lineRenderer) Refresh()           {}
func (r *lineRenderer) Destroy()           {}
func (r *lineRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.l.ground, r.l.mark}
	for i, c := range r.l.cells {
		if r.l.t.placed[i].width > 0 {
			out = append(out, c)
		}
	}
	return out
}
