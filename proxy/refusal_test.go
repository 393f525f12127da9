package proxy_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"testing"
	"time"

	"loginscope/proxy"
	"loginscope/proxy/exchange"
	"loginscope/proxy/proxytest"
)

// never keeps learned pass-through out of tests that refuse on purpose.
func never(c *proxy.Config) { c.LearnAfter = -1 }

func hello(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	_, _ = io.WriteString(w, "hello")
}

// TestRefusals drives each shape in which a client refuses the certificate,
// with clients that were not written here where there are some.
func TestRefusals(t *testing.T) {
	rig := proxytest.Start(t, never)
	// Only the client that stays silent meets one that does not wait for long.
	hasty := proxytest.Start(t, never, func(c *proxy.Config) { c.HandshakeTimeout = 3 * time.Second })
	const host, url = "pinned.example.test", "https://pinned.example.test/"
	rig.Net.HTTP(host, true, http.HandlerFunc(hello))
	empty := proxytest.WriteFile(t, "other.pem", rig.Net.Authority.PEM())
	tests := []struct {
		name   string
		client func(t *testing.T)
		cause  exchange.RefusalCause
		alerts []int // any of them
		plain  bool
		done   bool
	}{
		{"curl TLS 1.3", func(t *testing.T) { rig.Curl(t, "--tlsv1.3", "--cacert", empty, url) },
			exchange.RefusedAlert, []int{48}, true, false},
		{"curl TLS 1.2", func(t *testing.T) { rig.Curl(t, "--tls-max", "1.2", "--cacert", empty, url) },
			exchange.RefusedAlert, []int{48}, false, false},
		{"openssl s_client", func(t *testing.T) {
			rig.OpenSSL(t, host+":443", "", "-servername", host, "-CAfile", empty, "-verify_return_error")
		}, exchange.RefusedAlert, []int{48}, true, false},
		{"Go", func(t *testing.T) {
			c := tls.Client(rig.Connect(t, host+":443"), &tls.Config{ServerName: host, RootCAs: proxytest.NoTrust()})
			if c.Handshake() == nil {
				t.Error("handshake was accepted")
			}
		}, exchange.RefusedAlert, []int{42, 48}, false, false},
		{"OkHttp without our root",
			func(t *testing.T) { wantOut(t, rig.OkHTTP(t, "untrusted", url), "error SSLHandshakeException\n") },
			exchange.RefusedAlert, []int{46}, false, false},
		{"OkHttp CertificatePinner",
			func(t *testing.T) { wantOut(t, rig.OkHTTP(t, "pin", url), "error SSLPeerUnverifiedException\n") },
			exchange.RefusedSilent, []int{-1}, false, true},
		{"closes after the server's hello",
			func(t *testing.T) { abandon(t, rig, host, func(c net.Conn) { c.Close() }) },
			exchange.RefusedClosed, []int{-1}, false, false},
		{"resets", func(t *testing.T) { abandon(t, rig, host, reset) },
			exchange.RefusedReset, []int{-1}, false, false},
		{"stays silent in the handshake", func(t *testing.T) {
			abandon(t, hasty, host, func(c net.Conn) { _, _ = io.Copy(io.Discard, c) })
		}, exchange.RefusedTimeout, []int{-1}, false, false},
		{"no common cipher", func(t *testing.T) {
			rig.OpenSSL(t, host+":443", "", "-servername", host, "-no_tls1_3", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256")
		}, exchange.RefusedCipher, []int{-1}, false, false},
		{"garbage after a TLS record's start", func(t *testing.T) {
			c := rig.Connect(t, host+":443")
			_, _ = c.Write([]byte("\x16\x03\x01\x00\x10this is not tls!"))
			_, _ = io.Copy(io.Discard, c)
		}, exchange.RefusedGarbage, []int{-1}, false, false},
	}
	slow := []string{ // start real clients, or wait for one that stays silent
		"curl TLS 1.3", "curl TLS 1.2", "openssl s_client", "OkHttp without our root", "OkHttp CertificatePinner",
		"stays silent in the handshake", "no common cipher",
	}
	for _, tt := range tests {
		if testing.Short() && slices.Contains(slow, tt.name) {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			rig := rig
			if tt.cause == exchange.RefusedTimeout {
				rig = hasty
			}
			rig.Forget()
			tt.client(t)
			e := proxytest.Await[exchange.TLSRefused](t, rig.Events, nil)
			if e.Cause != tt.cause || e.Plaintext != tt.plain || e.HandshakeDone != tt.done {
				t.Errorf("got %+v", e)
			}
			if !contains(tt.alerts, e.Alert) {
				t.Errorf("alert %d, want one of %v", e.Alert, tt.alerts)
			}
			if tt.cause != exchange.RefusedGarbage && (e.Hello.SNI != host || len(e.Hello.OfferedVersions) == 0) {
				t.Errorf("hello %+v", e.Hello)
			}
			if e.Target != host+":443" || e.Device != "127.0.0.1" || e.Conn == 0 || e.Time.IsZero() {
				t.Errorf("got %+v", e)
			}
			if n := len(proxytest.Of[exchange.TLSRefused](rig.Events)); n != 1 {
				t.Errorf("%d events, want 1:\n%s", n, rig.Text())
			}
			if n := len(proxytest.Of[exchange.Started](rig.Events)); n != 0 {
				t.Errorf("an exchange was started:\n%s", rig.Text())
			}
		})
	}
}

