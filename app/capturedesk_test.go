package app

import (
	"context"
	"crypto/tls"
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
	"loginscope/app/ui"
)

// captureBench is a desk over an engine whose settings are in a file.
func captureBench(t *testing.T, file string) (*captureDesk, *engine.Engine) {
	t.Helper()
	e := newTestEngine(t)
	kept, err := loadSettings(file)
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(e)
	t.Cleanup(func() { d.wait(context.Background()) })
	c := &captureDesk{engine: e, settings: kept, desk: d}
	d.choices = c.kept
	return c, e
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
func capturing(t *testing.T, e *engine.Engine, d *desk, was string) string {
	t.Helper()
	for range 6000 {
		st := e.Status()
		idle := d.Snapshot().Status.Busy.EN == ""
		if st.Capturing && idle && st.Address != was {
			return st.Address
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("no capture: %+v", e.Status())
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

// TestWhatWasChosenHoldsForTheCapture: a running capture begins anew with it,
// and so does the next start of the program.
func TestWhatWasChosenHoldsForTheCapture(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "reached") }))
	defer server.Close()
	file := filepath.Join(t.TempDir(), "settings.json")
	c, e := captureBench(t, file)
	c.desk.StartCapture("127.0.0.1:0")
	first := capturing(t, e, c.desk, "")
	if status, body := through(t, first, server.URL); status != 0 || !strings.Contains(body, "Forbidden") {
		t.Errorf("unchosen, this computer itself is reached: %d %s", status, body)
	}
	port := freePort(t)
	if p := c.Choose(t.Context(), ui.CaptureChoices{Port: " " + port + " ", AllowLocal: "127.0.0.1", SkipVerify: "a.example，127.0.0.1"}); p != nil {
		t.Fatalf("%+v", p)
	}
	second := capturing(t, e, c.desk, first)
	if second != "127.0.0.1:"+port {
		t.Errorf("it listens on %s, not on port %s", second, port)
	}
	if status, body := through(t, second, server.URL); status != 200 || body != "reached" {
		t.Errorf("%d %s", status, body)
	}
	if err := e.StopCapture(t.Context()); err != nil {
		t.Fatal(err)
	}

	again, e2 := captureBench(t, file)
	if got := again.Choices(); got.Port != port || got.AllowLocal != "127.0.0.1" || !strings.Contains(got.SkipVerify, "a.example") {
		t.Errorf("kept %+v", got)
	}
	if got := again.desk.Snapshot().Status.Address; got != "127.0.0.1:"+port {
		t.Errorf("before the start the window names %s", got)
	}
	again.desk.StartCapture("")
	if at := capturing(t, e2, again.desk, ""); at != "127.0.0.1:"+port {
		t.Errorf("the next start listens on %s", at)
	}
}

// TestAWrongChoiceIsNotKept, and the capture goes on as it was.
func TestAWrongChoiceIsNotKept(t *testing.T) {
	c, e := captureBench(t, filepath.Join(t.TempDir(), "settings.json"))
	c.desk.StartCapture("127.0.0.1:0")
	was := capturing(t, e, c.desk, "")
	for _, wrong := range []ui.CaptureChoices{
		{Port: "http"}, {Port: "0"}, {Port: "70000"}, {PassThrough: "https://a.example/"}, {Egress: "usb0"},
		{UpstreamProxy: "a.example:1"}, {UpstreamCA: "/nowhere.pem"}, {AllowLocal: strings.Repeat("a.example\n", 1<<14)},
	} {
		if p := c.Choose(t.Context(), wrong); p == nil || p.What.ZH == "" || p.Do.EN == "" {
			t.Errorf("%.60v: %+v", wrong, p)
		}
	}
	if got := c.Choices(); got != (ui.CaptureChoices{}) || e.Status().Address != was {
		t.Errorf("kept %+v; %s, was %s", got, e.Status().Address, was)
	}
	if p := c.Choose(t.Context(), ui.CaptureChoices{Carriers: true}); p != nil || !c.kept().InterceptCarriers {
		t.Errorf("%+v", p)
	}
}
