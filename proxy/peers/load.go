package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/elazarl/goproxy"

	"loginscope/proxy/ca"
)

// origin answers with a small JSON document or with as many bytes as asked for.
type origin struct {
	srv  *httptest.Server
	base string // https://localhost:PORT
}

func startOrigin() (*origin, error) {
	small := []byte(`{"code":"600000","msg":"success","carrier":"none","token":"` + strings.Repeat("synthetic", 8) +
		`"}`)
	block := make([]byte, 64<<10)
	for i := range block {
		block[i] = byte(i * i >> 7) // does not compress to nothing
	}
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		left, err := strconv.ParseInt(r.URL.Query().Get("bytes"), 10, 64)
		if err != nil {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(small) // the client notices
			return
		}
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Length", fmt.Sprint(left))
		for left > 0 {
			n, err := w.Write(block[:min(left, int64(len(block)))])
			if err != nil {
				return
			}
			left -= int64(n)
		}
	}))
	srv.EnableHTTP2 = true
	srv.StartTLS()
	u, err := url.Parse(srv.URL)
	if err != nil {
		return nil, err
	}
	return &origin{srv, "https://localhost:" + u.Port()}, nil
}

func (o *origin) close() { o.srv.Close() }

// result is what the client saw.
type result struct {
	count int
	rate  float64
	p99   time.Duration
}

// client has one connection through a proxy.
func client(addr string, h2 bool) *http.Client {
	through := func(*http.Request) (*url.URL, error) { return &url.URL{Scheme: "http", Host: addr}, nil }
	return &http.Client{Transport: &http.Transport{
		Proxy: through, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, // each proxy has its own CA
		ForceAttemptHTTP2: h2, MaxConnsPerHost: 1, DisableCompression: true,
	}}
}

func get(ctx context.Context, c *http.Client, url string, h2 bool) (int64, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	resp, err := c.Do(req)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(io.Discard, resp.Body)
	switch err := errors.Join(err, resp.Body.Close()); {
	case err != nil:
		return n, err
	case resp.StatusCode != http.StatusOK:
		return n, fmt.Errorf("status %s", resp.Status)
	case h2 != (resp.ProtoMajor == 2):
		return n, fmt.Errorf("the proxy spoke %s", resp.Proto)
	}
	return n, nil
}

// requests sends one request after another on each of so many connections.
func requests(ctx context.Context, o *origin, addr string, h2 bool, conns int, d time.Duration) (result, error) {
	var mu sync.Mutex
	var times []time.Duration
	var failed error
	var ready, done sync.WaitGroup
	begin := make(chan struct{})
	var end time.Time
	for range conns {
		ready.Add(1)
		done.Go(func() {
			c := client(addr, h2)
			defer c.CloseIdleConnections()
			_, err := get(ctx, c, o.base, h2) // handshakes are not measured
			ready.Done()
			<-begin
			var own []time.Duration
			for err == nil && time.Now().Before(end) {
				at := time.Now()
				_, err = get(ctx, c, o.base, h2)
				own = append(own, time.Since(at))
			}
			mu.Lock()
			defer mu.Unlock()
			times, failed = append(times, own...), errors.Join(failed, err)
		})
	}
	ready.Wait()
	at := time.Now()
	end = at.Add(d)
	close(begin)
	done.Wait()
	if failed != nil || len(times) == 0 {
		return result{}, fmt.Errorf("load: %w", failed)
	}
	slices.Sort(times)
	return result{len(times), float64(len(times)) / time.Since(at).Seconds(), times[len(times)*99/100]}, nil
}

// download fetches one large body; its rate is in megabytes a second.
func download(ctx context.Context, o *origin, addr string, bytes int64) (result, error) {
	c := client(addr, false)
	defer c.CloseIdleConnections()
	at := time.Now()
	n, err := get(ctx, c, fmt.Sprintf("%s/?bytes=%d", o.base, bytes), false)
	if err == nil && n != bytes {
		err = fmt.Errorf("%d bytes of %d", n, bytes)
	}
	elapsed := time.Since(at)
	return result{1, float64(n) / 1e6 / elapsed.Seconds(), elapsed}, err
}

// bareGoproxy serves goproxy as its own documentation sets it up, with a cache
// of leaves, and with HTTP/2 on both sides.
func bareGoproxy(addr string) error {
	dir, err := os.MkdirTemp("", "loginscope-peers-ca-")
	if err != nil {
		return err
	}
	authority, err := ca.LoadOrCreate(dir)
	if err := errors.Join(err, os.RemoveAll(dir)); err != nil {
		return err
	}
	g := goproxy.NewProxyHttpServer()
	g.AllowHTTP2 = true
	g.Tr = &http.Transport{
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true}, // the origin of this command
		ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 256, DisableCompression: true,
	}
	mitm := &goproxy.ConnectAction{Action: goproxy.ConnectMitm,
		TLSConfig: func(string, *goproxy.ProxyCtx) (*tls.Config, error) {
			return &tls.Config{GetCertificate: func(h *tls.ClientHelloInfo) (*tls.Certificate, error) {
				return authority.Leaf(h.Context(), h.ServerName)
			}}, nil
		}}
	g.OnRequest().HandleConnectFunc(
		func(host string, _ *goproxy.ProxyCtx) (*goproxy.ConnectAction, string) { return mitm, host })
	return http.ListenAndServe(addr, g) // on loopback, for as long as a benchmark runs
}
