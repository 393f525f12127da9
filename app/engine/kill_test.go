package engine_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	neturl "net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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
	// more than a head
	{path: "/length", curl: []string{"--http1.1", "-N"}, status: 206, down: strings.Repeat("0123456789abcdef", 20<<10)},
	{path: "/upload", curl: []string{"--http1.1", "-T", "-"}, up: "the first of many"},
	{path: "/upload?h2", curl: []string{"--http2", "-T", "-"}, up: "the first of many"},
	{path: "/silent", curl: []string{"--http1.1"}},
	{path: "/socket", status: 101, frames: []string{"hello", "world"}},
	// messages that never end
	{path: "/half", status: 101, frames: []string{"hello", "the phone's ha", "and the server's"}},
}

// The tunnel that stays open, and what went through it.
const tunnelUp, tunnelDown = "\x10neither HTTP nor TLS", "\x20an answer to it"

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
	case "/half":
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer c.Close()
		_, _ = io.WriteString(c,
			"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\x05hello")
		_, _ = c.Read(make([]byte, 100)) // the phone's part is reported first
		_, _ = io.WriteString(c, "\x81\x20and the server's")
		_, _ = io.Copy(io.Discard, c)
		return
	case "/socket":
		c, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		defer func() { _ = c.CloseNow() }()
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

// TestKilledCaptureKeepsOpenStreams kills a capturing process while streams
// are open in it. What had passed, heads included, is in the file before.
func TestKilledCaptureKeepsOpenStreams(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills another process")
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(unending))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	c := startChild(t)
	for _, s := range openStreams {
		if s.curl != nil {
			stream(t, s, server.URL, c.address, c.root)
		}
	}
	socket(t, server.URL, c.address)
	half(t, server.URL, c.address)
	tunnel(t, c.address)

	reader, err := session.OpenReadOnly(t.Context(), c.file)
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	for _, s := range openStreams {
		await(t, s.path+" is in the file: "+missing(t, reader, s), func() bool { return missing(t, reader, s) == "" })
	}
	await(t, "the tunnel is in the file", func() bool { return hasTunnel(t, reader) })
	t.Logf("all was in the file after %v", time.Since(begin))
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	c.kill(t)

	e := newEngine(t)
	if err := e.OpenSession(t.Context(), c.file); err != nil {
		t.Fatal(err)
	}
	idle(t, e)
	for _, s := range openStreams {
		if m := missing(t, e.Session(), s); m != "" {
			t.Errorf("%s after the kill: %s", s.path, m)
		}
	}
	if !hasTunnel(t, e.Session()) {
		t.Error("the tunnel is not there after the kill")
	}
	if n := e.Report().Summary.Tunnels; n != 1 {
		t.Errorf("%d tunnels", n)
	}
	if n := e.Status().Exchanges; n != len(openStreams) {
		t.Errorf("%d exchanges, want %d", n, len(openStreams))
	}
}

// victim is a process that captures.
type victim struct {
	address, root, file string // of its proxy, its CA's certificate and its session
	cmd                 *exec.Cmd
}

// startChild starts one that lives until it is killed or the test ends.
func startChild(t testing.TB) victim {
	t.Helper()
	dir := t.TempDir()
	c := victim{
		cmd:  exec.Command(os.Args[0], "-test.run=TestChildThatCaptures", "-test.v"),
		file: filepath.Join(dir, "s", "killed"+session.Ext),
	}
	c.cmd.Env = append(os.Environ(), "TMPDIR="+dir, "ENGINE_CHILD_CAPTURE="+dir)
	hold, err := c.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { hold.Close(); _ = c.cmd.Process.Kill(); _ = c.cmd.Wait() })
	for lines := bufio.NewScanner(out); c.root == "" && lines.Scan(); {
		_, _ = fmt.Sscanf(lines.Text(), "child listens %s %s", &c.address, &c.root)
	}
	if c.root == "" {
		t.Fatal("the child does not listen")
	}
	return c
}

func (c victim) kill(t testing.TB) {
	t.Helper()
	if err := c.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.cmd.Wait() // killed
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
	c, _, err := websocket.Dial(ctx, strings.Replace(url, "https", "wss", 1)+"/socket",
		&websocket.DialOptions{HTTPClient: &http.Client{Transport: tr}})
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

// half opens a WebSocket in which neither side ends what it says.
func half(t testing.TB, url, address string) {
	t.Helper()
	host := strings.TrimPrefix(url, "https://")
	c := tls.Client(connect(t, address, host), &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // as above
	t.Cleanup(func() { _ = c.Close() })
	_, err := io.WriteString(c, "GET /half HTTP/1.1\r\nHost: "+host+
		"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n\x81\xa0\x00\x00\x00\x00the phone's ha")
	if err != nil {
		t.Fatal(err)
	}
}

// tunnel opens a connection that cannot be read, and leaves it open.
func tunnel(t *testing.T, address string) {
	t.Helper()
	server, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	go func() {
		c, err := server.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		if _, err := io.ReadFull(c, make([]byte, len(tunnelUp))); err == nil {
			_, _ = io.WriteString(c, tunnelDown)
			_, _ = io.Copy(io.Discard, c)
		}
	}()
	c := connect(t, address, server.Addr().String())
	if _, err := io.WriteString(c, tunnelUp); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(c, make([]byte, len(tunnelDown))); err != nil {
		t.Fatal(err)
	}
}

// connect asks the proxy for a connection, which is closed when the test ends.
func connect(t testing.TB, address, target string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if _, err := fmt.Fprintf(c, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n", target, target); err != nil {
		t.Fatal(err)
	}
	var head []byte
	for one := make([]byte, 1); !strings.HasSuffix(string(head), "\r\n\r\n"); head = append(head, one...) {
		if _, err := io.ReadFull(c, one); err != nil {
			t.Fatalf("answer to CONNECT %q: %v", head, err)
		}
	}
	return c
}

func hasTunnel(t *testing.T, s *session.Session) bool {
	t.Helper()
	found := false
	for e, err := range s.Marks(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		u, ok := e.Event.(exchange.Tunnelled)
		found = found || ok && u.Open && u.BytesUp == int64(len(tunnelUp)) && u.BytesDown == int64(len(tunnelDown))
	}
	return found
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
	var frames []string // in no order: which side was read first is chance
	for f, err := range r.Frames(t.Context(), row.ID, 0) {
		if err != nil {
			t.Fatal(err)
		}
		frames = append(frames, string(f.Frame.Data))
	}
	slices.Sort(frames)
	if want := slices.Sorted(slices.Values(s.frames)); !slices.Equal(frames, want) {
		return fmt.Sprintf("frames %q, want %q", frames, want)
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
	address := start(t, e, engine.CaptureOptions{Proxy: proxy.Config{
		AllowLocal: []string{"127.0.0.1"},
		SkipVerify: []string{"127.0.0.1"},
	}})
	authority, err := e.CA()
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("child listens", address, authority.CertFile())
	_, _ = io.Copy(io.Discard, os.Stdin)
}
