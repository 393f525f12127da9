package upstream

import (
	"fmt"
	"net"
	"syscall"
)

// The options IP_BOUND_IF and IPV6_BOUND_IF of <netinet/in.h> and <netinet6/in6.h>.
const (
	ipBoundIf   = 25
	ipv6BoundIf = 125
)

// bindToInterface ties a socket to an interface.
func bindToInterface(raw syscall.RawConn, iface *net.Interface, v4 bool) error {
	level, option := syscall.IPPROTO_IPV6, ipv6BoundIf
	if v4 {
		level, option = syscall.IPPROTO_IP, ipBoundIf
	}
	var err error
	if cerr := raw.Control(func(fd uintptr) {
		err = syscall.SetsockoptInt(int(fd), level, option, iface.Index)
	}); cerr != nil {
		return cerr
	}
	if err != nil {
		return fmt.Errorf("bind to interface %q: %w", iface.Name, err)
	}
	return nil
}
