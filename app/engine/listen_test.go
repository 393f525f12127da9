package engine

import (
	"net/netip"
	"testing"
)

// TestListenOpensRequestedAddresses: an address of IPv4, 0.0.0.0 among them, opens no
// IPv6, neither at first nor as the free port that is offered instead.
func TestListenOpensRequestedAddresses(t *testing.T) {
	for _, host := range []string{"0.0.0.0", "127.0.0.1"} {
		ln, err := listen(t.Context(), host+":0")
		if err != nil {
			t.Fatal(err)
		}
		defer ln.Close()
		at := netip.MustParseAddrPort(ln.Addr().String())
		if at.Addr() != netip.MustParseAddr(host) {
			t.Errorf("asked for %s, opened %s", host, at)
		}
	}
	for address, want := range map[string]string{
		"0.0.0.0:1": "tcp4", "192.0.2.1:1": "tcp4", "[::]:1": "tcp", "[::1]:1": "tcp", ":1": "tcp",
		"localhost:1": "tcp",
	} {
		if got := networkOf(address); got != want {
			t.Errorf("network of %s: %s, want %s", address, got, want)
		}
	}
}
