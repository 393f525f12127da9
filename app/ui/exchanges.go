package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/detail"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/table"
)

// exchangesPage is the table at full height with the detail beside it.
type exchangesPage struct {
	w      *Window
	table  *table.Table
	detail *detail.Pane
	status *fyne.Container
	root   *fyne.Container
	split  *container.Split
	empty  fyne.CanvasObject
}

func newExchangesPage(w *Window) *exchangesPage {
	env := w.env
	p := &exchangesPage{w: w, status: container.NewStack(), root: container.NewStack()}
	p.table = table.New(env, w.tableActions())
	p.detail = w.newDetail(Exchanges)
	list := env.InPane(container.NewBorder(nil, p.status, nil, nil, p.table))
	if w.narrow {
		p.split = container.NewVSplit(list, env.InPane(p.detail))
		p.split.Offset = 0.5
	} else {
		p.split = container.NewHSplit(list, env.InPane(p.detail))
		p.split.Offset = 0.6
	}
	return p
}

func (p *exchangesPage) object() fyne.CanvasObject { return p.root }

func (p *exchangesPage) update() {
	w := p.w
	if w.model.Total == 0 {
		if p.empty == nil {
			p.empty = w.emptyPane("empty.exchanges")
		}
		p.root.Objects = []fyne.CanvasObject{p.empty}
		p.root.Refresh()
		return
	}
	if len(p.root.Objects) == 0 || p.root.Objects[0] != p.split {
		p.root.Objects = []fyne.CanvasObject{p.split}
		p.root.Refresh()
	}
	p.table.SetRows(w.model.Rows, w.model.View)
	if w.hasRow {
		if r := p.table.Selected(); r == nil || r.Key != w.row {
			p.table.Select(w.row)
		}
	}
	row := w.selected()
	p.detail.ShowRow(row, w.stepOfRow(row))
	p.status.Objects = []fyne.CanvasObject{kit.Around(0, w.env.S(6), 0, 0, w.env.Faint(w.statusLine(), kit.Small))}
	p.status.Refresh()
}
