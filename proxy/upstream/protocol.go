package upstream

// Law of this file: what the client is offered is what its server chose from the
// client's own list. The connection that found it out is used for the first
// request and never for two. An answer that does not come soon is not waited for:
// the client's handshake has a deadline of its own.

import (
	"context"
	"crypto/tls"
	"net"
	"slices"
	"sync"
	"time"
)

const (
	// HTTP2 and HTTP1 are the protocol names of TLS (ALPN, RFC 7301).
	HTTP2 = "h2"
	HTTP1 = "http/1.1"

	// protocolWait limits how long a client's handshake waits for its server's choice.
	protocolWait = 2 * time.Second
	// protocolLife is how long a choice is remembered, unknownLife how long it is
	// remembered that there was none.
	protocolLife, unknownLife = 10 * time.Minute, 10 * time.Second
	// maxProtocols limits the servers that are remembered.
	maxProtocols = 1024
	// spareLife is how long the connection that asked waits for a request.
	spareLife = 2 * time.Second
)

// choice is what one server chose; "" if it could not be asked.
type choice struct {
	protocol string
	until    time.Time
	known    chan struct{} // closed once protocol is set
}

// protocols remembers which protocol each server chooses.
type protocols struct {
	mu      sync.Mutex
	choices map[string]*choice  // by encoded Route
	spares  map[string]net.Conn // what asked, by encoded Route; at most one each
}

// Protocol returns the protocol that the server of an encoded Route chooses if it
// is offered HTTP/2 and HTTP/1.1: HTTP2 or HTTP1, or "" if that is not known within
// two seconds.
func (u *Pool) Protocol(ctx context.Context, authority string) string {
	c, first := u.protocols.lookUp(authority)
	if first {
		if !u.cfg.Run(func() { u.ask(context.WithoutCancel(ctx), authority, c) }) {
			return ""
		}
	}
	timer := time.NewTimer(protocolWait)
	defer timer.Stop()
	select {
	case <-c.known:
		return c.protocol
	case <-timer.C:
	case <-ctx.Done():
	}
	return ""
}

// lookUp returns the choice of a server; first says that the caller has to ask.
func (p *protocols) lookUp(authority string) (c *choice, first bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c := p.choices[authority]; c != nil && time.Now().Before(c.until) {
		return c, false
	}
	if p.choices == nil || len(p.choices) >= maxProtocols {
		p.choices = map[string]*choice{}
	}
	c = &choice{known: make(chan struct{}), until: time.Now().Add(protocolLife)}
	p.choices[authority] = c
	return c, true
}

// ask connects to the server for its choice and keeps the connection.
func (u *Pool) ask(ctx context.Context, authority string, c *choice) {
	defer close(c.known)
	conn, err := u.dialNew(ctx, authority, []string{HTTP2, HTTP1})
	if err != nil {
		u.protocols.mu.Lock()
		c.until = time.Now().Add(unknownLife)
		u.protocols.mu.Unlock()
		return
	}
	c.protocol = HTTP1
	if tc, ok := conn.(*tls.Conn); ok && tc.ConnectionState().NegotiatedProtocol == HTTP2 {
		c.protocol = HTTP2
	}
	u.protocols.keep(authority, conn)
}

// keep holds a connection ready for spareLife.
func (p *protocols) keep(authority string, conn net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.spares == nil {
		p.spares = map[string]net.Conn{}
	}
	if old := p.spares[authority]; old != nil {
		old.Close()
	}
	p.spares[authority] = conn
	time.AfterFunc(spareLife, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.spares[authority] == conn {
			delete(p.spares, authority)
			conn.Close()
		}
	})
}

// take returns the connection that is ready if it speaks one of alpn, else nil.
func (p *protocols) take(authority string, alpn []string) net.Conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	conn := p.spares[authority]
	protocol := HTTP1
	if _, ok := conn.(*tls.Conn); ok {
		protocol = HTTP2
	}
	if conn == nil || !slices.Contains(alpn, protocol) {
		return nil
	}
	delete(p.spares, authority)
	return conn
}

// closeSpares closes the connections that are ready.
func (p *protocols) closeSpares() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for authority, conn := range p.spares {
		conn.Close()
		delete(p.spares, authority)
	}
}
