package detail

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/kit"
)

// pair is a name, its value beside it and what it means below.
type pair struct {
	widget.BaseWidget
	env   *kit.Env
	name  *canvas.Text
	full  string
	value *kit.Paragraph
	note  *kit.Paragraph // nil if there is nothing to say
}

func newPair(env *kit.Env, name, value, note string) *pair {
	p := &pair{
		env:   env,
		full:  name,
		name:  env.Faint(name, kit.Small),
		value: env.NewParagraph(value, kit.Mono, env.Palette.Text),
	}
	if note != "" {
		p.note = env.NewParagraph(note, kit.Small, env.Muted)
	}
	p.ExtendBaseWidget(p)
	return p
}

func (p *pair) indent(width float32) float32 { return min(p.env.S(132), width*0.36) }

// HeightFor is for kit.Column.
func (p *pair) HeightFor(width float32) float32 {
	room := width - p.indent(width)
	h := p.value.HeightFor(room)
	if p.note != nil {
		h += p.note.HeightFor(room)
	}
	return h
}

func (p *pair) CreateRenderer() fyne.WidgetRenderer { return &pairRenderer{p} }

type pairRenderer struct{ p *pair }

func (r *pairRenderer) Layout(s fyne.Size) {
	p := r.p
	in := p.indent(s.Width)
	p.name.Text = p.env.Cut(p.full, kit.Small, in-p.env.S(8))
	p.name.Move(fyne.NewPos(0, p.env.S(1)))
	p.name.Resize(p.name.MinSize())
	room := s.Width - in
	h := p.value.HeightFor(room)
	p.value.Move(fyne.NewPos(in, 0))
	p.value.Resize(fyne.NewSize(room, h))
	if p.note != nil {
		p.note.Move(fyne.NewPos(in, h))
		p.note.Resize(fyne.NewSize(room, p.note.HeightFor(room)))
	}
}
func (r *pairRenderer) MinSize() fyne.Size { return fyne.NewSize(80, 10) }
func (r *pairRenderer) Refresh()           {}
func (r *pairRenderer) Destroy()           {}
func (r *pairRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.p.name, r.p.value}
	if r.p.note != nil {
		out = append(out, r.p.note)
	}
	return out
}
