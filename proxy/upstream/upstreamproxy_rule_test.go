package upstream

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"testing"

	"loginscope/proxy/exchange"
)

// TestUpstreamProxyRules: by where the upstream proxy runs and where
// the name leads. Names that do not resolve are treated apart from those that do.
func TestUpstreamProxyRules(t *testing.T) {
	const near, nearByName, far, farByName = "127.0.0.1:1", "mybox.example.test:1", "203.0.113.9:1",
		"gate.example.test:1"
	names := map[string][]string{
		"mybox.example.test": {"127.0.1.1"}, "gate.example.test": {"203.0.113.9"},
		"good.example.test": {"2001:db8::7", "198.51.100.7"}, "six.example.test": {"2001:db8::7"},
		"loop.example.test": {"127.0.0.1"}, "mixed.example.test": {"198.51.100.7", "169.254.169.254"},
		"empty.example.test": {},
	}
	tests := []struct {
		upstream, host, want string
		blocked              exchange.BlockReason
	}{
		{near, "good.example.test", "198.51.100.7:443", ""},
		{near, "six.example.test", "[2001:db8::7]:443", ""},
		{nearByName, "good.example.test", "198.51.100.7:443", ""},
		{far, "good.example.test", "good.example.test:443", ""},
		{farByName, "good.example.test", "good.example.test:443", ""},
		{near, "nowhere.example.test", "", exchange.BlockedUnjudged},
		{near, "empty.example.test", "", exchange.BlockedUnjudged},
		{nearByName, "nowhere.example.test", "", exchange.BlockedUnjudged},
		{"lost.example.test:1", "nowhere.example.test", "", exchange.BlockedUnjudged},
		{far, "nowhere.example.test", "nowhere.example.test:443", ""},
		{farByName, "nowhere.example.test", "nowhere.example.test:443", ""},
		{near, "loop.example.test", "", exchange.BlockedLoopback},
		{far, "loop.example.test", "", exchange.BlockedLoopback},
		{far, "mixed.example.test", "", exchange.BlockedLinkLocal},
		{near, "allowed.example.test", "allowed.example.test:443", ""},
		{near, "203.0.113.1", "203.0.113.1:443", ""},
	}
	for _, tt := range tests {
		u := &Pool{}
		u.cfg.Listeners = func() []net.Addr { return nil }
		u.cfg.Proxy = &url.URL{Scheme: "http", Host: tt.upstream}
		u.cfg.Resolve = func(_ context.Context, host string) (ips []netip.Addr, err error) {
			if names[host] == nil {
				return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
			}
			for _, s := range names[host] {
				ips = append(ips, netip.MustParseAddr(s))
			}
			return ips, nil
		}
		got, err := u.askUpstreamFor(t.Context(), tt.host, 443, tt.host == "allowed.example.test")
		reason := exchange.BlockReason("")
		if blocked := (*blockedError)(nil); errors.As(err, &blocked) {
			reason = blocked.reason
		}
		if got != tt.want || reason != tt.blocked || (err != nil) != (tt.blocked != "") {
			t.Errorf("%s for %s: %q, %v", tt.upstream, tt.host, got, err)
		}
	}
}
