package lab

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"
)

// phone is one simulated phone: its two networks, its trust store, its log
// and, on top, the SDK and the app (sdk.go, app.go).
type phone struct {
	lab *Lab
	sub *subscriber
	run Run
	out *sink
	// script is that of the attempt; goroutines of net/http, which may outlive
	// an attempt, ask sub for it instead.
	script Script
	// carrier is that of the SIM; a SIM change moves it.
	carrier string
	addr    net.IP // source address, also the device's name in a capture
	roots   *x509.CertPool
	late    atomic.Bool // not attached to the proxy yet

	api, app, data *http.Transport // dypnsapi, IDaaS, cellular

	pid, lines int
	sessionID  string // of the app's start
	requestID  string // of the attempt
	model      string
	attempt    int
	began      time.Time
	accessCode string // what the SDK's cache monitor printed; not the token
	broke      bool   // some request got no complete answer
	closedPage bool   // the app quit the authorisation page
	// fingerprint is the IDaaS SDK's device fingerprint, stable for the phone.
	fingerprint string
	sdk         aliSDK
}

func (l *Lab) newPhone(ctx context.Context, s Scenario, r Run, index int, out *sink) (*phone, error) {
	p := &phone{
		lab: l, run: r, out: out, carrier: s.Carrier, roots: l.Roots(),
		pid: 4200 + index, sessionID: uuid(), addr: net.IPv4(127, 0, 0, byte(1+index)),
		model: []string{"Lab Phone 1", "Lab Phone 2", "Lab Phone 3"}[index%3],
		sub:   newSubscriber(s, index, r.Now),
	}
	if index > 0 && !bindable(ctx, p.addr) {
		p.addr = net.IPv4(127, 0, 0, 1) // systems with one loopback address
	}
	p.sdk.p = p
	p.fingerprint = p.sub.seal("device", 24)
	p.api = p.transport(p.dialDefault, tls.VersionTLS12, false)
	p.app = p.transport(p.dialDefault, tls.VersionTLS13, true)
	p.data = p.transport(p.dialData, tls.VersionTLS12, false)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.subs[p.sub.id] = p.sub
	return p, nil
}

func bindable(ctx context.Context, ip net.IP) bool {
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", net.JoinHostPort(ip.String(), "0"))
	if err != nil {
		return false
	}
	return ln.Close() == nil
}

// close forgets the phone; its tokens stay in the registry.
func (p *phone) close() {
	for _, t := range []*http.Transport{p.api, p.app, p.data} {
		t.CloseIdleConnections()
	}
	p.lab.mu.Lock()
	defer p.lab.mu.Unlock()
	delete(p.lab.subs, p.sub.id)
}

func (p *phone) device() string { return p.addr.String() }

// now is the phone's own clock.
func (p *phone) now() time.Time {
	return p.sub.clock().Add(time.Duration(p.sub.get().Phone.Skew) * time.Second)
}

// scaled is a documented time-out of the carriers' legs, or of the SDK as a
// whole, at the run's time scale.
func (p *phone) scaled(d time.Duration) time.Duration {
	return time.Duration(float64(d) * firstPositive(p.run.TimeScale, p.script.Scale, 1))
}

// scaledOn is a documented time-out of a call on one of the two networks.
func (p *phone) scaledOn(network string, d time.Duration) time.Duration {
	if network == networkData {
		return p.scaled(d)
	}
	return time.Duration(float64(d) * firstPositive(p.run.TimeScale, p.script.APIScale, 1))
}

func firstPositive(list ...float64) float64 {
	for _, f := range list {
		if f > 0 {
			return f
		}
	}
	return 1
}

type dialFunc func(ctx context.Context, address string) (net.Conn, error)

// transport makes an HTTP client of one network. The dypnsapi and carrier
// stacks speak TLS 1.2 and HTTP/1.1 as the SDK does; the app's, OkHttp in real
// life, also TLS 1.3 and HTTP/2.
func (p *phone) transport(dial dialFunc, maxTLS uint16, h2 bool) *http.Transport {
	t := &http.Transport{
		ForceAttemptHTTP2:  h2,
		DisableCompression: true,
		MaxIdleConns:       4,
		IdleConnTimeout:    10 * time.Second,
	}
	t.DialContext = func(ctx context.Context, _, address string) (net.Conn, error) {
		return p.dialPlain(ctx, address)
	}
	t.DialTLSContext = func(ctx context.Context, _, address string) (net.Conn, error) {
		raw, err := dial(ctx, address)
		if err != nil {
			return nil, err
		}
		c := tls.Client(raw, p.tlsConfig(address, maxTLS, h2))
		if err := c.HandshakeContext(ctx); err != nil {
			_ = raw.Close()
			return nil, fmt.Errorf("handshake with %q: %w", address, err)
		}
		return c, nil
	}
	t.Proxy = func(r *http.Request) (*url.URL, error) {
		// By address, a clear-text request is tunnelled too: its absolute form
		// would have the proxy resolve a real name.
		if r.URL.Scheme == "http" && p.sub.get().Phone.GlobalProxy && p.run.Proxy != "" && !p.run.ByAddress {
			return &url.URL{Scheme: "http", Host: p.run.Proxy}, nil
		}
		return nil, nil
	}
	return t
}

