package proxy_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"loginscope/proxy/exchange"
	"loginscope/proxy/proxytest"
)

// TestBadChunksAreTheClients: a request whose chunks are not valid HTTP is the
// client's fault, answered with 400 and named so, by every way.
func TestBadChunksAreTheClients(t *testing.T) {
	rig := proxytest.Start(t)
	rig.Net.HTTP("chunks.example.test", false, http.HandlerFunc(hello))
	for i, body := range []string{
		"ZZ\r\nabc\r\n0\r\n\r\n", "-3\r\nabc\r\n0\r\n\r\n", "\r\nabc\r\n0\r\n\r\n", "0x3\r\nabc\r\n0\r\n\r\n",
		"3\r\nabcdef\r\n0\r\n\r\n",
		"10000000000000003\r\nabc\r\n0\r\n\r\n", "3;" + strings.Repeat("a", 64<<10) + "\r\nabc\r\n0\r\n\r\n",
	} {
		for _, way := range []string{"proxy", "tunnel"} {
			t.Run(fmt.Sprintf("%.12q by %s", body, way), func(t *testing.T) {
				rig.Forget()
				path := fmt.Sprintf("/%d/%s", i, way)
				c := ask(t, rig, way, "chunks.example.test", "POST "+path+
					" HTTP/1.1\r\nHost: chunks.example.test\r\nTransfer-Encoding: chunked\r\n\r\n"+body)
				got, _ := io.ReadAll(c)
				if !strings.HasPrefix(string(got), "HTTP/1.1 400 ") {
					t.Errorf("answer %.80q", got)
				}
				x := rig.AwaitFinished(t, path)
				if x.Failure == nil || x.Failure.Cause != exchange.FailRequestBody || x.Request.Body.Complete {
					t.Errorf("failure %+v, complete %v", x.Failure, x.Request.Body.Complete)
				}
			})
		}
	}
}

// ask sends bytes for a host on port 80 by a way: "proxy", with the absolute
// form of the first line, or "tunnel".
func ask(t *testing.T, rig *proxytest.Rig, way, host, request string) net.Conn {
	t.Helper()
	var c net.Conn
	if way == "tunnel" {
		c = rig.Connect(t, host+":80")
	} else {
		c = rig.DialProxy(t)
		request = strings.Replace(request, " /", " http://"+host+"/", 1)
	}
	t.Cleanup(func() { c.Close() })
	if _, err := io.WriteString(c, request); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestServersFaultsHaveNames: what a server may do wrong in its header block
// has a name each, and nothing of it is recorded as fine.
func TestServersFaultsHaveNames(t *testing.T) {
	const reset = "<RST>" // the connection is reset there
	tests := []struct {
		name, answer string
		want         exchange.FailureCause
	}{
		{"status 000", "HTTP/1.1 000 Zero\r\nContent-Length: 0\r\n\r\n", exchange.FailStatus},
		{"status 099", "HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n", exchange.FailStatus},
		{"status 1000", "HTTP/1.1 1000 Big\r\nContent-Length: 0\r\n\r\n", exchange.FailStatus},
		{"status in words", "HTTP/1.1 two fine\r\nContent-Length: 0\r\n\r\n", exchange.FailStatus},
		{
			"unasked 101",
			"HTTP/1.1 101 Switching Protocols\r\nUpgrade: foo\r\nConnection: Upgrade\r\n\r\nhello", exchange.FailSwitch,
		},
		{"two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nokk", exchange.FailLengths},
		{"closed in the header block", "HTTP/1.1 200 OK\r\nContent-Le", exchange.FailHeader},
		{"closed after a whole line of it", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", exchange.FailHeader},
		{"reset in the header block", "HTTP/1.1 200 OK\r\nContent-Le" + reset, exchange.FailHeader},
		{"reset before it", reset, exchange.FailReset},
		{"closed before it", "", exchange.FailReset},
		{"no HTTP", "hello there\r\n\r\n", exchange.FailProtocol},
	}
	rig := proxytest.Start(t)
	for i, tt := range tests {
		host := fmt.Sprintf("s%d.example.test", i)
		rig.Net.Raw(host+":80", func(c net.Conn) {
			_, _ = c.Read(make([]byte, 4096))
			answer, isReset := strings.CutSuffix(tt.answer, reset)
			_, _ = io.WriteString(c, answer)
			if isReset {
				_ = c.(*net.TCPConn).SetLinger(0)
			}
		})
		for _, way := range []string{"proxy", "tunnel"} {
			t.Run(tt.name+" by "+way, func(t *testing.T) {
				path := fmt.Sprintf("/%d/%s", i, way)
				c := ask(t, rig, way, host, "GET "+path+" HTTP/1.1\r\nHost: "+host+"\r\nConnection: close\r\n\r\n")
				got, _ := io.ReadAll(c)
				if !strings.HasPrefix(string(got), "HTTP/1.1 502 ") {
					t.Errorf("answer %.80q", got)
				}
				if x := rig.AwaitFinished(t, path); x.Failure == nil || x.Failure.Cause != tt.want {
					t.Errorf("failure %+v, want %s", x.Failure, tt.want)
				}
			})
		}
	}
}

// TestHalfCloseIsServed: a client that ends its side with its request gets the
// answer, and the exchange is a good one; one that ends it later has gone.
func TestHalfCloseIsServed(t *testing.T) {
	rig := proxytest.Start(t)
	release := make(chan struct{})
	rig.Net.HTTP("half.example.test", false, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-release
		_, _ = io.WriteString(w, "served")
	}))
	requests := map[string]string{
		"GET":  "GET /%s HTTP/1.1\r\nHost: half.example.test\r\n\r\n",
		"POST": "POST /%s HTTP/1.1\r\nHost: half.example.test\r\nContent-Length: 3\r\n\r\nabc",
		"chunks": "POST /%s HTTP/1.1\r\nHost: half.example.test\r\nTransfer-Encoding: " +
			"chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
	}
	type waits struct {
		path string
		conn net.Conn
	}
	var all []waits
	for name, request := range requests {
		for _, way := range []string{"proxy", "tunnel"} {
			path := name + "/" + way
			c := ask(t, rig, way, "half.example.test", fmt.Sprintf(request, path))
			if err := c.(interface{ CloseWrite() error }).CloseWrite(); err != nil {
				t.Fatal(err)
			}
			all = append(all, waits{"/" + path, c})
		}
	}
	for _, w := range all {
		proxytest.Await(t, rig.Events, func(s exchange.Started) bool { return s.Exchange.Path == w.path })
	}
	close(release)
	for _, w := range all {
		got, _ := io.ReadAll(w.conn)
		if !strings.HasPrefix(string(got), "HTTP/1.1 200 ") || !strings.HasSuffix(string(got), "served") {
			t.Errorf("%s: %.100q", w.path, got)
		}
		if x := rig.AwaitFinished(t, w.path); x.Failure != nil || x.Response == nil || x.Response.Status != 200 {
			t.Errorf("%s: failure %+v", w.path, x.Failure)
		}
	}
}
