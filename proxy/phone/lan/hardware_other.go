//go:build !linux

package lan

import (
	"context"
	"net/netip"
	"runtime"
)

// hardware asks arp(8), which macOS, the BSDs and Windows have for IPv4.
func hardware(ctx context.Context, a netip.Addr) string {
	if a.Is6() {
		return ""
	}
	if runtime.GOOS == "windows" {
		return ask(ctx, a, "arp", "-a", a.String())
	}
	return ask(ctx, a, "arp", "-n", a.String())
}

// router is not read here: devices are remembered by hardware address alone.
func router() netip.Addr { return netip.Addr{} }
