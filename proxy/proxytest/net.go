package proxytest

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"loginscope/proxy/ca"
)

// Net is a set of servers under made-up names, all on loopback.
type Net struct {
	// Authority signed the servers' certificates.
	Authority *ca.CA

	t     testing.TB
	mu    sync.Mutex
	addrs map[string]string // "host:port" as named to where it listens
	dials []string
}

// NewNet returns a Net without servers.
func NewNet(t testing.TB) *Net {
	t.Helper()
	a, err := ca.LoadOrCreate(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return &Net{Authority: a, t: t, addrs: map[string]string{}}
}

// Dial reaches a server by its made-up "host:port". Unknown names do not
// resolve; names without a server on that port refuse.
func (n *Net) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	n.mu.Lock()
	n.dials = append(n.dials, address)
	at, ok := n.addrs[address]
	known := n.knows(address)
	n.mu.Unlock()
	if !ok {
		host, _, _ := net.SplitHostPort(address)
		if !known && net.ParseIP(host) == nil {
			return nil, &net.OpError{
				Op:  "dial",
				Net: network,
				Err: &net.DNSError{Err: "no such host", Name: host, IsNotFound: true},
			}
		}
		at = refusingAddr
	}
	return (&net.Dialer{}).DialContext(ctx, network, at)
}

// refusingAddr is a port that nothing listens on: a privileged one of loopback.
const refusingAddr = "127.0.0.1:1"

func (n *Net) knows(address string) bool {
	host, _, _ := net.SplitHostPort(address)
	for a := range n.addrs {
		if strings.HasPrefix(a, host+":") {
			return true
		}
	}
	return false
}

// Dials returns the addresses that were asked for so far.
func (n *Net) Dials() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]string(nil), n.dials...)
}

// At makes address lead to a listener's real address.
func (n *Net) At(address, real string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.addrs[address] = real
}

// Real returns the loopback address behind a made-up one, "" if there is none.
func (n *Net) Real(address string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.addrs[address]
}

// Listen opens a loopback listener for a made-up "host:port".
func (n *Net) Listen(address string) net.Listener {
	n.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(func() { l.Close() })
	n.At(address, l.Addr().String())
	return l
}

// TLS returns a server configuration with a certificate for name.
func (n *Net) TLS(name string, alpn ...string) *tls.Config {
	n.t.Helper()
	leaf, err := n.Authority.Leaf(n.t.Context(), name)
	if err != nil {
		n.t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{*leaf}, NextProtos: alpn}
}

// HTTP serves h under host by plain HTTP on port 80 and by HTTPS on port 443.
// HTTPS offers HTTP/2 if http2 is true.
func (n *Net) HTTP(host string, http2 bool, h http.Handler) {
	n.t.Helper()
	alpn := []string{"http/1.1"}
	if http2 {
		alpn = []string{"h2", "http/1.1"}
	}
	prot := new(http.Protocols)
	prot.SetHTTP1(true)
	prot.SetHTTP2(http2)
	srv := &http.Server{Handler: h, Protocols: prot, TLSConfig: n.TLS(host, alpn...), ErrorLog: ServerLog(n.t)}
	n.t.Cleanup(func() { srv.Close() })
	plain := n.Listen(host + ":80")
	go func() { _ = srv.Serve(plain) }()
	secure := n.Listen(host + ":443")
	go func() { _ = srv.ServeTLS(secure, "", "") }()
}

// Raw runs serve for every connection to a made-up "host:port", and closes it
// afterwards.
func (n *Net) Raw(address string, serve func(net.Conn)) {
	n.t.Helper()
	n.accept(n.Listen(address), serve)
}

// RawTLS is Raw inside TLS with a certificate for the address's host.
func (n *Net) RawTLS(address string, serve func(net.Conn)) {
	n.t.Helper()
	host, _, _ := net.SplitHostPort(address)
	n.accept(tls.NewListener(n.Listen(address), n.TLS(host)), serve)
}

func (n *Net) accept(l net.Listener, serve func(net.Conn)) {
	var open sync.WaitGroup
	n.t.Cleanup(func() { l.Close(); open.Wait() })
	open.Add(1)
	go func() {
		defer open.Done()
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			stop := make(chan struct{})
			open.Add(1)
			go func() {
				defer open.Done()
				defer close(stop)
				defer c.Close()
				serve(c)
			}()
		}
	}()
}

// Reset closes a connection so that its far end sees a TCP reset.
func Reset(c net.Conn) {
	if tc, ok := c.(*tls.Conn); ok {
		c = tc.NetConn()
	}
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
		_ = tcp.Close()
	}
}
