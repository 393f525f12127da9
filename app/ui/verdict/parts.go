package verdict

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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
