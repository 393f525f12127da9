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
	if fail == nil && resp.StatusCode != http.StatusSwitchingProtocols {
		if fail = unsendable(resp); fail != nil {
			resp.Body.Close()
		}
	}
	if fail != nil {
		rec.instead(fail)
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
	upstream := &bodyConn{rec.up, server}
	if strings.EqualFold(protocol, "websocket") {
		p.relayMessages(client, upstream, rec, resp)
	} else {
		p.relayUpgraded(client, upstream, rec, c.link, start)
	}
	var ended *exchange.Failure
	if p.ctx.Err() != nil {
		ended = &exchange.Failure{Cause: exchange.FailShutdown}
	}
	rec.sideDone(exchange.ResponseSide, true, ended)
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
}

// relayUpgraded relays a protocol whose content is not shown; it is told as a
// tunnel too, for its byte counts.
func (p *Proxy) relayUpgraded(client, server net.Conn, rec *record, l *link, start time.Time) {
	rec.mu.Lock()
	x := rec.x
	rec.mu.Unlock()
	u := p.openTunnel(exchange.Tunnelled{
		Conn: l.id, Device: l.device, Target: joinAuthority(x.Host, x.Port), SNI: l.sni,
		Start: start, Reason: exchange.TunnelWebSocket, Server: x.Server,
	})
	defer u.close()
	relay(client, server, p.cfg.TunnelIdle, &u.count, nil, nil)
}

// relayMessages relays a WebSocket and tells its messages; one that has not
// ended is told in parts, the last of them when the connection ends.
func (p *Proxy) relayMessages(client, server net.Conn, rec *record, resp *http.Response) {
	deflate := deflateParams(resp.Header.Values("Sec-Websocket-Extensions"))
	reader := func(side exchange.Side, noContext bool) *wsReader {
		return newWSReader(p.cfg.FrameCap, deflate, noContext, func(m wsMessage) {
			p.emit(exchange.Frame{
				ID: rec.x.ID, Side: side, Time: time.Now(), Opcode: m.opcode, Data: m.data, Size: m.size,
				Compressed: m.compressed, Cut: m.cut, Part: m.part, Offset: m.offset,
			})
		})
	}
	up := reader(exchange.RequestSide, deflate.clientNoContext)
	down := reader(exchange.ResponseSide, deflate.serverNoContext)
	rec.watch(up, down)
	var count relayed
	relay(client, server, p.cfg.TunnelIdle, &count, up.feed, down.feed)
	up.tellPart(true)
	down.tellPart(true)
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
