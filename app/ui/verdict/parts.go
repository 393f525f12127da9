package verdict

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/inspector"
)

// numbered is a paragraph with its number before it.
type numbered struct {
	widget.BaseWidget
	env  *kit.Env
	num  *canvas.Text
	text *kit.Paragraph
}

func (n *numbered) indent() float32 { return n.env.S(16) }

// HeightFor is for kit.Column.
func (n *numbered) HeightFor(width float32) float32 { return n.text.HeightFor(width - n.indent()) }

func (n *numbered) CreateRenderer() fyne.WidgetRenderer { return &numberedRenderer{n} }

type numberedRenderer struct{ n *numbered }

func (r *numberedRenderer) Layout(s fyne.Size) {
	in := r.n.indent()
	r.n.num.Resize(r.n.num.MinSize())
	r.n.text.Move(fyne.NewPos(in, 0))
	r.n.text.Resize(fyne.NewSize(s.Width-in, s.Height))
}
func (r *numberedRenderer) MinSize() fyne.Size {
	return fyne.NewSize(40, r.n.text.MinSize().Height)
}
func (r *numberedRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.n.num, r.n.text}
}
func (r *numberedRenderer) Refresh() {}
func (r *numberedRenderer) Destroy() {}

// codeChip is a code of the chain; a tap explains it.
type codeChip struct {
	widget.BaseWidget
	env   *kit.Env
	code  inspector.CodeAt
	tone  theme.Tone
	onTap func(inspector.CodeAt)
	ring  *canvas.Rectangle
}

func newCodeChip(env *kit.Env, c inspector.CodeAt, tone theme.Tone, onTap func(inspector.CodeAt)) *codeChip {
	w := &codeChip{env: env, code: c, tone: tone, onTap: onTap, ring: canvas.NewRectangle(color.Transparent)}
	w.ring.CornerRadius = 9
	w.ExtendBaseWidget(w)
	env.Controls.Add("code-"+c.Code, w)
	return w
}

func (w *codeChip) CreateRenderer() fyne.WidgetRenderer {
	chip := w.env.Chip(Short(w.code.Code), w.tone)
	chip.Add(w.ring)
	return widget.NewSimpleRenderer(chip)
}

func (w *codeChip) press() {
	if w.onTap != nil {
		w.onTap(w.code)
	}
}

func (w *codeChip) Tapped(*fyne.PointEvent) { w.press() }

func (w *codeChip) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyReturn || k.Name == fyne.KeySpace {
		w.press()
		return
	}
	w.env.PassKey(k)
}
func (w *codeChip) TypedRune(rune) {}
func (w *codeChip) FocusGained()   { w.mark(2) }
func (w *codeChip) FocusLost()     { w.mark(0) }
func (w *codeChip) mark(width float32) {
	w.ring.StrokeColor, w.ring.StrokeWidth = w.env.Accent, width
	w.ring.Refresh()
}
func (w *codeChip) Cursor() desktop.Cursor { return desktop.PointerCursor }

// footed puts a column at the bottom, as high as it needs in the width that
// there is, and a page into the room above.
type footed struct{ gap float32 }

func (l *footed) Layout(o []fyne.CanvasObject, s fyne.Size) {
	foot := o[1].(*fyne.Container)
	h := min(s.Height, foot.Layout.(*kit.Column).HeightOf(foot.Objects, s.Width))
	o[0].Resize(fyne.NewSize(s.Width, max(0, s.Height-h-l.gap)))
	foot.Move(fyne.NewPos(0, s.Height-h))
	foot.Resize(fyne.NewSize(s.Width, h))
}

func (l *footed) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(40, 80) }
