package proxy

import (
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// hostSet is a list of host patterns: exact names, literal addresses, or
// "*.example.com" for any name below example.com; "*" matches every name.
type hostSet []string

func newHostSet(patterns []string) hostSet {
	s := make(hostSet, len(patterns))
	for i, p := range patterns {
		s[i] = normalHost(p)
	}
	return s
}

func (s hostSet) match(host string) bool {
	host = normalHost(host)
	for _, p := range s {
		below, wild := strings.CutPrefix(p, "*")
		if p == host || wild && strings.HasSuffix(host, below) && len(host) > len(below) {
			return true
		}
	}
	return false
}

// normalHost lower-cases a host and takes off a final dot, brackets and zone.
func normalHost(host string) string {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if !mayBeIP(host) {
		return host
	}
	if ip, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return ip.Unmap().WithZone("").String()
	}
	return host
}

// splitAuthority takes "host", "host:port", "[v6]:port" apart; port is def
// when there is none, and 0 when it is not a number between 1 and 65535.
func splitAuthority(authority string, def int) (host string, port int) {
	if !strings.Contains(authority, ":") {
		return normalHost(authority), def
	}
	h, p, err := net.SplitHostPort(authority)
	if err != nil {
		return normalHost(authority), def
	}
	if p == "" {
		return normalHost(h), def
	}
	n, err := strconv.ParseUint(p, 10, 16)
	if err != nil {
		n = 0
	}
	return normalHost(h), int(n)
}

func joinAuthority(host string, port int) string {
	return net.JoinHostPort(host, strconv.Itoa(port))
}

func isIP(host string) bool {
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

// deviceOf is the address of a connection's far end without port and zone.
func deviceOf(a net.Addr) string {
	ap, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return a.String()
	}
	return ap.Addr().Unmap().WithZone("").String()
}

func isLoopbackDevice(device string) bool {
	ip, err := netip.ParseAddr(device)
	return err == nil && ip.IsLoopback()
}
