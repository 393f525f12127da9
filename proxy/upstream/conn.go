package upstream

import (
	"bytes"
	"net"
	"sync"

	"loginscope/proxy/exchange"
	"loginscope/proxy/wire"
)

// Conn is a connection to a server with what is known of it. Once armed it keeps
// the header block, of at most 1 MiB, of the next final response.
type Conn struct {
	net.Conn
	Peer exchange.Peer

	mu    sync.Mutex
	armed bool
	full  bool
	more  bool // bytes came together with the end of the header block
	ended bool // nothing more comes
	buf   []byte
}

// Arm makes c keep the next header block; the request is about to be written.
func (c *Conn) Arm() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.armed, c.full, c.more, c.buf = true, false, false, c.buf[:0]
}

// Read implements net.Conn.
func (c *Conn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n > 0 || err != nil {
		c.mu.Lock()
		c.ended = err != nil && !IsTimeout(err)
		if n > 0 && c.armed {
			c.keep(b[:n])
		}
		c.mu.Unlock()
	}
	return n, err
}

func (c *Conn) keep(b []byte) {
	c.buf = append(c.buf, b[:min(len(b), maxResponseHeader-len(c.buf))]...)
	for {
		end := wire.BlockEnd(c.buf)
		if end < 0 {
			c.armed = len(c.buf) < maxResponseHeader
			return
		}
		if !isInformational(c.buf) {
			c.more = len(c.buf) > end
			c.buf, c.armed, c.full = c.buf[:end], false, true
			return
		}
		c.buf = c.buf[:copy(c.buf, c.buf[end:])]
	}
}

// isInformational reports whether a header block is that of a 1xx response, after
// which another follows.
func isInformational(b []byte) bool {
	_, rest, _ := bytes.Cut(b, []byte(" "))
	status, _, _ := bytes.Cut(rest, []byte(" "))
	status = bytes.TrimSpace(status[:min(len(status), 5)])
	return len(status) >= 3 && len(bytes.Fields(status)[0]) == 3 &&
		status[0] == '1' && !bytes.HasPrefix(status, []byte("101"))
}

// HeaderBlock returns the header block of the response, if it was seen whole.
func (c *Conn) HeaderBlock() (wire.HeaderBlock, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.full {
		return wire.HeaderBlock{}, false
	}
	return wire.HeaderBlock{Text: string(c.buf)}, true
}

// EndedInHeader reports whether the connection ended after a header block had
// begun and before its end.
func (c *Conn) EndedInHeader() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.armed && len(c.buf) > 0 && c.ended
}

// SpeaksHTTP reports whether what the server answered begins as HTTP does.
func (c *Conn) SpeaksHTTP() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return bytes.HasPrefix(c.buf, []byte("HTTP/"))
}

// BodyAtHand reports whether the beginning of the body had come with the header block.
func (c *Conn) BodyAtHand() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.full && c.more
}

// CloseWrite passes a half-close on.
func (c *Conn) CloseWrite() error { return wire.CloseWrite(c.Conn) }
