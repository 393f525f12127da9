// Package attempts is the first page: one attempt as a diagram with its verdict,
// and the exchanges below.
package attempts

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/engine"
	"loginscope/app/feed"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/listing"
	"loginscope/app/ui/note"
	"loginscope/app/ui/page"
	"loginscope/app/ui/sequence"
	"loginscope/app/ui/verdict"
	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/lang"
)

// ID names the page.
const ID page.ID = "attempts"

// Page is the page.
type Page struct {
	page.Base
	cfg     listing.Config
	act     Actions
	diagram *sequence.Diagram
	pane    *listing.Pane

	title, under *fyne.Container
	zoom         *kit.Button
	card         *fyne.Container
	lower        *fyne.Container
	root         *fyne.Container
	tab          string // in a narrow window: "verdict", "exchanges" or "detail"
	drawn        *inspector.Flow
	at           fyne.Position // of the card
	narrow       bool          // as drawn
	beside       bool          // the detail is drawn beside the table
	empty        fyne.CanvasObject
	emptyKind    string
}

// Actions are what a person does with an attempt. They return at once.
type Actions struct {
	// Answer takes what a person says of phone and app.
	Answer func(f cause.Fact, value string)
	// Give takes a piece of evidence off the session, or puts it back.
	Give func(id string, on bool)
	// Note keeps what a person marks and writes.
	Note note.Save
}

// New returns the page over the open session.
func New(cfg listing.Config, act Actions) *Page { return &Page{cfg: cfg, act: act, tab: "verdict"} }

// Info is for page.Page.
func (p *Page) Info() page.Info {
	return page.Info{ID: ID, Title: lang.Text{EN: "Login attempts", ZH: "登录过程"},
		Count: len(p.Shown().Model.Report.Flows), OfAttempt: true}
}

// Build is for page.Page.
func (p *Page) Build() fyne.CanvasObject {
	p.title, p.under, p.card = container.NewStack(), container.NewStack(), container.NewStack()
	p.lower, p.root = container.NewStack(), container.NewStack()
	p.diagram = sequence.New(p.Env(), "diagram", p.selectStep)
	p.pane = listing.New(p.Host, p.cfg, p.pane)
	p.drawn, p.empty, p.beside = nil, nil, false
	return p.root
}

// Open is for page.Page.
func (p *Page) Open(r page.Ref) bool {
	a, ok := r.(page.Attempt)
	if !ok {
		return false
	}
	p.Shown().ChooseFlow(a.ID)
	p.Show()
	return true
}

// Words is for page.Page.
func (p *Page) Words() page.Words {
	return p.pane.Words(page.Words{Diagram: p.diagram.Lines()})
}

// selectStep marks a step of the shown attempt, and its line in the table.
func (p *Page) selectStep(i int) {
	if !p.Shown().ChooseStep(i) {
		return
	}
	if p.Narrow() {
		p.showTab("detail")
	}
	p.Redraw()
}

// compose puts the parts side by side, or the verdict below the diagram in a
// narrow window.
func (p *Page) compose() {
	env := p.Env()
	p.narrow, p.beside = p.Narrow(), false
	head := container.NewBorder(nil, nil, nil, p.tools(), kit.NewColumn(env.S(2), p.title, p.under))
	diagram := env.InPane(
		container.NewBorder(
			kit.Around(0, 0, 0, env.S(6), head),
			env.NewParagraph(env.T("seq.legend"), kit.Small, env.Muted),
			nil,
			nil,
			p.diagram,
		),
	)
	var content fyne.CanvasObject
	if p.narrow {
		tabs := container.NewHBox(p.tabButton("verdict"), p.tabButton("exchanges"), p.tabButton("detail"))
		switch p.tab {
		case "exchanges":
			p.lower.Objects = []fyne.CanvasObject{env.InPane(p.pane.List)}
		case "detail":
			p.lower.Objects = []fyne.CanvasObject{env.InPane(p.pane.About)}
		default:
			p.lower.Objects = []fyne.CanvasObject{p.card}
		}
		low := container.NewBorder(kit.Around(0, 0, 0, env.S(6), tabs), nil, nil, nil, p.lower)
		split := container.NewVSplit(diagram, low)
		split.Offset = 0.54
		content = split
	} else {
		top := container.NewHSplit(diagram, p.card)
		top.Offset = 0.64
		p.lower.Objects = []fyne.CanvasObject{p.bottom()}
		split := container.NewVSplit(top, p.lower)
		split.Offset = 0.66
		content = split
	}
	p.root.Objects = []fyne.CanvasObject{content}
	p.root.Refresh()
}

// bottom is the table, with the detail beside it once something is selected.
func (p *Page) bottom() fyne.CanvasObject {
	env := p.Env()
	if _, chosen := p.Shown().Key(); !chosen {
		return env.InPane(p.pane.List)
	}
	p.beside = true
	split := container.NewHSplit(env.InPane(p.pane.List), env.InPane(p.pane.About))
	split.Offset = 0.56
	return split
}

func (p *Page) tabButton(name string) *kit.Button {
	rank := kit.Normal
	if p.tab == name {
		rank = kit.Chosen
	}
	return p.Env().NewButton("tab-"+name, p.Env().T("tab."+name), rank, func() { p.showTab(name) }).Tight()
}

func (p *Page) showTab(tab string) {
	p.tab = tab
	p.compose()
}

