package proxy

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"loginscope/proxy/exchange"
)

// serveUpgrade handles a request that wants to change the protocol of its
// connection (RFC 9110, section 7.8). goproxy relays WebSockets alone and
// leaves sockets open; here any protocol is relayed, and closed.
func (p *Proxy) serveUpgrade(w *responder, r *http.Request, c *clientConn, rec *record, protocol string) {
	start := time.Now()
	resp, fail := p.send(r, rec, p.up.plain)
	if fail != nil {
		rec.sideDone(exchange.ResponseSide, false, fail)
		writePage(w, r, outcomeOf(fail).status, fail)
		return
	}
	if resp.StatusCode != http.StatusSwitchingProtocols {
		p.declined(w, resp, rec)
		return
	}
	server, ok := resp.Body.(io.ReadWriteCloser)
	if !ok {
		rec.close(exchange.FailProtocol)
		return
	}
	client, _, err := hijackable{w}.Hijack()
	if err != nil {
		server.Close()
		return
	}
	if _, err := client.Write(switchingHead(resp, rec.responseHeader())); err != nil {
		server.Close()
		client.Close()
		return
	}
	// Close ends the client's side itself; this is for the server's.
	defer context.AfterFunc(p.ctx, func() { server.Close() })()
	up, down := p.watchUpgrade(rec, resp, protocol)
	res := relay(client, &bodyConn{rec.up, server}, p.cfg.TunnelIdle, up, down)
	p.upgraded(rec, c.link, protocol, start, res)
}

// declined passes on an ordinary response to an upgrade request.
func (p *Proxy) declined(w *responder, resp *http.Response, rec *record) {
	p.keepResponse(resp, rec)
	defer resp.Body.Close()
	h := w.Header()
	for name, values := range resp.Header {
		h[name] = values
	}
	w.WriteHeader(resp.StatusCode)
	_, _ = io.Copy(w, resp.Body)
	if rec.broken() {
		panic(http.ErrAbortHandler)
	}
}

// upgraded ends the exchange of a relayed connection. Protocols whose content
// is not shown are told as a tunnel too, for its byte counts.
func (p *Proxy) upgraded(rec *record, l *link, protocol string, start time.Time, res relayed) {
	var fail *exchange.Failure
	if p.ctx.Err() != nil {
		fail = &exchange.Failure{Cause: exchange.FailShutdown}
	}
	rec.sideDone(exchange.ResponseSide, true, fail)
	if strings.EqualFold(protocol, "websocket") {
		return
	}
	rec.mu.Lock()
	x := rec.x
	rec.mu.Unlock()
	p.emit(exchange.Tunnelled{
		Conn: l.id, Device: l.device, Target: joinAuthority(x.Host, x.Port), SNI: l.sni,
		Start: start, End: time.Now(), BytesUp: res.up, BytesDown: res.down,
		Reason: exchange.TunnelWebSocket, Server: x.Server,
	})
}

// watchUpgrade returns the watchers of the two directions, nil for protocols
// whose messages are not known.
func (p *Proxy) watchUpgrade(rec *record, resp *http.Response, protocol string) (up, down func([]byte)) {
	if !strings.EqualFold(protocol, "websocket") {
		return nil, nil
	}
	deflate := deflateParams(resp.Header.Values("Sec-Websocket-Extensions"))
	emit := func(side exchange.Side) func(wsMessage) {
		return func(m wsMessage) {
			p.emit(exchange.Frame{
				ID: rec.x.ID, Side: side, Time: time.Now(), Opcode: m.opcode,
				Data: m.data, Size: m.size, Compressed: m.compressed,
			})
		}
	}
	u := newWSReader(p.cfg.FrameCap, deflate, deflate.clientNoContext, emit(exchange.RequestSide))
	d := newWSReader(p.cfg.FrameCap, deflate, deflate.serverNoContext, emit(exchange.ResponseSide))
	return u.feed, d.feed
}

// switchingHead is the head of the 101 response, in the server's own lines
// where they are known.
func switchingHead(resp *http.Response, sent exchange.Header) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %s\r\n", resp.Status)
	if sent == nil {
		_ = resp.Header.Write(&b) // a bytes.Buffer does not fail
	}
	for _, f := range sent {
		fmt.Fprintf(&b, "%s: %s\r\n", f.Name, f.Value)
	}
	b.WriteString("\r\n")
	return b.Bytes()
}

// bodyConn makes a net.Conn of the body of a 101 response, which net/http lets
// one write to, and the connection below it.
type bodyConn struct {
	net.Conn
	body io.ReadWriteCloser // holds what net/http read ahead
}

func (c *bodyConn) Read(b []byte) (int, error)  { return c.body.Read(b) }
func (c *bodyConn) Write(b []byte) (int, error) { return c.body.Write(b) }
func (c *bodyConn) Close() error                { return c.body.Close() }

// CloseWrite passes a half-close on.
func (c *bodyConn) CloseWrite() error { return closeWrite(c.Conn) }
