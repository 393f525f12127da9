package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Paragraph is wrapped text. Unlike Fyne's label it breaks Chinese between
// characters, and its height for a width can be asked.
type Paragraph struct {
	widget.BaseWidget
	env   *Env
	text  string
	style Style
	ink   color.Color
	width float32
	lines []string
	align float32
	asked broken // for the last width that was asked about
}

// broken is a text in lines for a width.
type broken struct {
	width float32
	lines []string
}

// Centred puts each line in the middle.
func (p *Paragraph) Centred() *Paragraph { p.align = 0.5; return p }

// NewParagraph returns wrapped text in the given colour.
func (e *Env) NewParagraph(text string, s Style, ink color.Color) *Paragraph {
	p := &Paragraph{env: e, text: text, style: s, ink: ink}
	p.ExtendBaseWidget(p)
	return p
}

// Paragraph returns wrapped text in the normal colour.
func (e *Env) Paragraph(text string) *Paragraph { return e.NewParagraph(text, Body, e.Palette.Text) }

// Lines returns the text as it is broken now.
func (p *Paragraph) Lines() []string { return p.lines }

// HeightFor is the height that the text needs in a width. It changes nothing:
// a question must not set off another layout.
func (p *Paragraph) HeightFor(width float32) float32 {
	if width != p.asked.width || p.asked.lines == nil {
		p.asked = broken{width, p.wrap(width)}
	}
	return float32(len(p.asked.lines)) * p.lineStep()
}

func (p *Paragraph) lineStep() float32 { return p.env.LineHeight(p.style) * 1.06 }

func (p *Paragraph) wrap(width float32) []string {
	return Wrap(p.text, width, func(s string) float32 { return p.env.Width(s, p.style) })
}

// MinSize is one character wide and as high as the present width asks.
func (p *Paragraph) MinSize() fyne.Size {
	if p.width == 0 {
		return fyne.NewSize(p.env.LineHeight(p.style), p.lineStep())
	}
	return fyne.NewSize(p.env.LineHeight(p.style), float32(len(p.lines))*p.lineStep())
}

// Resize breaks the text again.
func (p *Paragraph) Resize(s fyne.Size) {
	if s.Width != p.width {
		p.HeightFor(s.Width)
		p.width, p.lines = s.Width, p.asked.lines
		p.Refresh()
	}
	p.BaseWidget.Resize(s)
}

// CreateRenderer is for Fyne.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	r := &paragraphRenderer{p: p}
	r.Refresh()
	return r
}

type paragraphRenderer struct {
	p     *Paragraph
	texts []fyne.CanvasObject
}

func (r *paragraphRenderer) Layout(fyne.Size)             {}
func (r *paragraphRenderer) MinSize() fyne.Size           { return r.p.MinSize() }
func (r *paragraphRenderer) Objects() []fyne.CanvasObject { return r.texts }
func (r *paragraphRenderer) Destroy()                     {}

func (r *paragraphRenderer) Refresh() {
	size, style := r.p.env.Font(r.p.style)
	r.texts = r.texts[:0]
	for i, line := range r.p.lines {
		t := canvas.NewText(line, r.p.ink)
		t.TextSize, t.TextStyle = size, style
		w := r.p.env.Width(line, r.p.style)
		t.Move(fyne.NewPos((r.p.width-w)*r.p.align, float32(i)*r.p.lineStep()))
		t.Resize(fyne.NewSize(w, r.p.env.LineHeight(r.p.style)))
		r.texts = append(r.texts, t)
	}
	canvas.Refresh(r.p)
}
