package proxy_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"loginscope/proxy"
	"loginscope/proxy/exchange"
	"loginscope/proxy/proxytest"
	"loginscope/proxy/upstream"
)

// direct makes the proxy connect by itself, with the checks of real addresses.
func direct(c *proxy.Config) { c.Dial = nil }

// TestLoopbackIsClosed tries to reach a server on this machine's loopback, by
// every spelling and every way.
func TestLoopbackIsClosed(t *testing.T) {
	var reached atomic.Int32
	secret := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer secret.Close()
	_, port, _ := net.SplitHostPort(secret.Listener.Addr().String())
	rig := proxytest.Start(t, direct)
	hosts := []string{
		"127.0.0.1", "127.0.0.2", "localhost", "LOCALHOST.", "x.localhost", "[::1]", "0.0.0.0", "[::]", "127.1",
		"2130706433", "0x7f000001", "0177.0.0.1", "017700000001", "0x7f.0.0.1",
		"[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "169.254.169.254", "[fe80::1]",
		"[fe80::1%25lo]",
	}
	for _, host := range hosts {
		for _, way := range []string{"plain", "connect plain", "connect raw", "connect TLS", "h2c"} {
			t.Run(host+" "+way, func(t *testing.T) {
				rig.Forget()
				tryReach(t, rig, net.JoinHostPort(strings.Trim(host, "[]"), port), way)
				if n := reached.Load(); n != 0 {
					t.Fatalf("the server was reached")
				}
			})
		}
	}
	rig.Forget()
	_, resp := rig.TryConnect(t, "127.0.0.1:"+port)
	b := proxytest.Await[exchange.Blocked](t, rig.Events, nil)
	if resp.StatusCode != 403 || b.Reason != exchange.BlockedLoopback || b.Target != "127.0.0.1:"+port {
		t.Errorf("%s %+v", resp.Status, b)
	}
}

// tryReach sends a request towards target and waits for the end.
func tryReach(t *testing.T, rig *proxytest.Rig, target, way string) {
	t.Helper()
	request := fmt.Sprintf("GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", target)
	switch way {
	case "plain":
		c := rig.DialProxy(t)
		_, _ = io.WriteString(c, strings.Replace(request, "GET /", "GET http://"+target+"/", 1))
		_, _ = io.Copy(io.Discard, c)
	case "h2c":
		proxytest.Run(t, "", "curl", "-sS", "--max-time", "10", "--http2-prior-knowledge", "--connect-to",
			"::"+rig.Addr, "http://"+target+"/")
	default:
		c, resp := rig.TryConnect(t, target)
		if resp.StatusCode != 200 {
			return
		}
		switch way {
		case "connect plain":
			_, _ = io.WriteString(c, request)
		case "connect raw":
			_, _ = c.Write([]byte{0, 1, 2, 3})
		default:
			tc := tls.Client(c, &tls.Config{RootCAs: rig.CA.Pool(), ServerName: "ok.example.test"})
			_, _ = io.WriteString(tc, request)
			_, _ = io.Copy(io.Discard, tc)
		}
		_, _ = io.Copy(io.Discard, c)
	}
}

// TestRebinding: a harmless name whose server answers with loopback is refused
// at the moment of connecting, unless the name is allowed.
func TestRebinding(t *testing.T) {
	var reached atomic.Int32
	secret := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer secret.Close()
	useResolver(t, [4]byte{127, 0, 0, 1})
	const name = "rebind.example.test"
	_, port, _ := net.SplitHostPort(secret.Listener.Addr().String())
	for _, way := range []string{"plain", "connect plain", "connect raw", "connect TLS"} {
		rig := proxytest.Start(t, direct)
		tryReach(t, rig, name+":"+port, way)
		if reached.Load() != 0 {
			t.Fatalf("%s: the server was reached", way)
		}
		if way == "plain" || way == "connect plain" {
			if x := rig.AwaitFinished(t, "/"); x.Failure == nil || x.Failure.Cause != exchange.FailBlocked {
				t.Errorf("%s: %+v", way, x.Failure)
			}
		}
	}
	rig := proxytest.Start(t, direct, func(c *proxy.Config) { c.AllowLocal = []string{name} })
	tryReach(t, rig, name+":"+port, "plain")
	if reached.Load() != 1 {
		t.Error("the allowed name did not reach its server")
	}
}

