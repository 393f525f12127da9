//go:build !linux && !darwin

package upstream

import (
	"net"
	"syscall"
)

// bindToInterface does nothing here: the socket keeps the interface's address,
// and Windows picks the interface by it (its strong host model).
func bindToInterface(syscall.RawConn, *net.Interface, bool) error { return nil }
