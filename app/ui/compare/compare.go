// Package compare is the page that sets two login attempts side by side: of the open
// session, or one of it and one of another file.
package compare

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/engine"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/inspector"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// ID names the page.
const ID page.ID = "compare"

// Reader reads exchanges of the open session; it may block.
type Reader interface {
	Exchange(ctx context.Context, id exchange.ID) (exchange.Exchange, error)
}

// Files is what the page asks about other files.
type Files interface {
	// Other reads a file beside the open session, "" the pinned reference; it may block.
	Other(ctx context.Context, path string) (*engine.Other, error)
	// Pin keeps the open session, masked, as the reference; it returns at once.
	Pin()
}

// Page is the page.
type Page struct {
	page.Base
	reader  Reader
	files   Files
	sides   [2]side // left and right
	other   *other  // nil without a second file
	gen     int     // of the session to which sides, other and headers belong
	headers map[exchange.ID]exchange.Exchange
	asked   map[exchange.ID]bool // of the reader, whatever came of it

	selects  [2]*widget.Select
	beside   *fyne.Container // the chip of the second file
	lines    *fyne.Container
	choosing bool
	drawn    *inspector.Report
}

// side is what stands at one side.
type side struct {
	other bool // an attempt of the second file
	id    int  // of the attempt, 0 for not chosen yet
}

// New returns the page; without files there is no second file.
func New(reader Reader, files Files) *Page { return &Page{reader: reader, files: files} }

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

// Open is for page.Page: it compares the shown attempt with that of the second file, or
// with the newest that signed in, or with the one before it.
func (p *Page) Open(r page.Ref) bool {
	if _, ok := r.(page.Comparison); !ok {
		return false
	}
	p.sides, p.drawn = [2]side{}, nil
	p.Show()
	return true
}

// Build is for page.Page.
func (p *Page) Build() fyne.CanvasObject {
	env := p.Env()
	p.lines, p.beside, p.drawn = container.NewStack(), container.NewStack(), nil
	for i := range p.selects {
		p.selects[i] = widget.NewSelect(nil, func(string) { p.chosen() })
	}
	env.Controls.Add("compare-left", p.selects[0])
	env.Controls.Add("compare-right", p.selects[1])
	swap := env.NewButton("compare-swap", "⇄", kit.Normal, p.swap).Tight()
	choose := container.New(&compareRow{env: env}, container.NewCenter(swap), p.selects[0], p.selects[1])
	top := kit.NewColumn(env.S(8), env.NewParagraph(env.T("compare.title"), kit.Title, env.Palette.Text), p.tools(),
		p.beside, choose)
	return env.InPane(container.NewBorder(kit.Around(0, 0, barRoomRight, env.S(8), top), nil, nil, nil, p.lines))
}

// barRoomRight keeps the head as wide as the lines beside their scroll bar.
const barRoomRight = 12

func (p *Page) tools() *fyne.Container {
	env := p.Env()
	tools := kit.NewFlow(env.S(8))
	add := func(name string, rank kit.Rank, do func()) {
		tools.Add(env.NewButton("compare-"+name, env.T("compare."+name), rank, do).Tight())
	}
	if p.files != nil {
		add("file", kit.Normal, func() { p.ChooseFile(p.read) })
		add("reference", kit.Normal, func() { p.read("") })
		add("pin", kit.Quiet, func() { p.Ask("compare-pin", "compare.pin", p.files.Pin) })
	}
	add("copy", kit.Quiet, p.copyAll)
	add("export", kit.Quiet, p.export)
	return tools
}

func (p *Page) swap() {
	p.sides[0], p.sides[1], p.drawn = p.sides[1], p.sides[0], nil
	p.Update()
}

// pick chooses what is compared first: the shown attempt at the left, and at
// the right the newest of the second file, or the newest other one, those that signed in
// first. A side whose attempt is gone is chosen anew.
func (p *Page) pick() {
	for i := range p.sides {
		if p.flow(p.sides[i]) == nil {
			p.sides[i] = side{}
		}
	}
	if shown := p.Shown().Flow(); p.sides[0].id == 0 && shown != nil {
		p.sides[0] = side{id: shown.ID}
	}
	if p.sides[0].id == 0 {
		p.sides[0] = p.newest(true, side{})
	}
	if p.sides[1].id == 0 {
		p.sides[1] = p.newest(p.other != nil, p.sides[0])
	}
}

// newest is the newest attempt but one, of those that signed in if there are any.
func (p *Page) newest(other bool, but side) side {
	var found side
	for _, f := range p.flows(other) {
		s := side{other, f.ID}
		if s == but {
			continue
		}
		if f.Verdict.Outcome == inspector.SignedIn {
			return s
		}
		if found.id == 0 {
			found = s
		}
	}
	return found
}

// flows are the attempts that a side can show, as they are shown now.
func (p *Page) flows(other bool) []*inspector.Flow {
	switch {
	case !other:
		return p.Shown().Flows
	case p.other == nil:
		return nil
	}
	return p.other.flows(p.Shown().Revealed)
}

func (p *Page) flow(s side) *inspector.Flow {
	flows := p.flows(s.other)
	if i := slices.IndexFunc(flows, func(f *inspector.Flow) bool { return f.ID == s.id }); i >= 0 {
		return flows[i]
	}
	return nil
}

// Update is for page.Page.
func (p *Page) Update() {
	if gen := p.Shown().Model.Gen; gen != p.gen { // another session
		p.gen, p.sides, p.other, p.drawn = gen, [2]side{}, nil, nil
		p.headers, p.asked = map[exchange.ID]exchange.Exchange{}, map[exchange.ID]bool{}
	}
	if p.drawn == p.Shown().Report() && p.drawn != nil {
		return
	}
	p.drawn = p.Shown().Report()
	p.Hush()
	p.showBeside()
	p.pick()
	p.offer()
	if p.flow(p.sides[0]) == nil || p.flow(p.sides[1]) == nil {
		p.lines.Objects = []fyne.CanvasObject{p.Nothing("empty.compare")}
		p.lines.Refresh()
		return
	}
	p.readHeaders()
	p.lines.Objects = []fyne.CanvasObject{p.draw(p.describe(p.Shown().Revealed))}
	p.lines.Refresh()
}

// offer lists the attempts in both choosers.
func (p *Page) offer() {
	p.choosing = true
	defer func() { p.choosing = false }()
	all := p.choices()
	var names []string
	for _, s := range all {
		names = append(names, p.name(s))
	}
	for i, s := range p.sides {
		p.selects[i].Options, p.selects[i].Selected = names, ""
		if at := slices.Index(all, s); at >= 0 {
			p.selects[i].Selected = names[at]
		}
		p.selects[i].Refresh()
	}
}

// choices are the attempts of the open session, then those of the second file.
func (p *Page) choices() []side {
	var out []side
	for _, other := range []bool{false, true} {
		for _, f := range p.flows(other) {
			out = append(out, side{other, f.ID})
		}
	}
	return out
}

func (p *Page) chosen() {
	if p.choosing {
		return
	}
	all := p.choices()
	for i := range p.sides {
		if n := p.selects[i].SelectedIndex(); n >= 0 && n < len(all) {
			p.sides[i] = all[n]
		}
	}
	p.drawn = nil
	p.Update()
}