// useResolver makes every name resolve to one address until the test's end.
func useResolver(t *testing.T, ip [4]byte) {
	t.Helper()
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		buf := make([]byte, 1500)
		for {
			n, from, err := pc.ReadFrom(buf)
			if err != nil {
				return
			}
			if answer, err := answerDNS(buf[:n], ip); err == nil {
				_, _ = pc.WriteTo(answer, from)
			}
		}
	}()
	old := net.DefaultResolver
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", pc.LocalAddr().String())
	}}
	t.Cleanup(func() { net.DefaultResolver = old; pc.Close(); <-done })
}

func answerDNS(query []byte, ip [4]byte) ([]byte, error) {
	var m dnsmessage.Message
	if err := m.Unpack(query); err != nil {
		return nil, err
	}
	m.Response, m.Additionals = true, nil
	if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class},
			Body:   &dnsmessage.AResource{A: ip},
		}}
	}
	return m.Pack()
}

func TestAllowLocalByName(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(hello))
	defer srv.Close()
	rig := proxytest.Start(t, direct, func(c *proxy.Config) { c.AllowLocal = []string{"127.0.0.1"} })
	if r := rig.Curl(t, srv.URL+"/allowed"); r.Out != "hello" {
		t.Errorf("%+v", r)
	}
	_, port, _ := net.SplitHostPort(rig.Addr)
	if r := rig.Curl(t, "http://127.0.0.1:"+port+"/"); !strings.Contains(r.Out, "debugging proxy") {
		t.Errorf("own listener: %+v", r)
	}
}

func TestEgress(t *testing.T) {
	remote := make(chan string, 1)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { remote <- r.RemoteAddr }))
	defer srv.Close()
	lo := loopbackName(t)
	tests := []struct{ local, from string }{{"127.0.0.2", "127.0.0.2"}, {lo, "127.0.0.1"}}
	for _, tt := range tests {
		rig := proxytest.Start(t, direct, func(c *proxy.Config) {
			c.AllowLocal = []string{"127.0.0.1"}
			c.Egress = []upstream.Egress{{Name: "carriers", Hosts: []string{"127.0.0.1"}, Local: tt.local}}
		})
		rig.Curl(t, srv.URL+"/egress")
		if got, _, _ := net.SplitHostPort(<-remote); got != tt.from {
			t.Errorf("left by %s, want %s", got, tt.from)
		}
		x := rig.AwaitFinished(t, "/egress")
		if x.Server.Egress != "carriers" || !strings.HasPrefix(x.Server.Local, tt.from+":") {
			t.Errorf("server %+v", x.Server)
		}
	}
	for _, bad := range []string{"203.0.113.200", "no-such-if"} {
		rig := proxytest.Start(t, direct, func(c *proxy.Config) {
			c.AllowLocal = []string{"*"}
			c.Egress = []upstream.Egress{{Name: "carriers", Hosts: []string{"*"}, Local: bad}}
		})
		rig.Curl(t, srv.URL+"/bad")
		if x := rig.AwaitFinished(t, "/bad"); x.Failure == nil || !strings.Contains(x.Failure.Detail, "carriers") {
			t.Errorf("%s: %+v", bad, x.Failure)
		}
	}
}

func loopbackName(t *testing.T) string {
	all, err := net.Interfaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range all {
		if i.Flags&net.FlagLoopback != 0 {
			return i.Name
		}
	}
	t.Fatal("no loopback interface")
	return ""
}

