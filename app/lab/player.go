package lab

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/http/httpguts"

	"loginscope/proxy/exchange"
)

// longestGap shortens the time between two events of a recording, and that of an answer, so
// that a case of an hour can be watched. What is captured keeps the recorded times.
const longestGap = 5 * time.Second

// player plays one recording.
type player struct {
	lab    *Lab
	run    Run
	events []Recorded
	ends   map[exchange.ID]*exchange.Exchange // of the recording
	addrs  map[string]net.IP                  // by recorded device
	secure net.Listener
	plain  net.Listener
	result Result

	mu      sync.Mutex
	pending []*call               // sent and not answered
	sent    []*call               // all of them
	played  map[exchange.ID]*call // by the ID that the proxy gave
	now     time.Time             // how far the recording is
}

// call is one exchange that is played.
type call struct {
	x     *exchange.Exchange
	done  chan struct{}
	taken bool // by an exchange of the proxy
}

// playRecording plays a scenario that has a recording.
func (l *Lab) playRecording(ctx context.Context, s Scenario, r Run) (res Result, err error) {
	p := &player{
		lab: l, run: r, events: s.Recording.Events, ends: map[exchange.ID]*exchange.Exchange{},
		addrs: map[string]net.IP{}, played: map[exchange.ID]*call{},
	}
	for _, e := range p.events {
		if e.Finished != nil {
			p.ends[e.Finished.ID] = e.Finished
		}
	}
	stop, err := p.serve(ctx)
	if err != nil {
		return res, err
	}
	l.mu.Lock()
	l.player = p
	l.mu.Unlock()
	// The player stays the lab's own, since what the proxy reports late is its as well.
	defer func() { err = errors.Join(err, stop()) }()
	calls := map[exchange.ID]*call{}
	for _, e := range p.events {
		if err := ctx.Err(); err != nil {
			return p.result, fmt.Errorf("play recording: %w", err)
		}
		p.step(ctx, e, calls)
	}
	for _, c := range calls {
		<-c.done
	}
	t := time.NewTimer(settling) // until the proxy has noticed how the last ones ended
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
	return p.result, nil
}

// step plays or enters one event.
func (p *player) step(ctx context.Context, e Recorded, calls map[exchange.ID]*call) {
	switch {
	case e.Started != nil && p.ends[e.Started.ID] != nil && sendable(p.ends[e.Started.ID]):
		calls[e.Started.ID] = p.launch(ctx, p.ends[e.Started.ID])
	case e.Finished != nil && sendable(e.Finished):
		c := calls[e.Finished.ID]
		if c == nil {
			c = p.launch(ctx, e.Finished)
		}
		<-c.done
		delete(calls, e.Finished.ID)
	case e.Line != nil:
		if p.run.Log != nil {
			p.run.Log(*e.Line)
		}
	default:
		if e.Finished != nil {
			p.result.Entered++
		}
		if ev := e.event(); ev != nil && p.run.Event != nil {
			p.run.Event(ev)
		}
	}
}

// launch waits until it is the call's turn and sends it.
func (p *player) launch(ctx context.Context, x *exchange.Exchange) *call {
	p.mu.Lock()
	before := p.now
	p.mu.Unlock()
	if !before.IsZero() {
		p.sleep(ctx, x.Timing.Start.Sub(before))
	}
	c := &call{x: x, done: make(chan struct{})}
	p.mu.Lock()
	p.now = x.Timing.Start
	p.pending, p.sent = append(p.pending, c), append(p.sent, c)
	p.mu.Unlock()
	p.result.Played++
	addr := p.addrOf(x.Device)
	go func() {
		defer close(c.done)
		p.send(ctx, c, addr)
	}()
	return c
}

