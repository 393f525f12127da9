package lan

import (
	"net/netip"
	"testing"
)

func TestOrderPrefersReachableAddresses(t *testing.T) {
	in := []Address{
		{netip.MustParseAddr("172.17.0.1"), "docker0", true},
		{netip.MustParseAddr("fe80::1"), "wlan0", false},
		{netip.MustParseAddr("2001:db8::5"), "wlan0", false},
		{netip.MustParseAddr("203.0.113.9"), "eth1", false},
		{netip.MustParseAddr("127.0.0.1"), "lo", false},
		{netip.MustParseAddr("192.168.1.23"), "wlan0", false},
	}
	want := []string{"192.168.1.23", "203.0.113.9", "2001:db8::5", "172.17.0.1"}
	got := order(in)
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i, w := range want {
		if got[i].IP.String() != w {
			t.Errorf("%d: got %v, want %s", i, got[i].IP, w)
		}
	}
}

func TestAddressesOfThisMachine(t *testing.T) {
	list, err := Addresses()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range list {
		if a.IP.IsLoopback() || a.IP.IsLinkLocalUnicast() || a.Interface == "" {
			t.Errorf("listed %+v", a)
		}
	}
}

func TestNeighbour(t *testing.T) {
	for device, want := range map[string]bool{"127.0.0.9": true, "::ffff:127.0.0.1": true, "198.51.100.7": false,
		"phone": false, "": false} {
		if got := Neighbour(device); got != want {
			t.Errorf("Neighbour(%q) = %v", device, got)
		}
	}
}
