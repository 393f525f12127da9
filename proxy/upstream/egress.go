package upstream

import (
	"fmt"
	"net"
	"net/netip"
	"syscall"

	"loginscope/proxy/hosts"
)

// Egress is an egress rule: by which local address or interface requests to some
// hosts leave.
type Egress struct {
	// Name appears in exchange.Peer.Egress.
	Name string
	// Hosts are exact names or "*.example.com", as in hosts.Set.
	Hosts []string
	// Local is a local IP address or the name of a network interface.
	Local string
}

// egressRoute is a checked Egress.
type egressRoute struct {
	name  string
	hosts hosts.Set
	local string
}

func newEgress(list []Egress) ([]egressRoute, error) {
	out := make([]egressRoute, len(list))
	for i, e := range list {
		if e.Name == "" || e.Local == "" || len(e.Hosts) == 0 {
			return nil, fmt.Errorf("configure proxy: egress %q needs a name, hosts and a local address or interface",
				e.Name)
		}
		out[i] = egressRoute{e.Name, hosts.NewSet(e.Hosts), e.Local}
	}
	return out, nil
}

func (u *Pool) egressFor(host string) *egressRoute {
	for i := range u.egress {
		if u.egress[i].hosts.Match(host) {
			return &u.egress[i]
		}
	}
	return nil
}

// prepare looks the local address or interface up, each time anew since a
// tethered phone comes and goes. It returns the dialer's network and local
// address, and a function that ties a socket to the interface, so that the
// packets leave there and not only carry its address.
func (e *egressRoute) prepare() (network string, local net.Addr, bind func(syscall.RawConn) error, err error) {
	ip, err := netip.ParseAddr(e.local)
	var iface *net.Interface
	if err == nil {
		iface, err = interfaceWith(ip)
	} else {
		iface, ip, err = interfaceNamed(e.local)
	}
	if err != nil {
		return "", nil, nil, fmt.Errorf("use egress %q: %w", e.name, err)
	}
	network = "tcp6"
	if ip.Is4() {
		network = "tcp4"
	}
	bind = func(raw syscall.RawConn) error {
		if iface == nil || iface.Flags&net.FlagLoopback != 0 {
			return nil
		}
		return bindToInterface(raw, iface, ip.Is4())
	}
	return network, net.TCPAddrFromAddrPort(netip.AddrPortFrom(ip, 0)), bind, nil
}

// interfaceNamed returns an interface and its first usable address, IPv4 first.
func interfaceNamed(name string) (*net.Interface, netip.Addr, error) {
	iface, err := net.InterfaceByName(name)
	if err != nil {
		return nil, netip.Addr{}, fmt.Errorf("%q is neither an IP address nor an interface of this machine", name)
	}
	var six netip.Addr
	for _, ip := range addressesOf(iface) {
		if ip.Is4() {
			return iface, ip, nil
		}
		if !ip.IsLinkLocalUnicast() && !six.IsValid() {
			six = ip
		}
	}
	if !six.IsValid() {
		return nil, netip.Addr{}, fmt.Errorf("interface %q has no address", name)
	}
	return iface, six, nil
}

// interfaceWith returns the interface that has an address. For an address in
// a loopback network, all of which is local, it returns nil.
func interfaceWith(ip netip.Addr) (*net.Interface, error) {
	if ip.IsLoopback() {
		return nil, nil
	}
	all, err := net.Interfaces()
	if err != nil {
		return nil, fmt.Errorf("list interfaces: %w", err)
	}
	for i := range all {
		for _, have := range addressesOf(&all[i]) {
			if have == ip.Unmap() {
				return &all[i], nil
			}
		}
	}
	return nil, fmt.Errorf("%s is not an address of this machine", ip)
}

func addressesOf(iface *net.Interface) []netip.Addr {
	addrs, err := iface.Addrs()
	if err != nil {
		return nil
	}
	var out []netip.Addr
	for _, a := range addrs {
		if n, err := netip.ParsePrefix(a.String()); err == nil {
			out = append(out, n.Addr().Unmap())
		}
	}
	return out
}
