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

// footed keeps what was seen and the buttons in sight below a page that
// scrolls: one above the other, or side by side where the card is wide, as it
// is in a small window that leaves it little height.
type footed struct{ env *kit.Env }

const wideCard = 560

func (l *footed) Layout(o []fyne.CanvasObject, s fyne.Size) {
	seen, buttons := o[1].(*fyne.Container), o[2].(*fyne.Container)
	high := func(c *fyne.Container, width float32) float32 {
		return c.Layout.(*kit.Column).HeightOf(c.Objects, width)
	}
	gap := l.env.S(8)
	left, right := s.Width, s.Width
	if s.Width >= l.env.S(wideCard) {
		right = l.width(buttons)
		left = s.Width - right - 2*gap
	}
	seenH, buttonsH := high(seen, left), high(buttons, right)
	seenY, buttonsY := s.Height-seenH-gap-buttonsH, s.Height-buttonsH
	if left < s.Width {
		seenY = s.Height - (buttonsH+seenH)/2
	}
	seen.Move(fyne.NewPos(0, seenY))
	seen.Resize(fyne.NewSize(left, seenH))
	buttons.Move(fyne.NewPos(s.Width-right, buttonsY))
	buttons.Resize(fyne.NewSize(right, buttonsH))
	o[0].Resize(fyne.NewSize(s.Width, max(0, min(seenY, buttonsY)-gap)))
}

// width is how wide the buttons are side by side.
func (l *footed) width(buttons *fyne.Container) (w float32) {
	flow := buttons.Objects[0].(*fyne.Container)
	for _, b := range flow.Objects {
		w += b.MinSize().Width
	}
	return w + l.env.S(8)*float32(len(flow.Objects)-1) + 1
}

func (l *footed) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(40, 80) }

// StepTone is how a step went, as a colour and a drawn character.
func StepTone(s *inspector.Step) (theme.Tone, string) {
	switch s.Outcome {
	case inspector.OutcomeOK:
		return theme.ToneGood, "✓"
	case inspector.OutcomeFailed:
		return theme.ToneBad, "✗"
	case inspector.OutcomeWaiting:
		return theme.ToneCaution, "…"
	}
	return theme.ToneNeutral, "○"
}
