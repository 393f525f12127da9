package compare

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/table"
	"loginscope/app/ui/theme"
	"loginscope/app/ui/verdict"
	"loginscope/inspector"
)

func (p *Page) draw(d description) fyne.CanvasObject {
	env := p.Env()
	col := kit.NewColumn(env.S(2))
	tone := theme.ToneGood
	if d.first >= 0 {
		tone = theme.ToneCaution
	}
	p.Say(append([]string{d.say, d.unknown}, d.lines()...)...)
	col.Add(kit.Around(0, 0, 0, env.S(6), env.NewParagraph(d.say, kit.Strong, env.Ink(tone))))
	if d.unknown != "" {
		col.Add(kit.Around(0, 0, 0, env.S(6), env.NewParagraph(d.unknown, kit.Small, env.Muted)))
	}
	p.addFields(col, d.facts)
	for i, r := range d.rows {
		ground := canvas.NewRectangle(env.Palette.Pane)
		ground.CornerRadius = 6
		switch {
		case i == d.first:
			ground.FillColor = env.Tint(theme.ToneCaution)
		case r.differs:
			ground.FillColor = env.Card
		}
		line := container.New(&compareRow{env: env},
			env.Text(env.Cut(r.mark()+r.label, kit.Strong, env.S(190)), kit.Strong),
			p.cell(&d, i, 0), p.cell(&d, i, 1))
		col.Add(container.NewStack(ground, line))
		p.addFields(col, r.fields)
	}
	return kit.Page(col)
}

// addFields lists fields below their step.
func (p *Page) addFields(col *fyne.Container, fields []field) {
	for _, f := range fields {
		col.Add(newFieldLine(p.Env(), f))
	}
}

// cell is one side of a line: mark, fate, when, and how it is known. That of the open
// session leads to its step.
func (p *Page) cell(d *description, i, at int) fyne.CanvasObject {
	env, r := p.Env(), d.rows[i]
	if r.steps[at] < 0 {
		return env.Faint(r.fates[at], kit.Body)
	}
	f := d.attempts[at]
	s := &f.Steps[r.steps[at]]
	if s.Visibility == inspector.NotReached {
		return env.Faint(r.fates[at], kit.Body)
	}
	tone, glyph := verdict.StepTone(s)
	var head fyne.CanvasObject = env.Chip(glyph+" "+r.fates[at], tone)
	if !p.sides[at].other {
		step := r.steps[at]
		name := fmt.Sprintf("compare-%s-%d", []string{"left", "right"}[at], i)
		head = env.LinkChip(name, glyph+" "+r.fates[at], tone, func() { p.openStep(f.ID, step) })
	}
	flow := kit.NewFlow(env.S(8), head)
	flow.Add(kit.Around(0, env.S(2), 0, 0, env.Faint(strings.Join(p.facts(f, s), " · "), kit.Small)))
	return flow
}

// facts are when a step was, how long it took, and how it is known.
func (p *Page) facts(f *inspector.Flow, s *inspector.Step) []string {
	env := p.Env()
	var facts []string
	if !s.Time.IsZero() && !f.Start.IsZero() {
		facts = append(facts, table.Offset(s.Time.Sub(f.Start)))
	}
	if !s.End.IsZero() && s.End.After(s.Time) {
		facts = append(facts, env.T("compare.took", table.Duration(s.End.Sub(s.Time))))
	}
	if s.Visibility != inspector.Visible {
		facts = append(facts, env.In(s.Known()))
	}
	return facts
}

// compareRow puts a step's name and both sides into three columns.
type compareRow struct{ env *kit.Env }

func (l *compareRow) columns(width float32) [3]struct{ x, w float32 } {
	name := min(l.env.S(200), width*0.26)
	side := (width - name) / 2
	in := l.env.S(6)
	return [3]struct{ x, w float32 }{
		{in, name - 2*in}, {name + in, side - 2*in}, {name + side + in, side - 2*in},
	}
}

func (l *compareRow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	for i, at := range l.columns(s.Width) {
		h := o[i].MinSize().Height
		o[i].Move(fyne.NewPos(at.x, (s.Height-h)/2))
		o[i].Resize(fyne.NewSize(at.w, h))
	}
}

func (l *compareRow) MinSize(o []fyne.CanvasObject) fyne.Size {
	h := l.env.S(26)
	for _, c := range o {
		h = max(h, c.MinSize().Height+l.env.S(4))
	}
	return fyne.NewSize(300, h)
}
