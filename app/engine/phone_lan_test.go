package engine_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	neturl "net/url"
	"slices"
	"strings"
	"testing"

	"loginscope/app/engine"
	"loginscope/inspector/ruleset"
	"loginscope/proxy"
)

// lanAddress is an address of this machine that is not loopback.
func lanAddress(t *testing.T) string {
	t.Helper()
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range addrs {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && n.IP.To4() != nil {
			return n.IP.String()
		}
	}
	return ""
}

func get(t *testing.T, url string, header http.Header, proxyAt string) (int, string) {
	t.Helper()
	tr := &http.Transport{DisableKeepAlives: true}
	if proxyAt != "" {
		tr.Proxy = http.ProxyURL(&neturl.URL{Scheme: "http", Host: proxyAt})
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = header
	resp, err := (&http.Client{Transport: tr}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func TestNetworkDeviceNeedsPermissionOnce(t *testing.T) {
	at := lanAddress(t)
	if at == "" {
		t.Log("this machine has loopback alone: the list itself is tested in package admit")
		return
	}
	e := newEngine(t)
	upstream := http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "upstream") })}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = upstream.Serve(l) }()
	defer upstream.Close()
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", l.Addr().String())
	}
	options := engine.CaptureOptions{Listen: at + ":0", Proxy: proxy.Config{Dial: dial}}
	address := start(t, e, options)
	agent := http.Header{"User-Agent": {"Mozilla/5.0 (Linux; Android 14; SM-S9280) SamsungBrowser/25.0"}}
	if code, body := get(t, "http://app.example.test/", agent, address); code != http.StatusForbidden ||
		!strings.Contains(body, at) {
		t.Errorf("a stranger got %d %s", code, body)
	}
	w := e.Status().Waiting
	if len(w) != 1 || w[0].Address != at || w[0].Hint != "Samsung, Android 14" {
		t.Fatalf("waiting %+v", w)
	}
	if code, body := get(t, "http://"+address+"/api/ping", nil, ""); code != 200 ||
		!strings.Contains(body, `"admitted":false`) || !strings.Contains(body, `"network":"same"`) {
		t.Errorf("portal says %d %s", code, body)
	}
	if e.Allow("nonsense") || !e.Allow(at) {
		t.Fatal("Allow")
	}
	if code, body := get(t, "http://app.example.test/", nil, address); code != 200 || body != "upstream" {
		t.Errorf("an allowed device got %d %s", code, body)
	}
	if s := e.Status(); len(s.Waiting) != 0 || !slices.Equal(s.Allowed, []string{at}) {
		t.Errorf("status %+v %+v", s.Waiting, s.Allowed)
	}
	if err := e.StopCapture(t.Context()); err != nil {
		t.Fatal(err)
	}
	address = start(t, e, options)
	if code, _ := get(t, "http://app.example.test/", nil, address); code != 200 {
		t.Errorf("what was allowed once did not hold for the next capture: %d", code)
	}
	e.Revoke(at)
	if code, _ := get(t, "http://app.example.test/", nil, address); code != http.StatusForbidden {
		t.Errorf("after Revoke: %d", code)
	}
	if err := e.StartCapture(t.Context(), options); !errors.Is(err, engine.ErrCapturing) {
		t.Errorf("error %v", err)
	}
	reaches, err := engine.Reaches(address)
	if err != nil || len(reaches) != 1 || reaches[0].Proxy != address || reaches[0].Portal != "http://"+address+"/" {
		t.Errorf("reaches %+v %v", reaches, err)
	}
	if all, err := engine.Reaches("0.0.0.0:8899"); err != nil || len(all) == 0 {
		t.Errorf("reaches %+v %v", all, err)
	}
	if none, err := engine.Reaches("127.0.0.1:8899"); err != nil || len(none) != 0 {
		t.Errorf("loopback is reached by %+v %v", none, err)
	}
}

func TestInvalidAllowAndEgressAreRefused(t *testing.T) {
	e := newEngine(t)
	if err := e.StartCapture(t.Context(),
		engine.CaptureOptions{Listen: "127.0.0.1:0", Allow: []string{"phone"}}); err == nil {
		t.Error("a name was taken for an address")
	}
	for _, bad := range []string{"", "carriers", "carriers=", "=en0", "carrier=en0"} {
		if w, err := engine.ParseEgressRule(bad); err == nil {
			t.Errorf("%q was read as %+v", bad, w)
		}
	}
	for _, good := range []string{"carriers=10.0.0.2", "all=usb0", "*.example.com=127.0.0.2"} {
		if _, err := engine.ParseEgressRule(good); err != nil {
			t.Error(err)
		}
	}
	if _, err := engine.New(t.Context(), engine.Config{Rules: ruleset.Default(), Dir: t.TempDir()}); err != nil {
		t.Error(err)
	}
}
