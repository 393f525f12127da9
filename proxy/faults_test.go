package proxy_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"loginscope/proxy"
	"loginscope/proxy/exchange"
	"loginscope/proxy/proxytest"
)

// TestUpstreamFaults: the phone gets a proper answer, the session the cause,
// through a tunnel by HTTP/1 and HTTP/2 and by plain HTTP.
func TestUpstreamFaults(t *testing.T) {
	rig := proxytest.Start(t)
	// Only servers that stall meet a proxy that does not wait for long.
	hasty := proxytest.Start(t, func(c *proxy.Config) {
		c.ResponseTimeout = 500 * time.Millisecond
		c.DialTimeout = 3 * time.Second
		c.Dial, c.UpstreamRoots = rig.Net.Dial, rig.Net.Authority.Pool()
	})
	serve := func(host string, f func(net.Conn)) {
		rig.Net.Raw(host+":80", f)
		rig.Net.RawTLS(host+":443", f)
	}
	serve("refused.example.test", func(net.Conn) {})
	rig.Net.At("refused.example.test:80", "127.0.0.1:1")
	rig.Net.At("refused.example.test:443", "127.0.0.1:1")
	serve("reset.example.test", func(c net.Conn) { readHead(c); proxytest.Reset(c) })
	serve("closed.example.test", func(c net.Conn) { readHead(c) })
	serve("stall.example.test", func(c net.Conn) { _, _ = io.Copy(io.Discard, c) })
	serve("garbage.example.test", func(c net.Conn) { readHead(c); _, _ = io.WriteString(c, "SSH-2.0-nothing\r\n\r\n") })
	rig.Net.Raw("nottls.example.test:443", func(c net.Conn) { _, _ = io.WriteString(c, "HTTP/1.1 400 no\r\n\r\n") })
	expired := rig.Net.Listen("wrongname.example.test:443")
	go serveTLS(expired, rig.Net.TLS("another.example.test"))
	rig.Net.Raw("tlsstall.example.test:443", func(c net.Conn) { _, _ = io.Copy(io.Discard, c) })

	tests := []struct {
		host   string
		https  bool // only
		status int
		token  string
		cause  exchange.FailureCause
	}{
		{"unknown.example.test", false, 502, "dns_error", exchange.FailDNS},
		{"refused.example.test", false, 502, "connection_refused", exchange.FailRefused},
		{"reset.example.test", false, 502, "connection_terminated", exchange.FailReset},
		{"closed.example.test", false, 502, "connection_terminated", exchange.FailReset},
		{"stall.example.test", false, 504, "connection_timeout", exchange.FailTimeout},
		{"garbage.example.test", false, 502, "http_protocol_error", exchange.FailProtocol},
		{"nottls.example.test", true, 502, "tls_protocol_error", exchange.FailTLS},
		{"wrongname.example.test", true, 502, "tls_certificate_error", exchange.FailCertificate},
		{"tlsstall.example.test", true, 504, "connection_timeout", exchange.FailTimeout},
	}
	for _, tt := range tests {
		for _, by := range []string{"http", "https", "h2"} {
			stalls := tt.cause == exchange.FailTimeout
			if tt.https && by == "http" || testing.Short() && stalls {
				continue
			}
			t.Run(tt.host+" "+by, func(t *testing.T) {
				scheme := strings.Replace(by, "h2", "https", 1)
				path := "/" + tt.host + "-" + by
				rig := rig
				if stalls {
					rig = hasty
				}
				resp, err := rig.Client(t, by == "h2").Get(scheme + "://" + tt.host + path + "?access_token=secret")
				if err != nil {
					t.Fatal(err)
				}
				body, _ := io.ReadAll(resp.Body)
				resp.Body.Close()
				if resp.StatusCode != tt.status || !strings.Contains(resp.Header.Get("Proxy-Status"), tt.token) ||
					!strings.Contains(string(body), "Loginscope") {
					t.Errorf("got %s %v\n%s", resp.Status, resp.Header, body)
				}
				x := rig.AwaitFinished(t, path+"?access_token=secret")
				if x.Response != nil || x.Failure == nil || x.Failure.Cause != tt.cause || x.Failure.Detail == "" {
					t.Errorf("failure %+v, response %+v", x.Failure, x.Response)
				}
				if strings.Contains(x.Failure.Detail+string(body), "secret") {
					t.Errorf("query leaks into %q or %q", x.Failure.Detail, body)
				}
				if tt.cause == exchange.FailCertificate &&
					(x.Server.TLS == nil || x.Server.TLS.Certificate == nil ||
						x.Server.TLS.Certificate.Names[0] != "another.example.test") {
					t.Errorf("server %+v", x.Server)
				}
			})
		}
	}
}

