package proxy

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"loginscope/proxy/exchange"
)

const (
	// upstreamIdle is shorter than the idle time-out of the load balancers in
	// use (15 s is common), so that a POST does not meet a dying connection.
	upstreamIdle = 10 * time.Second
	// continueWait is how long a request with Expect: 100-continue waits.
	continueWait = time.Second
	// pingAfter finds HTTP/2 connections that died silently.
	pingAfter = 15 * time.Second
	// maxResponseHead bounds a response's head.
	maxResponseHead = 1 << 20
)

// upstream is everything towards servers.
type upstream struct {
	p      *Proxy
	shared atomic.Pointer[http.Transport] // HTTP/1 and HTTP/2
	plain  *http.Transport                // HTTP/1 alone, for upgrades
	tls    *tls.Config
}

func (u *upstream) init(p *Proxy) {
	u.p = p
	u.tls = &tls.Config{
		RootCAs: p.cfg.UpstreamRoots,
		// As permissive as the old Android that runs such apps; what was
		// negotiated is on record.
		MinVersion:         tls.VersionTLS10,
		CipherSuites:       cipherSuites(),
		ClientSessionCache: tls.NewLRUClientSessionCache(256),
	}
	u.renew()
	u.plain = u.transport(false)
}

// renew makes all later requests take new connections. Those that are open go
// on, and end by themselves when they are idle.
func (u *upstream) renew() {
	t := u.transport(true)
	watchH2(t)
	u.shared.Store(t)
}

func (u *upstream) transport(http2 bool) *http.Transport {
	prot := new(http.Protocols)
	prot.SetHTTP1(true)
	prot.SetHTTP2(http2)
	alpn := []string{"http/1.1"}
	if http2 {
		alpn = []string{"h2", "http/1.1"}
	}
	return &http.Transport{
		Protocols:              prot,
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: pingAfter},
		ForceAttemptHTTP2:      http2,
		DisableCompression:     true,
		MaxIdleConns:           512,
		MaxIdleConnsPerHost:    64,
		IdleConnTimeout:        upstreamIdle,
		ResponseHeaderTimeout:  u.p.cfg.ResponseTimeout,
		ExpectContinueTimeout:  continueWait,
		MaxResponseHeaderBytes: maxResponseHead,
		DialContext: func(ctx context.Context, network, authority string) (net.Conn, error) {
			return u.dialPlain(ctx, authority)
		},
		DialTLSContext: func(ctx context.Context, network, authority string) (net.Conn, error) {
			return u.dialTLS(ctx, authority, alpn)
		},
	}
}

func (u *upstream) close() {
	u.shared.Load().CloseIdleConnections()
	u.plain.CloseIdleConnections()
}

// dialPlain connects to the server of an encoded route.
func (u *upstream) dialPlain(ctx context.Context, authority string) (*upstreamConn, error) {
	rt, err := decodeRoute(authority)
	if err != nil {
		return nil, err
	}
	ctx, stop := u.bounded(ctx)
	defer stop()
	return u.p.dial(ctx, rt.target)
}

// dialTLS connects and completes the handshake. With HTTP/2 negotiated it
// returns the *tls.Conn that net/http wants to see, else an *upstreamConn.
func (u *upstream) dialTLS(ctx context.Context, authority string, alpn []string) (net.Conn, error) {
	rt, err := decodeRoute(authority)
	if err != nil {
		return nil, err
	}
	ctx, stop := u.bounded(ctx)
	defer stop()
	raw, err := u.p.dial(ctx, rt.target)
	if err != nil {
		return nil, err
	}
	tc, err := u.handshake(ctx, raw, rt, alpn)
	if err != nil {
		raw.Close()
		return nil, err
	}
	if tc.ConnectionState().NegotiatedProtocol == "h2" {
		return tc, nil
	}
	return &upstreamConn{Conn: tc, peer: raw.peer}, nil
}

// handshake completes TLS on raw and notes in raw.peer what was negotiated.
func (u *upstream) handshake(ctx context.Context, raw *upstreamConn, rt route, alpn []string) (*tls.Conn, error) {
	cfg := u.tls.Clone()
	cfg.ServerName, cfg.NextProtos = rt.name, alpn
	host, _ := splitAuthority(rt.target, 0)
	switch {
	case u.p.skipVerify.match(rt.name) || u.p.skipVerify.match(host):
		cfg.InsecureSkipVerify = true
	case rt.noSNI:
		cfg.ServerName = host // an address, for which no SNI is sent
		cfg.InsecureSkipVerify = true
		cfg.VerifyConnection = func(cs tls.ConnectionState) error { return verifyFor(cs, rt.name, cfg.RootCAs) }
	}
	tc := tls.Client(raw, cfg)
	err := tc.HandshakeContext(ctx)
	facts := serverTLS(tc.ConnectionState())
	if err != nil {
		var bad *tls.CertificateVerificationError
		if errors.As(err, &bad) && len(bad.UnverifiedCertificates) > 0 {
			facts.Certificate = certificateFacts(bad.UnverifiedCertificates[0])
		}
		peer := raw.peer
		peer.TLS = facts
		return nil, &stepError{step: stepTLS, peer: &peer, err: err}
	}
	raw.peer.TLS = facts
	return tc, nil
}

