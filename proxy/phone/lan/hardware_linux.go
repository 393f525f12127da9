package lan

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"os"
	"strings"
)

// hardware reads the kernel's table for IPv4, proc(5), and asks ip(8) for IPv6,
// of which the kernel shows no file.
func hardware(ctx context.Context, a netip.Addr) string {
	if a.Is6() {
		return ask(ctx, a, "ip", "-6", "neigh", "show", "to", a.String())
	}
	raw, err := os.ReadFile("/proc/net/arp")
	if err != nil {
		return ""
	}
	return pick(string(raw), a)
}

// router is the gateway of the default route.
func router() netip.Addr {
	raw, err := os.ReadFile("/proc/net/route")
	if err != nil {
		return netip.Addr{}
	}
	return gateway(string(raw))
}

// gateway reads /proc/net/route: Iface, Destination, Gateway, ..., the
// addresses as hexadecimal numbers in the machine's byte order.
func gateway(table string) netip.Addr {
	for line := range strings.Lines(table) {
		f := strings.Fields(line)
		if len(f) < 3 || f[1] != "00000000" || f[2] == "00000000" {
			continue
		}
		if raw, err := hex.DecodeString(f[2]); err == nil && len(raw) == 4 {
			var b [4]byte
			binary.NativeEndian.PutUint32(b[:], binary.BigEndian.Uint32(raw))
			return netip.AddrFrom4(b)
		}
	}
	return netip.Addr{}
}