func TestUpstreamProxy(t *testing.T) {
	inner := proxytest.Start(t)
	inner.Net.HTTP("far.example.test", true, http.HandlerFunc(hello))
	u := &url.URL{Scheme: "http", Host: inner.Addr, User: url.UserPassword("u", "p")}
	outer := proxytest.Start(t, direct, func(c *proxy.Config) {
		c.UpstreamProxy, c.UpstreamRoots = u, inner.CA.Pool()
		c.AllowLocal = []string{"far.example.test"} // or the proxy on this machine would not be asked for a name
	})
	for _, scheme := range []string{"http", "https"} {
		if r := outer.Curl(t, scheme+"://far.example.test/"+scheme); r.Out != "hello" {
			t.Errorf("%s: %+v\n%s", scheme, r, outer.Text())
		}
		inner.AwaitFinished(t, "/"+scheme)
	}
	if r := outer.Curl(t, "-o", "/dev/null", "-w", "%{http_code}", "http://127.0.0.1:1/"); r.Out != "403" {
		t.Errorf("loopback through the upstream proxy: %+v", r)
	}
}

func TestAdmission(t *testing.T) {
	var admit atomic.Bool
	rig := proxytest.Start(t, func(c *proxy.Config) {
		c.Admit = func(device string) bool { return device == "127.0.0.1" && admit.Load() }
	})
	rig.Net.HTTP("api.example.test", true, http.HandlerFunc(hello))
	code := func(u string) string {
		return rig.Curl(t, "-o", "/dev/null", "-w", "%{http_code} %{http_connect}", u).Out
	}
	if got := code("http://api.example.test/"); got != "403 000" {
		t.Errorf("plain: %s", got)
	}
	if got := code("https://api.example.test/"); got != "000 403" {
		t.Errorf("CONNECT: %s", got)
	}
	b := proxytest.Of[exchange.Blocked](rig.Events)
	if len(b) != 2 || b[0].Reason != exchange.BlockedDevice || len(rig.Net.Dials()) != 0 {
		t.Errorf("%+v, dialled %v", b, rig.Net.Dials())
	}
	for _, u := range []string{"http://loginscope.portal/", "https://loginscope.portal/", "http://" + rig.Addr + "/"} {
		if r := rig.Curl(t, "--noproxy", "127.0.0.1", u); !strings.Contains(r.Out, "debugging proxy") {
			t.Errorf("portal at %s: %+v", u, r)
		}
	}
	c := rig.TLSOver(t, rig.Connect(t, "loginscope.portal:443"), "loginscope.portal")
	_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: api.example.test\r\nConnection: close\r\n\r\n")
	if answer, _ := io.ReadAll(c); !strings.HasPrefix(string(answer), "HTTP/1.1 403") {
		t.Errorf("through the portal's tunnel: %.80q", answer)
	}
	raw := rig.Connect(t, "loginscope.portal:443")
	_, _ = raw.Write([]byte{0, 1, 2})
	_, _ = io.Copy(io.Discard, raw)
	if len(rig.Net.Dials()) != 0 {
		t.Errorf("dialled %v", rig.Net.Dials())
	}
	admit.Store(true)
	if got := code("https://api.example.test/"); got != "200 200" {
		t.Errorf("allowed: %s", got)
	}
	admit.Store(false)
}

