package proxy

// Law of this file: what becomes of a CONNECT is decided by the first bytes
// that come after it, within a deadline, and by rules; never by a guess from
// the port. Every branch ends in the connection being served, relayed and reported,
// or closed and reported.

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/elazarl/goproxy"

	"loginscope/proxy/exchange"
	"loginscope/proxy/hosts"
	"loginscope/proxy/upstream"
	"loginscope/proxy/wire"
)

const (
	connectOK = "HTTP/1.1 200 Connection established\r\n\r\n"
	// speakFirst is how long a client stays silent before it is taken for one
	// that waits for its server to speak; a quarter of HandshakeTimeout, if that
	// is less.
	speakFirst = 2500 * time.Millisecond
	// maxSniff limits the bytes that are read to distinguish HTTP from other protocols.
	maxSniff = 4 << 10
)

// handleConnect is goproxy's CONNECT handler: every CONNECT is hijacked.
func (p *Proxy) handleConnect(target string, _ *goproxy.ProxyCtx) (*goproxy.ConnectAction, string) {
	return &goproxy.ConnectAction{Action: goproxy.ConnectHijack, Hijack: p.hijackConnect}, target
}

// tunnel is a CONNECT on its way.
type tunnel struct {
	p      *Proxy
	conn   net.Conn // the client, after the CONNECT's header block
	link   *link    // of what will be served inside
	host   string   // of the target
	port   int
	start  time.Time
	portal bool   // for the proxy itself: never dialled
	print  uint64 // of the ClientHello
}

// hijackConnect runs on the goroutine of the connection's http.Server, which
// waits for it.
func (p *Proxy) hijackConnect(r *http.Request, client net.Conn, _ *goproxy.ProxyCtx) {
	outer := connOf(r.Context()).link
	host, port := hosts.Split(r.URL.Host, 443)
	t := &tunnel{
		p: p, conn: client, host: host, port: port, start: time.Now(),
		portal: p.namesPortal(r.Context(), outer.device, host, port),
		link:   &link{id: outer.id, device: outer.device, client: outer.client, scheme: "http"},
	}
	t.link.target, t.link.portal = hosts.Join(host, port), t.portal
	_ = client.SetDeadline(time.Now().Add(p.cfg.HandshakeTimeout))
	switch reason := p.up.JudgeName(host, port, p.allowLocal.Match(host)); {
	case host == "" || port == 0:
		p.blocked(t.link, withoutQuery(r.URL.Host), exchange.BlockedMalformed, "CONNECT names no host and port")
		t.refuse(r, &exchange.Failure{Cause: exchange.FailMalformed})
	case t.portal:
		t.accept()
	case reason != "":
		p.blocked(t.link, t.link.target, reason, "")
		t.refuse(r, &exchange.Failure{Cause: exchange.FailBlocked})
	case p.passThrough.Match(host):
		t.passThrough(r)
	default:
		t.accept()
	}
}

// accept answers the CONNECT and reads the client's first byte.
func (t *tunnel) accept() {
	if _, err := io.WriteString(t.conn, connectOK); err != nil {
		t.conn.Close()
		return
	}
	t.awaitFirstByte()
}

// refuse answers the CONNECT itself with an error page.
func (t *tunnel) refuse(r *http.Request, f *exchange.Failure) {
	resp := pageResponse(r, f)
	resp.Close = true
	_ = resp.Write(t.conn)
	t.conn.Close()
}

// passThrough relays a host of the pass-through list. The connection is made
// before the CONNECT is answered, so that a failure reaches the phone as one.
func (t *tunnel) passThrough(r *http.Request) {
	up, err := t.dial()
	if err != nil {
		f := t.p.failureOf(t.p.ctx, err)
		t.emitUnrelayed(exchange.TunnelRule, "", f)
		t.refuse(r, f)
		return
	}
	if _, err := io.WriteString(t.conn, connectOK); err != nil {
		up.Close()
		t.conn.Close()
		return
	}
	t.relay(up, t.conn, exchange.TunnelRule, "")
}

// look waits for the client's first byte and decides by it what follows.
func (t *tunnel) awaitFirstByte() {
	first := make([]byte, 1)
	wait := t.p.cfg.HandshakeTimeout
	silent := min(speakFirst, wait/4)
	_ = t.conn.SetReadDeadline(time.Now().Add(silent))
	n, err := t.conn.Read(first)
	if n == 0 && errors.Is(err, os.ErrDeadlineExceeded) && !t.portal {
		t.awaitEither(wait - silent)
		return
	}
	if n == 0 {
		t.emitUnrelayed(exchange.TunnelSilent, "", nil)
		t.conn.Close()
		return
	}
	t.continueFrom(&wire.PrefixedConn{Conn: t.conn, Prefix: first}, first[0])
}

// awaitEither is for a client that stays silent: it may wait for its server to
// speak first. Whoever speaks first decides.
func (t *tunnel) awaitEither(wait time.Duration) {
	deadline := time.Now().Add(wait)
	up, err := t.dial()
	if err != nil {
		t.awaitClient(deadline, t.p.failureOf(t.p.ctx, err))
		return
	}
	_ = up.SetReadDeadline(deadline)
	_ = t.conn.SetReadDeadline(deadline)
	server := make(chan byte, 1)
	go func() {
		defer close(server)
		b := make([]byte, 1)
		if n, _ := up.Read(b); n > 0 {
			server <- b[0]
			_ = t.conn.SetReadDeadline(time.Now()) // wake the read below
		}
	}()
	first := make([]byte, 1)
	n, _ := t.conn.Read(first)
	_ = up.SetReadDeadline(time.Now())
	spoken, fromServer := <-server
	for range server { // until the goroutine is gone
	}
	client := &wire.PrefixedConn{Conn: t.conn, Prefix: first[:n]}
	switch {
	case fromServer:
		t.relay(&wire.PrefixedConn{Conn: up, Prefix: []byte{spoken}}, client, exchange.TunnelSilent, "")
	case n > 0:
		up.Close()
		t.continueFrom(client, first[0])
	default:
		up.Close()
		t.emitUnrelayed(exchange.TunnelSilent, "", nil)
		t.conn.Close()
	}
}

