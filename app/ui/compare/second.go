package compare

import (
	"context"
	"errors"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"loginscope/app/engine"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/app/ui/theme"
	"loginscope/inspector"
	"loginscope/inspector/redact"
	"loginscope/inspector/report"
	"loginscope/problem"
	"loginscope/proxy/exchange"
)

// other is the second file.
type other struct {
	*engine.Other
	masked inspector.Report
}

func (o *other) flows(revealed bool) []*inspector.Flow {
	r := &o.masked
	if revealed {
		r = o.Report
	}
	var out []*inspector.Flow
	for i := range slices.Backward(r.Flows) { // the newest first, as those of the session
		out = append(out, &r.Flows[i])
	}
	return out
}

// Limits of what is read for the page.
const (
	otherTimeout   = 5 * time.Minute
	headersTimeout = 30 * time.Second
)

// read reads the second file, "" for the reference, off the UI goroutine.
func (p *Page) read(path string) {
	gen := p.Shown().Model.Gen
	p.Notify(false, p.Env().T("compare.reading"), "")
	p.Run(otherTimeout, func(ctx context.Context) func() {
		o, err := p.files.Other(ctx, path)
		return func() { p.take(gen, o, err) }
	})
}

// take shows what was read, unless another session was opened meanwhile.
func (p *Page) take(gen int, o *engine.Other, err error) {
	env := p.Env()
	switch {
	case gen != p.Shown().Model.Gen || errors.Is(err, context.Canceled):
		return
	case err != nil:
		said := problem.Of(err)
		p.Notify(true, env.In(said.What), env.In(said.Why)+" "+env.In(said.Do))
		return
	case len(o.Report.Flows) == 0:
		p.Notify(true, env.T("compare.noattempt", redact.Text(o.Name)), "")
		return
	case o.Partly != nil:
		said := problem.Of(o.Partly)
		p.Notify(true, env.T("compare.partly", redact.Text(o.Name)), env.In(said.Why)+" "+env.In(said.Do))
	default:
		p.Notify(false, env.T("compare.read", redact.Text(o.Name)), "")
	}
	p.other = &other{o, report.Masked(*o.Report)}
	p.sides[1], p.drawn = side{}, nil
	if p.sides[0].other {
		p.sides[0] = side{}
	}
	p.Update()
}

// showBeside names the second file, and takes it off again.
func (p *Page) showBeside() {
	env := p.Env()
	p.beside.Objects = nil
	if p.other != nil {
		chip := env.Chip(env.T("compare.other", env.Cut(redact.Text(p.other.Name), kit.SmallStrong, env.S(360))),
			theme.ToneNeutral)
		off := env.NewButton("compare-off", env.T("compare.off"), kit.Quiet, func() {
			p.other, p.sides, p.drawn = nil, [2]side{}, nil
			p.Update()
		}).Tight()
		p.beside.Objects = []fyne.CanvasObject{kit.NewFlow(env.S(8), kit.Around(0, env.S(3), 0, 0, chip), off)}
	}
	p.beside.Refresh()
}

// readHeaders reads the exchanges of the attempts of the open session that are compared,
// once each, and has the page drawn again with their headers.
func (p *Page) readHeaders() {
	var ids []exchange.ID
	for _, s := range p.sides {
		if s.other {
			continue
		}
		for _, id := range engine.StepExchanges(p.flow(s)) {
			if !p.asked[id] {
				p.asked[id], ids = true, append(ids, id)
			}
		}
	}
	if len(ids) == 0 {
		return
	}
	gen := p.gen
	p.Run(headersTimeout, func(ctx context.Context) func() {
		var found []exchange.Exchange
		for _, id := range ids {
			if x, err := p.reader.Exchange(ctx, id); err == nil { // without it headers are not compared
				found = append(found, engine.WithoutBodies(x))
			}
		}
		return func() { p.keep(gen, found) }
	})
}

func (p *Page) keep(gen int, found []exchange.Exchange) {
	if gen != p.gen {
		return
	}
	for _, x := range found {
		p.headers[x.ID] = x
		if !x.Done {
			delete(p.asked, x.ID) // its answer is still to come
		}
	}
	if len(found) > 0 {
		p.drawn = nil
	}
}

// exchangeOf returns the exchanges of a side.
func (p *Page) exchangeOf(s side) func(exchange.ID) (exchange.Exchange, bool) {
	return func(id exchange.ID) (exchange.Exchange, bool) {
		all := p.headers
		if s.other {
			all = p.other.Exchanges
		}
		x, ok := all[id]
		return x, ok
	}
}

// openStep shows a step of the open session in its attempt.
func (p *Page) openStep(attempt, step int) {
	p.Refer(page.Attempt{ID: attempt})
	if p.Shown().ChooseStep(step) {
		p.Redraw()
	}
}
