package proxy

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"slices"
	"time"

	"loginscope/proxy/exchange"
	"loginscope/proxy/hosts"
	"loginscope/proxy/upstream"
	"loginscope/proxy/wire"
)

// acceptTLS goes on with a client that began with a handshake record: it reads
// the ClientHello, passes the connection through where a rule says so, and
// answers with a leaf otherwise.
func (t *tunnel) acceptTLS(c *wire.PrefixedConn) {
	began := time.Now()
	h, raw, err := wire.ReadClientHello(c)
	facts := h.TLS
	t.print = h.Fingerprint
	back := &wire.PrefixedConn{Conn: t.conn, Prefix: append(raw, c.Prefix...)}
	if err != nil {
		t.helloFailed(back, facts, raw, began, err)
		return
	}
	name := facts.SNI
	if name == "" {
		name = t.host
	}
	t.link.scheme, t.link.sni = "https", facts.SNI
	t.link.trust = trustKey{t.link.device, hosts.Normal(name), t.port}
	switch {
	case t.portal || name == t.p.portalHost:
	case t.p.passThrough.Match(name):
		t.relayUndecrypted(back, exchange.TunnelRule, facts.SNI)
		return
	case t.p.trust.learned(t.link.trust):
		t.relayUndecrypted(back, exchange.TunnelLearned, facts.SNI)
		return
	case !offersHTTP(facts.OfferedALPN):
		t.relayUndecrypted(back, exchange.TunnelNotHTTP, facts.SNI)
		return
	}
	t.intercept(back, facts, name, began)
}

// helloFailed deals with what began like TLS and went wrong before anything
// was sent. Another protocol that begins with the same byte (TLCP has record
// version 1.1) is relayed.
func (t *tunnel) helloFailed(back *wire.PrefixedConn, facts exchange.TLS, raw []byte, began time.Time, err error) {
	if len(raw) >= 2 && raw[1] != 3 {
		_ = back.SetDeadline(time.Time{})
		t.relayUndecrypted(back, exchange.TunnelNotHTTP, "")
		return
	}
	e := t.refusedEvent(facts, began, err)
	if e.Cause == exchange.RefusedAlert && e.Alert < 0 {
		e.Cause = exchange.RefusedGarbage
	}
	e.Early = e.Cause == exchange.RefusedClosed || e.Cause == exchange.RefusedReset
	t.p.refusal(e, trustKey{t.link.device, t.host, t.port}, 0)
	back.Close()
}

// clientALPN is what a client may choose from, the best first.
var clientALPN = []string{"h2", "http/1.1", "http/1.0"}

func offersHTTP(alpn []string) bool {
	return len(alpn) == 0 || slices.ContainsFunc(alpn, func(p string) bool { return slices.Contains(clientALPN, p) })
}

// leafError marks an error of Config.Leaf.
type leafError struct{ err error }

func (e *leafError) Error() string { return "sign certificate: " + e.err.Error() }
func (e *leafError) Unwrap() error { return e.err }

// handshakes are the configurations of intercepted connections. They are shared so
// that clients can resume sessions.
type handshakes struct{ any, http1 *tls.Config }

// noTickets keeps clients from resuming sessions.
func (h handshakes) noTickets() {
	h.any.SessionTicketsDisabled, h.http1.SessionTicketsDisabled = true, true
}

// clientTLS returns the configurations that show a leaf of ours.
//
// TLS 1.0 and 1.1 are accepted, with the ECDHE_ECDSA suites that go with our
// P-256 leaves: the login SDK enables TLS 1.1 and 1.2 alone, and a phone that
// is refused here would look like one that refuses us.
func clientTLS(leaf func(context.Context, string) (*tls.Certificate, error)) handshakes {
	any := &tls.Config{
		MinVersion:   tls.VersionTLS10,
		CipherSuites: upstream.CipherSuites(),
		NextProtos:   clientALPN,
		GetCertificate: func(h *tls.ClientHelloInfo) (*tls.Certificate, error) {
			c := h.Conn.(*tailConn)
			leaf, err := leaf(h.Context(), c.name)
			if err != nil {
				return nil, &leafError{err}
			}
			c.shown = leaf
			return leaf, nil
		},
	}
	http1 := any.Clone()
	http1.NextProtos = slices.DeleteFunc(slices.Clone(clientALPN), func(p string) bool { return p == upstream.HTTP2 })
	return handshakes{any, http1}
}

// pick returns the configuration that offers the client the protocol that its
// server chose, where the client leaves a choice.
func (t *tunnel) pick(of handshakes, offered []string) *tls.Config {
	both := slices.Contains(offered, upstream.HTTP2) && slices.Contains(offered, upstream.HTTP1)
	if !both || t.portal {
		return of.any
	}
	host, port := hosts.Split(t.link.target, 443)
	rt := upstream.NewRoute(host, port, t.link.target, true, t.link.sni)
	if t.p.up.Protocol(t.p.ctx, rt.Encode()) == upstream.HTTP1 {
		return of.http1
	}
	return of.any
}