// awaitClient goes on waiting for a slow client whose server cannot be reached:
// it may begin with TLS yet, and then learns of that in HTTP.
func (t *tunnel) awaitClient(deadline time.Time, fail *exchange.Failure) {
	_ = t.conn.SetReadDeadline(deadline)
	first := make([]byte, 1)
	if n, _ := t.conn.Read(first); n == 0 {
		t.emitUnrelayed(exchange.TunnelSilent, "", fail)
		t.conn.Close()
		return
	}
	t.continueFrom(&wire.PrefixedConn{Conn: t.conn, Prefix: first}, first[0])
}

// spoke goes on with a client whose first byte is known.
func (t *tunnel) continueFrom(c *wire.PrefixedConn, first byte) {
	_ = c.SetDeadline(time.Now().Add(t.p.cfg.HandshakeTimeout))
	if first == wire.RecordTLS {
		t.acceptTLS(c)
		return
	}
	t.serveOr(c, nil, func(c net.Conn) { t.relayUndecrypted(c, exchange.TunnelNotHTTP, "") })
}

// serveOr reads enough to distinguish HTTP from other protocols; it serves HTTP and
// gives anything else to other.
func (t *tunnel) serveOr(c net.Conn, seen []byte, other func(net.Conn)) {
	prefix, isHTTP := sniffHTTP(c, seen)
	_ = c.SetDeadline(time.Time{})
	if !isHTTP {
		other(&wire.PrefixedConn{Conn: c, Prefix: prefix})
		return
	}
	t.serve(c, prefix)
}

// serve hands a readable connection to the http.Server.
func (t *tunnel) serve(c net.Conn, prefix []byte) {
	cc := newClientConn(c, t.link, prefix, t.p.cfg.MaxHeaderBytes)
	if !t.p.inner.handOver(cc) {
		c.Close()
	}
}

// sniffHTTP reads until the bytes can or cannot be the start of a request
// line: a method of capital letters and a space. It returns what it read.
func sniffHTTP(c net.Conn, seen []byte) (prefix []byte, isHTTP bool) {
	prefix = seen
	for {
		decided, http := looksHTTP(prefix)
		if decided || len(prefix) >= maxSniff {
			return prefix, http
		}
		b := make([]byte, maxSniff)
		n, err := c.Read(b)
		prefix = append(prefix, b[:n]...)
		if n == 0 && err != nil {
			return prefix, len(prefix) > 0 && http
		}
	}
}

// looksHTTP judges the first bytes of a connection. http is meaningful before
// decided: it says that nothing speaks against it yet.
func looksHTTP(b []byte) (decided, http bool) {
	const longest = 32 // the longest registered method has 17 letters
	for i, c := range b {
		switch {
		case c == ' ':
			return true, i > 0
		case c == '\r' || c == '\n':
			if i > 0 && b[i-1] != '\r' && b[i-1] != '\n' {
				return true, false
			}
		case ('A' > c || c > 'Z') && c != '-' && c != '_' || i >= longest:
			return true, false
		}
	}
	return false, true
}

func (t *tunnel) dial() (*upstream.Conn, error) {
	ctx, cancel := context.WithTimeout(t.p.ctx, t.p.cfg.DialTimeout)
	defer cancel()
	defer t.p.rec.Dialling(t.link.target)()
	return t.p.up.Dial(ctx, t.link.target)
}

// relayUndecrypted connects to the target and relays c without reading it.
func (t *tunnel) relayUndecrypted(c net.Conn, reason exchange.TunnelReason, sni string) {
	up, err := t.dial()
	if err != nil {
		t.emitUnrelayed(reason, sni, t.p.failureOf(t.p.ctx, err))
		c.Close()
		return
	}
	t.relay(up, c, reason, sni)
}

// relay copies both ways until the end and reports the tunnel; sni may be "".
func (t *tunnel) relay(up, client net.Conn, reason exchange.TunnelReason, sni string) {
	_ = client.SetDeadline(time.Time{})
	_ = up.SetDeadline(time.Time{})
	u := t.p.rec.StartTunnel(t.event(reason, sni, peerOf(up)))
	defer u.Close()
	relay(client, up, t.p.cfg.TunnelIdle, &u.Count, u.Hello.Feed, nil)
}

func peerOf(c net.Conn) exchange.Peer {
	switch c := c.(type) {
	case *upstream.Conn:
		return c.Peer
	case *wire.PrefixedConn:
		return peerOf(c.Conn)
	}
	return exchange.Peer{Remote: c.RemoteAddr().String(), Local: c.LocalAddr().String()}
}

// emitUnrelayed emits Tunnelled for a connection through which nothing was relayed.
func (t *tunnel) emitUnrelayed(reason exchange.TunnelReason, sni string, fail *exchange.Failure) {
	e := t.event(reason, sni, exchange.Peer{})
	e.End, e.Failure = time.Now(), fail
	t.p.emit(e)
}

func (t *tunnel) event(reason exchange.TunnelReason, sni string, server exchange.Peer) exchange.Tunnelled {
	return exchange.Tunnelled{
		Conn: t.link.id, Device: t.link.device, Target: t.link.target, SNI: sni,
		Start: t.start, Reason: reason, Server: server,
	}
}
