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
	"loginscope/proxy/hosts"
	"loginscope/proxy/record"
	"loginscope/proxy/wire"
)

// serveUpgrade handles a request that wants to change the protocol of its
// connection (RFC 9110, section 7.8). goproxy relays WebSockets alone and
// leaves sockets open; here any protocol is relayed, and closed.
func (p *Proxy) serveUpgrade(w *responder, r *http.Request, c *clientConn, rec *record.Exchange, protocol string) {
	start := time.Now()
	resp, fail := p.send(r, rec, p.up.Transport(1))
	if fail == nil && resp.StatusCode != http.StatusSwitchingProtocols {
		if fail = unsendable(resp); fail != nil {
			resp.Body.Close()
		}
	}
	if fail != nil {
		rec.Replace(fail)
		writePage(w, r, outcomeOf(fail).status, fail)
		return
	}
	if resp.StatusCode != http.StatusSwitchingProtocols {
		p.declined(w, resp, rec)
		return
	}
	server, ok := resp.Body.(io.ReadWriteCloser)
	if !ok {
		rec.Close(exchange.FailProtocol)
		return
	}
	client, _, err := hijackable{w}.Hijack()
	if err != nil {
		server.Close()
		return
	}
	if _, err := client.Write(switchingHeader(resp, rec.ResponseHeader())); err != nil {
		server.Close()
		client.Close()
		return
	}
	// Close ends the client's side itself; this is for the server's.
	defer context.AfterFunc(p.ctx, func() { server.Close() })()
	upstream := &bodyConn{rec.Server(), server}
	if strings.EqualFold(protocol, "websocket") {
		p.relayMessages(client, upstream, rec, resp)
	} else {
		p.relayUpgraded(client, upstream, rec, c.link, start)
	}
	var ended *exchange.Failure
	if p.ctx.Err() != nil {
		ended = &exchange.Failure{Cause: exchange.FailShutdown}
	}
	rec.SideDone(exchange.ResponseSide, true, ended)
}

// declined passes on an ordinary response to an upgrade request.
func (p *Proxy) declined(w *responder, resp *http.Response, rec *record.Exchange) {
	p.keepResponse(resp, rec)
	defer resp.Body.Close()
	h := w.Header()
	for name, values := range resp.Header {
		h[name] = values
	}
	w.WriteHeader(resp.StatusCode)
	_, _ = io.Copy(w, resp.Body)
}

// relayUpgraded relays a protocol whose content is not shown; it is reported as a
// tunnel too, for its byte counts.
func (p *Proxy) relayUpgraded(client, server net.Conn, rec *record.Exchange, l *link, start time.Time) {
	x := rec.Now()
	u := p.rec.StartTunnel(exchange.Tunnelled{
		Conn: l.id, Device: l.device, Target: hosts.Join(x.Host, x.Port), SNI: l.sni,
		Start: start, Reason: exchange.TunnelWebSocket, Server: x.Server,
	})
	defer u.Close()
	relay(client, server, p.cfg.TunnelIdle, &u.Count, nil, nil)
}

// relayMessages relays a WebSocket and reports its messages; one that has not
// ended is reported in parts, the last of them when the connection ends.
func (p *Proxy) relayMessages(client, server net.Conn, rec *record.Exchange, resp *http.Response) {
	id := rec.Now().ID
	deflate := wire.ParseDeflate(resp.Header.Values("Sec-Websocket-Extensions"))
	reader := func(side exchange.Side, noContext bool) *wire.WebSocketReader {
		return wire.NewWebSocketReader(p.cfg.FrameCap, deflate, noContext, func(m wire.WebSocketMessage) {
			p.emit(exchange.Frame{
				ID: id, Side: side, Time: time.Now(), Opcode: m.Opcode, Data: m.Data, Size: m.Size,
				Compressed: m.Compressed, Cut: m.Cut, Part: m.Part, Offset: m.Offset,
			})
		})
	}
	up := reader(exchange.RequestSide, deflate.ClientNoContext)
	down := reader(exchange.ResponseSide, deflate.ServerNoContext)
	rec.Watch(up, down)
	var count record.Counts
	relay(client, server, p.cfg.TunnelIdle, &count, up.Feed, down.Feed)
	up.EmitPart(true)
	down.EmitPart(true)
}

// switchingHeader is the header block of the 101 response, in the server's own lines
// where they are known.
func switchingHeader(resp *http.Response, sent exchange.Header) []byte {
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
func (c *bodyConn) CloseWrite() error { return wire.CloseWrite(c.Conn) }
