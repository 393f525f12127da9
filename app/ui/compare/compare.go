// Package compare is the page that sets two login attempts side by side.
package compare

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/app/ui/table"
	"loginscope/app/ui/theme"
	"loginscope/app/ui/verdict"
	"loginscope/inspector"
	pairs "loginscope/inspector/compare"
	"loginscope/inspector/redact"
	"loginscope/lang"
)

// ID names the page.
const ID page.ID = "compare"

// Page is the page.
type Page struct {
	page.Base
	left, right int // IDs of the attempts, 0 for not chosen yet
	selects     [2]*widget.Select
	lines       *fyne.Container
	choosing    bool
	drawn       *inspector.Report
	text        string // what is drawn, one line each, as shown: masked unless revealed
}

// New returns the page.
func New() *Page { return &Page{} }

// Info is for page.Page.
func (p *Page) Info() page.Info {
	return page.Info{ID: ID, Title: lang.Text{EN: "Compare", ZH: "对比"}, Aside: true}
}

// Shortcuts is for page.Page.
func (p *Page) Shortcuts() []page.Shortcut {
	open := func() { p.Open(page.Comparison{}) }
	return []page.Shortcut{
		{Menu: "menu.diagnosis", Label: "menu.compare", Key: fyne.KeyK, Mod: fyne.KeyModifierShortcutDefault, Do: open},
	}
}

// Open is for page.Page: it compares the shown attempt with the newest that
// signed in, or with the one before it.
func (p *Page) Open(r page.Ref) bool {
	if _, ok := r.(page.Comparison); !ok {
		return false
	}
	p.left, p.right, p.drawn = 0, 0, nil
	p.Show()
	return true
}

// Build is for page.Page.
func (p *Page) Build() fyne.CanvasObject {
	env := p.Env()
	p.lines, p.drawn = container.NewStack(), nil
	for i := range p.selects {
		p.selects[i] = widget.NewSelect(nil, func(string) { p.chosen() })
	}
	env.Controls.Add("compare-left", p.selects[0])
	env.Controls.Add("compare-right", p.selects[1])
	swap := env.NewButton("compare-swap", "⇄", kit.Normal, func() {
		p.left, p.right, p.drawn = p.right, p.left, nil
		p.Update()
	}).Tight()
	copyAll := env.NewButton("compare-copy", env.T("compare.copy"), kit.Quiet, func() { p.Host.Copy(p.text) }).Tight()
	tools := container.NewHBox(swap, copyAll)
	choose := container.New(&compareRow{env: env}, container.NewCenter(tools), p.selects[0], p.selects[1])
	top := kit.NewColumn(env.S(8), env.NewParagraph(env.T("compare.title"), kit.Title, env.Palette.Text), choose)
	return env.InPane(container.NewBorder(kit.Around(0, 0, barRoomRight, env.S(8), top), nil, nil, nil, p.lines))
}

// barRoomRight keeps the head as wide as the lines beside their scroll bar.
const barRoomRight = 12

// pick chooses what is compared first: the shown attempt at the left, and at
// the right the newest other one that signed in, or else the newest other one.
func (p *Page) pick() {
	shown := p.Shown().Flow()
	if p.left == 0 && shown != nil {
		p.left = shown.ID
	}
	if p.right != 0 {
		return
	}
	for _, f := range p.Shown().Flows {
		if f.ID != p.left && (p.right == 0 || f.Verdict.Outcome == inspector.SignedIn) {
			p.right = f.ID
			if f.Verdict.Outcome == inspector.SignedIn {
				return
			}
		}
	}
}

