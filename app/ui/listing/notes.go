package listing

import (
	"fyne.io/fyne/v2"

	"loginscope/app/engine"
	"loginscope/app/feed"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/note"
	"loginscope/inspector"
	"loginscope/proxy/exchange"
)

// noted is what the strip above the detail shows.
type noted struct {
	id       exchange.ID // 0 for nothing
	note     inspector.Note
	revealed bool
}

// Notes shows the note on the chosen exchange. What is no exchange has none.
func (p *Pane) Notes() {
	now := noted{revealed: p.host.Shown().Revealed}
	if id, ok := p.chosen(); ok {
		now.id, now.note = id, p.host.Shown().Note(id, 0)
	}
	if now == p.noted && len(p.strip.Objects) > 0 == (now.id != 0) {
		return
	}
	p.noted, p.strip.Objects = now, nil
	if now.id != 0 {
		env := p.host.Env()
		line := note.Strip(p.host, "exchange", p.about(now.id), engine.On{Exchange: now.id}, p.cfg.Note)
		p.strip.Objects = []fyne.CanvasObject{kit.NewColumn(0, kit.Around(0, 0, 0, env.S(4), line))}
	}
	p.About.Refresh()
}

// chosen is the exchange whose line is chosen.
func (p *Pane) chosen() (exchange.ID, bool) {
	k, ok := p.host.Shown().Key()
	return exchange.ID(k.ID), ok && k.Kind == feed.ExchangeRow
}

func (p *Pane) about(id exchange.ID) string { return p.host.Env().T("note.exchange", uint64(id)) }

// editNote opens the dialog for the note on the chosen exchange.
func (p *Pane) editNote() {
	if id, ok := p.chosen(); ok {
		note.Edit(p.host, p.about(id), engine.On{Exchange: id}, p.cfg.Note)
		return
	}
	p.host.Notify(true, p.host.Env().T("note.none"), "")
}
