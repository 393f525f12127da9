package har

import (
	"encoding/base64"
	"time"

	"loginscope/proxy/exchange"
)

// events are those of one entry, in order. x has its ID.
func (e *entry) events(x exchange.Exchange) []exchange.Event {
	open := x
	open.Response, open.Failure, open.Done, open.Request.Body = nil, nil, false, exchange.Body{}
	out := []exchange.Event{exchange.Started{Exchange: open}}
	head := BodyHead
	if !x.Done { // the bytes of an open exchange are in chunks alone
		head = 0
	}
	out = spool(out, x.ID, exchange.RequestSide, &x.Request.Body, e.headOf(exchange.RequestSide, head))
	if x.Response != nil {
		r := *x.Response
		out = spool(out, x.ID, exchange.ResponseSide, &r.Body, e.headOf(exchange.ResponseSide, head))
		x.Response = &r
	}
	for i := range e.Messages {
		out = append(out, e.Messages[i].frame(x.ID))
	}
	if x.Done {
		return append(out, exchange.Finished{Exchange: x})
	}
	return append(out, exchange.Progress{Exchange: x})
}

// headOf is how many bytes of a body go into its Head.
func (e *entry) headOf(side exchange.Side, most int) int {
	if e.Own == nil || most == 0 {
		return most
	}
	m := &e.Own.Request
	if side == exchange.ResponseSide {
		m = e.Own.Response
	}
	if m == nil || m.Body.Head == nil {
		return most
	}
	return max(*m.Body.Head, 0)
}

// spool leaves the beginning of a body in place and makes events of the rest. Spooled
// counts on entry what stands behind the entries of the file.
func spool(events []exchange.Event, id exchange.ID, side exchange.Side, b *exchange.Body,
	head int) []exchange.Event {
	if len(b.Head) <= head {
		return events
	}
	whole := b.Head
	b.Head, b.Spooled = whole[:head:head], b.Spooled+int64(len(whole)-head)
	if head == 0 {
		b.Head = nil
	}
	for at := head; at < len(whole); at += BodyHead {
		end := min(at+BodyHead, len(whole))
		events = append(events, exchange.BodyChunk{ID: id, Side: side, Offset: int64(at), Data: whole[at:end]})
	}
	return events
}

// frame makes an event of a WebSocket message.
func (m *wsRecord) frame(id exchange.ID) exchange.Frame {
	f := exchange.Frame{ID: id, Side: exchange.ResponseSide, Opcode: byte(min(max(m.Opcode, 0), 15)),
		Data: []byte(m.Data), Cut: m.Cut, Compressed: m.Compressed, Part: m.Part, Offset: max(m.Offset, 0)}
	if m.Type == "send" {
		f.Side = exchange.RequestSide
	}
	if f.Opcode == binaryMessage || m.Encoding == "base64" {
		if data, err := base64.StdEncoding.DecodeString(string(m.Data)); err == nil {
			f.Data = data
		}
	}
	switch {
	case !m.At.IsZero():
		f.Time = m.At.UTC()
	case m.Time > 0 && m.Time < 1e11:
		f.Time = time.UnixMicro(int64(float64(m.Time) * 1e6)).UTC()
	}
	f.Size = int64(len(f.Data))
	if m.Size != nil {
		f.Size = max(*m.Size, 0)
	}
	if len(f.Data) == 0 {
		f.Data = nil
	}
	return f
}

// The opcodes of WebSocket messages (RFC 6455, section 5.2).
const (
	textMessage   = 1
	binaryMessage = 2
)
