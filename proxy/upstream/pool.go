package upstream

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync/atomic"
	"time"

	"loginscope/proxy/hosts"
)

const (
	// idleTimeout is shorter than the idle time-out of the load balancers in
	// use (15 s is common), so that a POST does not meet a dying connection.
	idleTimeout = 10 * time.Second
	// continueWait is how long a request with Expect: 100-continue waits.
	continueWait = time.Second
	// pingAfter finds HTTP/2 connections that died silently.
	pingAfter = 15 * time.Second
	// maxResponseHeader limits the header block of a response.
	maxResponseHeader = 1 << 20
)

// Config configures a pool. Dial may be nil, all else is mandatory; the
// fields that proxy.Config has too are documented there.
type Config struct {
	Dial            func(ctx context.Context, network, address string) (net.Conn, error)
	Roots           *x509.CertPool
	SkipVerify      hosts.Set
	AllowLocal      hosts.Set
	Egress          []Egress
	Proxy           *url.URL
	Resolve         func(ctx context.Context, host string) ([]netip.Addr, error)
	DialTimeout     time.Duration
	ResponseTimeout time.Duration

	// NeverDial is a host that is never a destination: the portal.
	NeverDial string
	// Listeners returns the addresses that are never a destination.
	Listeners func() []net.Addr
	// Run starts a task that the proxy waits for when it closes; false if it closes
	// already.
	Run func(task func()) bool
	// OnClose registers f to be called when the proxy closes; stop cancels that.
	OnClose func(f func()) (stop func() bool)
}

// Pool holds the connections to servers. It is safe for concurrent use.
type Pool struct {
	cfg    Config
	egress []egressRoute
	http2  atomic.Pointer[http.Transport] // HTTP/2, and HTTP/1 with servers that know no other
	http1  atomic.Pointer[http.Transport] // HTTP/1 alone
	tls    *tls.Config

	protocols protocols
}

// New returns a pool without connections.
func New(cfg Config) (*Pool, error) {
	u := &Pool{cfg: cfg}
	var err error
	if u.egress, err = newEgress(cfg.Egress); err != nil {
		return nil, err
	}
	u.tls = &tls.Config{
		RootCAs: cfg.Roots,
		// As permissive as the old Android that runs such apps; what was
		// negotiated is on record.
		MinVersion:         tls.VersionTLS10,
		CipherSuites:       CipherSuites(),
		ClientSessionCache: tls.NewLRUClientSessionCache(256),
	}
	u.Renew()
	return u, nil
}

// Transport returns the transport for the requests of a client that speaks HTTP/1
// or HTTP/2. HTTP/1 stays HTTP/1; HTTP/2 becomes HTTP/1 for a server that knows no
// other.
func (u *Pool) Transport(protoMajor int) *http.Transport {
	if protoMajor == 1 {
		return u.http1.Load()
	}
	return u.http2.Load()
}

// Renew makes all later requests take new connections. Those that are open go
// on, and end by themselves when they are idle.
func (u *Pool) Renew() {
	t := u.newTransport(true)
	watchH2(t)
	u.http2.Store(t)
	u.http1.Store(u.newTransport(false))
	u.protocols.closeSpares()
}

func (u *Pool) newTransport(http2 bool) *http.Transport {
	prot := new(http.Protocols)
	prot.SetHTTP1(true)
	prot.SetHTTP2(http2)
	alpn := []string{HTTP1}
	if http2 {
		alpn = []string{HTTP2, HTTP1}
	}
	return &http.Transport{
		Protocols:              prot,
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: pingAfter},
		ForceAttemptHTTP2:      http2,
		DisableCompression:     true,
		MaxIdleConns:           512,
		MaxIdleConnsPerHost:    64,
		IdleConnTimeout:        idleTimeout,
		ResponseHeaderTimeout:  u.cfg.ResponseTimeout,
		ExpectContinueTimeout:  continueWait,
		MaxResponseHeaderBytes: maxResponseHeader,
		DialContext: func(ctx context.Context, network, authority string) (net.Conn, error) {
			return u.dialPlain(ctx, authority)
		},
		DialTLSContext: func(ctx context.Context, network, authority string) (net.Conn, error) {
			return u.DialTLS(ctx, authority, alpn)
		},
	}
}

// CloseIdle closes the connections that no request uses.
func (u *Pool) CloseIdle() {
	u.protocols.closeSpares()
	u.http2.Load().CloseIdleConnections()
	u.http1.Load().CloseIdleConnections()
}

// dialPlain connects to the server of an encoded Route.
func (u *Pool) dialPlain(ctx context.Context, authority string) (*Conn, error) {
	rt, err := decodeRoute(authority)
	if err != nil {
		return nil, err
	}
	ctx, stop := u.bounded(ctx)
	defer stop()
	return u.Dial(ctx, rt.target)
}

// DialTLS connects and completes the handshake. With HTTP/2 negotiated it
// returns the *tls.Conn that net/http wants to see, else an *Conn.
func (u *Pool) DialTLS(ctx context.Context, authority string, alpn []string) (net.Conn, error) {
	if ready := u.protocols.take(authority, alpn); ready != nil {
		return ready, nil
	}
	return u.dialNew(ctx, authority, alpn)
}

// dialNew is DialTLS with a new connection.
func (u *Pool) dialNew(ctx context.Context, authority string, alpn []string) (net.Conn, error) {
	rt, err := decodeRoute(authority)
	if err != nil {
		return nil, err
	}
	ctx, stop := u.bounded(ctx)
	defer stop()
	raw, err := u.Dial(ctx, rt.target)
	if err != nil {
		return nil, err
	}
	tc, err := u.handshake(ctx, raw, rt, alpn)
	if err != nil {
		raw.Close()
		return nil, err
	}
	if tc.ConnectionState().NegotiatedProtocol == HTTP2 {
		return tc, nil
	}
	return &Conn{Conn: tc, Peer: raw.Peer}, nil
}

// bounded gives a dial its time-out and ends it when the proxy closes:
// net/http lets dials outlive the request that asked for them.
func (u *Pool) bounded(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithTimeout(ctx, u.cfg.DialTimeout)
	stop := u.cfg.OnClose(cancel)
	return ctx, func() { stop(); cancel() }
}