func contains(list []int, v int) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

func wantOut(t *testing.T, got proxytest.Ran, want string) {
	t.Helper()
	if got.Out != want {
		t.Errorf("printed %q (%s), want %q", got.Out, got.Err, want)
	}
}

// abandon starts a handshake, reads the server's first bytes and leaves.
func abandon(t *testing.T, rig *proxytest.Rig, host string, leave func(net.Conn)) {
	t.Helper()
	c := rig.Connect(t, host+":443")
	stop := errors.New("stop here")
	_ = tls.Client(helloOnly{c, stop}, &tls.Config{ServerName: host}).HandshakeContext(context.Background())
	one := make([]byte, 1)
	if _, err := io.ReadFull(c, one); err != nil {
		t.Fatal(err)
	}
	leave(c)
}

// helloOnly lets a client write and fails its first read.
type helloOnly struct {
	net.Conn
	err error
}

func (c helloOnly) Read([]byte) (int, error) { return 0, c.err }
func (c helloOnly) Close() error             { return nil }
func (c helloOnly) Write(b []byte) (int, error) {
	if b[0] == 0x15 { // no alert: the client just goes
		return len(b), nil
	}
	return c.Conn.Write(b)
}

func reset(c net.Conn) {
	type hasTCP interface{ TCP() *net.TCPConn }
	tcp := c.(hasTCP).TCP()
	_ = tcp.SetLinger(0)
	tcp.Close()
}

// TestSpareConnectionIsNoRefusal: browsers open connections that they never
// use, before and after good ones to the same host.
func TestSpareConnectionIsNoRefusal(t *testing.T) {
	rig := proxytest.Start(t, never)
	const grace = time.Second // in which a good request vouches for one before
	vouched := map[string]bool{}
	for i := range 8 {
		host := fmt.Sprintf("spare%d.example.test", i)
		rig.Net.HTTP(host, false, http.HandlerFunc(hello))
		spare := func() { rig.TLSOver(t, rig.Connect(t, host+":443"), host).Close() }
		start := time.Now()
		if i%2 == 0 {
			spare()
		}
		if r := rig.Curl(t, "https://"+host+"/"); r.Out != "hello" {
			t.Fatalf("curl: %+v", r)
		}
		vouched[host] = i%2 == 1 || time.Since(start) < grace
		spare()
	}
	if err := rig.Proxy.Close(); err != nil { // what waits for its time is reported now
		t.Fatal(err)
	}
	for _, e := range proxytest.Of[exchange.TLSRefused](rig.Events) {
		if vouched[e.Hello.SNI] {
			t.Errorf("reported %+v", e)
		}
	}
	t.Logf("vouched for: %v", vouched)
}