func readHead(c net.Conn) {
	br := bufio.NewReader(c)
	for {
		line, err := br.ReadString('\n')
		if err != nil || line == "\r\n" {
			return
		}
	}
}

func serveTLS(l net.Listener, cfg *tls.Config) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		_ = tls.Server(c, cfg).Handshake()
		c.Close()
	}
}

func TestErrorPageLanguage(t *testing.T) {
	rig := proxytest.Start(t)
	for lang, want := range map[string]string{"zh-CN,zh;q=0.9": "无法解析", "en-US": "could not be resolved",
		"": "could not be resolved"} {
		r := rig.Curl(t, "-H", "Accept: text/html", "-H", "Accept-Language: "+lang, "https://unknown.example.test/")
		if !strings.Contains(r.Out, want) || !strings.Contains(r.Out, "<!doctype html>") {
			t.Errorf("%q: %s", lang, r.Out)
		}
	}
}

func TestSkipVerifyForNamedHosts(t *testing.T) {
	rig := proxytest.Start(t, func(c *proxy.Config) {
		c.UpstreamRoots = proxytest.NoTrust()
		c.SkipVerify = []string{"*.skip.example.test", "exact.example.test"}
	})
	for host, want := range map[string]int{"a.skip.example.test": 200, "exact.example.test": 200,
		"other.example.test": 502, "skip.example.test": 502} {
		rig.Net.HTTP(host, true, http.HandlerFunc(hello))
		resp, err := rig.Client(t, false).Get("https://" + host + "/")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s: %d, want %d", host, resp.StatusCode, want)
		}
	}
}

// TestTruncated: a body that breaks off is not made to look whole.
func TestTruncated(t *testing.T) {
	rig := proxytest.Start(t)
	heads := map[string]string{
		"length":  "Content-Length: 100\r\n\r\npart",
		"chunked": "Transfer-Encoding: chunked\r\n\r\n4\r\npart\r\n",
	}
	for name, rest := range heads {
		host := name + ".example.test"
		rig.Net.RawTLS(host+":443",
			func(c net.Conn) { readHead(c); _, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\n"+rest) })
		for _, h2 := range []bool{false, true} {
			path := fmt.Sprintf("/%s-%v", name, h2)
			resp, err := rig.Client(t, h2).Get("https://" + host + path)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			if err == nil {
				t.Errorf("%s: client took %q for whole", path, body)
			}
			x := rig.AwaitFinished(t, path)
			if x.Failure == nil || x.Failure.Cause != exchange.FailTruncated || x.Response == nil ||
				x.Response.Status != 200 ||
				string(x.Response.Body.Head) != "part" || x.Response.Body.Complete {
				t.Errorf("%s: %+v %+v", path, x.Failure, x.Response)
			}
		}
	}
}

func TestClientAborts(t *testing.T) {
	rig := proxytest.Start(t)
	const host = "slow.example.test"
	rig.Net.HTTP(host, false, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "first")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
		panic(http.ErrAbortHandler) // or the body would end as if it were whole
	}))
	for _, h2 := range []bool{false, true} {
		path := fmt.Sprintf("/abort-%v", h2)
		resp, err := rig.Client(t, h2).Get("https://" + host + path)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.ReadFull(resp.Body, make([]byte, 5))
		resp.Body.Close()
		x := rig.AwaitFinished(t, path)
		if x.Failure == nil || x.Failure.Cause != exchange.FailClientAbort || x.Response == nil ||
			x.Response.Body.Complete {
			t.Errorf("%s: %+v %+v", path, x.Failure, x.Response)
		}
	}
}

// TestClientThatDoesNotRead does not hold a connection for ever.
func TestClientThatDoesNotRead(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for idle connections to time out")
	}
	rig := proxytest.Start(t, func(c *proxy.Config) { c.IdleTimeout = 3 * time.Second })
	rig.Net.HTTP("big.example.test", false, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.CopyN(w, &pattern{}, 256<<20)
	}))
	for _, h2 := range []bool{false, true} {
		path := fmt.Sprintf("/unread-%v", h2)
		resp, err := rig.Client(t, h2).Get("https://big.example.test" + path)
		if err != nil {
			t.Fatal(err)
		}
		if x := rig.AwaitFinished(t, path); x.Failure == nil || x.Failure.Cause != exchange.FailClientAbort {
			t.Errorf("%s: %+v", path, x.Failure)
		}
		resp.Body.Close()
	}
}

