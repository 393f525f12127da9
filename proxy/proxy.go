package proxy

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/elazarl/goproxy"

	"loginscope/proxy/exchange"
)

// Proxy is an intercepting HTTP and HTTPS proxy.
//
// A client connection takes this way: front listener (limits, tracking),
// http.Server, handler (who may ask, where to), goproxy, round trip (capture),
// upstream. A CONNECT leaves http.Server, is looked at (connect.go), and comes
// back to the same http.Server as a decrypted connection, or is relayed unread.
//
// What net/http forces on the wire, towards either side: header lines are
// sorted by name; the reason phrase is the standard one; a body of unknown
// length is sent in chunks of our own size; a Content-Length of 0 on a request
// without a body is sent for POST, PUT and PATCH only; of several User-Agent
// lines the first is sent; a Content-Length beside trailers, which HTTP/2
// allows, is not sent to an HTTP/1 client; names of Connection, Content-Length,
// Expect, Host, TE, Trailer, Transfer-Encoding and Upgrade are in canonical
// case. All other names keep the case that the phone or the server gave them,
// and the session holds every head as it really was, of HTTP/2 as well; its
// HeaderAsSent is false where that could not be followed.
type Proxy struct {
	cfg         Config
	skipVerify  hostSet
	passThrough hostSet
	allowLocal  hostSet
	egress      []egressRoute
	portalHost  string

	engine *goproxy.ProxyHttpServer
	server *http.Server
	inner  *handover
	front  frontDesk
	open   openList
	trust  *trustMemory
	up     upstream

	clientTLS *tls.Config // of every intercepted handshake
	wideTLS   *tls.Config // of those that test a clock, nil for none

	ctx    context.Context // done when Close begins
	cancel context.CancelFunc
	down   chan struct{} // closed when nothing runs any more
	silent atomic.Bool   // Close has given up waiting: no more events

	diary diary

	mu        sync.Mutex
	closing   bool
	listeners []net.Addr
	ports     []int          // of listeners
	tasks     sync.WaitGroup // guarded by mu for Add
}

// ErrClosed is returned by Serve after Close.
var ErrClosed = errors.New("proxy is closed")

// New returns a Proxy that serves nothing yet. It starts one goroutine, which
// Close ends.
func New(cfg Config) (*Proxy, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	p := &Proxy{
		cfg:         cfg,
		skipVerify:  newHostSet(cfg.SkipVerify),
		passThrough: newHostSet(cfg.PassThrough),
		allowLocal:  newHostSet(cfg.AllowLocal),
		portalHost:  normalHost(cfg.PortalHost),
		inner:       newHandover(),
		trust:       newTrustMemory(cfg.LearnAfter),
		down:        make(chan struct{}),
	}
	if p.egress, err = newEgress(cfg.Egress); err != nil {
		return nil, err
	}
	p.front.init(cfg)
	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.open.tell = p.tellOpen
	p.diary.tag, p.diary.log, p.diary.emit = "proxy", cfg.Logger, p.emit
	p.up.init(p)
	p.clientTLS = clientTLS(cfg.Leaf)
	if cfg.WideLeaf != nil {
		p.wideTLS = clientTLS(cfg.WideLeaf)
		p.wideTLS.SessionTicketsDisabled = true // a resumed session would look at no certificate
	}
	p.engine = newEngine(p)
	p.server = newServer(p)
	p.begin()
	go func() {
		defer p.tasks.Done()
		_ = p.server.Serve(p.inner) // ends when Close closes the server
	}()
	return p, nil
}

func newServer(p *Proxy) *http.Server {
	prot := new(http.Protocols)
	prot.SetHTTP1(true)
	prot.SetUnencryptedHTTP2(true) // by prior knowledge, and inside TLS that we took off
	return &http.Server{
		Handler:           http.HandlerFunc(p.serveHTTP),
		Protocols:         prot,
		HTTP2:             &http.HTTP2Config{WriteByteTimeout: p.cfg.IdleTimeout},
		ReadHeaderTimeout: p.cfg.HeaderTimeout,
		IdleTimeout:       p.cfg.IdleTimeout,
		MaxHeaderBytes:    p.cfg.MaxHeaderBytes,
		ConnContext:       withConn,
		ConnState:         p.connState,
		ErrorLog:          log.New(&p.diary, "", 0),
	}
}

// newEngine sets goproxy up as the HTTP engine: no certificate authority, no
// environment proxies, no compression of its own, our round trip.
func newEngine(p *Proxy) *goproxy.ProxyHttpServer {
	e := goproxy.NewProxyHttpServer()
	e.Tr = p.up.shared.Load()
	e.ConnectDial = nil
	e.KeepAcceptEncoding = true
	e.Logger = quietLogger{p}
	e.NonproxyHandler = p.cfg.Portal
	e.OnRequest().HandleConnectFunc(p.handleConnect)
	trip := goproxy.RoundTripperFunc(p.roundTrip)
	e.OnRequest().DoFunc(func(r *http.Request, ctx *goproxy.ProxyCtx) (*http.Request, *http.Response) {
		ctx.RoundTripper = trip
		return r, nil
	})
	return e
}

// Serve takes connections from l until Close and then returns nil. It may be
// called for several listeners at once. It closes l.
func (p *Proxy) Serve(l net.Listener) error {
	if !p.begin() {
		l.Close()
		return ErrClosed
	}
	defer p.tasks.Done()
	p.mu.Lock()
	p.listeners = append(p.listeners, l.Addr())
	if at, ok := l.Addr().(*net.TCPAddr); ok {
		p.ports = append(p.ports, at.Port)
	}
	p.mu.Unlock()
	err := p.server.Serve(&frontListener{Listener: l, p: p})
	if p.ctx.Err() != nil || errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serve proxy on %s: %w", l.Addr(), err)
}

// begin counts a task that Close waits for; the task calls p.tasks.Done. It
// returns false once Close has begun.
func (p *Proxy) begin() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closing {
		return false
	}
	p.tasks.Add(1)
	return true
}

func (p *Proxy) emit(e exchange.Event) {
	if !p.silent.Load() {
		p.cfg.Emit(e)
	}
}

func (p *Proxy) blocked(l *link, target string, reason exchange.BlockReason, detail string) {
	p.emit(exchange.Blocked{Conn: l.id, Device: l.device, Time: time.Now(), Target: target, Reason: reason, Detail: detail})
}
