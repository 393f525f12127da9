package proxy

import (
	"crypto/tls"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"loginscope/proxy/exchange"
)

// maxH2Pending bounds the heads of one direction that wait to be claimed.
// net/http allows a client 250 streams at once.
const maxH2Pending = 256

// h2Heads holds the heads that were seen and not claimed. net/http does not
// say which stream a message belongs to, so a message is known by what it
// says: method, path and authority or status, and every field with its value.
// Of two that say the same, either is right.
type h2Heads struct {
	maxBytes int
	list     []h2Head
	bytes    int
}

// file takes a head in; the oldest make room. Those are of streams that
// net/http refused, for which nobody will ask.
func (p *h2Heads) file(h h2Head) {
	p.list = append(p.list, h)
	p.bytes += h.size
	drop := 0
	for len(p.list)-drop > maxH2Pending || p.bytes > p.maxBytes {
		p.bytes -= p.list[drop].size
		drop++
	}
	p.list = slices.Delete(p.list, 0, drop)
}

// claim takes the oldest head that fits out.
func (p *h2Heads) claim(fits func(h *h2Head) bool) (h2Head, bool) {
	for i := range p.list {
		if fits(&p.list[i]) {
			h := p.list[i]
			p.bytes -= h.size
			p.list = slices.Delete(p.list, i, i+1)
			return h, true
		}
	}
	return h2Head{}, false
}

// isOf reports whether h is the head of r as net/http's server reads it.
func (h *h2Head) isOf(r *http.Request) bool {
	return h.method == r.Method && h.path == r.RequestURI && (h.authority == r.Host || h.authority == "") &&
		sameFields(h.fields, r.Header)
}

// sameFields reports whether a parsed header says what the field lines say.
// Cookie, which net/http joins, and Expect and Trailer, which it takes out,
// are not compared.
func sameFields(lines exchange.Header, h http.Header) bool {
	n := 0
	for i := range lines {
		name := http.CanonicalHeaderKey(lines[i].Name)
		if changedByServer(name) {
			continue
		}
		n++
		at := 0 // the line's place among those of its name
		for j := range i {
			if lines[j].Name == lines[i].Name {
				at++
			}
		}
		if values := h[name]; at >= len(values) || values[at] != lines[i].Value {
			return false
		}
	}
	for name, values := range h {
		if !changedByServer(name) {
			n -= len(values)
		}
	}
	return n == 0
}

func changedByServer(name string) bool {
	return name == "Cookie" || name == "Expect" || name == "Trailer"
}

// h2Upstream is an HTTP/2 connection to a server, decrypted, of which the
// heads of the responses are noted.
type h2Upstream struct {
	net.Conn // the *tls.Conn
	raw      *upstreamConn

	mu     sync.Mutex
	reader *h2Reader // nil once it has lost its place
	heads  h2Heads
}

func newH2Upstream(c *tls.Conn, raw *upstreamConn) *h2Upstream {
	u := &h2Upstream{Conn: c, raw: raw, heads: h2Heads{maxBytes: 2 * maxResponseHead}}
	u.reader = newH2Reader(maxResponseHead, func(h h2Head) {
		// Trailers have no status; an informational response is not the answer.
		if len(h.status) == 3 && h.status[0] != '1' {
			u.heads.file(h)
		}
	})
	return u
}

// Read implements net.Conn.
func (u *h2Upstream) Read(b []byte) (int, error) {
	n, err := u.Conn.Read(b)
	if n > 0 {
		u.mu.Lock()
		if u.reader != nil && !u.reader.feed(b[:n]) {
			u.reader, u.heads = nil, h2Heads{}
		}
		u.mu.Unlock()
	}
	return n, err
}

// fieldsOf returns the header of a response as it was sent.
func (u *h2Upstream) fieldsOf(resp *http.Response) (exchange.Header, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	status := strconv.Itoa(resp.StatusCode)
	h, ok := u.heads.claim(func(h *h2Head) bool {
		return h.status == status && sameFields(h.fields, resp.Header)
	})
	return h.fields, ok
}

// UnencryptedNetConn is how net/http gets at the connection; see watchH2.
func (u *h2Upstream) UnencryptedNetConn() net.Conn { return u }

// unencryptedH2 is the key under which net/http takes an HTTP/2 connection
// that is no *tls.Conn.
const unencryptedH2 = "unencrypted_http2"

// watchH2 makes a transport read its HTTP/2 connections through an
// h2Upstream. net/http takes nothing but a *tls.Conn for "h2", so the watched
// connection goes in by the door for unencrypted ones, inside a tls.Conn that
// is never used. Where net/http has no such door nothing changes, and the
// order of a response's fields is not known.
func watchH2(t *http.Transport) {
	t.CloseIdleConnections() // sets HTTP/2 up
	take, ok := t.TLSNextProto[unencryptedH2]
	plain := t.TLSNextProto["h2"]
	if !ok || plain == nil {
		return
	}
	t.TLSNextProto["h2"] = func(authority string, c *tls.Conn) http.RoundTripper {
		raw, ok := c.NetConn().(*upstreamConn)
		if !ok {
			return plain(authority, c)
		}
		return take(authority, tls.Client(newH2Upstream(c, raw), nil))
	}
}