// sleep waits for a time of the recording.
func (p *player) sleep(ctx context.Context, d time.Duration) {
	d = time.Duration(float64(min(d, longestGap)) * p.run.Pace)
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// addrOf is the loopback address from which a recorded device speaks.
func (p *player) addrOf(device string) net.IP {
	ip := p.addrs[device]
	if ip == nil {
		ip = net.IPv4(127, 0, 0, byte(1+len(p.addrs)%250))
		p.addrs[device] = ip
	}
	return ip
}

// send sends the request of a call and reads the answer to its end.
func (p *player) send(ctx context.Context, c *call, from net.IP) {
	ctx, cancel := context.WithTimeout(ctx, 2*longestGap+30*time.Second)
	defer cancel()
	q, err := p.request(ctx, c.x)
	if err != nil {
		return
	}
	t := p.transport(from, c.x.Request.Proto == "HTTP/2.0")
	defer t.CloseIdleConnections()
	res, err := t.RoundTrip(q)
	if err == nil {
		_, _ = io.Copy(io.Discard, res.Body) // what comes is the server's, and was captured
		_ = res.Body.Close()
	}
	p.forget(c)
}

// request builds the request as it was recorded.
func (p *player) request(ctx context.Context, x *exchange.Exchange) (*http.Request, error) {
	q, err := http.NewRequestWithContext(ctx, x.Request.Method, x.Scheme+"://"+addressOf(x)+"/",
		bytes.NewReader(x.Request.Body.Head))
	if err != nil {
		return nil, fmt.Errorf("build request: %w", err)
	}
	if len(x.Request.Body.Head) == 0 {
		q.Body, q.ContentLength = http.NoBody, 0
	}
	q.URL = &url.URL{Scheme: x.Scheme, Host: addressOf(x), Opaque: x.Path}
	if x.Scheme == "http" {
		q.URL.Opaque = "//" + addressOf(x) + x.Path
	}
	q.Header = fieldsOf(x.Request.Header, x.Request.Body.Decoded)
	if !x.Request.Header.Has("User-Agent") {
		q.Header["User-Agent"] = nil
	}
	return q, nil
}

// addressOf is the host of an exchange, with its port where that is no usual one.
func addressOf(x *exchange.Exchange) string {
	usual := x.Port == 0 || x.Scheme == "https" && x.Port == 443 || x.Scheme == "http" && x.Port == 80
	if usual {
		return x.Host
	}
	return net.JoinHostPort(x.Host, strconv.Itoa(x.Port))
}

// hops are fields of one connection, which the sockets here make anew.
var hops = map[string]bool{
	"host": true, "content-length": true, "transfer-encoding": true, "connection": true, "keep-alive": true,
	"proxy-connection": true, "proxy-authorization": true, "te": true, "trailer": true, "upgrade": true,
}

// fieldsOf is a recorded header block. Content codings go where the recording took them off.
func fieldsOf(h exchange.Header, decoded bool) http.Header {
	out := http.Header{}
	for _, f := range h {
		name := strings.ToLower(f.Name)
		if hops[name] || decoded && name == "content-encoding" || !httpguts.ValidHeaderFieldName(f.Name) ||
			!httpguts.ValidHeaderFieldValue(f.Value) {
			continue
		}
		out[f.Name] = append(out[f.Name], f.Value)
	}
	return out
}

// transport reaches the proxy, if there is one, from a device's address.
func (p *player) transport(from net.IP, h2 bool) *http.Transport {
	t := &http.Transport{DisableCompression: true, DisableKeepAlives: true, ForceAttemptHTTP2: h2}
	if p.run.Proxy != "" {
		t.Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: p.run.Proxy})
		t.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			if !bindable(ctx, from) {
				return dialFrom(ctx, nil, p.run.Proxy)
			}
			return dialFrom(ctx, from, p.run.Proxy)
		}
	} else {
		t.DialContext = p.lab.Dial
	}
	t.TLSClientConfig = &tls.Config{
		MinVersion: tls.VersionTLS12,
		// VerifyConnection does the whole check, against two pools.
		InsecureSkipVerify: true, //nolint:gosec // see VerifyConnection
		VerifyConnection:   p.verify,
	}
	return t
}

func (p *player) verify(s tls.ConnectionState) error {
	o := x509.VerifyOptions{DNSName: s.ServerName, Roots: p.lab.Roots(), Intermediates: x509.NewCertPool()}
	for _, c := range s.PeerCertificates[1:] {
		o.Intermediates.AddCert(c)
	}
	_, err := s.PeerCertificates[0].Verify(o)
	if err == nil || p.run.Trust == nil {
		return err
	}
	o.Roots = p.run.Trust
	_, err = s.PeerCertificates[0].Verify(o)
	return err
}

// serve starts the recorded servers, one with TLS and one without.
func (p *player) serve(ctx context.Context) (stop func() error, err error) {
	var lc net.ListenConfig
	if p.secure, err = lc.Listen(ctx, "tcp", "127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("listen for the recording: %w", err)
	}
	if p.plain, err = lc.Listen(ctx, "tcp", "127.0.0.1:0"); err != nil {
		return nil, errors.Join(fmt.Errorf("listen for the recording: %w", err), p.secure.Close())
	}
	var wg sync.WaitGroup
	server := func() *http.Server {
		return &http.Server{Handler: http.HandlerFunc(p.answer), ErrorLog: log.New(serverLog{}, "", 0),
			ReadHeaderTimeout: 30 * time.Second, ConnContext: withConn}
	}
	secure, plain := server(), server()
	secure.TLSConfig = &tls.Config{
		MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
		GetCertificate: func(h *tls.ClientHelloInfo) (*tls.Certificate, error) {
			return p.lab.ca.leaf(h.ServerName, false)
		},
	}
	wg.Go(func() { ended(secure.ServeTLS(p.secure, "", "")) })
	wg.Go(func() { ended(plain.Serve(p.plain)) })
	return func() error {
		err := errors.Join(secure.Close(), plain.Close())
		wg.Wait()
		return err
	}, nil
}

