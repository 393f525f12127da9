package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/detail"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/sequence"
	"loginscope/app/ui/table"
	"loginscope/app/ui/verdict"
	"loginscope/inspector"
)

// attemptsPage is the first place: one attempt as a diagram with its verdict,
// and the exchanges below.
type attemptsPage struct {
	w       *Window
	diagram *sequence.Diagram
	table   *table.Table
	detail  *detail.Pane
	status  *fyne.Container

	title, under *fyne.Container
	zoom         *kit.Button
	card         *fyne.Container
	lower        *fyne.Container
	root         *fyne.Container
	tab          string // in a narrow window: "verdict" or "exchanges"
	drawn        *inspector.Flow
	empty        fyne.CanvasObject
	emptyKind    string
}

func newAttemptsPage(w *Window) *attemptsPage {
	p := &attemptsPage{w: w, tab: "verdict", title: container.NewStack(), under: container.NewStack(), card: container.NewStack(), lower: container.NewStack(), root: container.NewStack(), status: container.NewStack()}
	p.diagram = sequence.New(w.env, w.selectStep)
	p.table = table.New(w.env, w.tableActions())
	p.detail = w.newDetail(Attempts)
	return p
}

func (p *attemptsPage) object() fyne.CanvasObject { return p.root }

// arrange puts the parts side by side, or the verdict below the diagram in a
// narrow window.
func (p *attemptsPage) arrange() {
	p.root.Objects = nil
	p.drawn = nil
	p.update()
}

func (p *attemptsPage) compose() {
	env := p.w.env
	head := container.NewBorder(nil, nil, nil, p.tools(), kit.NewColumn(env.S(2), p.title, p.under))
	diagram := env.InPane(container.NewBorder(kit.Around(0, 0, 0, env.S(6), head), env.NewParagraph(env.T("seq.legend"), kit.Small, env.Muted), nil, nil, p.diagram))
	exchanges := container.NewBorder(nil, p.status, nil, nil, p.table)
	var content fyne.CanvasObject
	if p.w.narrow {
		tabs := container.NewHBox(p.tabButton("verdict"), p.tabButton("exchanges"), p.tabButton("detail"))
		switch p.tab {
		case "exchanges":
			p.lower.Objects = []fyne.CanvasObject{env.InPane(exchanges)}
		case "detail":
			p.lower.Objects = []fyne.CanvasObject{env.InPane(p.detail)}
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
		p.lower.Objects = []fyne.CanvasObject{p.bottom(exchanges)}
		split := container.NewVSplit(top, p.lower)
		split.Offset = 0.66
		content = split
	}
	p.root.Objects = []fyne.CanvasObject{content}
	p.root.Refresh()
}

// bottom is the table, with the detail beside it once something is selected.
func (p *attemptsPage) bottom(exchanges fyne.CanvasObject) fyne.CanvasObject {
	env := p.w.env
	if !p.w.hasRow {
		return env.InPane(exchanges)
	}
	split := container.NewHSplit(env.InPane(exchanges), env.InPane(p.detail))
	split.Offset = 0.56
	return split
}

func (p *attemptsPage) tabButton(name string) *kit.Button {
	rank := kit.Normal
	if p.tab == name {
		rank = kit.Chosen
	}
	return p.w.env.NewButton("tab-"+name, p.w.env.T("tab."+name), rank, func() { p.show(name) }).Tight()
}

func (p *attemptsPage) show(tab string) {
	p.tab = tab
	p.compose()
}

func (p *attemptsPage) tools() fyne.CanvasObject {
	env := p.w.env
	p.zoom = env.NewButton("zoom", "", kit.Quiet, func() { p.setZoom(1) }).Tight()
	return container.NewHBox(
		env.NewButton("play", env.T("seq.play"), kit.Quiet, p.w.play).Tight(),
		env.NewButton("compare", env.T("seq.compare"), kit.Quiet, p.w.compareShown).Tight(),
		env.NewButton("export", env.T("seq.export"), kit.Quiet, p.w.exportPicture).Tight(),
		env.NewButton("zoom-out", "−", kit.Quiet, func() { p.setZoom(p.diagram.Zoom() / 1.15) }).Tight(),
		p.zoom,
		env.NewButton("zoom-in", "+", kit.Quiet, func() { p.setZoom(p.diagram.Zoom() * 1.15) }).Tight(),
	)
}

func (p *attemptsPage) setZoom(z float32) {
	p.diagram.SetZoom(z)
	p.zoomText()
}

func (p *attemptsPage) zoomText() { p.zoom.SetText(fmt.Sprintf("%.0f%%", p.diagram.Zoom()*100)) }

func (p *attemptsPage) update() {
	w := p.w
	f := w.shownFlow()
	if f == nil {
		p.showEmpty()
		return
	}
	p.empty, p.emptyKind = nil, ""
	beside := w.hasRow && !w.narrow
	if len(p.root.Objects) == 0 || p.drawn == nil || beside != p.besideNow() {
		p.compose()
	}
	if p.drawn != f {
		p.drawFlow(f)
	}
	p.diagram.Select(w.step)
	p.table.SetRows(w.model.Rows, w.model.View)
	if w.hasRow {
		if r := p.table.Selected(); r == nil || r.Key != w.row {
			p.table.Select(w.row)
		}
		row := w.selected()
		if row == nil && p.stepOf(f) != nil {
			row = rowOf(f, w.step)
		}
		p.detail.ShowRow(row, p.stepOf(f))
	}
	p.status.Objects = []fyne.CanvasObject{kit.Around(0, w.env.S(6), 0, 0, w.env.Faint(w.statusLine(), kit.Small))}
	p.status.Refresh()
	p.zoomText()
}

func (p *attemptsPage) besideNow() bool {
	if p.w.narrow || len(p.lower.Objects) == 0 {
		return false
	}
	_, is := p.lower.Objects[0].(*container.Split)
	return is
}

func (p *attemptsPage) stepOf(f *inspector.Flow) *inspector.Step {
	if i := p.w.step; i >= 0 && i < len(f.Steps) {
		return &f.Steps[i]
	}
	return nil
}

func (p *attemptsPage) drawFlow(f *inspector.Flow) {
	w, env := p.w, p.w.env
	p.drawn = f
	when, _, _ := cardTexts(env, f)
	p.title.Objects = []fyne.CanvasObject{env.NewParagraph(env.T("attempt.title", when), kit.Title, env.Palette.Text)}
	p.under.Objects = []fyne.CanvasObject{env.NewParagraph(flowFacts(env, f), kit.Small, env.Muted)}
	p.title.Refresh()
	p.under.Refresh()
	p.diagram.SetFlow(f)
	p.card.Objects = []fyne.CanvasObject{verdict.Card(env, f, verdict.Actions{
		CopyText: func() { w.copyText(false) }, CopyMarkdown: func() { w.copyText(true) }, ExplainCode: w.explain,
	})}
	p.card.Refresh()
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

// statusLine counts what is there.
func (w *Window) statusLine() string {
	m, env := w.model, w.env
	parts := []string{w.env.Count("status.exchanges", m.Exchanges), w.env.Count("status.phones", m.Devices), w.env.Count("status.attempts", len(m.Report.Flows))}
	if !w.model.FilterEmpty() {
		parts = append([]string{env.T("status.filtered", len(m.Rows), m.Total)}, parts...)
	}
	if m.Status.Path != "" {
		parts = append(parts, env.T("status.saved"))
	}
	if w.reveal {
		return strings.Join(append(parts, env.T("status.revealed")), " · ")
	}
	return strings.Join(append(parts, env.T("status.masked")), " · ")
}
