package engine_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"testing"
	"time"

	"loginscope/app/engine"
	"loginscope/inspector/finding"
	"loginscope/proxy"
	"loginscope/proxy/proxytest"
)

// TestAllowedDeviceIsRecognised allows a phone in one program and lets it come
// to the next one, under another address, and beside a phone with a new
// hardware address.
func TestAllowedDeviceIsRecognised(t *testing.T) {
	at := lanAddress(t)
	if at == "" {
		t.Log("this machine has loopback alone: the list itself is tested in package known")
		return
	}
	dir, phone, stranger := t.TempDir(), "d8:0b:9a:11:22:33", "da:00:00:00:00:01"
	now := phone
	begin := func() (*engine.Engine, string) {
		e := newEngine(t, func(c *engine.Config) {
			c.Dir = dir
			c.Hardware = func(context.Context, netip.Addr) string { return now }
			c.Network = func(context.Context, netip.Addr) string { return "" }
		})
		dial := func(context.Context, string, string) (net.Conn, error) { return nil, fmt.Errorf("no network") }
		return e, start(t, e, engine.CaptureOptions{Listen: at + ":0", Proxy: proxy.Config{Dial: dial}})
	}
	admitted := func(address string) bool {
		code, _ := get(t, "http://app.example.test/", nil, address)
		return code != http.StatusForbidden
	}
	first, address := begin()
	if admitted(address) || !first.Allow(at) || !admitted(address) {
		t.Fatal("the first program did not ask, or not allow")
	}
	if list := first.Status().Remembered; len(list) != 1 || list[0].Hardware != phone || list[0].Address != at {
		t.Fatalf("remembered %+v", list)
	}
	closeNow(t, first)

	now = stranger
	second, address := begin()
	if admitted(address) {
		t.Error("a new hardware address was let in because of its network address")
	}
	closeNow(t, second)

	now = phone
	third, address := begin()
	if !admitted(address) || !slices.Equal(third.Status().Allowed, []string{at}) || len(third.Status().Waiting) != 0 {
		t.Errorf("the phone was not known again: %+v", third.Status())
	}
	if ok, err := third.Forget(phone); err != nil || !ok || admitted(address) {
		t.Errorf("the phone was not forgotten: %v %v", ok, err)
	}
	if ok, err := third.Forget(phone); err != nil || ok {
		t.Errorf("it was forgotten twice: %v", err)
	}
	closeNow(t, third)

	fourth, address := begin()
	if admitted(address) || len(fourth.Status().Remembered) != 0 {
		t.Error("the forgotten phone was let in")
	}
}

func closeNow(t *testing.T, e *engine.Engine) {
	t.Helper()
	if err := e.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

// TestPortalReportsClock has a page of a phone that is far behind, and an
// app on it that refuses the certificate as OkHttp does.
func TestPortalReportsClock(t *testing.T) {
	e := newEngine(t)
	address := start(t, e,
		engine.CaptureOptions{
			Proxy: proxy.Config{Dial: func(context.Context, string, string) (net.Conn, error) {
				return nil,
					fmt.Errorf("no network")
			}}})
	says := time.Now().Add(-400 * 24 * time.Hour).UnixMilli()
	nonce := pageNonce(t, address)
	for _, query := range []string{"nonsense", "-5", "99999999999999999", fmt.Sprint(says) + nonce} {
		if code, _ := get(t, "http://"+address+"/api/ping?"+query, nil, ""); code != 200 {
			t.Fatal(code)
		}
	}
	_, err := throughProxy(t, address, "https://dypnsapi.aliyuncs.com/", &tls.Config{RootCAs: proxytest.NoTrust()})
	if err == nil {
		t.Fatal("the certificate was taken")
	}
	matches := func() bool {
		r := e.Report()
		return r != nil &&
			slices.ContainsFunc(r.Findings, func(f finding.Finding) bool { return f.Check == "certificate-expired" })
	}
	for end := time.Now().Add(proxytest.Patience); !matches(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("no finding on the clock in %+v", e.Report().Findings)
		}
	}
}
