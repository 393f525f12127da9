// Package evidence masks the events of a capture, so that a session can be handed on:
// what the inspector reads of it is masked, not only what is printed. Names, codes,
// times and shapes stay, so that the masked evidence leads to the same verdict.
//
// Law: a value that cannot be masked does not pass. Bytes that are no text are left
// out, and so is what follows the part of a body that stands in its exchange.
package evidence

import (
	"net/netip"
	"slices"
	"strings"
	"unicode/utf8"

	"loginscope/inspector/decode"
	"loginscope/inspector/redact"
	"loginscope/proxy/exchange"
)

// Masker masks events. Its Texts should know the secrets of the evidence; see
// inspector.Report.Known.
type Masker struct{ Texts redact.Masker }

// Event returns a masked copy; ok is false for an event that does not pass: the
// chunks of big bodies.
func (m Masker) Event(e exchange.Event) (masked exchange.Event, ok bool) {
	switch e := e.(type) {
	case exchange.Started:
		e.Exchange = m.exchange(e.Exchange)
		return e, true
	case exchange.Progress:
		e.Exchange = m.exchange(e.Exchange)
		return e, true
	case exchange.Finished:
		e.Exchange = m.exchange(e.Exchange)
		return e, true
	case exchange.Frame:
		return m.frame(e), true
	case exchange.Tunnelled:
		e.Target, e.SNI, e.Failure = m.Texts.Text(e.Target), m.Texts.Text(e.SNI), m.failure(e.Failure)
		e.Device, e.Server = m.Device(e.Device), m.peer(e.Server)
		return e, true
	case exchange.TLSRefused:
		e.Target, e.Detail, e.Hello.SNI = m.Texts.Text(e.Target), m.Texts.Text(e.Detail), m.Texts.Text(e.Hello.SNI)
		e.Device = m.Device(e.Device)
		return e, true
	case exchange.Blocked:
		e.Target, e.Detail, e.Device = m.Texts.Text(e.Target), m.Texts.Text(e.Detail), m.Device(e.Device)
		return e, true
	case exchange.LogLine:
		e.Text, e.Original, e.Source = m.Texts.Text(e.Text), m.Texts.Text(e.Original), m.Texts.Text(e.Source)
		e.Tag, e.Device = m.Texts.Text(e.Tag), m.Device(e.Device)
		return e, true
	}
	return nil, false
}

func (m Masker) exchange(x exchange.Exchange) exchange.Exchange {
	x.Host, x.Path, x.Failure = m.Texts.Text(x.Host), m.Texts.Text(x.Path), m.failure(x.Failure)
	x.Device, x.Client, x.Server = m.Device(x.Device), m.peer(x.Client), m.peer(x.Server)
	x.Client.Remote = m.Texts.Text(x.Client.Remote)
	q := &x.Request
	q.Body = m.body(q.Header, q.Body)
	q.Header, q.Trailer = m.header(q.Header), m.header(q.Trailer)
	if x.Response != nil {
		r := *x.Response
		r.Reason = m.Texts.Text(r.Reason)
		r.Body = m.body(r.Header, r.Body)
		r.Header, r.Trailer = m.header(r.Header), m.header(r.Trailer)
		x.Response = &r
	}
	return x
}

// Device masks the name of a phone: a public address, or the serial number by which a
// cable knows it. Equal ones stay equal.
func (m Masker) Device(d string) string {
	if _, err := netip.ParseAddr(d); err != nil && d != "" {
		return m.Texts.Value(redact.Identity, d)
	}
	return m.Texts.Text(d)
}

// peer masks the names of one side of a connection. The address of a server stays.
func (m Masker) peer(p exchange.Peer) exchange.Peer {
	p.Local = m.Texts.Text(p.Local)
	if p.TLS == nil {
		return p
	}
	t := *p.TLS
	t.SNI = m.Texts.Text(t.SNI)
	if t.Certificate != nil {
		c := *t.Certificate
		c.Subject, c.Issuer, c.Names = m.Texts.Text(c.Subject), m.Texts.Text(c.Issuer), slices.Clone(c.Names)
		for i, name := range c.Names {
			c.Names[i] = m.Texts.Text(name)
		}
		t.Certificate = &c
	}
	p.TLS = &t
	return p
}

func (m Masker) header(h exchange.Header) exchange.Header {
	if h == nil {
		return nil
	}
	out := make(exchange.Header, len(h))
	for i, f := range h {
		out[i] = m.Texts.Header(f)
	}
	return out
}

func (m Masker) failure(f *exchange.Failure) *exchange.Failure {
	if f == nil {
		return nil
	}
	out := *f
	out.Detail = m.Texts.Text(f.Detail)
	return &out
}

// body masks the part of a body that its exchange holds. Content codings are taken off
// for it and stay off, as in a body from a HAR.
func (m Masker) body(h exchange.Header, b exchange.Body) exchange.Body {
	b.Spooled = 0
	if len(b.Head) == 0 {
		return b
	}
	whole := int64(len(b.Head)) == b.Size && b.Complete
	c := decode.Body(h, b)
	if c.Text == nil || !textual(c.Text) {
		b.Head = nil
		return b
	}
	b.Head, b.Decoded = []byte(m.Texts.Text(string(c.Text))), true
	if whole && !c.Cut {
		b.Size = int64(len(b.Head))
	} else {
		b.Size = max(b.Size, int64(len(b.Head))+1)
	}
	return b
}

// textual reports whether bytes are text; their end may break off inside a character.
func textual(b []byte) bool {
	s := string(b)
	for range utf8.UTFMax {
		if utf8.ValidString(s) {
			break
		}
		s = s[:max(0, len(s)-1)]
	}
	return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0
}

// frame masks a WebSocket message that is text. One that is not, or came in parts, is
// left out but for its size.
func (m Masker) frame(f exchange.Frame) exchange.Frame {
	const text = 1
	if f.Opcode == text && !f.Compressed && !f.Part && textual(f.Data) {
		f.Data = []byte(m.Texts.Text(string(f.Data)))
		f.Size = int64(len(f.Data))
		return f
	}
	if len(f.Data) > 0 {
		f.Data, f.Cut = nil, true
	}
	return f
}
