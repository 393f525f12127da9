package upstream

import (
	"errors"
	"fmt"
	"net"
	"syscall"
)

// bindToInterface ties a socket to an interface. Kernels before 5.7 allow it
// to root alone; there the local address has to do.
func bindToInterface(raw syscall.RawConn, iface *net.Interface, _ bool) error {
	var err error
	if cerr := raw.Control(func(fd uintptr) {
		err = syscall.SetsockoptString(int(fd), syscall.SOL_SOCKET, syscall.SO_BINDTODEVICE, iface.Name)
	}); cerr != nil {
		return cerr
	}
	if err != nil && !errors.Is(err, syscall.EPERM) {
		return fmt.Errorf("bind to interface %q: %w", iface.Name, err)
	}
	return nil
}