func (p *Page) tools() fyne.CanvasObject {
	env := p.Env()
	p.zoom = env.NewButton("zoom", "", kit.Quiet, func() { p.setZoom(1) }).Tight()
	return container.NewHBox(
		env.NewButton("play", env.T("seq.play"), kit.Quiet, func() { p.Refer(page.Playback{}) }).Tight(),
		env.NewButton("compare", env.T("seq.compare"), kit.Quiet, func() { p.Refer(page.Comparison{}) }).Tight(),
		env.NewButton("export", env.T("seq.export"), kit.Quiet, p.exportPicture).Tight(),
		env.NewButton("zoom-out", "−", kit.Quiet, func() { p.setZoom(p.diagram.Zoom() / 1.15) }).Tight(),
		p.zoom,
		env.NewButton("zoom-in", "+", kit.Quiet, func() { p.setZoom(p.diagram.Zoom() * 1.15) }).Tight(),
	)
}

func (p *Page) setZoom(z float32) {
	p.diagram.SetZoom(z)
	p.zoomText()
}

func (p *Page) zoomText() { p.zoom.SetText(fmt.Sprintf("%.0f%%", p.diagram.Zoom()*100)) }

// Update is for page.Page.
func (p *Page) Update() {
	v := p.Shown()
	f := v.Flow()
	if f == nil {
		p.showEmpty()
		return
	}
	p.empty, p.emptyKind = nil, ""
	_, chosen := v.Key()
	if p.drawn == nil || p.narrow != p.Narrow() || p.beside != (chosen && !p.Narrow()) {
		p.compose()
	}
	if p.drawn != f {
		p.drawFlow(f)
	}
	p.diagram.Select(v.Step())
	p.pane.Lines()
	if chosen {
		p.showDetail(f)
	}
	p.pane.Notes()
	p.zoomText()
}

// showDetail shows the chosen row, or the chosen step where the table has no row
// for it.
func (p *Page) showDetail(f *inspector.Flow) {
	v := p.Shown()
	row, step := v.Row(), (*inspector.Step)(nil)
	if i := v.Step(); i >= 0 && i < len(f.Steps) {
		step = &f.Steps[i]
	}
	if row == nil && step != nil {
		row = rowOf(f, v.Step())
	}
	p.pane.Detail.ShowRow(row, step)
}

// rowOf stands for a step that has no line in the table: it was not reached,
// or the filter keeps its line out.
func rowOf(f *inspector.Flow, step int) *feed.Row {
	s := &f.Steps[step]
	return &feed.Row{
		Key:        feed.KeyOf(f, step),
		Time:       s.Time,
		Done:       true,
		Flow:       f.ID,
		Step:       step,
		Label:      s.Label,
		Detail:     s.Detail,
		Outcome:    s.Outcome,
		Visibility: s.Visibility,
		Network:    s.Network,
	}
}

// showEmpty is the page without an attempt: the ways to begin, or what is awaited
// while something comes in.
func (p *Page) showEmpty() {
	kind := "empty.welcome"
	if p.Shown().Model.Exchanges > 0 {
		kind = "empty.nologin"
	}
	if p.empty == nil || p.emptyKind != kind {
		p.empty, p.emptyKind = p.Nothing(kind), kind
	}
	p.drawn = nil
	p.root.Objects = []fyne.CanvasObject{p.empty}
	p.root.Refresh()
}

func (p *Page) drawFlow(f *inspector.Flow) {
	env := p.Env()
	if p.drawn != nil && p.drawn.ID != f.ID {
		p.at = fyne.Position{}
	}
	p.drawn = f
	p.title.Objects = []fyne.CanvasObject{env.NewParagraph(heading(env, f), kit.Title, env.Palette.Text)}
	p.under.Objects = []fyne.CanvasObject{kit.NewColumn(0,
		env.NewParagraph(flowFacts(env, f), kit.Small, env.Muted),
		note.Strip(p.Host, "attempt", heading(env, f), engine.On{Attempt: f.ID}, p.act.Note))}
	p.title.Refresh()
	p.under.Refresh()
	p.diagram.SetFlow(f)
	p.card.Objects = []fyne.CanvasObject{verdict.Card(env, f, p.Shown().Report().Facts, verdict.Actions{
		CopyText: func() { p.copyText(false) }, CopyMarkdown: func() { p.copyText(true) },
		ExplainCode: func(c inspector.CodeAt) { p.Refer(page.Code{Code: c.Code}) },
		Answer:      p.act.Answer, At: &p.at,
		Given: verdict.Given(env, p.Shown().Model.Status.Evidence, p.Shown().Mask, p.act.Give),
	})}
	p.card.Refresh()
}

// heading names the attempt by its beginning, or by its number where no time is
// known.
func heading(env *kit.Env, f *inspector.Flow) string {
	if f.Start.IsZero() {
		return env.T("attempt.untimed", f.ID)
	}
	when, _, _ := verdict.Brief(env, f)
	return env.T("attempt.title", when)
}

// flowFacts is the line below the title: phone, app, SDK, carrier.
func flowFacts(env *kit.Env, f *inspector.Flow) string {
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	add(f.Model)
	add(f.Device)
	add(f.Package)
	if f.SDKVersion != "" {
		add("SDK " + f.SDKVersion)
	}
	if f.Carrier != "" {
		add(sequence.CarrierName(env, f.Carrier))
	}
	if len(parts) == 0 {
		return env.T("attempt.nofacts")
	}
	return strings.Join(parts, " · ")
}
