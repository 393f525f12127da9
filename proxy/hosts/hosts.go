// Package hosts reads host names and authorities as they stand in requests and
// in the configuration: host patterns, "host:port", literal addresses. It
// resolves nothing.
package hosts

import (
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// Set is a list of host patterns: exact names, literal addresses, or
// "*.example.com" for any name below example.com; "*" matches every name.
type Set []string

// NewSet returns the set of some patterns.
func NewSet(patterns []string) Set {
	s := make(Set, len(patterns))
	for i, p := range patterns {
		s[i] = Normal(p)
	}
	return s
}

// Match reports whether a host is in the set, however it is written.
func (s Set) Match(host string) bool {
	host = Normal(host)
	for _, p := range s {
		below, wild := strings.CutPrefix(p, "*")
		if p == host || wild && strings.HasSuffix(host, below) && len(host) > len(below) {
			return true
		}
	}
	return false
}

// Normal lower-cases a host and takes off a final dot, brackets and zone.
func Normal(host string) string {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if !mayBeIP(host) {
		return host
	}
	if ip, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return ip.Unmap().WithZone("").String()
	}
	return host
}

// Split takes "host", "host:port", "[v6]:port" apart; port is def
// when there is none, and 0 when it is not a number between 1 and 65535.
func Split(authority string, def int) (host string, port int) {
	if !strings.Contains(authority, ":") {
		return Normal(authority), def
	}
	h, p, err := net.SplitHostPort(authority)
	if err != nil {
		return Normal(authority), def
	}
	if p == "" {
		return Normal(h), def
	}
	n, err := strconv.ParseUint(p, 10, 16)
	if err != nil {
		n = 0
	}
	return Normal(h), int(n)
}

// Join is the opposite of Split, with brackets around an IPv6 address.
func Join(host string, port int) string {
	return net.JoinHostPort(host, strconv.Itoa(port))
}

// IsIP reports whether a host is a literal address.
func IsIP(host string) bool {
	if !mayBeIP(host) {
		return false
	}
	_, err := netip.ParseAddr(host)
	return err == nil
}

// mayBeIP spares names the parser, whose error costs an allocation: an address
// has a colon or ends in a digit, and hardly a name does.
func mayBeIP(host string) bool {
	if host == "" {
		return false
	}
	last := host[len(host)-1]
	return '0' <= last && last <= '9' || strings.Contains(host, ":")
}

// Device is the address of a connection's far end without port and zone.
func Device(a net.Addr) string {
	ap, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return a.String()
	}
	return ap.Addr().Unmap().WithZone("").String()
}

// IsLoopback reports whether a device, named by its address, is this machine.
func IsLoopback(device string) bool {
	ip, err := netip.ParseAddr(device)
	return err == nil && ip.IsLoopback()
}