// verifyFor checks a chain for a name that was not sent as SNI.
func verifyFor(cs tls.ConnectionState, name string, roots *x509.CertPool) error {
	opts := x509.VerifyOptions{DNSName: name, Roots: roots, Intermediates: x509.NewCertPool()}
	for _, c := range cs.PeerCertificates[1:] {
		opts.Intermediates.AddCert(c)
	}
	if _, err := cs.PeerCertificates[0].Verify(opts); err != nil {
		return &tls.CertificateVerificationError{UnverifiedCertificates: cs.PeerCertificates, Err: err}
	}
	return nil
}

// bounded gives a dial its time-out and ends it when the proxy closes:
// net/http lets dials outlive the request that asked for them.
func (u *upstream) bounded(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithTimeout(ctx, u.p.cfg.DialTimeout)
	stop := context.AfterFunc(u.p.ctx, cancel)
	return ctx, func() { stop(); cancel() }
}

// cipherSuites adds to Go's defaults the AES suites that old servers and
// clients are left with; RC4 and 3DES stay out.
func cipherSuites() []uint16 {
	var ids []uint16
	for _, s := range slices.Concat(tls.CipherSuites(), tls.InsecureCipherSuites()) {
		if !strings.Contains(s.Name, "RC4") && !strings.Contains(s.Name, "3DES") {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

func serverTLS(cs tls.ConnectionState) *exchange.TLS {
	t := &exchange.TLS{SNI: cs.ServerName, ALPN: cs.NegotiatedProtocol}
	if cs.Version != 0 {
		t.Version, t.Cipher = tls.VersionName(cs.Version), tls.CipherSuiteName(cs.CipherSuite)
	}
	if len(cs.PeerCertificates) > 0 {
		t.Certificate = certificateFacts(cs.PeerCertificates[0])
	}
	return t
}

func certificateFacts(c *x509.Certificate) *exchange.Certificate {
	sum := sha256.Sum256(c.Raw)
	names := slices.Clone(c.DNSNames)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	return &exchange.Certificate{
		Subject: c.Subject.String(), Issuer: c.Issuer.String(), Names: names,
		NotBefore: c.NotBefore, NotAfter: c.NotAfter, SHA256: hex.EncodeToString(sum[:]),
	}
}

// upstreamConn is a connection to a server with what is known of it. While
// armed it keeps the head of the next final response.
type upstreamConn struct {
	net.Conn
	peer exchange.Peer

	mu    sync.Mutex
	armed bool
	full  bool
	more  bool // bytes came together with the end of the head
	ended bool // nothing more comes
	buf   []byte
}

// arm starts keeping; the request is about to be written.
func (c *upstreamConn) arm() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.armed, c.full, c.more, c.buf = true, false, false, c.buf[:0]
}

// Read implements net.Conn.
func (c *upstreamConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n > 0 || err != nil {
		c.mu.Lock()
		c.ended = err != nil && !isTimeout(err)
		if n > 0 && c.armed {
			c.keep(b[:n])
		}
		c.mu.Unlock()
	}
	return n, err
}

func (c *upstreamConn) keep(b []byte) {
	c.buf = append(c.buf, b[:min(len(b), maxResponseHead-len(c.buf))]...)
	for {
		end := headEnd(c.buf)
		if end < 0 {
			c.armed = len(c.buf) < maxResponseHead
			return
		}
		if !informationalHead(c.buf) {
			c.more = len(c.buf) > end
			c.buf, c.armed, c.full = c.buf[:end], false, true
			return
		}
		c.buf = c.buf[:copy(c.buf, c.buf[end:])]
	}
}

// informationalHead reports whether a head is that of a 1xx response after
// which another follows.
func informationalHead(b []byte) bool {
	_, rest, _ := bytes.Cut(b, []byte(" "))
	status, _, _ := bytes.Cut(rest, []byte(" "))
	status = bytes.TrimSpace(status[:min(len(status), 5)])
	return len(status) >= 3 && len(bytes.Fields(status)[0]) == 3 &&
		status[0] == '1' && !bytes.HasPrefix(status, []byte("101"))
}

// head returns the head of the response, if it was seen whole.
func (c *upstreamConn) head() (rawHead, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.full {
		return rawHead{}, false
	}
	return rawHead{text: string(c.buf)}, true
}

// endedInHead reports whether the connection ended after a response's head had
// begun and before its end.
func (c *upstreamConn) endedInHead() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.armed && len(c.buf) > 0 && c.ended
}

// speaksHTTP reports whether what the server answered begins as HTTP does.
func (c *upstreamConn) speaksHTTP() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return bytes.HasPrefix(c.buf, []byte("HTTP/"))
}

// bodyAtHand reports whether what follows the head had come with it.
func (c *upstreamConn) bodyAtHand() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.full && c.more
}

// CloseWrite passes a half-close on.
func (c *upstreamConn) CloseWrite() error { return closeWrite(c.Conn) }
