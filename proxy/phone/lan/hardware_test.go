package lan

import (
	"net/netip"
	"testing"
)

// TestNeighbourTables reads what the systems print, each in its own way.
func TestNeighbourTables(t *testing.T) {
	for name, tt := range map[string]struct{ table, address, want string }{
		"Linux, /proc/net/arp": {
			"IP address       HW type     Flags       HW address            Mask     Device\n192.168.1.71     0x1   " +
				"      0x2         9e:11:22:33:44:55     *        wlan0\n192.168.1.7      0x1         0x2         " +
				"d8:0b:9a:11:22:33     *        wlan0\n",
			"192.168.1.7", "d8:0b:9a:11:22:33"},
		"Linux, not resolved": {"192.168.1.7      0x1         0x0         00:00:00:00:00:00     *        wlan0\n",
			"192.168.1.7", ""},
		"Linux, ip -6 neigh": {"2001:db8::7 dev wlan0 lladdr d8:0b:9a:11:22:33 REACHABLE\n", "2001:db8::7",
			"d8:0b:9a:11:22:33"},
		"macOS": {"? (192.168.1.7) at d8:b:9a:1:2:3 on en0 ifscope [ethernet]\n", "192.168.1.7",
			"d8:0b:9a:01:02:03"},
		"macOS, not there": {"192.168.1.7 (192.168.1.7) -- no entry\n", "192.168.1.7", ""},
		"Windows": {
			"Interface: 192.168.1.2 --- 0x5\r\n  192.168.1.7           d8-0b-9a-11-22-33     dynamic\r\n",
			"192.168.1.7", "d8:0b:9a:11:22:33"},
		"broadcast": {"192.168.1.255   ff-ff-ff-ff-ff-ff     static\n", "192.168.1.255", ""},
	} {
		if got := pick(tt.table, netip.MustParseAddr(tt.address)); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestHardwareOfUnknownNeighbour(t *testing.T) {
	for _, a := range []netip.Addr{{}, netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("198.51.100.7")} {
		if got := Hardware(t.Context(), a); got != "" {
			t.Errorf("%v has %q", a, got)
		}
		if got := Network(t.Context(), a); got != "" && a.IsValid() && !a.IsLoopback() {
			t.Errorf("%v is in the network of %q", a, got)
		}
	}
}
