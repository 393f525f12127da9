package detail

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"loginscope/app/feed"
	"loginscope/app/job"
	"loginscope/app/session"
	"loginscope/proxy/exchange"
)

// maxBody limits the bytes of one body that are read for display; the rest
// stays in the session and the view says so.
const maxBody = 8 << 20

// loadTimeout limits the reading of one exchange.
const loadTimeout = 20 * time.Second

// loaded is an exchange with its bodies, read and prepared off the UI goroutine.
type loaded struct {
	x     exchange.Exchange
	err   error
	sides [2]content
}

// load reads the row's exchange; a later call makes an earlier one pointless.
func (p *Pane) load() {
	if p.cancel != nil {
		p.cancel()
	}
	if p.loaded != nil {
		p.loaded.sides[0].stop()
		p.loaded.sides[1].stop()
	}
	p.stopSearch()
	p.ticket++
	if p.row.Key.Kind != feed.ExchangeRow {
		return
	}
	ticket, id := p.ticket, exchange.ID(p.row.Key.ID)
	stop := make(chan struct{})
	p.cancel = sync.OnceFunc(func() { close(stop) })
	p.cfg.Go(func(life context.Context) {
		ctx, cancel := context.WithTimeout(life, loadTimeout)
		defer cancel()
		ctx, end := job.Until(ctx, stop)
		defer end()
		l := p.read(ctx, life, id)
		p.cfg.Post(func() {
			if ticket != p.ticket {
				return
			}
			p.loaded = l
			if !p.cfg.Shown() {
				p.late = true
				return
			}
			p.draw()
		})
	})
}

// read reads an exchange. It blocks until ctx ends; a big body is read on until life
// does.
func (p *Pane) read(ctx, life context.Context, id exchange.ID) *loaded {
	x, err := p.cfg.Exchange(ctx, id)
	if err != nil {
		return &loaded{err: fmt.Errorf("read exchange: %w", err)}
	}
	l := &loaded{x: x}
	l.sides[exchange.RequestSide] = p.side(ctx, life, x, exchange.RequestSide, x.Request.Header, x.Request.Body)
	if r := x.Response; r != nil {
		l.sides[exchange.ResponseSide] = p.side(ctx, life, x, exchange.ResponseSide, r.Header, r.Body)
	}
	return l
}

func (p *Pane) side(
	ctx, life context.Context,
	x exchange.Exchange,
	side exchange.Side,
	h exchange.Header,
	b exchange.Body,
) content {
	if b.Size == 0 {
		return content{}
	}
	if b.Kept() > streamFrom && !encoded(h, b) {
		return p.big(life, x.ID, side, h, b)
	}
	raw, err := p.bytes(ctx, x.ID, side)
	if err != nil {
		return content{size: b.Size, err: err}
	}
	c := content{size: b.Size, raw: raw, cut: int64(len(raw)) < b.Size, kept: b.Kept()}
	data, text, err := p.cfg.Decode(h, raw)
	c.err = err
	if err == nil {
		c.data, c.text = data, text
	} else {
		c.data = raw
	}
	c.prepare(p.cfg.Mask)
	return c
}

// big opens a big body with its first piece.
func (p *Pane) big(
	life context.Context,
	id exchange.ID,
	side exchange.Side,
	h exchange.Header,
	b exchange.Body,
) content {
	ctx, cancel := context.WithCancel(life) // outlives the reading; see content.stop
	r, err := p.cfg.Body(ctx, id, side)
	if err != nil {
		cancel()
		return content{size: b.Size, err: fmt.Errorf("open body: %w", err)}
	}
	c := content{size: b.Size, kept: b.Kept(), stream: &stream{r: r, cancel: cancel, most: streamMost}}
	got := c.stream.next(p.cfg.Mask.Text)
	c.stream.done = got.done
	_, c.text, _ = p.cfg.Decode(h, got.raw[:min(len(got.raw), 4096)])
	c.take(got)
	return c
}

func (p *Pane) bytes(ctx context.Context, id exchange.ID, side exchange.Side) ([]byte, error) {
	r, err := p.cfg.Body(ctx, id, side)
	if errors.Is(err, session.ErrNoBody) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open body: %w", err)
	}
	defer r.Close()
	raw, err := io.ReadAll(io.LimitReader(r, maxBody))
	if err != nil {
		return raw, fmt.Errorf("read body: %w", err)
	}
	return raw, nil
}
