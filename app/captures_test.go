package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"loginscope/app/engine"
	"loginscope/problem"
)

// captureBench are choices over an engine, whose settings are in a file, with the
// commands that begin its captures.
func captureBench(t *testing.T, file string) (*captures, *program) {
	t.Helper()
	kept, err := loadSettings(file)
	if err != nil {
		t.Fatal(err)
	}
	p := &program{engine: newTestEngine(t)}
	c := p.wire(kept)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); p.jobs.Serve(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return c, p
}

// through asks for a page by way of a capture; a refused CONNECT is an error
// in place of a body.
func through(t *testing.T, address, page string) (status int, body string) {
	t.Helper()
	client := http.Client{Transport: &http.Transport{
		Proxy:           http.ProxyURL(&url.URL{Scheme: "http", Host: address}),
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, //nolint:gosec // of our own proxy, on loopback
	}}
	defer client.CloseIdleConnections()
	resp, err := client.Get(page)
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b)
}

// capturing waits for a capture, which begins on a goroutine, on another
// address than was.
func capturing(t *testing.T, p *program, was string) string {
	t.Helper()
	for range 6000 {
		st := p.engine.Status()
		idle := p.source.Snapshot().Status.Busy.EN == ""
		if st.Capturing && idle && st.Address != was {
			return st.Address
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("no capture: %+v", p.engine.Status())
	return ""
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// TestCaptureUsesChosenOptions: a running capture begins anew with it,
// and so does the next start of the program.
func TestCaptureUsesChosenOptions(t *testing.T) {
	server := httptest.NewTLSServer(
		http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "reached") }),
	)
	defer server.Close()
	file := filepath.Join(t.TempDir(), "settings.json")
	c, p := captureBench(t, file)
	p.commands.StartCapture("127.0.0.1:0")
	first := capturing(t, p, "")
	if status, body := through(t, first, server.URL); status != 0 || !strings.Contains(body, "Forbidden") {
		t.Errorf("unchosen, this computer itself is reached: %d %s", status, body)
	}
	port := freePort(t)
	if err := c.Choose(t.Context(),
		engine.Typed{Port: " " + port + " ", AllowLocal: "127.0.0.1", SkipVerify: "a.example，127.0.0.1"}); err != nil {
		t.Fatal(err)
	}
	second := capturing(t, p, first)
	if second != "127.0.0.1:"+port {
		t.Errorf("it listens on %s, not on port %s", second, port)
	}
	if status, body := through(t, second, server.URL); status != 200 || body != "reached" {
		t.Errorf("%d %s", status, body)
	}
	if err := p.engine.StopCapture(t.Context()); err != nil {
		t.Fatal(err)
	}

	again, p2 := captureBench(t, file)
	if got := again.Choices(); got.Port != port || got.AllowLocal != "127.0.0.1" ||
		!strings.Contains(got.SkipVerify, "a.example") {
		t.Errorf("kept %+v", got)
	}
	if got := p2.source.Snapshot().Status.Address; got != "127.0.0.1:"+port {
		t.Errorf("before the start the window names %s", got)
	}
	p2.commands.StartCapture("")
	if at := capturing(t, p2, ""); at != "127.0.0.1:"+port {
		t.Errorf("the next start listens on %s", at)
	}
}

// TestInvalidCaptureOptionsAreNotSaved, and the capture goes on as it was.
func TestInvalidCaptureOptionsAreNotSaved(t *testing.T) {
	c, p := captureBench(t, filepath.Join(t.TempDir(), "settings.json"))
	p.commands.StartCapture("127.0.0.1:0")
	was := capturing(t, p, "")
	for _, wrong := range []engine.Typed{
		{Port: "http"}, {Port: "0"}, {Port: "70000"}, {PassThrough: "https://a.example/"}, {Egress: "usb0"},
		{UpstreamProxy: "a.example:1"}, {UpstreamCA: "/nowhere.pem"},
		{AllowLocal: strings.Repeat("a.example\n", 1<<14)},
	} {
		var choice *engine.ChoiceError
		if err := c.Choose(t.Context(), wrong); !errors.As(err, &choice) {
			t.Errorf("%.60v: %v", wrong, err)
		} else if pr := problem.Of(err); pr.What.ZH == "" || pr.Do.EN == "" {
			t.Errorf("%.60v is worded %+v", wrong, pr)
		}
	}
	if got := c.Choices(); got != (engine.Typed{}) || p.engine.Status().Address != was {
		t.Errorf("kept %+v; %s, was %s", got, p.engine.Status().Address, was)
	}
	if err := c.Choose(t.Context(), engine.Typed{Carriers: true}); err != nil || !c.kept().InterceptCarriers {
		t.Error(err)
	}
}
