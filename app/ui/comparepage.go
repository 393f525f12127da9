package ui

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/compare"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/table"
	"loginscope/app/ui/theme"
	"loginscope/app/ui/verdict"
	"loginscope/inspector"
)

// comparePage sets two attempts side by side by the step of the SDK.
type comparePage struct {
	w           *Window
	left, right int // IDs of the attempts, 0 for not chosen yet
	selects     [2]*widget.Select
	lines       *fyne.Container
	root        *fyne.Container
	choosing    bool
	drawn       *inspector.Report
	text        []string
}

func newComparePage(w *Window) *comparePage {
	env := w.env
	p := &comparePage{w: w, lines: container.NewStack(), root: container.NewStack()}
	for i := range p.selects {
		p.selects[i] = widget.NewSelect(nil, func(string) { p.chosen() })
	}
	env.Controls.Add("compare-left", p.selects[0])
	env.Controls.Add("compare-right", p.selects[1])
	swap := env.NewButton("compare-swap", "⇄", kit.Normal, func() { p.left, p.right = p.right, p.left; p.drawn = nil; p.update() }).Tight()
	choose := container.New(&compareRow{env: env}, container.NewCenter(swap), p.selects[0], p.selects[1])
	top := kit.NewColumn(env.S(8), env.NewParagraph(env.T("compare.title"), kit.Title, env.Palette.Text), choose)
	pane := env.InPane(container.NewBorder(kit.Around(0, 0, barRoomRight, env.S(8), top), nil, nil, nil, p.lines))
	p.root.Objects = []fyne.CanvasObject{pane}
	return p
}

// barRoomRight keeps the head as wide as the lines beside their scroll bar.
const barRoomRight = 12

func (p *comparePage) object() fyne.CanvasObject { return p.root }
func (p *comparePage) words() []string           { return p.text }

// compareShown opens the comparison of the shown attempt with the newest that
// signed in, or with the one before it.
func (w *Window) compareShown() {
	if pg, ok := w.pages[Compare].(*comparePage); ok {
		pg.left, pg.right, pg.drawn = 0, 0, nil
	}
	w.goTo(Compare)
}

// pick chooses what is compared first: the shown attempt at the left, and at
// the right the newest other one that signed in, or else the newest other one.
func (p *comparePage) pick() {
	shown := p.w.shownFlow()
	if p.left == 0 && shown != nil {
		p.left = shown.ID
	}
	if p.right != 0 {
		return
	}
	for _, f := range p.w.flows {
		if f.ID != p.left && (p.right == 0 || f.Verdict.Outcome == inspector.SignedIn) {
			p.right = f.ID
			if f.Verdict.Outcome == inspector.SignedIn {
				return
			}
		}
	}
}

func (p *comparePage) update() {
	w := p.w
	if p.drawn == w.model.Report && p.drawn != nil {
		return
	}
	p.drawn = w.model.Report
	p.text = nil
	if len(w.flows) < 2 {
		p.lines.Objects = []fyne.CanvasObject{w.emptyPane("empty.compare")}
		p.lines.Refresh()
		return
	}
	p.pick()
	p.offer()
	l, r := p.flow(p.left), p.flow(p.right)
	if l == nil || r == nil { // another session
		p.left, p.right = 0, 0
		p.pick()
		p.offer()
		l, r = p.flow(p.left), p.flow(p.right)
	}
	p.lines.Objects = []fyne.CanvasObject{p.draw(l, r)}
	p.lines.Refresh()
}

