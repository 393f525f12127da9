package upstream

import (
	"testing"

	"pgregory.net/rapid"

	"loginscope/proxy/hosts"
)

// TestRouteRoundTrip: a route survives its way through the pool's key, and
// two different routes never share one.
func TestRouteRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		host := rapid.StringMatching(`[a-z0-9][a-z0-9.~-]{0,20}`)
		draw := func(n string) Route {
			r := Route{
				target: hosts.Join(hosts.Normal(host.Draw(t, n+"target")), rapid.IntRange(1, 65535).Draw(t, n+"port")),
				name:   hosts.Normal(host.Draw(t, n+"name")),
			}
			if rapid.Bool().Draw(t, n+"same") {
				r.name, _ = hosts.Split(r.target, 0)
			}
			r.noSNI = rapid.Bool().Draw(t, n+"noSNI")
			return r
		}
		a, b := draw("a"), draw("b")
		got, err := decodeRoute(a.Encode())
		if err != nil || got != a {
			t.Fatalf("%+v became %+v by %q, %v", a, got, a.Encode(), err)
		}
		if a != b && a.Encode() == b.Encode() {
			t.Fatalf("%+v and %+v share %q", a, b, a.Encode())
		}
	})
}