// answer gives the recorded answer to a request.
func (p *player) answer(w http.ResponseWriter, r *http.Request) {
	drain(r)
	c := p.find(func(c *call) bool {
		return c.x.Request.Method == r.Method && c.x.Host == hostOf(r) && c.x.Path == r.RequestURI
	})
	if c == nil {
		http.NotFound(w, r)
		return
	}
	t := c.x.Timing
	if c.x.Failure != nil {
		p.sleep(r.Context(), t.End.Sub(t.Start))
		hangUp(r, true)
	}
	first := t.Sent
	if first.IsZero() {
		first = t.Start
	}
	if !t.FirstByte.IsZero() {
		p.sleep(r.Context(), t.FirstByte.Sub(first))
	}
	a := c.x.Response
	h := w.Header()
	for _, name := range []string{"Date", "Content-Type"} {
		h[name] = nil // but what was recorded
	}
	for name, values := range fieldsOf(a.Header, a.Body.Decoded) {
		h[name] = values
		if canonical := http.CanonicalHeaderKey(name); canonical != name {
			if _, own := h[canonical]; own && h[canonical] == nil {
				delete(h, canonical)
			}
		}
	}
	w.WriteHeader(a.Status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(a.Body.Head)
	}
}

// find returns the first call that waits and fits.
func (p *player) find(matches func(*call) bool) *call {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.pending {
		if matches(c) {
			return c
		}
	}
	return nil
}

func (p *player) forget(c *call) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, other := range p.pending {
		if other == c {
			p.pending = append(p.pending[:i], p.pending[i+1:]...)
			return
		}
	}
}

// dial reaches the recorded servers by any name that a call waits for.
func (p *player) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("split address %q: %w", address, err)
	}
	c := p.find(func(c *call) bool { return strings.EqualFold(c.x.Host, host) })
	missing := &net.DNSError{Err: "no such host in the recording", Name: host, IsNotFound: true}
	switch {
	case c == nil, c.x.Failure != nil && c.x.Failure.Cause == exchange.FailDNS:
		return nil, &net.OpError{Op: "dial", Net: network, Err: missing}
	case c.x.Failure != nil && c.x.Failure.Cause == exchange.FailRefused:
		return dialLoopback(ctx, network, p.lab.net.closed)
	case c.x.Scheme == "http":
		return dialLoopback(ctx, network, p.plain.Addr().String())
	}
	return dialLoopback(ctx, network, p.secure.Addr().String())
}

// Recorded gives an event of the proxy the device and the times of the recording that is
// played: what servers and logs say of the time agrees with them, and the order of requests
// and log lines does not depend on how busy this machine is. Without a recording the event
// stays as it is.
func (l *Lab) Recorded(ev exchange.Event) exchange.Event {
	l.mu.Lock()
	p := l.player
	l.mu.Unlock()
	if p == nil {
		return ev
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := ev.(type) {
	case exchange.Started:
		p.restore(&e.Exchange)
		return e
	case exchange.Progress:
		p.restore(&e.Exchange)
		return e
	case exchange.Finished:
		p.restore(&e.Exchange)
		return e
	}
	return ev
}

// restore finds the call that an exchange of the proxy plays. It needs mu.
func (p *player) restore(x *exchange.Exchange) {
	c := p.played[x.ID]
	if c == nil {
		for _, other := range p.sent {
			if !other.taken && other.x.Request.Method == x.Request.Method && other.x.Host == x.Host &&
				other.x.Path == x.Path {
				c = other
				break
			}
		}
		if c == nil {
			return
		}
		c.taken, p.played[x.ID] = true, c
	}
	x.Device = c.x.Device
	own, was := &x.Timing, &c.x.Timing
	for _, t := range []struct{ to, from *time.Time }{
		{&own.Start, &was.Start}, {&own.Connected, &was.Connected}, {&own.Sent, &was.Sent},
		{&own.FirstByte, &was.FirstByte}, {&own.End, &was.End},
	} {
		if !t.to.IsZero() {
			*t.to = *t.from
		}
	}
}
