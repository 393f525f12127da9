package sessions

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/session"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/table"
	"loginscope/app/ui/theme"
	"loginscope/inspector/redact"
)

// maxSessions limits the list; what is older is reached by a search, or by opening its
// file.
const maxSessions = 100

// recentTimeout limits the reading of the list.
const recentTimeout = 30 * time.Second

// load reads the list off the UI goroutine.
func (p *Page) load() {
	p.ticket++
	ticket := p.ticket
	p.Run(recentTimeout, func(ctx context.Context) func() {
		found, err := p.files.Recent(ctx)
		trash, _ := p.files.Trash(ctx) // the list is worth more than what was deleted
		return func() {
			if ticket == p.ticket {
				p.found, p.trash, p.failure, p.loaded = found, trash, err, true
				p.draw()
			}
		}
	})
}

// draw shows what was read, as far as it matches the search, in the chosen order.
func (p *Page) draw() {
	env := p.Env()
	p.Hush()
	p.drawOrders()
	if !p.loaded {
		p.list.Objects = []fyne.CanvasObject{container.NewCenter(env.Faint(env.T("detail.loading"), kit.Body))}
		p.list.Refresh()
		return
	}
	col := kit.NewColumn(env.S(6))
	shown := p.arranged()
	switch {
	case p.failure != nil:
		col.Add(env.NewParagraph("✗ "+env.T("sessions.failed"), kit.Strong, env.Ink(theme.ToneBad)))
		col.Add(env.Paragraph(p.failure.Error()))
	case len(p.found) == 0:
		col.Add(env.NewParagraph(env.T("sessions.none"), kit.Body, env.Muted))
	case len(shown) == 0:
		col.Add(env.NewParagraph(env.T("sessions.nomatch"), kit.Body, env.Muted))
		p.Say(env.T("sessions.nomatch"))
	}
	for i, s := range shown[:min(len(shown), maxSessions)] {
		col.Add(p.card(i, s))
	}
	if n := len(shown) - maxSessions; n > 0 {
		col.Add(env.NewParagraph(env.T("sessions.older", n), kit.Small, env.Muted))
	}
	p.drawTrash(col)
	p.list.Objects = []fyne.CanvasObject{kit.Page(col)}
	p.list.Refresh()
}

// drawOrders shows by what the list is ordered.
func (p *Page) drawOrders() {
	env := p.Env()
	row := kit.NewFlow(env.S(6), kit.Around(0, env.S(4), 0, 0, env.Faint(env.T("sessions.order"), kit.Small)))
	for _, o := range orders {
		rank := kit.Normal
		if o.id == p.order {
			rank = kit.Chosen
		}
		row.Add(env.NewButton("session-order-"+string(o.id), env.T("sessions.order."+string(o.id)), rank, func() {
			p.order = o.id
			p.draw()
		}).Tight())
	}
	p.orders.Objects = []fyne.CanvasObject{row}
	p.orders.Refresh()
}

// card is one session of the list.
func (p *Page) card(i int, s session.Info) fyne.CanvasObject {
	env, own := p.Env(), p.isOpen(s)
	name := redact.Text(p.nameOf(s))
	col := kit.NewColumn(env.S(2), env.NewParagraph(name, kit.Strong, env.Palette.Text))
	facts := p.facts(s)
	if s.Err != nil {
		col.Add(env.NewParagraph("✗ "+env.T("sessions.unreadable", redact.Text(s.Err.Error())), kit.Small,
			env.Ink(theme.ToneBad)))
	} else {
		col.Add(env.NewParagraph(strings.Join(facts, " · "), kit.Small, env.Muted))
	}
	said := name + " · " + strings.Join(facts, " · ")
	if line, text := p.verdict(s); line != nil {
		col.Add(line)
		said += " · " + text
	}
	p.Say(said)
	buttons := container.NewHBox()
	add := func(name string, rank kit.Rank, do func()) {
		buttons.Add(env.NewButton(fmt.Sprintf("recent-%s-%d", name, i), env.T("sessions."+name), rank, do).Tight())
	}
	if s.Err == nil && !own {
		add("open", kit.Normal, func() { p.files.Open([]string{s.Path}) })
		add("continue", kit.Quiet, func() { p.files.Continue(s.Path) })
	}
	add("details", kit.Quiet, func() { p.details(s) })
	if !own {
		add("delete", kit.Quiet, func() { p.remove(s) })
	}
	return env.Panel(env.Surface(env.Card), col, buttons)
}

// facts are when a session was written, what it has and how large it is.
func (p *Page) facts(s session.Info) []string {
	env := p.Env()
	n := int(s.Exchanges)
	if p.isOpen(s) {
		n = p.Shown().Model.Exchanges // those that are not in the file yet as well
	}
	facts := []string{stamp(s.Modified), env.Count("status.exchanges", n), table.Bytes(s.Bytes)}
	if p.isOpen(s) {
		facts = append([]string{env.T("sessions.isopen")}, facts...)
	}
	return facts
}

func stamp(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }

func (p *Page) isOpen(s session.Info) bool { return s.Path == p.Shown().Model.Status.Path }