func TestPortal(t *testing.T) {
	var mu sync.Mutex
	var seen []string
	rig := proxytest.Start(t, func(c *proxy.Config) {
		c.PortalHost = "phone.test"
		c.Portal = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			info, ok := proxy.Client(r)
			mu.Lock()
			defer mu.Unlock()
			seen = append(seen, fmt.Sprintf("%s %v %+v", r.URL, ok, info))
		})
	})
	rig.Curl(t, "http://phone.test/a?b=c")
	rig.Curl(t, "https://PHONE.test/s")
	rig.Curl(t, "--noproxy", "*", "http://"+rig.Addr+"/direct")
	want := []string{
		"/a?b=c true {Device:127.0.0.1 Admitted:true ThroughProxy:true TLS:false}",
		"/s true {Device:127.0.0.1 Admitted:true ThroughProxy:true TLS:true}",
		"/direct true {Device:127.0.0.1 Admitted:true ThroughProxy:false TLS:false}",
	}
	if fmt.Sprint(seen) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", seen, want)
	}
	if n := len(proxytest.Of[exchange.Started](rig.Events)); n != 0 {
		t.Errorf("portal requests were captured: %s", rig.Text())
	}
}

func TestLimits(t *testing.T) {
	rig := proxytest.Start(t, func(c *proxy.Config) { c.MaxConnsPerDevice = 3 })
	rig.Net.HTTP("api.example.test", false, http.HandlerFunc(hello))
	held := []net.Conn{rig.DialProxy(t), rig.DialProxy(t), rig.Connect(t, "api.example.test:443")}
	over := rig.DialProxy(t)
	answer, _ := io.ReadAll(over)
	if !strings.HasPrefix(string(answer), "HTTP/1.1 503") {
		t.Errorf("answer %q", answer)
	}
	if b := proxytest.Await[exchange.Blocked](t, rig.Events, nil); b.Reason != exchange.BlockedLimit ||
		b.Device != "127.0.0.1" {
		t.Errorf("%+v", b)
	}
	for _, c := range held {
		c.Close()
	}
	deadline := time.Now().Add(proxytest.Patience)
	for {
		if r := rig.Curl(t, "http://api.example.test/"); r.Out == "hello" {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the places were not freed")
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func TestConnectTricks(t *testing.T) {
	rig := proxytest.Start(t)
	for _, target := range []string{":443", "example.test:0", "example.test:99999", "example.test:x", ":"} {
		c := rig.DialProxy(t)
		fmt.Fprintf(c, "CONNECT %s HTTP/1.1\r\nHost: x\r\n\r\n", target)
		answer, _ := io.ReadAll(c)
		if !strings.HasPrefix(string(answer), "HTTP/1.1 400") {
			t.Errorf("%q: %.60q", target, answer)
		}
	}
	rig.Net.HTTP("api.example.test", false, http.HandlerFunc(hello))
	c := rig.TLSOver(t, rig.Connect(t, "api.example.test:443"), "api.example.test")
	_, _ = io.WriteString(c, "CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
	if answer, _ := io.ReadAll(c); !strings.HasPrefix(string(answer), "HTTP/1.1 405") {
		t.Errorf("inner CONNECT: %.60q", answer)
	}
	ftp := rig.DialProxy(t)
	_, _ = io.WriteString(ftp, "GET ftp://files.example.test/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
	if answer, _ := io.ReadAll(ftp); !strings.HasPrefix(string(answer), "HTTP/1.1 400") {
		t.Errorf("ftp: %.60q", answer)
	}
}

func TestConfigIsChecked(t *testing.T) {
	ok := func() proxy.Config {
		return proxy.Config{Emit: func(exchange.Event) {}, NewID: func() exchange.ID { return 1 },
			Leaf: func(context.Context, string) (*tls.Certificate, error) { return nil, nil }}
	}
	for name, break_ := range map[string]func(*proxy.Config){
		"Emit":   func(c *proxy.Config) { c.Emit = nil },
		"NewID":  func(c *proxy.Config) { c.NewID = nil },
		"Leaf":   func(c *proxy.Config) { c.Leaf = nil },
		"ftp":    func(c *proxy.Config) { c.UpstreamProxy = &url.URL{Scheme: "ftp", Host: "x"} },
		"egress": func(c *proxy.Config) { c.Egress = []upstream.Egress{{Name: "x"}} },
	} {
		cfg := ok()
		break_(&cfg)
		if _, err := proxy.New(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