// TestMalformed: what is not HTTP is answered and reported, and harms nothing.
func TestMalformed(t *testing.T) {
	patient := proxytest.Start(t, func(c *proxy.Config) { c.MaxHeaderBytes = 8 << 10 })
	hasty := proxytest.Start(t, func(c *proxy.Config) { c.HeaderTimeout = time.Second })
	const host = "api.example.test"
	patient.Net.HTTP(host, false, http.HandlerFunc(hello))
	tests := []struct{ name, in, status string }{
		{"no version", "GET /longer/than/a/preface\r\n\r\n", "400"},
		{"space in name", "GET /x HTTP/1.1\r\nHost: a\r\nBad Name: v\r\n\r\n", "400"},
		{"two lengths", "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "400"},
		{"bad length", "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", "400"},
		{"unknown coding", "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: zip\r\n\r\n", "501"},
		{"no host", "GET /x HTTP/1.1\r\n\r\n", "400"},
		{"huge header block", "GET /x HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("y", 64<<10) + "\r\n\r\n", "431"},
		{"header block never ends", "GET /x HTTP/1.1\r\nHost: a\r\n", ""},
	}
	for _, tt := range tests {
		rig := patient
		if tt.status == "" { // ended by the time-out alone
			if testing.Short() {
				continue
			}
			rig = hasty
		}
		t.Run("outside/"+tt.name, func(t *testing.T) {
			rig.Forget()
			c := rig.DialProxy(t)
			talk(t, c, tt.in, tt.status)
			if b := proxytest.Await[exchange.Blocked](t, rig.Events, nil); b.Reason != exchange.BlockedMalformed {
				t.Errorf("got %+v", b)
			}
		})
		t.Run("inside/"+tt.name, func(t *testing.T) {
			rig.Forget()
			c := rig.TLSOver(t, rig.Connect(t, host+":443"), host)
			talk(t, c, tt.in, tt.status)
			x := proxytest.Await[exchange.Finished](t, rig.Events, nil).Exchange
			if x.Failure == nil || x.Failure.Cause != exchange.FailMalformed || x.Host != host || x.Response != nil {
				t.Errorf("got %+v", x)
			}
		})
	}
	resp, err := patient.Client(t, false).Get("https://" + host + "/")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if string(body) != "hello" {
		t.Errorf("afterwards: %q %v", body, err)
	}
}

func talk(t *testing.T, c net.Conn, in, status string) {
	t.Helper()
	_, _ = io.WriteString(c, in)
	got, _ := io.ReadAll(c)
	if status == "" && len(got) == 0 {
		return
	}
	if !strings.HasPrefix(string(got), "HTTP/1.1 "+status) {
		t.Errorf("answer %.80q, want %s", got, status)
	}
}

// TestShutdown: Close ends everything that is open and reports it, once.
func TestShutdown(t *testing.T) {
	events := proxytest.NewEvents()
	rig := proxytest.Start(t, func(c *proxy.Config) { c.Emit = events.Emit })
	const host = "slow.example.test"
	rig.Net.HTTP(host, true, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}))
	rig.Net.Raw("raw.example.test:9", func(c net.Conn) { _, _ = io.Copy(c, c) })
	for _, h2 := range []bool{false, true} {
		resp, err := rig.Client(t, h2).Get("https://" + host + "/")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
	}
	raw := rig.Connect(t, "raw.example.test:9")
	_, _ = raw.Write([]byte{0, 1, 2})
	if _, err := io.ReadFull(raw, make([]byte, 3)); err != nil {
		t.Fatal(err)
	}
	rig.Connect(t, "silent.example.test:443")                       // says nothing
	rig.TLSOver(t, rig.Connect(t, host+":443"), host)               // nothing after the handshake
	_, _ = io.WriteString(rig.DialProxy(t), "GET http://half/ HTT") // half a header block
	start := time.Now()
	if err := rig.Proxy.Close(); err != nil {
		t.Fatal(err)
	}
	if d := time.Since(start); d > proxytest.Patience/2 { // it does not wait for any time-out
		t.Errorf("Close took %v", d)
	}
	n := len(events.All())
	finished := proxytest.Of[exchange.Finished](events)
	if len(finished) != 2 {
		t.Fatalf("want two exchanges:\n%s", events.Text())
	}
	for _, f := range finished {
		if f.Exchange.Failure == nil || f.Exchange.Failure.Cause != exchange.FailShutdown ||
			f.Exchange.Response == nil {
			t.Errorf("got %+v", f.Exchange)
		}
	}
	if !slices.ContainsFunc(proxytest.Of[exchange.Tunnelled](events), func(e exchange.Tunnelled) bool {
		return !e.Open && e.Target == "raw.example.test:9" && e.BytesUp == 3 && e.BytesDown == 3
	}) {
		t.Errorf("the tunnel's end was not told:\n%s", events.Text())
	}
	time.Sleep(50 * time.Millisecond)
	if len(events.All()) != n {
		t.Error("an event came after Close")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := rig.Proxy.Serve(l); err != proxy.ErrClosed {
		t.Errorf("Serve after Close: %v", err)
	}
}
