package detail

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"loginscope/app/version"
	"loginscope/inspector/har"
	"loginscope/proxy/exchange"
)

// har formats the exchange as a HAR file of one entry, masked unless revealed.
func (p *Pane) har() string {
	x := p.loaded.x
	revealed := p.cfg.Revealed()
	if !revealed {
		x = p.maskedExchange()
	}
	x.Request.Body = p.copied(exchange.RequestSide, x.Request.Body)
	if r := x.Response; r != nil {
		whole := *r
		whole.Body = p.copied(exchange.ResponseSide, whole.Body)
		x.Response = &whole
	}
	x.Done = true // as far as it was read: its bytes stand in the bodies
	var out bytes.Buffer
	w := har.NewWriter(&out, version.Number, har.Document{Masked: !revealed})
	if err := errors.Join(w.Write(har.Source{Exchange: x}), w.Close()); err != nil { // a buffer takes all
		return err.Error()
	}
	return out.String()
}

// maskedExchange is the loaded exchange without its bodies, masked.
func (p *Pane) maskedExchange() exchange.Exchange {
	x := p.loaded.x
	x.Host, x.Path, x.Device = p.maskText(x.Host), p.maskText(x.Path), p.maskText(x.Device)
	x.Client = exchange.Peer{Remote: p.maskText(x.Client.Remote)}
	x.Request.Header, x.Request.Trailer = p.maskedHeader(x.Request.Header), p.maskedHeader(x.Request.Trailer)
	if x.Response != nil {
		r := *x.Response
		r.Reason = p.maskText(r.Reason)
		r.Header, r.Trailer = p.maskedHeader(r.Header), p.maskedHeader(r.Trailer)
		x.Response = &r
	}
	if x.Failure != nil {
		f := *x.Failure
		f.Detail = p.maskText(f.Detail)
		x.Failure = &f
	}
	return x
}

func (p *Pane) maskedHeader(h exchange.Header) exchange.Header {
	var out exchange.Header
	for _, f := range h {
		out = append(out, exchange.Field{Name: f.Name, Value: p.headerValue(f)})
	}
	return out
}

// copied is a body as far as it was read for display. A masked one is text: bytes
// cannot be masked.
func (p *Pane) copied(side exchange.Side, b exchange.Body) exchange.Body {
	c := &p.loaded.sides[side]
	size := b.Size
	b.Spooled, b.Head = 0, nil
	switch {
	case c.text && c.stream != nil:
		b.Head, b.Decoded = []byte(strings.Join(p.shownLines(c), "\n")), true
	case p.cfg.Revealed() && len(c.raw) > 0:
		b.Head = c.raw
		return b
	case c.text:
		b.Head, b.Decoded = []byte(p.maskText(string(c.data))), true
	}
	if c.text && !c.cut && c.stream == nil {
		size = int64(len(b.Head))
	}
	b.Size = max(size, int64(len(b.Head)))
	return b
}

func (p *Pane) headerValue(f exchange.Field) string {
	if p.cfg.Revealed() {
		return f.Value
	}
	return p.cfg.Mask.Header(f.Name, f.Value)
}

func (p *Pane) shownLines(c *content) []string {
	if p.cfg.Revealed() {
		return c.plain
	}
	return c.maskedPlain
}

// message formats the exchange as plain text, as it would stand on the wire,
// masked unless revealed.
func (p *Pane) message() string {
	x := p.loaded.x
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s\nHost: %s\n", x.Request.Method, p.maskText(x.Path), x.Request.Proto, p.maskText(x.Host))
	p.writeHeader(&b, x.Request.Header, "Host")
	p.writeBody(&b, &p.loaded.sides[exchange.RequestSide])
	if r := x.Response; r != nil {
		fmt.Fprintf(&b, "\n%s %d %s\n", r.Proto, r.Status, p.maskText(r.Reason))
		p.writeHeader(&b, r.Header, "")
		p.writeBody(&b, &p.loaded.sides[exchange.ResponseSide])
	}
	if f := x.Failure; f != nil {
		fmt.Fprintf(&b, "\n%s: %s\n", f.Cause, p.maskText(f.Detail))
	}
	return b.String()
}

func (p *Pane) writeHeader(b *strings.Builder, h exchange.Header, but string) {
	for _, f := range h {
		if !strings.EqualFold(f.Name, but) {
			fmt.Fprintf(b, "%s: %s\n", f.Name, p.headerValue(f))
		}
	}
}

func (p *Pane) writeBody(b *strings.Builder, c *content) {
	switch {
	case c.size == 0:
	case c.text && c.stream == nil:
		fmt.Fprintf(b, "\n%s\n", p.maskText(string(c.data)))
	case c.text:
		fmt.Fprintf(b, "\n%s\n", strings.Join(p.shownLines(c), "\n"))
	default:
		fmt.Fprintf(b, "\n[%d bytes]\n", c.size)
	}
}
