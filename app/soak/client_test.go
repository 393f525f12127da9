//go:build soak

package soak

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os/exec"
	"strconv"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// patience is how long a numbered request may take on a busy machine.
const patience = 2 * time.Minute

// crowd is all clients together, with what they know at the end.
type crowd struct {
	proxy string
	pool  *x509.CertPool
	ca    string // file, for curl

	mu     sync.Mutex
	next   int
	want   map[string]int // bytes of each answered number
	kinds  map[string]int // answered, by kind of client
	broken map[string]int // broken off on purpose
	failed []string       // numbered requests that were not answered as they should be
}

func (c *crowd) number() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.next++
	return "s" + strconv.Itoa(c.next)
}

func (c *crowd) answered(kind, id string, size int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.want[id] = size
	c.kinds[kind]++
}

func (c *crowd) fail(kind, id string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.failed) < 20 {
		c.failed = append(c.failed, fmt.Sprintf("%s %s: %v", kind, id, err))
	}
}

func (c *crowd) brokenOff(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.broken[what]++
}

// client is one of the crowd.
type client struct {
	*crowd
	kind string
	http *http.Client
	rand *rand.Rand
	base []string
}

var kinds = []string{"go-h1", "go-h2", "curl", "websocket"}

func (c *crowd) client(n int) *client {
	x := &client{crowd: c, kind: kinds[n%len(kinds)], rand: rand.New(rand.NewPCG(uint64(n), 1)), base: []string{
		"http://example.com",
		"https://example.com",
	}}
	tr := &http.Transport{
		Proxy:               http.ProxyURL(&url.URL{Scheme: "http", Host: c.proxy}),
		TLSClientConfig:     &tls.Config{RootCAs: c.pool},
		MaxIdleConnsPerHost: 2,
	}
	if x.kind == "go-h2" {
		tr.ForceAttemptHTTP2 = true
		x.base = []string{"https://example.com:8443"}
	}
	x.http = &http.Client{Transport: tr}
	return x
}

// run asks until the context ends: mostly numbered requests, and between them
// what a bad network and bad clients do.
func (x *client) run(ctx context.Context, pause time.Duration) {
	defer x.http.CloseIdleConnections()
	for ctx.Err() == nil {
		switch d := x.rand.IntN(100); {
		case d < 70:
			x.numbered()
		case d < 78:
			x.breakOff()
		case d < 84:
			x.get("/abort")
		case d < 92:
			x.half()
		default:
			x.badName()
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause/2 + time.Duration(x.rand.Int64N(int64(pause)))):
		}
	}
}

func (x *client) numbered() {
	id, size := x.number(), x.rand.IntN(2000)
	if x.rand.IntN(6) == 0 {
		size = x.rand.IntN(400_000)
	}
	ask := map[string]func(string, int) error{"curl": x.curl, "websocket": x.socket}[x.kind]
	if ask == nil {
		ask = x.ask
	}
	if err := ask(id, size); err != nil {
		x.fail(x.kind, id, err)
		return
	}
	x.answered(x.kind, id, size)
}

func (x *client) url(id string, size int) string {
	return fmt.Sprintf("%s/n/%s?size=%d", x.base[x.rand.IntN(len(x.base))], id, size)
}

func (x *client) ask(id string, size int) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	method, up := http.MethodGet, 0
	if x.rand.IntN(3) == 0 {
		method, up = http.MethodPost, x.rand.IntN(100_000)
	}
	req, err := http.NewRequestWithContext(ctx, method, x.url(id, size), bytes.NewReader(content(id, up)))
	if err != nil {
		return err
	}
	res, err := x.http.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return check(err, res.StatusCode, res.Header.Get("X-Received") == fmt.Sprint(up), b, id, size)
}

func check(err error, status int, received bool, b []byte, id string, size int) error {
	switch {
	case err != nil:
		return err
	case status != http.StatusOK:
		return fmt.Errorf("status %d", status)
	case !received:
		return fmt.Errorf("the server received another body")
	case !bytes.Equal(b, content(id, size)):
		return fmt.Errorf("%d bytes that are not the answer's %d", len(b), size)
	}
	return nil
}

func (x *client) curl(id string, size int) error {
	out, err := exec.Command("curl", "-sS", "--max-time", "120", "-x", "http://"+x.proxy, "--cacert", x.ca,
		x.url(id, size)).Output()
	return check(err, http.StatusOK, true, out, id, size)
}

// socket asks a number and sends it as a message that comes back.
func (x *client) socket(id string, size int) error {
	if err := x.ask(id, size); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c, _, err := websocket.Dial(ctx, "wss://example.com/socket", &websocket.DialOptions{HTTPClient: x.http})
	if err != nil {
		return err
	}
	defer func() { _ = c.CloseNow() }()
	if err := c.Write(ctx, websocket.MessageText, []byte(id)); err != nil {
		return err
	}
	_, b, err := c.Read(ctx)
	if err == nil && string(b) != id {
		err = fmt.Errorf("the socket gave back %q", b)
	}
	return err
}

func (x *client) get(path string) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	x.drop(ctx, http.MethodGet, path, nil)
	x.brokenOff(path)
}

func (x *client) drop(ctx context.Context, method, path string, body io.Reader) {
	req, err := http.NewRequestWithContext(ctx, method, x.base[len(x.base)-1]+path, body)
	if err != nil {
		return
	}
	if res, err := x.http.Do(req); err == nil {
		_, _ = io.Copy(io.Discard, res.Body) // it is meant to break
		res.Body.Close()
	}
}

// breakOff leaves in the middle of a download or of an upload.
func (x *client) breakOff() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(1+x.rand.IntN(60))*time.Millisecond)
	defer cancel()
	if x.rand.IntN(2) == 0 {
		x.drop(ctx, http.MethodGet, "/big", nil)
		x.brokenOff("download")
		return
	}
	x.drop(ctx, http.MethodPost, "/big", endless{})
	x.brokenOff("upload")
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { clear(p); return len(p), nil }

var halves = []string{
	"\x16\x03\x01garbage", "CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n\x16\x03", "GET http://example.com/ HTT",
	"POST http://example.com/p HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc", "",
}

// half breaks off a handshake or a request, by FIN or by RST.
func (x *client) half() {
	var d net.Dialer
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c, err := d.DialContext(ctx, "tcp", x.proxy)
	if err != nil {
		return
	}
	_, _ = io.WriteString(c, halves[x.rand.IntN(len(halves))])
	if x.rand.IntN(2) == 0 {
		_ = c.(*net.TCPConn).SetLinger(0)
	}
	_ = c.Close()
	x.brokenOff("handshake")
}

func (x *client) badName() {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://nowhere.example.org/", nil)
	if err != nil {
		return
	}
	if res, err := x.http.Do(req); err == nil {
		res.Body.Close()
	}
	x.brokenOff("name")
}
