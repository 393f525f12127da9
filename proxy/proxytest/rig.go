// Package proxytest is the loopback world for tests of the proxy and of what
// stands on it: servers under made-up names, servers that misbehave, clients
// that were not written here, and a recorder of events. Nothing in it reaches
// beyond loopback.
package proxytest

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"loginscope/proxy"
	"loginscope/proxy/ca"
)

// Rig is a running proxy with its world.
type Rig struct {
	*Events
	Proxy *proxy.Proxy
	// CA is the proxy's root, CAFile its certificate in PEM.
	CA     *ca.CA
	CAFile string
	// Net holds the servers; the proxy reaches nothing else.
	Net *Net
	// Addr is the proxy's "host:port" on loopback.
	Addr string
}

// Start runs a proxy until the test's end. The options may change its
// configuration, in which Emit, NewID, Leaf, Dial, UpstreamRoots and a long HandshakeTimeout
// are set.
func Start(t testing.TB, options ...func(*proxy.Config)) *Rig {
	t.Helper()
	root, err := ca.LoadOrCreate(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	r := &Rig{Events: NewEvents(), CA: root, CAFile: root.CertFile(), Net: NewNet(t)}
	cfg := proxy.Config{
		Emit: r.Emit, NewID: r.NewID, Leaf: root.Leaf,
		Dial: r.Net.Dial, UpstreamRoots: r.Net.Authority.Pool(),
		HandshakeTimeout: 30 * time.Second, // a busy machine is no finding
	}
	for _, o := range options {
		o(&cfg)
	}
	if r.Proxy, err = proxy.New(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.Addr = l.Addr().String()
	served := make(chan error, 1)
	go func() { served <- r.Proxy.Serve(l) }()
	t.Cleanup(func() {
		if err := r.Proxy.Close(); err != nil {
			t.Errorf("close proxy: %v", err)
		}
		if err := <-served; err != nil {
			t.Errorf("serve proxy: %v", err)
		}
	})
	return r
}

// URL is the proxy's address as clients take it.
func (r *Rig) URL() *url.URL { return &url.URL{Scheme: "http", Host: r.Addr} }

// Client returns Go's client going through the proxy and trusting its root.
func (r *Rig) Client(t testing.TB, http2 bool) *http.Client {
	tr := &http.Transport{
		Proxy:              http.ProxyURL(r.URL()),
		TLSClientConfig:    &tls.Config{RootCAs: r.CA.Pool()},
		ForceAttemptHTTP2:  http2,
		DisableCompression: true,
	}
	t.Cleanup(tr.CloseIdleConnections)
	return &http.Client{Transport: tr, Timeout: Patience}
}

// WriteFile puts a file into the test's directory and returns its path.
func WriteFile(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
