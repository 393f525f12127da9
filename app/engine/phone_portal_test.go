package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"loginscope/app/engine"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/proxy/proxytest"
)

// pageNonce is what the portal's page adds to what it sends.
func pageNonce(t *testing.T, address string) string {
	t.Helper()
	_, page := get(t, "http://"+address+"/", nil, "")
	_, rest, ok := strings.Cut(page, `data-nonce="`)
	if !ok {
		t.Fatalf("no nonce in %.300q", page)
	}
	nonce, _, _ := strings.Cut(rest, `"`)
	return "." + nonce
}

// TestPortalWithoutTraffic opens the page by address and sends
// nothing through the proxy.
func TestPortalWithoutTraffic(t *testing.T) {
	e := newEngine(t)
	address := start(t, e, engine.CaptureOptions{Attach: inspector.AttachWiFi})
	if code, _ := get(t, "http://"+address+"/api/ping?"+fmt.Sprint(time.Now().UnixMilli())+pageNonce(t, address), nil,
		""); code != 200 {
		t.Fatal(code)
	}
	matches := func() bool {
		r := e.Report()
		return r != nil && slices.ContainsFunc(r.Findings, func(f finding.Finding) bool {
			return f.Check == "no-traffic" &&
				f.What.EN == "The portal page was opened, and no connection came through the proxy."
		})
	}
	for end := time.Now().Add(proxytest.Patience); !matches(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("findings %+v", e.Report().Findings)
		}
	}
}