func (p *comparePage) flow(id int) *inspector.Flow {
	for _, f := range p.w.flows {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// offer lists the attempts in both choosers.
func (p *comparePage) offer() {
	p.choosing = true
	defer func() { p.choosing = false }()
	var names []string
	for _, f := range p.w.flows {
		names = append(names, p.name(f))
	}
	for i, id := range []int{p.left, p.right} {
		p.selects[i].Options = names
		if f := p.flow(id); f != nil {
			p.selects[i].Selected = p.name(f)
		}
		p.selects[i].Refresh()
	}
}

func (p *comparePage) name(f *inspector.Flow) string {
	when, who, word := cardTexts(p.w.env, f)
	return fmt.Sprintf("%d · %s · %s · %s", f.ID, when, word, who)
}

func (p *comparePage) chosen() {
	if p.choosing {
		return
	}
	for i, id := range []*int{&p.left, &p.right} {
		if n := p.selects[i].SelectedIndex(); n >= 0 && n < len(p.w.flows) {
			*id = p.w.flows[n].ID
		}
	}
	p.drawn = nil
	p.update()
}

func (p *comparePage) draw(l, r *inspector.Flow) fyne.CanvasObject {
	env := p.w.env
	lines := compare.Align(l.Steps, r.Steps)
	first := compare.First(lines, l.Steps, r.Steps)
	col := kit.NewColumn(env.S(2))
	say := env.T("compare.alike")
	tone := theme.ToneGood
	if first >= 0 {
		a, b := compare.At(l.Steps, lines[first].Left), compare.At(r.Steps, lines[first].Right)
		say = env.T("compare.first", p.label(a, b), p.fate(a), p.fate(b))
		tone = theme.ToneCaution
	}
	p.text = append(p.text, say)
	col.Add(kit.Around(0, 0, 0, env.S(6), env.NewParagraph(say, kit.Strong, env.Ink(tone))))
	for i, ln := range lines {
		a, b := compare.At(l.Steps, ln.Left), compare.At(r.Steps, ln.Right)
		mark := ""
		if compare.Differ(a, b) {
			mark = "≠ "
		}
		p.text = append(p.text, mark+p.label(a, b)+" | "+p.fate(a)+" | "+p.fate(b))
		ground := canvas.NewRectangle(env.Palette.Pane)
		ground.CornerRadius = 6
		switch {
		case i == first:
			ground.FillColor = env.Tint(theme.ToneCaution)
		case mark != "":
			ground.FillColor = env.Card
		}
		row := container.New(&compareRow{env: env}, env.Text(env.Cut(mark+p.label(a, b), kit.Strong, env.S(190)), kit.Strong), p.cell(l, a), p.cell(r, b))
		col.Add(container.NewStack(ground, row))
	}
	return kit.Page(col)
}

func (p *comparePage) label(a, b *inspector.Step) string {
	if a == nil {
		a = b
	}
	return p.w.env.In(a.Label)
}

// fate is how a step went in a few words.
func (p *comparePage) fate(s *inspector.Step) string {
	env := p.w.env
	switch {
	case s == nil:
		return env.T("compare.absent")
	case s.Visibility == inspector.NotReached:
		return env.T("visibility.not-reached")
	case compare.Code(s) != "":
		return verdict.Short(compare.Code(s))
	}
	return env.In(s.Outcome.Name())
}

// cell is one side of a line: mark, fate, when, and how it is known.
func (p *comparePage) cell(f *inspector.Flow, s *inspector.Step) fyne.CanvasObject {
	env := p.w.env
	if s == nil || s.Visibility == inspector.NotReached {
		return env.Faint(p.fate(s), kit.Body)
	}
	tone, glyph := stepTone(s)
	flow := kit.NewFlow(env.S(8), env.Chip(glyph+" "+p.fate(s), tone))
	var facts []string
	if !s.Time.IsZero() && !f.Start.IsZero() {
		facts = append(facts, offset(s.Time.Sub(f.Start)))
	}
	if !s.End.IsZero() && s.End.After(s.Time) {
		facts = append(facts, env.T("compare.took", table.Duration(s.End.Sub(s.Time))))
	}
	if s.Visibility != inspector.Visible {
		facts = append(facts, env.In(s.Known()))
	}
	flow.Add(kit.Around(0, env.S(2), 0, 0, env.Faint(strings.Join(facts, " · "), kit.Small)))
	return flow
}

// offset words how long after its start something of an attempt happened.
func offset(d time.Duration) string {
	if d < time.Millisecond {
		return "+0"
	}
	return "+" + table.Duration(d)
}

func stepTone(s *inspector.Step) (theme.Tone, string) {
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

// compareRow puts a step's name and both sides into three columns.
type compareRow struct{ env *kit.Env }

func (l *compareRow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	name := min(l.env.S(200), s.Width*0.26)
	side := (s.Width - name) / 2
	for i, at := range []struct{ x, w float32 }{{0, name}, {name, side}, {name + side, side}} {
		h := o[i].MinSize().Height
		o[i].Move(fyne.NewPos(at.x+l.env.S(6), (s.Height-h)/2))
		o[i].Resize(fyne.NewSize(at.w-l.env.S(12), h))
	}
}

func (l *compareRow) MinSize(o []fyne.CanvasObject) fyne.Size {
	h := l.env.S(26)
	for _, c := range o {
		h = max(h, c.MinSize().Height+l.env.S(4))
	}
	return fyne.NewSize(300, h)
}
