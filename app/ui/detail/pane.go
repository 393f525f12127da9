// Package detail shows one line of the table in depth: overview, decoded
// fields with what they mean, headers, bodies as text, tree and hex. Values
// are masked unless a person reveals them.
package detail

import (
	"context"
	"io"
	"iter"
	"math/bits"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/feed"
	"loginscope/app/session"
	"loginscope/app/ui/kit"
	"loginscope/inspector"
	"loginscope/proxy/exchange"
)

// Config is what a Pane needs; all fields are mandatory.
type Config struct {
	Env *kit.Env
	// Exchange, Body and Frames read the session; they may block and are called on a
	// goroutine. Post brings the result back to the UI goroutine.
	Exchange func(context.Context, exchange.ID) (exchange.Exchange, error)
	Body     func(context.Context, exchange.ID, exchange.Side) (io.ReadCloser, error)
	Frames   func(context.Context, exchange.ID, session.Seq) iter.Seq2[session.SeqFrame, error]
	Post     func(func())
	// Go runs work on a goroutine of its own, whose context ends with the page.
	Go     func(func(context.Context))
	Decode func(exchange.Header, []byte) (data []byte, text bool, err error)
	Mask   Masks
	// Revealed reports whether the window shows sensitive values.
	Revealed func() bool
	// Copy takes a masked text, and on demand the same with its values.
	Copy    func(masked string, values func() string)
	Explain func(inspector.CodeAt)
	// Shown reports whether the Pane is on the screen: a hidden one draws
	// nothing, and names no controls.
	Shown func() bool
}

// Masks hide what is sensitive.
type Masks struct {
	Value  func(inspector.Sensitivity, string) string
	Text   func(string) string
	Header func(name, value string) string
}

// Tab names a view of the line.
type Tab string

// The tabs.
const (
	Overview Tab = "overview"
	Decoded  Tab = "decoded"
	Headers  Tab = "headers"
	Request  Tab = "request"
	Response Tab = "response"
	Messages Tab = "messages" // of a WebSocket, in place of bodies
)

// Pane is the detail of one line.
type Pane struct {
	widget.BaseWidget
	cfg  Config
	env  *kit.Env
	row  *feed.Row
	step *inspector.Step
	key  feed.Key
	seen seen // of the loaded exchange

	tab    Tab
	form   Form
	find   string
	search *search     // of find, nil for none
	hits   *search     // whose lines are on display, nil for none
	stop   *kit.Button // ends it
	tally  *canvas.Text
	box    *fyne.Container // what is searched for, and stop
	loaded *loaded
	// messages are those of the exchange, nil before they are shown.
	messages *messages
	// resumed are those of the Pane before, for the line of resumedKey.
	resumed    *messages
	resumedKey feed.Key
	ticket     int // of the newest load; an older one that comes back is dropped
	cancel     context.CancelFunc

	bar  *fyne.Container
	body *fyne.Container
	root *fyne.Container
	text []string     // what the tab shows, for the state
	late bool         // something was loaded while the Pane was hidden
	last bool         // Revealed at the last draw
	list *widget.List // the body's lines, nil if none are shown
	note *canvas.Text // beside the forms
}

// New returns an empty Pane.
func New(cfg Config) *Pane {
	p := &Pane{cfg: cfg, env: cfg.Env, tab: Overview, bar: container.NewStack(), body: container.NewStack()}
	p.root = container.NewBorder(p.bar, nil, nil, nil, p.body)
	p.ExtendBaseWidget(p)
	p.draw()
	return p
}

// ShowRow shows a line and its step; both may be nil.
func (p *Pane) ShowRow(row *feed.Row, step *inspector.Step) {
	switch {
	case row == nil:
		if p.row == nil && p.step == nil && p.last == p.cfg.Revealed() {
			return
		}
		p.stopSearch()
		p.row, p.step, p.loaded, p.messages = nil, nil, nil, nil
		p.draw()
		return
	case !p.late && p.row != nil && row.Key == p.key && seenOf(row) == p.seen && sameStep(step, p.step) &&
		p.last == p.cfg.Revealed():
		p.row, p.step = row, step
		p.freshen()
		return
	}
	other := p.row == nil || row.Key != p.key
	same := !other && seenOf(row) == p.seen
	p.row, p.step, p.key, p.seen = row, step, row.Key, seenOf(row)
	if other {
		p.loaded, p.messages = nil, nil
		if p.resumed != nil && row.Key == p.resumedKey {
			p.messages = p.resumed
		}
		p.resumed = nil
	}
	if !p.late || !same {
		p.load()
	}
	p.late = false
	p.draw()
}

// seen is what distinguishes one state of an exchange from the next: an open one
// gets its response's header block, and then more and more of its body.
type seen struct {
	done   bool
	status int
	size   int64
	up     int64 // of a tunnel
}

// seenOf takes of an open tunnel only how its counts double, so that a busy one
// is not drawn again and again under a person's pointer.
func seenOf(r *feed.Row) seen {
	s := seen{done: r.Done, status: r.Item.Status, size: r.Item.Size}
	if t, ok := r.Mark.(exchange.Tunnelled); ok && t.Open {
		s.size, s.up = int64(bits.Len64(uint64(t.BytesDown))), int64(bits.Len64(uint64(t.BytesUp)))
	}
	return s
}

