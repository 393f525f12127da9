// Package listing owns the table of exchanges with the detail of the chosen line,
// as the pages that show them share it. It reads the session through a Reader and
// keeps the columns that a person chose.
package listing

import (
	"context"
	"errors"
	"io"
	"iter"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/feed"
	"loginscope/app/session"
	"loginscope/app/ui/detail"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/look"
	"loginscope/app/ui/note"
	"loginscope/app/ui/page"
	"loginscope/app/ui/table"
	"loginscope/inspector"
	"loginscope/inspector/decode"
	"loginscope/inspector/redact"
	"loginscope/proxy/exchange"
)

// Reader reads the open session. Its methods may block.
type Reader interface {
	Exchange(ctx context.Context, id exchange.ID) (exchange.Exchange, error)
	Body(ctx context.Context, id exchange.ID, side exchange.Side) (io.ReadCloser, error)
	Frames(ctx context.Context, id exchange.ID, after session.Seq) iter.Seq2[session.SeqFrame, error]
}

// Config is what a Pane needs beside its Host. All fields are mandatory.
type Config struct {
	Reader Reader
	// SetView asks the feed for other rows or another order; it returns at once.
	SetView  func(feed.View)
	Settings look.Settings
	// Note keeps what a person marks and writes.
	Note note.Save
}

// Pane is a table with the number of its lines below and the detail of the chosen
// one, for the page to lay out.
type Pane struct {
	host   page.Host
	cfg    Config
	Table  *table.Table
	Detail *detail.Pane
	// List is the table with its status line, About the detail with the note on its line.
	List   *fyne.Container
	About  *fyne.Container
	strip  *fyne.Container // the note
	noted  noted           // as drawn
	status *fyne.Container
	gen    int // of the session whose detail is shown
	// known are the secrets of the Model that is shown.
	known atomic.Pointer[redact.Known]
}

// keyColumns is the key of Settings under which the columns are kept.
const keyColumns = "table.columns"

// New makes a Pane in the Host's present appearance and language; it goes on where
// another one stood, unless that is nil.
func New(h page.Host, cfg Config, before *Pane) *Pane {
	p := &Pane{host: h, cfg: cfg, status: container.NewStack(), gen: h.Shown().Model.Gen}
	p.Table = table.New(h.Env(), p.actions())
	p.Detail = detail.New(p.detail())
	p.List = container.NewBorder(nil, p.status, nil, nil, p.Table)
	p.strip = container.NewStack()
	p.About = container.NewBorder(p.strip, nil, nil, nil, p.Detail)
	if before != nil {
		p.Detail.Resume(before.Detail)
	}
	return p
}

// actions are what the rows do.
func (p *Pane) actions() table.Actions {
	h := p.host
	return table.Actions{
		Select: func(r *feed.Row) { h.Shown().ChooseRow(r); h.Redraw() },
		Open:   func(r *feed.Row) { h.Shown().ChooseRow(r); h.Refer(page.Exchange{Key: r.Key}) },
		Sort: func(c feed.Column, desc bool) {
			v := h.Shown()
			v.Filter.Sort, v.Filter.Desc = c, desc
			p.cfg.SetView(v.Filter)
		},
		Mask:  h.Shown().Mask,
		Cover: h.Shown().Cover,
		Copy: func(n int, masked string, values func() string) {
			h.CopyMasked(h.Env().Count("copy.rows", n), masked, values)
		},
		Layout:     p.cfg.Settings.StringWithFallback(keyColumns, ""),
		SaveLayout: func(s string) { p.cfg.Settings.SetString(keyColumns, s) },
	}
}

func (p *Pane) detail() detail.Config {
	h := p.host
	return detail.Config{
		Env: h.Env(), Exchange: p.cfg.Reader.Exchange, Body: p.cfg.Reader.Body, Frames: p.cfg.Reader.Frames,
		Post: h.Post, Go: h.Go, Decode: p.decode,
		Mask:     p.masks(),
		Revealed: func() bool { return h.Shown().Revealed },
		Copy: func(masked string, values func() string) {
			h.CopyMasked(h.Env().T("copy.done"), masked, values)
		},
		Explain: func(c inspector.CodeAt) { h.Refer(page.Code{Code: c.Code}) },
		Shown:   h.OnScreen,
	}
}

// masks hide by what the session's evidence knows when they are asked, which may be on
// another goroutine.
func (p *Pane) masks() detail.Masks {
	masker := func() redact.Masker { return redact.Masker{Known: p.known.Load()} }
	return detail.Masks{
		Value: func(s inspector.Sensitivity, v string) string { return masker().Value(s, v) },
		Text:  func(s string) string { return masker().Text(s) },
		Header: func(name, value string) string {
			return masker().Header(exchange.Field{Name: name, Value: value}).Value
		},
	}
}