// intercept answers the ClientHello that back replays.
func (t *tunnel) intercept(back *wire.PrefixedConn, facts exchange.TLS, name string, began time.Time) {
	tail := &tailConn{Conn: back, name: name, until: time.Now().Add(t.p.cfg.HandshakeTimeout)}
	if !t.p.trust.vouched(t.link.trust) {
		tail.checks = t.p.cfg.GoneWait
	}
	_ = back.SetDeadline(tail.until)
	cfg := t.p.clientTLS
	if facts.WideDates = t.p.testsDates(t.link.trust, t.print); facts.WideDates {
		cfg = t.p.wideTLS
	}
	tc := tls.Server(tail, t.pick(cfg, facts.OfferedALPN))
	ctx, cancel := context.WithTimeout(t.p.ctx, t.p.cfg.HandshakeTimeout)
	err := tc.HandshakeContext(ctx)
	cancel()
	if err != nil {
		facts.Certificate = tail.leaf()
		t.handshakeFailed(tail, facts, began, err)
		return
	}
	cs := tc.ConnectionState()
	facts.Version, facts.Cipher, facts.ALPN = tls.VersionName(cs.Version), tls.CipherSuiteName(cs.CipherSuite),
		cs.NegotiatedProtocol
	t.link.client.TLS = &facts
	tail.done, tail.tail = true, nil
	t.firstBytes(tc, tail, facts, began)
}

func (t *tunnel) handshakeFailed(tail *tailConn, facts exchange.TLS, began time.Time, err error) {
	tail.Close()
	if t.p.ctx.Err() != nil {
		return
	}
	e := t.refusedEvent(facts, began, err)
	if alert, ok := plaintextAlert(tail.tail); ok && e.Alert < 0 {
		e.Cause, e.Alert, e.Plaintext = exchange.RefusedAlert, alert, true
	} else if e.Cause == exchange.RefusedGarbage && endedWithAlert(tail.tail) {
		e.Cause = exchange.RefusedClosed
	}
	if e.Cause == exchange.RefusedClosed || e.Cause == exchange.RefusedReset {
		e.Early = tail.shown == nil || tail.gone != nil
	}
	t.p.refusal(e, t.link.trust, t.print)
}

// firstBytes waits for what the client says inside TLS. A client that says
// nothing and goes has most likely refused the certificate by its own check:
// GnuTLS and certificate pinners finish the handshake first.
func (t *tunnel) firstBytes(tc *tls.Conn, tail *tailConn, facts exchange.TLS, began time.Time) {
	_ = tc.SetDeadline(time.Now().Add(t.p.cfg.IdleTimeout))
	b := make([]byte, maxSniff)
	n, err := tc.Read(b)
	if n == 0 {
		tc.Close()
		if t.p.ctx.Err() != nil || upstream.IsTimeout(err) {
			return
		}
		facts.Certificate = tail.leaf()
		e := t.refusedEvent(facts, began, err)
		e.HandshakeDone = true
		if e.Cause != exchange.RefusedAlert {
			e.Cause = exchange.RefusedSilent
			t.p.suspect(e, t.link.trust, t.print)
			return
		}
		t.p.refusal(e, t.link.trust, t.print)
		return
	}
	t.serveOr(tc, b[:n], func(c net.Conn) { t.relayDecrypted(c, facts) })
}

// relayDecrypted relays another protocol than HTTP that came inside TLS: read
// by us, and encrypted anew towards the server.
func (t *tunnel) relayDecrypted(c net.Conn, facts exchange.TLS) {
	host, port := hosts.Split(t.link.target, 443)
	rt := upstream.NewRoute(host, port, t.link.target, true, t.link.sni)
	up, err := t.p.up.DialTLS(t.p.ctx, rt.Encode(), nil)
	if err != nil {
		t.emitUnrelayed(exchange.TunnelNotHTTP, facts.SNI, t.p.failureOf(t.p.ctx, err))
		c.Close()
		return
	}
	_ = c.SetDeadline(time.Time{})
	u := t.p.rec.StartTunnel(t.event(exchange.TunnelNotHTTP, facts.SNI, peerOf(up)))
	defer u.Close()
	relay(c, up, t.p.cfg.TunnelIdle, &u.Count, nil, nil)
}

// refusedEvent describes a handshake that did not lead to a request.
func (t *tunnel) refusedEvent(facts exchange.TLS, began time.Time, err error) exchange.TLSRefused {
	cause, alert := refusalCause(err)
	now := time.Now()
	return exchange.TLSRefused{
		Conn: t.link.id, Device: t.link.device, Target: t.link.target,
		Time: now, Elapsed: now.Sub(began), Cause: cause, Alert: alert,
		Hello: facts, Detail: fmt.Sprint(err),
	}
}
