package proxy

import (
	"context"
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
	"loginscope/proxy/hosts"
	"loginscope/proxy/record"
	"loginscope/proxy/upstream"
)

// Proxy is an intercepting HTTP and HTTPS proxy.
//
// A client connection passes these stages: listener (limits, tracking),
// http.Server, handler (who may ask, where to), goproxy, round trip, upstream. A
// CONNECT leaves http.Server, is examined (connect.go), and comes back to the same
// http.Server as a decrypted connection, or is relayed without decryption.
//
// The HTTP version is mirrored: a client that offers HTTP/2 and HTTP/1.1 gets what
// its server chooses of the two, and HTTP/1 stays HTTP/1. If the server does not say
// within two seconds, the client is offered both. Only HTTP/2 without TLS becomes
// HTTP/1.1 towards the server.
//
// What net/http changes on the wire, in either direction: header lines are sorted by
// name; the reason phrase is the standard one; a body of unknown length is sent in
// chunks of its own size; a Content-Length of 0 on a request without a body is sent
// for POST, PUT and PATCH only; of several User-Agent lines the first is sent, and an
// empty one is not; of a field in two spellings the last spelling is sent for both; a
// Content-Length beside trailers, which HTTP/2 allows, is not sent to an HTTP/1
// client; names of Connection, Content-Length, Expect, Host, TE, Trailer,
// Transfer-Encoding and Upgrade are in canonical case. All other names keep the case
// that the phone or the server gave them, and the session holds every header block as
// it really was, of HTTP/2 as well; its HeaderAsSent is false where that could not be
// followed. docs/smuggling.md says what becomes of odd requests, case by case.
type Proxy struct {
	cfg         Config
	passThrough hosts.Set
	allowLocal  hosts.Set
	portalHost  string

	engine  *goproxy.ProxyHttpServer
	server  *http.Server
	inner   *innerListener
	clients connTable
	rec     *record.Recorder
	trust   *trustMemory
	up      *upstream.Pool

	clientTLS handshakes // of every intercepted connection
	wideTLS   handshakes // of those that test a clock, zero for none

	ctx    context.Context // done when Close begins
	cancel context.CancelFunc
	down   chan struct{} // closed when nothing runs any more
	silent atomic.Bool   // Close has given up waiting: no more events

	journal journal

	mu        sync.Mutex
	closing   bool
	listeners []net.Addr
	ports     []int          // of listeners
	tasks     sync.WaitGroup // guarded by mu for Add
}

// ErrClosed is returned by Serve after Close.
var ErrClosed = errors.New("proxy is closed")

// New returns a Proxy that serves nothing yet. It starts one goroutine, which
// Close ends; of ctx it keeps the values alone.
func New(ctx context.Context, cfg Config) (*Proxy, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	p := &Proxy{
		cfg:         cfg,
		passThrough: hosts.NewSet(cfg.PassThrough),
		allowLocal:  hosts.NewSet(cfg.AllowLocal),
		portalHost:  hosts.Normal(cfg.PortalHost),
		inner:       newInnerListener(),
		trust:       newTrustMemory(cfg.LearnAfter),
		down:        make(chan struct{}),
	}
	p.clients.init(cfg)
	p.ctx, p.cancel = context.WithCancel(context.WithoutCancel(ctx))
	p.rec = record.New(record.Config{
		Emit: p.emit, NewID: cfg.NewID, BodyCap: cfg.BodyCap, SpoolCap: cfg.SpoolCap,
		Begin: p.begin, Done: p.tasks.Done,
	})
	p.journal.tag, p.journal.log, p.journal.emit = "proxy", cfg.Logger, p.emit
	if p.up, err = upstream.New(p.upstreamConfig()); err != nil {
		p.cancel()
		return nil, err
	}
	p.clientTLS = clientTLS(cfg.Leaf)
	if cfg.WideLeaf != nil {
		p.wideTLS = clientTLS(cfg.WideLeaf)
		p.wideTLS.noTickets() // a resumed session would check no certificate
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

// upstreamConfig is the part of the configuration that concerns servers.
func (p *Proxy) upstreamConfig() upstream.Config {
	return upstream.Config{
		Dial: p.cfg.Dial, Roots: p.cfg.UpstreamRoots, SkipVerify: hosts.NewSet(p.cfg.SkipVerify),
		AllowLocal: p.allowLocal,
		Egress:     p.cfg.Egress, Proxy: p.cfg.UpstreamProxy, Resolve: p.cfg.Resolve,
		DialTimeout: p.cfg.DialTimeout, ResponseTimeout: p.cfg.ResponseTimeout,
		NeverDial: p.portalHost,
		Listeners: p.listening,
		Run:       p.run,
		OnClose:   func(f func()) func() bool { return context.AfterFunc(p.ctx, f) },
	}
}

// listening returns the addresses of all listeners.
func (p *Proxy) listening() []net.Addr {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.listeners
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
		ErrorLog:          log.New(&p.journal, "", 0),

		DisableGeneralOptionsHandler: true, // "OPTIONS *" is for the server
	}
}

// newEngine sets goproxy up as the HTTP engine: no certificate authority, no
// environment proxies, no compression of its own, our round trip.
func newEngine(p *Proxy) *goproxy.ProxyHttpServer {
	e := goproxy.NewProxyHttpServer()
	e.Tr = p.up.Transport(1)
	e.ConnectDial = nil
	e.KeepAcceptEncoding = true
	e.Logger = engineLogger{p}
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
	err := p.server.Serve(&clientListener{Listener: l, p: p})
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

// run starts a task that Close waits for; false once Close has begun.
func (p *Proxy) run(task func()) bool {
	if !p.begin() {
		return false
	}
	go func() {
		defer p.tasks.Done()
		task()
	}()
	return true
}

func (p *Proxy) emit(e exchange.Event) {
	if !p.silent.Load() {
		p.cfg.Emit(e)
	}
}

func (p *Proxy) blocked(l *link, target string, reason exchange.BlockReason, detail string) {
	p.emit(exchange.Blocked{Conn: l.id, Device: l.device, Time: time.Now(), Target: target, Reason: reason,
		Detail: detail})
}