// binary are the beginnings of media types whose bytes are no text, whatever they
// look like.
var binary = []string{
	"image/",
	"audio/",
	"video/",
	"font/",
	"application/octet-stream",
	"application/x-protobuf",
	"application/grpc",
}

// decode takes content codings off a body and turns it into UTF-8; text is false
// for a body that is not text.
func (p *Pane) decode(h exchange.Header, raw []byte) (data []byte, text bool, err error) {
	c := decode.Body(h, exchange.Body{Head: raw, Size: int64(len(raw)), Complete: true})
	if c.Text == nil {
		return raw, false, errors.New(p.host.Env().In(c.Trouble))
	}
	kind := strings.ToLower(h.Get("Content-Type"))
	for _, b := range binary {
		if strings.HasPrefix(kind, b) {
			return c.Text, false, nil
		}
	}
	return c.Text, !strings.ContainsRune(string(c.Text), 0), nil
}

// Update shows the lines, and the chosen one with its detail.
func (p *Pane) Update() {
	p.Lines()
	v := p.host.Shown()
	row := v.Row()
	p.Detail.ShowRow(row, v.StepOf(row))
	p.Notes()
}

// Lines shows the lines, and marks the chosen one.
func (p *Pane) Lines() {
	v, env := p.host.Shown(), p.host.Env()
	p.known.Store(v.Model.Report.Known)
	if v.Model.Gen != p.gen { // the lines of another session have the same numbers
		p.gen = v.Model.Gen
		p.Detail.Forget()
	}
	p.Table.SetRows(v.Model.Rows, v.Model.View)
	if k, ok := v.Key(); ok {
		if r := p.Table.Selected(); r == nil || r.Key != k {
			p.Table.Select(k)
		}
	}
	line := &statusLine{env: env, text: table.Status(env, v.Model, v.Revealed)}
	p.status.Objects = []fyne.CanvasObject{kit.Around(0, env.S(6), 0, 0, container.New(line, env.Faint("", kit.Small)))}
	p.status.Refresh()
}

// statusLine shows as much of a text as there is room for, so that it never widens the
// list.
type statusLine struct {
	env  *kit.Env
	text string
}

// Layout is for Fyne.
func (l *statusLine) Layout(o []fyne.CanvasObject, s fyne.Size) {
	line := o[0].(*canvas.Text)
	line.Text = l.env.Cut(l.text, kit.Small, s.Width)
	line.Resize(s)
	line.Refresh()
}

// MinSize is for Fyne.
func (l *statusLine) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(40, l.env.LineHeight(kit.Small))
}

// Shortcuts are those of a page that shows a Pane, which pane returns once the
// page is built.
func Shortcuts(pane func() *Pane) []page.Shortcut {
	ctrl := fyne.KeyModifierShortcutDefault
	return []page.Shortcut{
		{Menu: "menu.view", Label: "menu.table", Key: fyne.KeyT, Mod: ctrl, Do: func() { pane().focus() }, Here: true},
		{
			Menu: "menu.diagnosis", Label: "menu.note", Key: fyne.KeyI, Mod: ctrl, Do: func() { pane().editNote() },
			Here: true,
		},
		{
			Menu:  "menu.view",
			Label: "menu.columns",
			Key:   fyne.KeyJ,
			Mod:   ctrl,
			Do:    func() { pane().chooseColumns() },
			Here:  true,
		},
	}
}

// focus gives the keyboard to the rows.
func (p *Pane) focus() { p.Table.Focus(p.host.Window().Canvas()) }

// chooseColumns opens the menu of the columns.
func (p *Pane) chooseColumns() {
	env := p.host.Env()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.Table)
	menu := p.Table.ColumnMenu()
	widget.ShowPopUpMenuAtPosition(menu, p.host.Window().Canvas(), at.AddXY(env.S(24), env.S(26)))
}

// Words adds what table and detail say.
func (p *Pane) Words(w page.Words) page.Words {
	first, n := p.Table.OnScreen()
	for i := first; i < first+n; i++ {
		w.Rows = append(w.Rows, p.Table.Cells(p.Table.Rows()[i]))
	}
	if r := p.Table.Selected(); r != nil {
		w.Selected = p.Table.Cells(r)
	}
	w.Tab, w.Detail = string(p.Detail.Tab()), p.Detail.Lines()
	return w
}
