package har

import (
	"bytes"

	"loginscope/inspector/decode"
	"loginscope/proxy/exchange"
)

// restore puts into x, read by the entry's usual fields, what only the member
// "_loginscope" says.
func (o *ownEntry) restore(x *exchange.Exchange, e *entry) {
	own := mapStrings(*o, unescape)
	x.Device, x.Done = own.Device, !own.Open
	if own.Origin != "" {
		x.Origin = own.Origin
	}
	if t := own.Target; t != nil && t.Host != "" {
		x.Scheme, x.Host, x.Port, x.Path = t.Scheme, t.Host, t.Port, t.Path
	}
	if own.Timing != nil {
		x.Timing = exchange.Timing(*own.Timing)
	}
	x.Client = exchange.Peer{}
	if own.Client != nil {
		x.Client = *own.Client
	}
	if own.Server != nil {
		x.Server = *own.Server
	}
	q := &x.Request
	own.Request.put(&q.Proto, &q.Header, &q.HeaderAsSent)
	if own.Request.Method != nil {
		q.Method = *own.Request.Method
	}
	q.Body = own.Request.Body.put(q.Body, q.Header, e.Request.PostData.raw())
	x.Response, x.Failure = nil, own.Failure
	if own.Response == nil || e.Response == nil {
		return
	}
	r := e.Response.response()
	own.Response.put(&r.Proto, &r.Header, &r.HeaderAsSent)
	if own.Response.Reason != nil {
		r.Reason = *own.Response.Reason
	}
	r.Body = own.Response.Body.put(r.Body, r.Header, e.Response.Content.Raw)
	x.Response = r
}

func (m *ownMessage) put(proto *string, h *exchange.Header, asSent *bool) {
	if m.Proto != nil {
		*proto = *m.Proto
	}
	if m.Header != nil {
		*h = m.Header
	}
	*asSent = m.AsSent
}

// put completes a body that was read by its usual fields; raw are its bytes as they
// were on the wire, nil if they are what those fields hold.
func (o ownBody) put(b exchange.Body, h exchange.Header, raw []byte) exchange.Body {
	text := b.Head
	b.Complete, b.Decoded = o.Complete, o.Decoded
	if raw != nil {
		b.Head = raw
		// A text that was edited or masked counts, and not what it was made of.
		c := decode.Body(h, exchange.Body{Size: int64(len(raw)), Head: raw, Complete: true})
		if !bytes.Equal(c.Text, text) {
			b.Head, b.Decoded, o.Size = text, true, 0
		}
	}
	if len(b.Head) == 0 {
		b.Head = nil
	}
	b.Spooled = max(o.Kept-int64(len(b.Head)), 0)
	b.Size = max(o.Size, b.Kept())
	return b
}

func (p *postData) raw() []byte {
	if p == nil {
		return nil
	}
	return p.Raw
}
