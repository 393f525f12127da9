package engine_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	neturl "net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"loginscope/app/engine"
	"loginscope/app/session"
	"loginscope/proxy"
	"loginscope/proxy/exchange"
)

// openStream is a call that does not end, and what of it must be in the session.
type openStream struct {
	path     string
	curl     []string // nil for the WebSocket
	status   int      // 0: no answer yet
	up, down string
	frames   []string
}

var openStreams = []openStream{
	{path: "/events", curl: []string{"--http1.1", "-N"}, status: 200, down: "data: one\n\n"},
	{path: "/events?h2", curl: []string{"--http2", "-N"}, status: 200, down: "data: one\n\n"},
	{path: "/length", curl: []string{"--http1.1", "-N"}, status: 206, down: strings.Repeat("0123456789abcdef", 20<<10)}, // more than a head
	{path: "/upload", curl: []string{"--http1.1", "-T", "-"}, up: "the first of many"},
	{path: "/upload?h2", curl: []string{"--http2", "-T", "-"}, up: "the first of many"},
	{path: "/silent", curl: []string{"--http1.1"}},
	{path: "/socket", status: 101, frames: []string{"hello", "world"}},
}

// unending answers as openStreams wants it and then waits for the client.
func unending(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/events":
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, openStreams[0].down)
	case "/length":
		w.Header().Set("Content-Length", "1000000")
		w.WriteHeader(http.StatusPartialContent)
		_, _ = io.WriteString(w, openStreams[2].down)
	case "/upload":
		_, _ = io.Copy(io.Discard, r.Body)
		return
	case "/socket":
		c, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		defer c.CloseNow()
		_ = c.Write(r.Context(), websocket.MessageText, []byte("hello"))
		_, _, _ = c.Read(r.Context())
		_, _, _ = c.Read(r.Context()) // nothing more comes
		return
	}
	if r.URL.Path != "/silent" {
		_ = http.NewResponseController(w).Flush()
	}
	<-r.Context().Done()
}

// TestAKilledCaptureKeepsOpenStreams kills a capturing process while streams
// are open in it. What had passed, heads included, is in the file before.
func TestAKilledCaptureKeepsOpenStreams(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(unending))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	dir := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run=TestChildThatCaptures", "-test.v")
	child.Env = append(os.Environ(), "ENGINE_CHILD_CAPTURE="+dir)
	hold, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer hold.Close()
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = child.Process.Kill(); _ = child.Wait() })
	var address, root string
	for lines := bufio.NewScanner(out); root == "" && lines.Scan(); {
		_, _ = fmt.Sscanf(lines.Text(), "child listens %s %s", &address, &root)
	}
	if root == "" {
		t.Fatal("the child does not listen")
	}
	for _, s := range openStreams {
		if s.curl != nil {
			stream(t, s, server.URL, address, root)
		}
	}
	socket(t, server.URL, address)

	files, err := filepath.Glob(filepath.Join(dir, "s", "*"+session.Ext))
	if err != nil || len(files) != 1 {
		t.Fatalf("session files %q, %v", files, err)
	}
	reader, err := session.OpenReadOnly(files[0])
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	for _, s := range openStreams {
		await(t, s.path+" is in the file: "+missing(t, reader, s), func() bool { return missing(t, reader, s) == "" })
	}
	t.Logf("all was in the file after %v", time.Since(begin))
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // killed

	e := newEngine(t)
	if err := e.OpenSession(t.Context(), files[0]); err != nil {
		t.Fatal(err)
	}
	idle(t, e)
	for _, s := range openStreams {
		if m := missing(t, e.Session(), s); m != "" {
			t.Errorf("%s after the kill: %s", s.path, m)
		}
	}
	if n := e.Status().Exchanges; n != len(openStreams) {
		t.Errorf("%d exchanges, want %d", n, len(openStreams))
	}
}

// stream runs curl until the test's end.
func stream(t *testing.T, s openStream, url, address, root string) {
	t.Helper()
	cmd := exec.Command("curl", append(s.curl, "-sS", "--max-time", "120", "-o", os.DevNull,
		"--proxy", "http://"+address, "--noproxy", "", "--cacert", root, url+s.path)...)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	if _, err := io.WriteString(in, s.up); err != nil {
		t.Fatal(err)
	}
}

// socket opens a WebSocket and says one message.
func socket(t *testing.T, url, address string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	tr := &http.Transport{
		Proxy:           http.ProxyURL(&neturl.URL{Scheme: "http", Host: address}),
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, //nolint:gosec // of our own proxy, on loopback
	}
	c, _, err := websocket.Dial(ctx, strings.Replace(url, "https", "wss", 1)+"/socket", &websocket.DialOptions{HTTPClient: &http.Client{Transport: tr}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.CloseNow() })
	if _, got, err := c.Read(ctx); err != nil || string(got) != "hello" {
		t.Fatalf("message %q, %v", got, err)
	}
	if err := c.Write(ctx, websocket.MessageText, []byte("world")); err != nil {
		t.Fatal(err)
	}
}

// missing says what the session lacks of a stream, "" if nothing.
func missing(t *testing.T, r session.Reader, s openStream) string {
	t.Helper()
	var row session.Row
	for _, one := range rows(t, r) {
		if one.Path == s.path {
			row = one
		}
	}
	switch {
	case row.ID == 0:
		return "the request"
	case row.Done:
		return "that it is open"
	case row.Status != s.status:
		return fmt.Sprintf("status %d, not %d", s.status, row.Status)
	}
	x, err := r.Exchange(t.Context(), row.ID)
	if err != nil {
		t.Fatal(err)
	}
	if s.status != 0 && s.status != 101 && x.Response.Header.Get("Date") == "" {
		return fmt.Sprintf("the response's head: %+v", x.Response.Header)
	}
	for side, want := range []string{s.up, s.down} {
		if got := bodyOf(t, r, row.ID, exchange.Side(side)); got != want {
			return fmt.Sprintf("body %d: %d bytes, want %d", side, len(got), len(want))
		}
	}
	frames := 0
	for f, err := range r.Frames(t.Context(), row.ID) {
		if err != nil {
			t.Fatal(err)
		}
		if frames == len(s.frames) || string(f.Data) != s.frames[frames] {
			return fmt.Sprintf("frame %d: %q", frames, f.Data)
		}
		frames++
	}
	if frames != len(s.frames) {
		return fmt.Sprintf("%d frames, want %d", frames, len(s.frames))
	}
	return ""
}

func bodyOf(t *testing.T, r session.Reader, id exchange.ID, side exchange.Side) string {
	t.Helper()
	rc, err := r.Body(t.Context(), id, side)
	if err != nil {
		t.Fatal(err)
	}
	defer rc.Close()
	b, err := io.ReadAll(rc)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestChildThatCaptures captures until its standard input ends; it runs in a
// process of its own and does nothing otherwise.
func TestChildThatCaptures(t *testing.T) {
	dir := os.Getenv("ENGINE_CHILD_CAPTURE")
	if dir == "" {
		return
	}
	e := newEngine(t, func(c *engine.Config) { c.Dir = dir })
	if err := os.MkdirAll(filepath.Join(dir, "s"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := e.NewSession(t.Context(), filepath.Join(dir, "s", "killed"+session.Ext)); err != nil {
		t.Fatal(err)
	}
	address := start(t, e, engine.CaptureOptions{Proxy: proxy.Config{AllowLocal: []string{"127.0.0.1"}, SkipVerify: []string{"127.0.0.1"}}})
	authority, err := e.CA()
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("child listens", address, authority.CertFile())
	_, _ = io.Copy(io.Discard, os.Stdin)
}
