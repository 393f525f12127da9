package proxy

import (
	"strings"
	"time"

	"loginscope/proxy/exchange"
	"loginscope/proxy/hosts"
)

// reportMalformed reports a header block that http.Server refused, or that never came to
// its end, when the connection is closed.
func (p *Proxy) reportMalformed(c *clientConn) {
	h, tooLong, ok := c.requests.Unclaimed()
	if !ok || p.ctx.Err() != nil {
		return
	}
	detail := "the request's head is not valid HTTP, or was cut short"
	if tooLong {
		detail = "the request's head is longer than the limit"
	}
	if c.link.target == "" {
		p.blocked(c.link, "", exchange.BlockedMalformed, detail)
		return
	}
	host, port := hosts.Split(c.link.target, 0)
	method, target, proto := h.StartLine()
	now := time.Now()
	rec := p.rec.Start(exchange.Exchange{
		Device: c.link.device, Conn: c.link.id, Scheme: c.link.scheme, Host: host, Port: port,
		Path:    clip(target),
		Client:  c.link.client,
		Timing:  exchange.Timing{Start: h.Start, End: now},
		Request: exchange.Request{Method: clip(method), Proto: clip(proto), Header: h.Fields(), HeaderAsSent: true},
	})
	rec.SideDone(exchange.ResponseSide, false, &exchange.Failure{Cause: exchange.FailMalformed, Detail: detail})
	rec.Close(exchange.FailMalformed)
}

// clip limits a part of a start line that may be anything.
func clip(s string) string {
	const most = 2048
	return strings.ToValidUTF8(s[:min(len(s), most)], "\uFFFD")
}
