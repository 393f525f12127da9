package wire

import "net"

// PrefixedConn gives bytes that were read too early once more.
type PrefixedConn struct {
	net.Conn
	Prefix []byte
}

// Read implements net.Conn.
func (c *PrefixedConn) Read(b []byte) (int, error) {
	if len(c.Prefix) > 0 {
		n := copy(b, c.Prefix)
		c.Prefix = c.Prefix[n:]
		return n, nil
	}
	return c.Conn.Read(b)
}

// CloseWrite passes a half-close on.
func (c *PrefixedConn) CloseWrite() error { return CloseWrite(c.Conn) }

func CloseWrite(c net.Conn) error {
	if w, ok := c.(interface{ CloseWrite() error }); ok {
		return w.CloseWrite()
	}
	return c.Close()
}
