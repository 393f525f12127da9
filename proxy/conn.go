package proxy

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"loginscope/proxy/exchange"
	"loginscope/proxy/wire"
)

// link is what is known of one client connection; the decrypted connection
// inside a CONNECT has a link of its own with the same id. The plain fields
// are written before the connection is served and never after.
type link struct {
	id     uint64
	device string
	client exchange.Peer

	// target is what CONNECT asked for, "host:port"; "" outside a CONNECT.
	target string
	// scheme is "https" inside TLS and "http" otherwise.
	scheme string
	sni    string
	portal bool // target is the proxy itself
	// trust is what a request on an https link vouches for.
	trust trustKey

	requests atomic.Int64
	refused  atomic.Bool // one Blocked event a connection is enough
}

// clientConn is a connection that http.Server serves: the bytes read before
// are replayed, and every header block that passes is noted.
//
// It must not have a ConnectionState method: http.Server would then take the
// connection for TLS and not look for HTTP/2 by prior knowledge.
type clientConn struct {
	net.Conn
	link     *link
	prefix   []byte
	requests *wire.Requests
	half     halfClose
	orphan   bool // came after Close began; used by http.Server's own goroutine alone
}

func newClientConn(c net.Conn, l *link, prefix []byte, maxHead int) *clientConn {
	return &clientConn{
		Conn: c, link: l, prefix: prefix, requests: wire.NewRequests(maxHead),
		half: halfClose{wake: make(chan struct{}, 1), over: make(chan struct{})},
	}
}

// Read implements net.Conn.
func (c *clientConn) Read(b []byte) (int, error) {
	n, err := 0, error(nil)
	for n == 0 && err == nil && len(b) > 0 {
		if len(c.prefix) > 0 {
			n = copy(b, c.prefix)
			c.prefix = c.prefix[n:]
		} else {
			n, err = c.Conn.Read(b)
		}
		// http.Server refuses empty lines before a request line, which RFC 9112,
		// section 2.2, asks servers to ignore.
		n = copy(b, c.requests.SkipEmptyLines(b[:n]))
	}
	if n > 0 {
		c.requests.Feed(b[:n])
	}
	if n == 0 && err == io.EOF && c.requests.JustAsked(c.half.answered.Load(), c.half.wrote.Load(), atOnce) {
		return 0, c.half.wait()
	}
	return n, err
}

// Write implements net.Conn.
func (c *clientConn) Write(b []byte) (int, error) {
	c.half.wrote.Store(time.Now().UnixNano())
	return c.Conn.Write(b)
}

// SetReadDeadline implements net.Conn.
func (c *clientConn) SetReadDeadline(t time.Time) error {
	c.half.deadline(t)
	return c.Conn.SetReadDeadline(t)
}

// SetDeadline implements net.Conn.
func (c *clientConn) SetDeadline(t time.Time) error {
	c.half.deadline(t)
	return c.Conn.SetDeadline(t)
}

// Close implements net.Conn.
func (c *clientConn) Close() error {
	c.half.end()
	return c.Conn.Close()
}

// CloseWrite lets http.Server end its side gently after an error answer.
func (c *clientConn) CloseWrite() error { return wire.CloseWrite(c.Conn) }

type connKey struct{}

func withConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// connOf returns the connection that carries a request.
func connOf(ctx context.Context) *clientConn {
	c, _ := ctx.Value(connKey{}).(*clientConn)
	return c
}

// ClientInfo says who sent a request to Config.Portal or Config.RefusedPage.
type ClientInfo struct {
	Device   string // network address without port
	Admitted bool
	// ThroughProxy is true when the request came as one to a proxy, and not
	// straight to the listener's address.
	ThroughProxy bool
	// TLS is true when it came through a connection that we intercepted: the
	// client then trusts our certificate.
	TLS bool
}

type clientKey struct{}

// Client returns the ClientInfo of a portal request.
func Client(r *http.Request) (ClientInfo, bool) {
	c, ok := r.Context().Value(clientKey{}).(ClientInfo)
	return c, ok
}

func withClient(r *http.Request, c ClientInfo) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), clientKey{}, c))
}
