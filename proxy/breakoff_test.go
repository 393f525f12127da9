package proxy_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"loginscope/proxy"
	"loginscope/proxy/exchange"
	"loginscope/proxy/proxytest"
)

// TestBrokenOffDownloads: an HTTP/2 origin whose downloads are broken off
// thousands of times on one connection goes on answering. A body that was closed
// twice gave the connection its unread bytes back twice, until net/http
// panicked with the lock of its pool held and all HTTP/2 traffic hung.
func TestBrokenOffDownloads(t *testing.T) {
	if testing.Short() {
		t.Skip("breaks off thousands of downloads")
	}
	const times, size, workers = 2000, 1 << 20, 8
	rig := proxytest.Start(t, func(c *proxy.Config) { c.BodyCap, c.SpoolCap = 1, 1 })
	piece := make([]byte, size)
	var sent sync.Map // channel by request's path, closed when the piece is on its way
	rig.Net.HTTP("big.example.test", true, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/small" {
			_, _ = io.WriteString(w, "fine")
			return
		}
		_, _ = w.Write(piece) // fits into the stream's window
		w.(http.Flusher).Flush()
		if c, ok := sent.Load(r.URL.Path); ok {
			close(c.(chan struct{}))
		}
		<-r.Context().Done()
	}))
	client := rig.Client(t, true)
	// So little that nearly all of a piece waits in the proxy.
	client.Transport.(*http.Transport).HTTP2 = &http.HTTP2Config{MaxReceiveBufferPerStream: 64 << 10}
	var left atomic.Int64
	left.Store(times)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for n := left.Add(-1); n >= 0; n = left.Add(-1) {
				path, arrived := fmt.Sprintf("/big/%d", n), make(chan struct{})
				sent.Store(path, arrived)
				resp, err := client.Get("https://big.example.test" + path)
				if err != nil {
					t.Errorf("download: %v", err)
					return
				}
				<-arrived
				sent.Delete(path)
				resp.Body.Close()
			}
		})
	}
	wg.Wait()
	resp, err := client.Get("https://big.example.test/small")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if b, err := io.ReadAll(resp.Body); err != nil || string(b) != "fine" || resp.StatusCode != 200 {
		t.Errorf("after %d broken-off downloads: status %d, %q, %v", times, resp.StatusCode, b, err)
	}
	for _, l := range proxytest.Of[exchange.LogLine](rig.Events) {
		t.Errorf("the proxy complained: %s", l.Text)
	}
}

// TestPanicIsReported: a panic inside the proxy, which http.Server would give to
// its logger alone, is in the session and in the exchange's failure, and the
// next request is served.
func TestPanicIsReported(t *testing.T) {
	var armed atomic.Bool
	rig := proxytest.Start(t, func(c *proxy.Config) {
		emit := c.Emit
		c.Emit = func(e exchange.Event) {
			if _, ok := e.(exchange.BodyChunk); ok && armed.Swap(false) {
				panic("out of order")
			}
			emit(e)
		}
		c.BodyCap = 4
		c.Portal = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("no page?secret=1") })
	})
	events := rig.Events
	rig.Net.HTTP("panic.example.test", false, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "longer than four")
	}))
	client := rig.Client(t, false)
	armed.Store(true)
	if resp, err := client.Get("http://panic.example.test/one"); err == nil {
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	x := events.AwaitFinished(t, "/one")
	if x.Failure == nil || x.Failure.Cause != exchange.FailInternal {
		t.Errorf("failure %+v, want %s", x.Failure, exchange.FailInternal)
	}
	if resp, err := http.Get("http://" + rig.Addr + "/"); err == nil {
		resp.Body.Close()
		t.Errorf("a portal that panicked answered with %d", resp.StatusCode)
	}
	http.DefaultClient.CloseIdleConnections()
	for _, want := range []string{"out of order", "no page?…"} {
		proxytest.Await(t, events, func(l exchange.LogLine) bool {
			return l.Source == exchange.OwnSource && l.Level == "E" && strings.Contains(l.Text, want) &&
				strings.Contains(l.Text, "loginscope/proxy")
		})
	}
	resp, err := client.Get("http://panic.example.test/two")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
}

// TestServerComplaintIsReported: what net/http's server says goes into the
// session, at most so much of it, and how much was left out.
func TestServerComplaintIsReported(t *testing.T) {
	rig := proxytest.Start(t, func(c *proxy.Config) {
		c.Portal = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for range 50 {
				w.WriteHeader(http.StatusOK) // superfluous but for the first
			}
		})
	})
	resp, err := http.Get("http://" + rig.Addr + "/")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	if err := rig.Proxy.Close(); err != nil {
		t.Fatal(err)
	}
	lines := proxytest.Of[exchange.LogLine](rig.Events)
	if len(lines) != 21 || !strings.Contains(lines[0].Text, "superfluous") ||
		!strings.Contains(lines[20].Text, "29 more lines") {
		t.Errorf("%d lines:\n%s", len(lines), rig.Events.Text())
	}
}

// TestCloseTimeLimit: Close ends although something does not, names it, and
// nothing is reported after that.
func TestCloseTimeLimit(t *testing.T) {
	release := make(chan struct{})
	stuck := make(chan struct{}, 1)
	events := proxytest.NewEvents()
	p, err := proxy.New(t.Context(), proxy.Config{
		Emit: events.Emit, NewID: events.NewID, CloseTimeout: 100 * time.Millisecond,
		Leaf: func(context.Context, string) (*tls.Certificate, error) { return nil, errors.New("none") },
		Dial: func(context.Context, string, string) (net.Conn, error) { // deaf to its context
			stuck <- struct{}{}
			<-release
			return nil, errors.New("released")
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- p.Serve(l) }()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	// A CONNECT that passes through dials on the connection's own goroutine.
	_, _ = io.WriteString(c,
		"CONNECT stuck.example.test:443 HTTP/1.1\r\nHost: stuck.example.test:443\r\n\r\nSSH-2.0-x\r\n")
	<-stuck
	err = p.Close()
	var still *proxy.StillRunning
	if !errors.As(err, &still) {
		t.Fatalf("close: %v, want a *proxy.StillRunning", err)
	}
	if text := err.Error(); !strings.Contains(text, "stuck.example.test:443") ||
		!strings.Contains(text, "TestCloseTimeLimit") {
		t.Errorf("what still runs is not named: %s", text)
	}
	before := len(events.All())
	close(release)
	if err := <-served; err != nil {
		t.Error(err)
	}
	if err := p.Close(); err != nil {
		t.Errorf("close again, when nothing runs any more: %v", err)
	}
	if after := len(events.All()); after != before {
		t.Errorf("%d events after Close had returned", after-before)
	}
}
