package lan

import (
	"context"
	"net"
	"net/netip"
	"os/exec"
	"regexp"
	"strings"
	"time"
)

// neighbourTimeout limits the system's command that is asked where there is no
// file to read.
const neighbourTimeout = time.Second

var hardwareAddress = regexp.MustCompile(`\b[0-9A-Fa-f]{1,2}(?:[:-][0-9A-Fa-f]{1,2}){5}\b`)

// Hardware is the address on the link of a device that this machine has
// exchanged packets with, "aa:bb:cc:dd:ee:ff", as its neighbour table says;
// "" if that is not known, such as behind a router.
func Hardware(ctx context.Context, a netip.Addr) string {
	a = a.Unmap().WithZone("")
	if !a.IsValid() || a.IsLoopback() {
		return ""
	}
	return hardware(ctx, a)
}

// Network identifies the network of a device by its router's hardware address, ""
// if that is not known.
func Network(ctx context.Context, a netip.Addr) string {
	if !Neighbour(a.String()) {
		return ""
	}
	router := router()
	if !router.IsValid() || router == a {
		return ""
	}
	return Hardware(ctx, router)
}

// ask runs a command of the system and returns the hardware address on the
// first line of its answer that names the device.
func ask(ctx context.Context, a netip.Addr, name string, args ...string) string {
	ctx, cancel := context.WithTimeout(ctx, neighbourTimeout)
	defer cancel()
	out, err := exec.CommandContext(ctx, name, args...).Output()
	if err != nil {
		return ""
	}
	return pick(string(out), a)
}

func pick(table string, a netip.Addr) string {
	for line := range strings.Lines(table) {
		named := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t\r\n()", r) })
		for _, w := range named {
			if w == a.String() {
				return normal(hardwareAddress.FindString(line))
			}
		}
	}
	return ""
}

// normal writes a hardware address in one way: BSDs leave out leading zeros,
// Windows writes hyphens.
func normal(s string) string {
	parts := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == ':' || r == '-' })
	for i, p := range parts {
		if len(p) == 1 {
			parts[i] = "0" + p
		}
	}
	hw, err := net.ParseMAC(strings.Join(parts, ":"))
	if err != nil || strings.Trim(hw.String(), "0:") == "" || strings.Trim(hw.String(), "f:") == "" {
		return ""
	}
	return hw.String()
}
