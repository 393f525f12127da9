package compare

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/kit"
)

// maxValue limits what the page shows of a value, in characters; a copy has all of it.
const maxValue = 300

// fieldLine is a field with its two values, each on as many lines as it needs.
type fieldLine struct {
	widget.BaseWidget
	row   compareRow
	parts [3]*kit.Paragraph
}

func newFieldLine(env *kit.Env, f field) *fieldLine {
	l := &fieldLine{row: compareRow{env: env}}
	l.parts[0] = env.NewParagraph("≠ "+f.name, kit.Small, env.Muted)
	for i, v := range f.values {
		if r := []rune(v); len(r) > maxValue {
			v = string(r[:maxValue]) + "…"
		}
		l.parts[i+1] = env.NewParagraph(v, kit.Small, env.Palette.Text)
	}
	l.ExtendBaseWidget(l)
	return l
}

// indent moves the name below that of its step.
func (l *fieldLine) indent() float32 { return l.row.env.S(12) }

// HeightFor is for kit.Column.
func (l *fieldLine) HeightFor(width float32) float32 {
	h := float32(0)
	for i, at := range l.columns(width) {
		h = max(h, l.parts[i].HeightFor(at.w))
	}
	return h + l.row.env.S(4)
}

func (l *fieldLine) columns(width float32) [3]struct{ x, w float32 } {
	c := l.row.columns(width)
	c[0].x, c[0].w = c[0].x+l.indent(), c[0].w-l.indent()
	return c
}

// CreateRenderer is for Fyne.
func (l *fieldLine) CreateRenderer() fyne.WidgetRenderer { return &fieldRenderer{l} }

type fieldRenderer struct{ l *fieldLine }

func (r *fieldRenderer) Layout(s fyne.Size) {
	for i, at := range r.l.columns(s.Width) {
		r.l.parts[i].Move(fyne.NewPos(at.x, r.l.row.env.S(2)))
		r.l.parts[i].Resize(fyne.NewSize(at.w, s.Height))
	}
}

func (r *fieldRenderer) MinSize() fyne.Size { return fyne.NewSize(100, 20) }
func (r *fieldRenderer) Refresh()           { r.Layout(r.l.Size()) }
func (r *fieldRenderer) Destroy()           {}
func (r *fieldRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.l.parts[0], r.l.parts[1], r.l.parts[2]}
}
