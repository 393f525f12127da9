package proxy_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"loginscope/proxy"
	"loginscope/proxy/exchange"
	"loginscope/proxy/proxytest"
)

// connectProxy is an upstream proxy on this machine that notes what it is asked
// for and connects to nothing.
func connectProxy(t *testing.T) (at *url.URL, asked func() []string) {
	t.Helper()
	var mu sync.Mutex
	var list []string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		list = append(list, r.Host)
		mu.Unlock()
		http.Error(w, "no", http.StatusBadGateway)
	}))
	t.Cleanup(srv.Close)
	at, err := url.Parse(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	return at, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return append([]string(nil), list...)
	}
}

// TestUpstreamProxyKeepsTheGuard: a name that leads to loopback or link-local is
// refused also where an upstream proxy carries the connections, and one on this
// machine is asked for the very address that was judged.
func TestUpstreamProxyKeepsTheGuard(t *testing.T) {
	names := map[string]string{
		"loop.example.test": "127.0.0.1", "loop6.example.test": "::1", "mapped.example.test": "::ffff:127.0.0.1",
		"meta.example.test": "169.254.169.254",
		"any.example.test":  "0.0.0.0", "good.example.test": "198.51.100.7",
	}
	at, asked := connectProxy(t)
	rig := proxytest.Start(t, func(c *proxy.Config) {
		c.Dial, c.UpstreamProxy = nil, at
		c.Resolve = func(_ context.Context, host string) ([]netip.Addr, error) {
			if ip, ok := names[host]; ok {
				return []netip.Addr{netip.MustParseAddr(ip)}, nil
			}
			return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
		}
	})
	for name := range names {
		for _, u := range []string{"http://" + name + "/" + name, "https://" + name + "/" + name} {
			rig.Forget()
			rig.Curl(t, "-k", u)
			x := rig.AwaitFinished(t, "/"+name)
			if want := name != "good.example.test"; x.Failure == nil ||
				want != (x.Failure.Cause == exchange.FailBlocked) {
				t.Errorf("%s: failure %+v", u, x.Failure)
			}
		}
	}
	rig.Curl(t, "http://unknown.example.test/unknown")
	x := rig.AwaitFinished(t, "/unknown")
	if x.Failure == nil || x.Failure.Cause != exchange.FailBlocked ||
		!strings.Contains(x.Failure.Detail, "does not resolve on this computer") {
		t.Errorf("a name that does not resolve: %+v", x.Failure)
	}
	// The server of an https request is asked for its protocol first, and its
	// refusal by this upstream proxy is no answer.
	if got := strings.Join(slices.Compact(asked()), " "); got != "198.51.100.7:80 198.51.100.7:443" {
		t.Errorf("the upstream proxy was asked for %s", got)
	}
}
