// Package lan lists the addresses by which a phone may reach this machine.
package lan

import (
	"cmp"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// Address is one address of this machine.
type Address struct {
	IP        netip.Addr `json:"ip"`
	Interface string     `json:"interface"`
	// Virtual is true for bridges, containers, VPNs and virtual machines,
	// which a phone usually cannot reach.
	Virtual bool `json:"virtual,omitempty"`
}

// MaxAddresses limits the list.
const MaxAddresses = 64

// Addresses lists what is up, best first: real interfaces before virtual
// ones, private IPv4 before other IPv4 before IPv6. Loopback and link-local
// addresses are left out.
func Addresses() ([]Address, error) {
	ifs, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	var out []Address
	for _, i := range ifs {
		if i.Flags&net.FlagUp == 0 || i.Flags&net.FlagLoopback != 0 {
			continue
		}
		addrs, err := i.Addrs()
		if err != nil {
			continue // the interface went away meanwhile
		}
		for _, a := range addrs {
			if p, err := netip.ParsePrefix(a.String()); err == nil {
				out = append(out, Address{IP: p.Addr().Unmap(), Interface: i.Name, Virtual: virtual(i.Name)})
			}
		}
	}
	return order(out), nil
}

// Networks lists the networks that this machine is part of, loopback among
// them.
func Networks() ([]netip.Prefix, error) {
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return nil, err
	}
	var out []netip.Prefix
	for _, a := range addrs {
		if p, err := netip.ParsePrefix(a.String()); err == nil {
			out = append(out, p.Masked())
		}
	}
	return out, nil
}

// Neighbour reports whether a device's address belongs to a network of this
// machine; anything that is no address does not.
func Neighbour(device string) bool {
	a, err := netip.ParseAddr(device)
	if err != nil {
		return false
	}
	list, err := Networks()
	a = a.Unmap().WithZone("")
	return err == nil && slices.ContainsFunc(list, func(p netip.Prefix) bool { return p.Contains(a) })
}

func order(list []Address) []Address {
	list = slices.DeleteFunc(list,
		func(a Address) bool { return a.IP.IsLoopback() || a.IP.IsLinkLocalUnicast() || !a.IP.IsValid() })
	slices.SortStableFunc(list, func(a, b Address) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Interface, b.Interface), a.IP.Compare(b.IP))
	})
	return list[:min(len(list), MaxAddresses)]
}

func rank(a Address) int {
	r := 0
	switch {
	case a.IP.Is4() && a.IP.IsPrivate():
	case a.IP.Is4():
		r = 1
	default:
		r = 2
	}
	if a.Virtual {
		r += 10
	}
	return r
}

// virtual knows the usual names of interfaces that are not a network card.
func virtual(name string) bool {
	for _, p := range []string{"docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "tun", "tap", "wg", "utun",
		"tailscale", "zt", "cni", "flannel", "vEthernet", "lxc"} {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}