// dialPlain opens connections for clear-text requests, which carriers alone
// get; with a global proxy in force the address is the proxy's.
func (p *phone) dialPlain(ctx context.Context, address string) (net.Conn, error) {
	if address == p.run.Proxy {
		return p.dialProxy(ctx)
	}
	return p.dialData(ctx, address)
}

func (p *phone) dialProxy(ctx context.Context) (net.Conn, error) {
	return dialFrom(ctx, p.addr, p.run.Proxy)
}

// dialFrom reaches a proxy from an address of this machine; nil leaves the choice to
// the system.
func dialFrom(ctx context.Context, from net.IP, proxy string) (net.Conn, error) {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: from}}
	if host, _, err := net.SplitHostPort(proxy); err != nil || !net.ParseIP(host).IsLoopback() {
		d.LocalAddr = nil // a proxy elsewhere is not reached from loopback
	}
	return d.DialContext(ctx, "tcp", proxy)
}

// dialDefault opens a connection on the default network: through the proxy
// once the phone is attached to one.
func (p *phone) dialDefault(ctx context.Context, address string) (net.Conn, error) {
	if p.run.Proxy == "" || p.late.Load() {
		return p.lab.Dial(ctx, "tcp", address)
	}
	return p.connect(ctx, address)
}

// dialData opens a connection that is bound to the cellular network, where
// neither the Wi-Fi's proxy nor anybody else stands in between.
func (p *phone) dialData(ctx context.Context, address string) (net.Conn, error) {
	state := p.sub.get().Phone
	switch {
	case state.GlobalProxy && p.run.Proxy != "":
		return p.connect(ctx, address)
	case state.VPN, state.GlobalProxy:
		return p.lab.Dial(ctx, "tcp", address)
	}
	return p.lab.dialCellular(ctx, "tcp", address, state.Link)
}

// connect asks the proxy for a tunnel (RFC 9110, section 9.3.6).
func (p *phone) connect(ctx context.Context, address string) (net.Conn, error) {
	c, err := p.dialProxy(ctx)
	if err != nil {
		return nil, fmt.Errorf("reach proxy %q: %w", p.run.Proxy, err)
	}
	target := address
	if p.run.ByAddress {
		if target, err = p.lab.route(address); err != nil {
			_ = c.Close()
			return nil, err
		}
	}
	stop := context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Unix(1, 0)) })
	err = handshakeConnect(c, target)
	if !stop() {
		err = errors.Join(err, ctx.Err())
	}
	if err != nil {
		_ = c.Close()
		return nil, fmt.Errorf("ask proxy for %q: %w", target, err)
	}
	return c, nil
}

func handshakeConnect(c net.Conn, target string) error {
	if _, err := fmt.Fprintf(c, "CONNECT %s HTTP/1.1\r\nHost: %s\r\nProxy-Connection: keep-alive\r\n\r\n", target,
		target); err != nil {
		return fmt.Errorf("write request: %w", err)
	}
	// The server speaks only after our ClientHello, so nothing but the answer
	// can be in the buffer.
	res, err := http.ReadResponse(bufio.NewReader(c), &http.Request{Method: http.MethodConnect})
	if err != nil {
		return fmt.Errorf("read answer: %w", err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("proxy answered %s", res.Status)
	}
	return nil
}

// tlsConfig verifies with the phone's own clock and its own trust: the public
// roots (the lab's) and, unless the app refuses it, the proxy's CA.
func (p *phone) tlsConfig(address string, maxTLS uint16, app bool) *tls.Config {
	host, _, _ := net.SplitHostPort(address)
	c := &tls.Config{
		ServerName: host,
		MinVersion: tls.VersionTLS12,
		MaxVersion: maxTLS,
		// VerifyConnection below does the whole check, against two pools.
		InsecureSkipVerify: true, //nolint:gosec // see VerifyConnection
	}
	if app {
		c.NextProtos = []string{"h2", "http/1.1"}
	}
	c.VerifyConnection = func(s tls.ConnectionState) error { return p.verify(s, host, app) }
	return c
}

func (p *phone) verify(s tls.ConnectionState, host string, app bool) error {
	script := p.sub.get()
	if app && script.App.NoCheckSSL {
		return nil
	}
	opts := x509.VerifyOptions{DNSName: host, Roots: p.roots, CurrentTime: p.now(), Intermediates: x509.NewCertPool()}
	for _, c := range s.PeerCertificates[1:] {
		opts.Intermediates.AddCert(c)
	}
	_, err := s.PeerCertificates[0].Verify(opts)
	trust := script.Phone.Trust
	if err == nil || p.run.Trust == nil || trust == "none" || trust == "pinned" && app {
		return err
	}
	opts.Roots = p.run.Trust
	_, err = s.PeerCertificates[0].Verify(opts)
	return err
}
