package upstream

import (
	"crypto/tls"
	"net"
	"net/http"

	"loginscope/proxy/wire"
)

// HTTP2Conn is a decrypted HTTP/2 connection to a server. Seen holds the header
// blocks of its responses.
type HTTP2Conn struct {
	net.Conn // the *tls.Conn
	Raw      *Conn
	Seen     *wire.H2Responses
}

func newHTTP2Conn(c *tls.Conn, raw *Conn) *HTTP2Conn {
	return &HTTP2Conn{Conn: c, Raw: raw, Seen: wire.NewH2Responses(maxResponseHeader)}
}

// Read implements net.Conn.
func (u *HTTP2Conn) Read(b []byte) (int, error) {
	n, err := u.Conn.Read(b)
	if n > 0 {
		u.Seen.Feed(b[:n])
	}
	return n, err
}

// UnencryptedNetConn is how net/http gets at the connection; see watchH2.
func (u *HTTP2Conn) UnencryptedNetConn() net.Conn { return u }

// unencryptedH2 is the key under which net/http takes an HTTP/2 connection
// that is no *tls.Conn.
const unencryptedH2 = "unencrypted_http2"

// watchH2 makes a transport read its HTTP/2 connections through an
// HTTP2Conn. net/http takes nothing but a *tls.Conn for "h2", so the watched
// connection takes the entry for unencrypted ones, inside a tls.Conn that
// is never used. Where net/http has no such entry nothing changes, and the
// order of a response's fields is not known.
func watchH2(t *http.Transport) {
	t.CloseIdleConnections() // sets HTTP/2 up
	take, ok := t.TLSNextProto[unencryptedH2]
	plain := t.TLSNextProto["h2"]
	if !ok || plain == nil {
		return
	}
	t.TLSNextProto["h2"] = func(authority string, c *tls.Conn) http.RoundTripper {
		raw, ok := c.NetConn().(*Conn)
		if !ok {
			return plain(authority, c)
		}
		return take(authority, tls.Client(newHTTP2Conn(c, raw), nil))
	}
}
