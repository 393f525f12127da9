package proxy

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"os"
	"time"

	"loginscope/proxy/exchange"
	"loginscope/proxy/upstream"
	"loginscope/proxy/wire"
)

// tailConn carries an intercepted handshake. It knows the name for the leaf and
// which one was shown, keeps the end of what was read until the handshake is
// over, and checks whether the client is still there just before the leaf
// leaves: a client that has gone by then has refused nothing.
type tailConn struct {
	net.Conn
	name  string
	until time.Time        // the handshake's deadline
	shown *tls.Certificate // the leaf that the client was shown
	done  bool
	tail  []byte

	checks time.Duration // how long to check, 0 for not at all
	ahead  []byte        // what that check read
	gone   error         // what it met: the connection's end
}

const tailSize = 64

// Read implements net.Conn.
func (c *tailConn) Read(b []byte) (int, error) {
	n, err := c.read(b)
	if !c.done {
		c.tail = append(c.tail, b[:n]...)
		c.tail = c.tail[max(0, len(c.tail)-tailSize):]
	}
	return n, err
}

func (c *tailConn) read(b []byte) (int, error) {
	if len(c.ahead) > 0 {
		n := copy(b, c.ahead)
		c.ahead = c.ahead[n:]
		return n, nil
	}
	if c.gone != nil {
		return 0, c.gone
	}
	return c.Conn.Read(b)
}

// Write implements net.Conn.
func (c *tailConn) Write(b []byte) (int, error) {
	if c.checks > 0 && c.shown != nil {
		c.poll()
		c.checks = 0
	}
	return c.Conn.Write(b)
}

func (c *tailConn) poll() {
	_ = c.SetReadDeadline(time.Now().Add(c.checks))
	ahead := make([]byte, 512)
	n, err := c.Conn.Read(ahead)
	c.ahead = ahead[:n]
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		c.gone = err
	}
	_ = c.SetReadDeadline(c.until)
}

// CloseWrite passes a half-close on.
func (c *tailConn) CloseWrite() error { return wire.CloseWrite(c.Conn) }

// leaf describes what the client was shown, nil if nothing.
func (c *tailConn) leaf() *exchange.Certificate {
	if c.shown == nil {
		return nil
	}
	if c.shown.Leaf != nil {
		return upstream.Certificate(c.shown.Leaf)
	}
	leaf, err := x509.ParseCertificate(c.shown.Certificate[0])
	if err != nil {
		return nil
	}
	return upstream.Certificate(leaf)
}