func TestNoIdentity(t *testing.T) {
	rig := proxytest.Start(t, never, func(c *proxy.Config) {
		c.Leaf = func(context.Context, string) (*tls.Certificate, error) { return nil, errors.New("no key") }
	})
	c := tls.Client(rig.Connect(t, "x.example.test:443"), &tls.Config{ServerName: "x.example.test"})
	if c.Handshake() == nil {
		t.Error("handshake went through")
	}
	if e := proxytest.Await[exchange.TLSRefused](t, rig.Events, nil); e.Cause != exchange.RefusedNoCert {
		t.Errorf("got %+v", e)
	}
}

// TestLearnedPassThrough: a host that refuses twice is relayed without decryption, so that
// the login goes on, until it is set to be intercepted again.
func TestLearnedPassThrough(t *testing.T) {
	rig := proxytest.Start(t)
	const host = "pinned.example.test"
	rig.Net.HTTP(host, false, http.HandlerFunc(hello))
	origin := proxytest.WriteFile(t, "origin.pem", rig.Net.Authority.PEM())
	pinned := func() proxytest.Ran { return rig.Curl(t, "--cacert", origin, "https://"+host+"/") }
	for range 2 {
		if r := pinned(); r.Code == 0 {
			t.Fatalf("our certificate was accepted: %+v", r)
		}
		proxytest.Await[exchange.TLSRefused](t, rig.Events, nil)
	}
	awaitLearned(t, rig)
	if r := pinned(); r.Out != "hello" {
		t.Fatalf("third try: %+v\n%s", r, rig.Text())
	}
	e := rig.AwaitTunnel(t)
	if e.Reason != exchange.TunnelLearned || e.SNI != host || e.BytesUp == 0 || e.BytesDown == 0 ||
		e.Server.Remote == "" {
		t.Errorf("got %+v", e)
	}
	if l := rig.Proxy.Learned(); len(l) != 1 || l[0].Host != host || l[0].Refusals != 2 || l[0].Device != "127.0.0.1" {
		t.Errorf("learned %+v", l)
	}
	rig.Proxy.ForgetLearned(host)
	if r := pinned(); r.Code == 0 || len(rig.Proxy.Learned()) != 0 {
		t.Errorf("after forgetting: %+v", r)
	}
}

// awaitLearned waits until one host was learned: a client is gone before the
// proxy has read its alert to the end.
func awaitLearned(t *testing.T, rig *proxytest.Rig) {
	t.Helper()
	for deadline := time.Now().Add(proxytest.Patience); len(rig.Proxy.Learned()) != 1; time.Sleep(
		5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("learned %+v", rig.Proxy.Learned())
		}
	}
}

// TestInstallingTheRootForgets: refusals from before the root was installed
// say nothing about the hosts.
func TestInstallingTheRootForgets(t *testing.T) {
	rig := proxytest.Start(t)
	for _, host := range []string{"a.example.test", "b.example.test"} {
		rig.Net.HTTP(host, false, http.HandlerFunc(hello))
	}
	none := proxytest.WriteFile(t, "none.pem", rig.Net.Authority.PEM())
	for range 2 {
		rig.Curl(t, "--cacert", none, "https://a.example.test/")
	}
	awaitLearned(t, rig)
	if r := rig.Curl(t, "https://b.example.test/"); r.Out != "hello" {
		t.Fatal(r)
	}
	if r := rig.Curl(t, "https://a.example.test/"); r.Out != "hello" || len(rig.Proxy.Learned()) != 0 {
		t.Errorf("%+v, learned %+v", r, rig.Proxy.Learned())
	}
	rig.AwaitFinished(t, "/")
}
