// Package exchanges is the page with the table at full height and the detail of
// the chosen line beside it.
package exchanges

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/listing"
	"loginscope/app/ui/page"
	"loginscope/lang"
)

// ID names the page.
const ID page.ID = "exchanges"

// Page is the page.
type Page struct {
	page.Base
	cfg   listing.Config
	pane  *listing.Pane
	root  *fyne.Container
	split *container.Split
	empty fyne.CanvasObject
}

// New returns the page over the open session.
func New(cfg listing.Config) *Page { return &Page{cfg: cfg} }

// Info is for page.Page.
func (p *Page) Info() page.Info {
	return page.Info{ID: ID, Title: lang.Text{EN: "Exchanges", ZH: "请求"}, Count: p.Shown().Model.Exchanges}
}

// Build is for page.Page.
func (p *Page) Build() fyne.CanvasObject {
	env := p.Env()
	p.pane, p.root, p.empty = listing.New(p.Host, p.cfg, p.pane), container.NewStack(), nil
	list, about := env.InPane(p.pane.List), env.InPane(p.pane.About)
	if p.Narrow() {
		p.split = container.NewVSplit(list, about)
		p.split.Offset = 0.5
	} else {
		p.split = container.NewHSplit(list, about)
		p.split.Offset = 0.6
	}
	return p.root
}

// Update is for page.Page.
func (p *Page) Update() {
	var content fyne.CanvasObject = p.split
	if p.Shown().Model.Total == 0 {
		if p.empty == nil {
			p.empty = p.Nothing("empty.exchanges")
		}
		content = p.empty
	}
	if len(p.root.Objects) == 0 || p.root.Objects[0] != content {
		p.root.Objects = []fyne.CanvasObject{content}
		p.root.Refresh()
	}
	if content == p.split {
		p.pane.Update()
	}
}

// Open is for page.Page.
func (p *Page) Open(r page.Ref) bool {
	x, ok := r.(page.Exchange)
	if !ok {
		return false
	}
	if k, chosen := p.Shown().Key(); !chosen || k != x.Key {
		p.Shown().ChooseKey(x.Key)
	}
	p.Show()
	return true
}

// Shortcuts is for page.Page.
func (p *Page) Shortcuts() []page.Shortcut {
	return listing.Shortcuts(func() *listing.Pane { return p.pane })
}

// Words is for page.Page.
func (p *Page) Words() page.Words { return p.pane.Words(page.Words{}) }