// sameStep reports whether two steps would be drawn alike.
func sameStep(a, b *inspector.Step) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a == b ||
		a.Kind == b.Kind && a.Outcome == b.Outcome && len(a.Codes) == len(b.Codes) && len(a.Fields) == len(b.Fields) &&
			a.Time.Equal(b.Time)
}

// Resume takes the tab, the form, the search and the chosen message of another
// Pane, before anything is shown.
func (p *Pane) Resume(from *Pane) {
	p.tab, p.form, p.find = from.tab, from.form, from.find
	if m := from.messages; m != nil && from.row != nil {
		p.resumed, p.resumedKey = &messages{chosen: m.chosen, content: m.content}, from.key
	}
}

// Forget drops what was read: another session is open now.
func (p *Pane) Forget() {
	p.ShowRow(nil, nil)
	p.messages, p.resumed = nil, nil
}

// Tab returns the tab on display.
func (p *Pane) Tab() Tab { return p.tab }

// Lines returns what the tab says, for the state.
func (p *Pane) Lines() []string { return p.text }

func (p *Pane) choose(t Tab) {
	p.tab = t
	p.draw()
}

func (p *Pane) tabs() []Tab {
	out := []Tab{Overview}
	if p.step != nil {
		out = append(out, Decoded)
	}
	switch {
	case p.loaded == nil || p.loaded.err != nil:
	case isWebSocket(&p.loaded.x):
		out = append(out, Headers, Messages)
	case p.loaded.x.Response != nil:
		out = append(out, Headers, Request, Response)
	default:
		out = append(out, Headers, Request)
	}
	return out
}

// shownTab is the chosen tab, or the first where the line has no such tab.
func (p *Pane) shownTab() Tab {
	if has(p.tabs(), p.tab) {
		return p.tab
	}
	return Overview
}

func (p *Pane) draw() {
	env := p.env
	p.text = p.text[:0]
	p.last, p.list, p.hits = p.cfg.Revealed(), nil, nil
	if p.row == nil {
		p.bar.Objects = nil
		p.body.Objects = []fyne.CanvasObject{container.NewCenter(env.Faint(env.T("detail.none"), kit.Body))}
		p.root.Refresh()
		return
	}
	p.bar.Objects = []fyne.CanvasObject{p.tabBar()}
	p.body.Objects = []fyne.CanvasObject{p.content()}
	p.root.Refresh()
}

func (p *Pane) tabBar() fyne.CanvasObject {
	env := p.env
	tabs, shown := p.tabs(), p.shownTab()
	row := kit.NewFlow(env.S(4))
	row.Layout.(*kit.Flow).Expect(p.Size().Width)
	for _, t := range tabs {
		rank := kit.Quiet
		if t == shown {
			rank = kit.Chosen
		}
		row.Add(env.NewButton("detail-"+string(t), env.T("detail."+string(t)), rank, func() { p.choose(t) }).Tight())
	}
	if p.loaded != nil && p.loaded.err == nil {
		add := func(name, key string, write func(*Pane) string) {
			row.Add(env.NewButton(name, env.T(key), kit.Quiet, func() { p.copy(write) }).Tight())
		}
		add("copy-curl", "detail.curl", (*Pane).curl)
		add("copy-har", "detail.har", (*Pane).har)
		add("copy-message", "detail.astext", (*Pane).message)
	}
	return kit.Around(0, 0, 0, env.S(6), row)
}

// copy hands over what write makes of the line: masked also while values are shown,
// and on demand with them.
func (p *Pane) copy(write func(*Pane) string) {
	values := p.writer(true)
	p.cfg.Copy(write(p.writer(false)), func() string { return write(values) })
}

// writer is a Pane of the same line that is not drawn: what it writes holds sensitive
// values or not, whatever the window shows.
func (p *Pane) writer(values bool) *Pane {
	cfg := p.cfg
	cfg.Revealed = func() bool { return values }
	return &Pane{cfg: cfg, env: p.env, row: p.row, step: p.step, form: p.form, loaded: p.loaded}
}

func has(tabs []Tab, t Tab) bool {
	for _, x := range tabs {
		if x == t {
			return true
		}
	}
	return false
}

func (p *Pane) content() fyne.CanvasObject {
	switch p.shownTab() {
	case Decoded:
		return p.decoded()
	case Headers:
		return p.headers()
	case Request:
		return p.bodyView(exchange.RequestSide)
	case Response:
		return p.bodyView(exchange.ResponseSide)
	case Messages:
		return p.messagesTab()
	}
	return p.overview()
}

// Resize lays out twice: the bars wrap by the width that the first time finds.
func (p *Pane) Resize(s fyne.Size) {
	wider := s.Width != p.Size().Width
	p.BaseWidget.Resize(s)
	if wider {
		p.root.Refresh()
	}
}

// MinSize is small: the content scrolls.
func (p *Pane) MinSize() fyne.Size { return fyne.NewSize(160, 80) }

// CreateRenderer is for Fyne.
func (p *Pane) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.root) }
