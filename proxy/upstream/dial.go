package upstream

// Law of this file: no other code opens a connection to a server, and the
// destination is judged at the address that is really connected to. A name
// that resolves elsewhere the second time, a decimal or short form of an
// address, an IPv4 address inside an IPv6 one: all meet the same check in the
// socket's control function, before a packet is sent. What an upstream proxy
// connects to is judged in upstreamproxy.go.

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"syscall"

	"loginscope/proxy/exchange"
	"loginscope/proxy/hosts"
)

// Dial connects to target, "host:port", if policy allows, by the egress that
// its host is assigned to.
func (u *Pool) Dial(ctx context.Context, target string) (*Conn, error) {
	host, port := hosts.Split(target, 0)
	if host == "" || port == 0 {
		return nil, &StepError{step: stepDial, err: fmt.Errorf("target %q names no host and port", target)}
	}
	if host == u.cfg.NeverDial {
		return nil, &blockedError{exchange.BlockedSelf, target}
	}
	local := u.cfg.AllowLocal.Match(host)
	if reason := u.JudgeName(host, port, local); reason != "" {
		return nil, &blockedError{reason, target}
	}
	var c net.Conn
	var err error
	egress := ""
	switch {
	case u.cfg.Dial != nil:
		c, err = u.cfg.Dial(ctx, "tcp", target)
	case u.cfg.Proxy != nil:
		var ask string
		if ask, err = u.askUpstreamFor(ctx, host, port, local); err == nil {
			c, err = dialThrough(ctx, u.cfg.Proxy, ask)
		}
	default:
		c, egress, err = u.dialDirect(ctx, host, target, local)
	}
	if err != nil {
		return nil, &StepError{step: stepDial, err: err}
	}
	return &Conn{Conn: c, Peer: exchange.Peer{
		Remote: c.RemoteAddr().String(), Local: c.LocalAddr().String(), Egress: egress,
	}}, nil
}

func (u *Pool) dialDirect(ctx context.Context, host, target string, local bool) (net.Conn, string, error) {
	rule := u.egressFor(host)
	d := net.Dialer{Timeout: u.cfg.DialTimeout}
	network := "tcp"
	bind := func(syscall.RawConn) error { return nil }
	if rule != nil {
		var err error
		if network, d.LocalAddr, bind, err = rule.prepare(); err != nil {
			return nil, "", err
		}
	}
	d.ControlContext = func(_ context.Context, _, address string, raw syscall.RawConn) error {
		ap, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("read destination %q: %w", address, err)
		}
		if reason := u.judgeAddr(ap.Addr(), int(ap.Port()), local); reason != "" {
			return &blockedError{reason, target}
		}
		return bind(raw)
	}
	c, err := d.DialContext(ctx, network, target)
	if rule == nil {
		return c, "", err
	}
	return c, rule.name, err
}

// JudgeName judges a name by what is known before resolving it; "" lets it pass.
func (u *Pool) JudgeName(host string, port int, local bool) exchange.BlockReason {
	if ip, err := netip.ParseAddr(host); err == nil {
		return u.judgeAddr(ip, port, local)
	}
	if !local && (host == "localhost" || strings.HasSuffix(host, ".localhost")) {
		return exchange.BlockedLoopback
	}
	return ""
}

// judgeAddr judges a resolved address; local allows loopback and link-local.
func (u *Pool) judgeAddr(ip netip.Addr, port int, local bool) exchange.BlockReason {
	ip = EmbeddedIPv4(ip.WithZone(""))
	switch {
	case u.IsSelf(ip, port):
		return exchange.BlockedSelf
	case local:
		return ""
	case ip.IsLoopback(), ip.IsUnspecified(): // connecting to 0.0.0.0 reaches loopback
		return exchange.BlockedLoopback
	case ip.IsLinkLocalUnicast(), ip.IsMulticast():
		return exchange.BlockedLinkLocal
	}
	return ""
}

var nat64 = netip.MustParsePrefix("64:ff9b::/96")

// EmbeddedIPv4 returns the IPv4 address inside an IPv4-mapped, IPv4-compatible or
// NAT64 one, else ip itself.
func EmbeddedIPv4(ip netip.Addr) netip.Addr {
	if ip = ip.Unmap(); ip.Is4() {
		return ip
	}
	b := ip.As16()
	low := netip.AddrFrom4([4]byte(b[12:]))
	if nat64.Contains(ip) || [12]byte(b[:12]) == [12]byte{} && ip != netip.IPv6Loopback() && !ip.IsUnspecified() {
		return low
	}
	return ip
}

// IsSelf reports whether an address is one that the proxy itself listens on.
func (u *Pool) IsSelf(ip netip.Addr, port int) bool {
	for _, a := range u.cfg.Listeners() {
		l, err := netip.ParseAddrPort(a.String())
		if err != nil || int(l.Port()) != port {
			continue
		}
		own := l.Addr().Unmap().WithZone("")
		if own == ip || own.IsUnspecified() && (ip.IsUnspecified() || ip.IsLoopback() || isOwnAddress(ip)) {
			return true
		}
		if ip.IsUnspecified() && own.IsLoopback() {
			return true
		}
	}
	return false
}

func isOwnAddress(ip netip.Addr) bool {
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return true // rather too strict than a loop
	}
	for _, a := range addrs {
		if n, err := netip.ParsePrefix(a.String()); err == nil && n.Addr().Unmap().WithZone("") == ip {
			return true
		}
	}
	return false
}
