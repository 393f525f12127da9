package proxy_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/elazarl/goproxy"

	"loginscope/app/engine"
	"loginscope/app/session"
	"loginscope/inspector/ruleset"
	"loginscope/proxy"
	"loginscope/proxy/proxytest"
)

// BenchmarkProxy sends small JSON answers over kept-alive connections: directly,
// through bare goproxy's own interception, and through Loginscope as it is used:
// events go to a session file that the running inspection follows. Client, proxy
// and server share the process; make bench-peers has processes of their own.
//
//	go test ./proxy -run '^$' -bench Proxy -benchtime 3s
func BenchmarkProxy(b *testing.B) {
	for _, h2 := range []bool{false, true} {
		b.Run(fmt.Sprintf("direct/h2=%v", h2), func(b *testing.B) {
			rig := benchRig(b)
			tr := benchTransport(h2, rig.Net.Authority.Pool())
			tr.DialContext = rig.Net.Dial
			load(b, tr)
		})
		b.Run(fmt.Sprintf("goproxy/h2=%v", h2), func(b *testing.B) {
			rig := benchRig(b)
			tr := benchTransport(h2, rig.CA.Pool())
			tr.Proxy = http.ProxyURL(bareGoproxy(b, rig))
			load(b, tr)
		})
		b.Run(fmt.Sprintf("loginscope/h2=%v", h2), func(b *testing.B) {
			rig := benchRig(b)
			tr := benchTransport(h2, rig.CA.Pool())
			tr.Proxy = http.ProxyURL(rig.URL())
			load(b, tr)
		})
	}
}

const benchHost = "bench.example.test"

// benchSession is a session in a file, with its inspection.
func benchSession(b *testing.B) *session.Session {
	e, err := engine.New(b.Context(), engine.Config{Dir: b.TempDir(), Rules: ruleset.Default()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := e.Close(context.Background()); err != nil {
			b.Error(err)
		}
	})
	if err := e.NewSession(b.Context(), ""); err != nil {
		b.Fatal(err)
	}
	return e.Session()
}

// benchStart starts a proxy that captures into a session.
func benchStart(b *testing.B) *proxytest.Rig {
	s := benchSession(b)
	return proxytest.Start(b, func(c *proxy.Config) { c.Emit, c.NewID = s.Append, s.NewID })
}

func benchRig(b *testing.B) *proxytest.Rig {
	rig := benchStart(b)
	answer := []byte(
		`{"status":"SUCCESS","expire":432000,"session_token":"not-a-real-token-0000000000000000000000000000"}`)
	rig.Net.HTTP(benchHost, true, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	}))
	return rig
}

func benchTransport(h2 bool, roots *x509.CertPool) *http.Transport {
	return &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: h2, MaxIdleConnsPerHost: 64,
		DisableCompression: true}
}

// bareGoproxy is goproxy as its own documentation sets it up, with our leaves.
func bareGoproxy(b *testing.B, rig *proxytest.Rig) *url.URL {
	g := goproxy.NewProxyHttpServer()
	g.Logger = log.New(io.Discard, "", 0)
	g.AllowHTTP2 = true
	g.Tr = &http.Transport{
		DialContext: rig.Net.Dial, TLSClientConfig: &tls.Config{RootCAs: rig.Net.Authority.Pool()},
		ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 64, DisableCompression: true,
	}
	mitm := &goproxy.ConnectAction{Action: goproxy.ConnectMitm,
		TLSConfig: func(string, *goproxy.ProxyCtx) (*tls.Config, error) {
			return &tls.Config{GetCertificate: func(h *tls.ClientHelloInfo) (*tls.Certificate, error) {
				return rig.CA.Leaf(h.Context(), h.ServerName)
			}}, nil
		}}
	g.OnRequest().HandleConnectFunc(
		func(host string, _ *goproxy.ProxyCtx) (*goproxy.ConnectAction, string) { return mitm, host })
	srv := httptest.NewServer(g)
	b.Cleanup(srv.Close)
	u, err := url.Parse(srv.URL)
	if err != nil {
		b.Fatal(err)
	}
	return u
}

func load(b *testing.B, tr *http.Transport) {
	defer tr.CloseIdleConnections()
	client := &http.Client{Transport: tr}
	get := func() error {
		resp, err := client.Get("https://" + benchHost + "/api/v2/sdk/login")
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if _, err = io.Copy(io.Discard, resp.Body); err == nil && resp.StatusCode != http.StatusOK {
			err = fmt.Errorf("status %s", resp.Status)
		}
		return err
	}
	if err := get(); err != nil {
		b.Fatal(err)
	}
	b.SetParallelism(8) // 16 connections on two cores
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := get(); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
}

// BenchmarkDownload moves a body that is larger than what memory keeps.
func BenchmarkDownload(b *testing.B) {
	const size = 32 << 20
	rig := benchStart(b)
	block := make([]byte, 64<<10)
	rig.Net.HTTP(benchHost, false, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(size))
		for range size / len(block) {
			_, _ = w.Write(block)
		}
	}))
	client := rig.Client(b, false)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		resp, err := client.Get("https://" + benchHost + "/big")
		if err != nil {
			b.Fatal(err)
		}
		if n, err := io.Copy(io.Discard, resp.Body); err != nil || n != size {
			b.Fatal(n, err)
		}
		resp.Body.Close()
	}
}

// BenchmarkConnections opens a connection for every request: CONNECT, two
// handshakes, one exchange.
func BenchmarkConnections(b *testing.B) {
	rig := benchRig(b)
	tr := benchTransport(false, rig.CA.Pool())
	tr.Proxy, tr.DisableKeepAlives = http.ProxyURL(rig.URL()), true
	load(b, tr)
}
