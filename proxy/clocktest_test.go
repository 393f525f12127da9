package proxy_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"loginscope/proxy"
	"loginscope/proxy/exchange"
	"loginscope/proxy/proxytest"
)

// behind is a client whose clock stands a year back. It lasts one connection.
func behind(rig *proxytest.Rig) *tls.Config {
	return &tls.Config{RootCAs: rig.CA.Pool(), Time: func() time.Time { return time.Now().Add(-365 * 24 * time.Hour) }}
}

// visit asks for a host by TLS and reports whether that went well, after the
// proxy has reported it.
func visit(t *testing.T, rig *proxytest.Rig, host string, cfg *tls.Config) bool {
	t.Helper()
	before := len(reported(rig))
	c := cfg.Clone()
	c.ServerName = host
	raw := rig.Connect(t, host+":443")
	tc := tls.Client(raw, c)
	err := tc.Handshake()
	if err == nil {
		fmt.Fprintf(tc, "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", host)
		_, err = io.ReadAll(tc)
	}
	raw.Close()
	until(t, func() bool { return len(reported(rig)) > before })
	return err == nil
}

// until waits for a condition.
func until(t *testing.T, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(proxytest.Patience); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited in vain")
		}
	}
}

// reported lists what the proxy reported: "refused", "refused wide", "read", "read wide".
func reported(rig *proxytest.Rig) (out []string) {
	for _, e := range rig.All() {
		switch e := e.(type) {
		case exchange.TLSRefused:
			out = append(out, "refused"+marked(&e.Hello))
		case exchange.Finished:
			out = append(out, "read"+marked(e.Exchange.Client.TLS))
		case exchange.Tunnelled:
			out = append(out, "relayed")
		}
	}
	return out
}

func marked(f *exchange.TLS) string {
	if f != nil && f.WideDates {
		return " wide"
	}
	return ""
}

func dateRig(t *testing.T, options ...func(*proxy.Config)) *proxytest.Rig {
	var rig *proxytest.Rig
	rig = proxytest.Start(t, append([]func(*proxy.Config){func(c *proxy.Config) {
		c.WideLeaf = func(ctx context.Context, name string) (*tls.Certificate,
			error) {
			return rig.CA.WideLeaf(ctx, name)
		}
	}}, options...)...)
	for i := range 8 {
		rig.Net.HTTP(fmt.Sprintf("h%d.example.test", i), false, http.HandlerFunc(hello))
	}
	return rig
}

func wantReported(t *testing.T, rig *proxytest.Rig, want ...string) {
	t.Helper()
	if got := reported(rig); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("told %q, want %q", got, want)
	}
}

// TestClockTestUsesOneHandshake lets a client with a slow clock come again
// and again.
func TestClockTestUsesOneHandshake(t *testing.T) {
	rig := dateRig(t, never)
	cfg := behind(rig)
	for i, want := range []bool{false, true, false, false} {
		if got := visit(t, rig, "h0.example.test", cfg); got != want {
			t.Errorf("visit %d went well: %v", i, got)
		}
	}
	wantReported(t, rig, "refused", "read wide", "refused", "refused")
	e := proxytest.Of[exchange.TLSRefused](rig.Events)[0]
	leaf := e.Hello.Certificate
	if leaf == nil || leaf.NotAfter.Sub(leaf.NotBefore) > 90*24*time.Hour ||
		leaf.NotBefore.Before(time.Now().Add(-48*time.Hour)) {
		t.Errorf("the event tells of the certificate %+v", leaf)
	}
}

// TestATestCostsNoAttempt passes the host through after as many refusals as
// without a test.
func TestATestCostsNoAttempt(t *testing.T) {
	rig := dateRig(t)
	cfg := &tls.Config{RootCAs: proxytest.NoTrust()}
	for range 3 {
		visit(t, rig, "h0.example.test", cfg)
	}
	wantReported(t, rig, "refused", "refused wide", "relayed")
}

// TestClientsWithoutClockTest has the devices and clients about whose clock a test would
// reveal nothing.
func TestClientsWithoutClockTest(t *testing.T) {
	t.Run("a device that was read before", func(t *testing.T) {
		rig := dateRig(t, never)
		visit(t, rig, "h1.example.test", &tls.Config{RootCAs: rig.CA.Pool()})
		for range 3 {
			visit(t, rig, "h0.example.test", &tls.Config{RootCAs: proxytest.NoTrust()})
		}
		wantReported(t, rig, "read", "refused", "refused", "refused")
	})
	t.Run("another client than the one that refused", func(t *testing.T) {
		rig := dateRig(t, never)
		visit(t, rig, "h0.example.test", &tls.Config{RootCAs: proxytest.NoTrust()})
		visit(t, rig, "h0.example.test", &tls.Config{RootCAs: proxytest.NoTrust(), MaxVersion: tls.VersionTLS12})
		wantReported(t, rig, "refused", "refused")
	})
	t.Run("a client that said why", func(t *testing.T) {
		rig := dateRig(t, never)
		other := proxytest.WriteFile(t, "other.pem", rig.Net.Authority.PEM())
		for range 2 {
			rig.Curl(t, "--cacert", other, "https://h0.example.test/")
		}
		until(t, func() bool { return len(reported(rig)) == 2 })
		wantReported(t, rig, "refused", "refused")
	})
	t.Run("a proxy without wide leaves", func(t *testing.T) {
		rig := dateRig(t, never, func(c *proxy.Config) { c.WideLeaf = nil })
		for range 2 {
			visit(t, rig, "h0.example.test", behind(rig))
		}
		wantReported(t, rig, "refused", "refused")
	})
}

// TestClockTestsAreLimited refuses more hosts than one device is tested for.
func TestClockTestsAreLimited(t *testing.T) {
	rig := dateRig(t, never)
	cfg := &tls.Config{RootCAs: proxytest.NoTrust()}
	wide := 0
	for i := range 8 {
		for range 3 {
			visit(t, rig, fmt.Sprintf("h%d.example.test", i), cfg)
		}
	}
	for _, s := range reported(rig) {
		if s == "refused wide" {
			wide++
		}
	}
	if wide != 4 {
		t.Errorf("%d certificates of wide dates were shown, want 4", wide)
	}
}

// TestNoSessionOutlivesATest resumes where it can: a resumed handshake checks
// no certificate and would pass for an accepted one.
func TestNoSessionOutlivesATest(t *testing.T) {
	rig := dateRig(t, never)
	cfg := behind(rig)
	cfg.ClientSessionCache = tls.NewLRUClientSessionCache(8)
	for range 3 {
		visit(t, rig, "h0.example.test", cfg)
	}
	wantReported(t, rig, "refused", "read wide", "refused")
}

// TestPinningClientIsTestedOnce closes without a word, as OkHttp's pinner does.
func TestPinningClientIsTestedOnce(t *testing.T) {
	rig := dateRig(t, never)
	cfg := &tls.Config{
		RootCAs:          rig.CA.Pool(),
		VerifyConnection: func(tls.ConnectionState) error { return errors.New("pin") },
	}
	for range 3 {
		visit(t, rig, "h0.example.test", cfg)
	}
	wantReported(t, rig, "refused", "refused wide", "refused")
}