// Update is for page.Page.
func (p *Page) Update() {
	if p.drawn == p.Shown().Report() && p.drawn != nil {
		return
	}
	p.drawn = p.Shown().Report()
	p.Hush()
	if len(p.Shown().Flows) < 2 {
		p.lines.Objects = []fyne.CanvasObject{p.Nothing("empty.compare")}
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

func (p *Page) flow(id int) *inspector.Flow { return p.Shown().FlowOf(id) }

// offer lists the attempts in both choosers.
func (p *Page) offer() {
	p.choosing = true
	defer func() { p.choosing = false }()
	var names []string
	for _, f := range p.Shown().Flows {
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

func (p *Page) name(f *inspector.Flow) string {
	when, who, word := verdict.Brief(p.Env(), f)
	return fmt.Sprintf("%d · %s · %s · %s", f.ID, when, word, who)
}

func (p *Page) chosen() {
	if p.choosing {
		return
	}
	for i, id := range []*int{&p.left, &p.right} {
		if n := p.selects[i].SelectedIndex(); n >= 0 && n < len(p.Shown().Flows) {
			*id = p.Shown().Flows[n].ID
		}
	}
	p.drawn = nil
	p.Update()
}

func (p *Page) draw(l, r *inspector.Flow) fyne.CanvasObject {
	env := p.Env()
	c := pairs.Of(pairs.Attempt{Flow: l}, pairs.Attempt{Flow: r})
	col := kit.NewColumn(env.S(2))
	say := env.T("compare.alike")
	tone := theme.ToneGood
	if c.First >= 0 {
		a, b := c.Rows[c.First].Left, c.Rows[c.First].Right
		say = env.T("compare.first", p.label(a, b), p.fate(a), p.fate(b))
		tone = theme.ToneCaution
	}
	p.text = p.name(l) + "\n" + p.name(r) + "\n"
	p.line(say)
	col.Add(kit.Around(0, 0, 0, env.S(6), env.NewParagraph(say, kit.Strong, env.Ink(tone))))
	p.addFields(col, c.Attempt)
	for i, row := range c.Rows {
		a, b := row.Left, row.Right
		mark := ""
		if row.Differs {
			mark = "≠ "
		}
		p.line(mark + p.label(a, b) + " | " + p.fate(a) + " | " + p.fate(b))
		ground := canvas.NewRectangle(env.Palette.Pane)
		ground.CornerRadius = 6
		switch {
		case i == c.First:
			ground.FillColor = env.Tint(theme.ToneCaution)
		case row.Differs:
			ground.FillColor = env.Card
		}
		line := container.New(
			&compareRow{env: env},
			env.Text(env.Cut(mark+p.label(a, b), kit.Strong, env.S(190)), kit.Strong),
			p.cell(l, a),
			p.cell(r, b),
		)
		col.Add(container.NewStack(ground, line))
		p.addFields(col, row.Fields)
	}
	return kit.Page(col)
}

// line is one line of what is drawn, for scripts and for the copy.
func (p *Page) line(s string) {
	p.Say(s)
	p.text += s + "\n"
}

// addFields lists the fields that differ and do not in every run.
func (p *Page) addFields(col *fyne.Container, fields []pairs.Field) {
	env := p.Env()
	for i := range fields {
		f := &fields[i]
		if f.Varies || !f.Differs() {
			continue
		}
		name := env.In(f.Label)
		if name == "" {
			name = f.Name
		}
		left, right := p.value(f, f.Left, f.HasLeft), p.value(f, f.Right, f.HasRight)
		p.line("  ≠ " + name + " | " + left + " | " + right)
		side := env.S(240)
		col.Add(container.New(&compareRow{env: env}, env.Faint(env.Cut("   ≠ "+name, kit.Small, env.S(190)), kit.Small),
			env.Faint(env.Cut(left, kit.Small, side), kit.Small),
			env.Faint(env.Cut(right, kit.Small, side), kit.Small)))
	}
}

// value is a field's value as the window shows it now, on one line.
func (p *Page) value(f *pairs.Field, v string, has bool) string {
	if !has {
		return "–"
	}
	if !p.Shown().Revealed {
		if f.Sensitivity != inspector.Public {
			v = redact.Value(f.Sensitivity, v)
		}
		v = p.Shown().Mask(v)
	}
	return strings.Join(strings.Fields(v), " ")
}

func (p *Page) label(a, b *inspector.Step) string {
	if a == nil {
		a = b
	}
	return p.Env().In(a.Label)
}

// fate is how a step went in a few words.
func (p *Page) fate(s *inspector.Step) string {
	env := p.Env()
	switch {
	case s == nil:
		return env.T("compare.absent")
	case s.Visibility == inspector.NotReached:
		return env.T("visibility.not-reached")
	case pairs.Code(s) != "":
		return verdict.Short(pairs.Code(s))
	}
	return env.In(s.Outcome.Name())
}

// cell is one side of a line: mark, fate, when, and how it is known.
func (p *Page) cell(f *inspector.Flow, s *inspector.Step) fyne.CanvasObject {
	env := p.Env()
	if s == nil || s.Visibility == inspector.NotReached {
		return env.Faint(p.fate(s), kit.Body)
	}
	tone, glyph := verdict.StepTone(s)
	flow := kit.NewFlow(env.S(8), env.Chip(glyph+" "+p.fate(s), tone))
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
	flow.Add(kit.Around(0, env.S(2), 0, 0, env.Faint(strings.Join(facts, " · "), kit.Small)))
	return flow
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
