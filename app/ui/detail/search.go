package detail

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/job"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/table"
	"loginscope/proxy/exchange"
)

// A search goes through the whole body off the UI goroutine, however much of
// it is on display: it reads the body again, piece by piece, and keeps only
// the lines that hold what is wanted. It searches masked lines while values
// are masked, so that it reveals nothing that the window does not show.
const (
	// maxHits limits the lines that a search keeps; it ends there.
	maxHits = 5_000
	// searchMost limits the bytes of one body that are searched; the proxy
	// keeps no more of any.
	searchMost = 1 << 30
	// reportEvery is how often a search reports its progress.
	reportEvery = 150 * time.Millisecond
)

// query is what one looks for and where; another query is another search.
type query struct {
	what     string
	side     exchange.Side
	form     Form
	revealed bool
	ticket   int // the exchange
}

// search is a query with what was found. It belongs to the UI goroutine.
type search struct {
	query  query
	hits   []string
	at     int64 // bytes searched
	done   bool
	err    error
	cancel context.CancelFunc
}

// finder gathers the hits of a search on its goroutine.
type finder struct {
	low string // what is wanted, in lower case

	mu       sync.Mutex
	hits     []string
	at       int64
	posted   bool // a report is on its way to the UI goroutine
	reported time.Time
}

// scan takes lines; it is false once enough was found.
func (f *finder) scan(lines []string, bytes int64) (more bool) {
	var hits []string
	for _, l := range lines {
		if strings.Contains(strings.ToLower(l), f.low) {
			hits = append(hits, l)
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hits = append(f.hits, hits[:min(len(hits), maxHits-len(f.hits))]...)
	f.at += bytes
	return len(f.hits) < maxHits
}

// due reports whether it is time for another report, at most one of which is
// outstanding.
func (f *finder) due() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.posted || time.Since(f.reported) < reportEvery {
		return false
	}
	f.posted, f.reported = true, time.Now()
	return true
}

// searchFor returns the search of what is wanted in a body, begun now if need be.
func (p *Pane) searchFor(c *content, side exchange.Side) *search {
	q := query{p.find, side, p.shownForm(c), p.cfg.Revealed(), p.ticket}
	if p.search != nil && p.search.query == q {
		return p.search
	}
	p.stopSearch()
	stop := make(chan struct{})
	s := &search{query: q, cancel: sync.OnceFunc(func() { close(stop) })}
	p.search = s
	f := &finder{low: strings.ToLower(q.what)}
	lines := p.heldLines(c)
	id, mask := p.loaded.x.ID, p.cfg.Mask.Text
	if q.revealed {
		mask = func(s string) string { return s }
	}
	p.cfg.Go(func(life context.Context) {
		ctx, cancel := job.Until(life, stop)
		defer cancel()
		var err error
		report := func() {
			if f.due() {
				p.cfg.Post(func() { p.found(s, f, false, nil) })
			}
		}
		if lines != nil {
			f.walk(ctx, lines, c.size, report)
		} else {
			err = p.walkBody(ctx, f, id, side, mask, report)
		}
		p.cfg.Post(func() { p.found(s, f, true, err) })
	})
	return s
}

// heldLines are the lines of a body that was read as a whole, nil for one that
// is read piece by piece.
func (p *Pane) heldLines(c *content) []string {
	if c.stream != nil {
		return nil
	}
	l := map[bool][]string{false: c.maskedPretty, true: c.pretty}
	if p.shownForm(c) == Plain {
		l = map[bool][]string{false: c.maskedPlain, true: c.plain}
	}
	return l[p.cfg.Revealed()]
}

// walk searches lines in batches.
func (f *finder) walk(ctx context.Context, lines []string, size int64, report func()) {
	const batch = 20_000
	for i := 0; i < len(lines) && ctx.Err() == nil; i += batch {
		n := min(batch, len(lines)-i)
		if !f.scan(lines[i:i+n], size*int64(n)/int64(len(lines))) {
			return
		}
		report()
	}
}

// walkBody reads a body anew, a piece at a time.
func (p *Pane) walkBody(
	ctx context.Context,
	f *finder,
	id exchange.ID,
	side exchange.Side,
	mask func(string) string,
	report func(),
) error {
	ctx, cancel := context.WithCancel(ctx)
	r, err := p.cfg.Body(ctx, id, side)
	if err != nil {
		cancel()
		return fmt.Errorf("open body: %w", err)
	}
	s := &stream{r: r, cancel: cancel, most: searchMost}
	defer s.close()
	for ctx.Err() == nil {
		got := s.next(mask)
		if got.err != nil {
			return fmt.Errorf("read body: %w", got.err)
		}
		if !f.scan(got.masked, int64(len(got.raw))) || got.done {
			return nil
		}
		report()
	}
	return nil
}

// found takes what a search has by now, unless another one replaced it.
func (p *Pane) found(s *search, f *finder, done bool, err error) {
	f.mu.Lock()
	s.hits, s.at = f.hits[:len(f.hits):len(f.hits)], f.at
	f.posted = false
	f.mu.Unlock()
	s.done, s.err = s.done || done, err
	if p.hits != s {
		return
	}
	p.sayFound(s)
	p.list.Refresh()
}

// sayFound describes how far a search is, and updates the state.
func (p *Pane) sayFound(s *search) {
	c := &p.loaded.sides[s.query.side]
	p.tally.Text = p.searchNote(c, s)
	p.tally.Refresh()
	if s.done && p.stop.Visible() {
		p.stop.Hide()
		p.box.Refresh() // the box takes the room
	}
	p.text = append(p.text[:0], p.tally.Text)
	p.text = append(p.text, s.hits[:min(len(s.hits), 12)]...)
}

func (p *Pane) searchNote(c *content, s *search) string {
	env := p.env
	hits := env.T("body.hits", len(s.hits))
	switch {
	case len(s.hits) == 1:
		hits = env.T("body.hits.one")
	case len(s.hits) == maxHits:
		hits = env.T("body.hits.most", maxHits)
	case len(s.hits) == 0 && s.done && s.err == nil:
		hits = env.T("body.hits.none")
	}
	switch {
	case s.err != nil:
		return hits + " · " + env.T("body.failed", s.err.Error())
	case c.stream == nil && c.cut:
		return hits + " · " + env.T("body.cut", table.Bytes(int64(len(c.raw))))
	case s.done && (s.at >= c.size || c.stream == nil):
		return hits
	}
	return env.T("body.searching", table.Bytes(s.at), table.Bytes(c.size), hits)
}

// stopSearch ends a search that nobody waits for.
func (p *Pane) stopSearch() {
	if p.search != nil {
		p.search.cancel()
		p.search = nil
	}
}

// searchBar is the box for what is wanted, and the button that ends a search
// under way.
func (p *Pane) searchBar() fyne.CanvasObject {
	e := widget.NewEntry()
	e.SetPlaceHolder(p.env.T("body.find"))
	e.Text = p.find
	e.OnSubmitted = func(s string) {
		if p.find = s; s == "" {
			p.stopSearch()
		}
		p.draw()
	}
	p.env.Controls.Add("body-find", e)
	p.stop = p.env.NewButton("body-stop", p.env.T("body.stop"), kit.Normal, func() {
		if p.search != nil {
			p.search.cancel()
		}
	}).Tight()
	if p.find == "" {
		p.stop.Hide()
	}
	p.box = container.NewBorder(nil, nil, nil, p.stop, e)
	return p.box
}
