package wire

import (
	"crypto/tls"
	"errors"
	"hash/fnv"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"loginscope/proxy/exchange"
	"loginscope/proxy/hosts"
)

// Law of this file: crypto/tls itself parses every ClientHello, on a
// connection that keeps what was read and sends nothing, so that the same bytes
// can be answered or passed on afterwards.

var errHelloRead = errors.New("hello read")

// RecordTLS is the content type of a TLS handshake record.
const RecordTLS = 0x16

// maxHello limits a ClientHello and its records (crypto/tls allows 64 KiB).
const maxHello = 80 << 10

// helloConn keeps what is read and discards what is written.
type helloConn struct {
	net.Conn
	read []byte
}

func (c *helloConn) Read(b []byte) (int, error) {
	if len(c.read) > maxHello {
		return 0, errors.New("client hello is too long")
	}
	n, err := c.Conn.Read(b)
	c.read = append(c.read, b[:n]...)
	return n, err
}

func (c *helloConn) Write(b []byte) (int, error) { return len(b), nil }

// ClientHello is the first message of a TLS handshake.
type ClientHello struct {
	exchange.TLS
	// Fingerprint is the same for all connections of one TLS library with one
	// configuration; 0 if no ClientHello was read.
	Fingerprint uint64
}

// ReadClientHello reads a ClientHello of at most 80 KiB and answers nothing. raw
// holds all bytes that were taken from c, also on an error.
func ReadClientHello(c net.Conn) (h ClientHello, raw []byte, err error) {
	hc := &helloConn{Conn: c}
	err = tls.Server(hc, &tls.Config{
		GetConfigForClient: func(info *tls.ClientHelloInfo) (*tls.Config, error) {
			h = ClientHello{helloFacts(info), fingerprint(info)}
			return nil, errHelloRead
		},
	}).Handshake()
	if errors.Is(err, errHelloRead) {
		err = nil
	}
	return h, hc.read, err
}

// fingerprint sums up what a client offers. The order of extensions is left
// out, since browsers shuffle it, and so are the values that they make up.
func fingerprint(h *tls.ClientHelloInfo) uint64 {
	sum := fnv.New64a()
	add := func(v uint16) {
		if !isGrease(v) {
			_, _ = sum.Write([]byte{byte(v >> 8), byte(v)}) // never fails
		}
	}
	for _, v := range h.CipherSuites {
		add(v)
	}
	for _, v := range h.SupportedVersions {
		add(v)
	}
	for _, v := range h.SupportedCurves {
		add(uint16(v))
	}
	for _, v := range h.SignatureSchemes {
		add(uint16(v))
	}
	_, _ = io.WriteString(sum, strings.Join(h.SupportedProtos, ","))
	return max(sum.Sum64(), 1)
}

// extensionSCT asks for signed certificate timestamps (RFC 6962, section 3.3.1).
const extensionSCT = 18

func helloFacts(h *tls.ClientHelloInfo) exchange.TLS {
	t := exchange.TLS{
		SNI: hosts.Normal(h.ServerName), OfferedALPN: h.SupportedProtos,
		OfferedSCT: slices.Contains(h.Extensions, extensionSCT),
	}
	for _, v := range h.SupportedVersions {
		if !isGrease(v) {
			t.OfferedVersions = append(t.OfferedVersions, tls.VersionName(v))
		}
	}
	return t
}

// isGrease knows the values that clients send to keep servers tolerant (RFC 8701).
func isGrease(v uint16) bool { return v&0x0f0f == 0x0a0a && v>>8 == v&0xff }

// ServerNameWatch finds the server name (SNI) in the first bytes of a relayed
// connection.
type ServerNameWatch struct {
	buf  []byte
	done bool

	mu   sync.Mutex // guards name
	name string
}

// Feed takes the next bytes from the client.
func (w *ServerNameWatch) Feed(b []byte) {
	if w.done {
		return
	}
	w.buf = append(w.buf, b...)
	if w.buf[0] != RecordTLS || len(w.buf) > maxHello {
		w.done, w.buf = true, nil
		return
	}
	const recordHeader = 5
	if len(w.buf) < recordHeader || len(w.buf) < recordHeader+int(w.buf[3])<<8+int(w.buf[4]) {
		return // parsing again at every byte would cost the square of them
	}
	facts, _, err := ReadClientHello(&bytesConn{rest: w.buf})
	if err == nil || !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		w.done, w.buf = true, nil
		w.mu.Lock()
		w.name = facts.SNI
		w.mu.Unlock()
	}
}

// ServerName returns the name, "" while it is not known. It may be called during
// Feed.
func (w *ServerNameWatch) ServerName() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.name
}

// bytesConn is a connection that gives some bytes and then ends.
type bytesConn struct {
	net.Conn
	rest []byte
}

func (c *bytesConn) Read(b []byte) (int, error) {
	if len(c.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(b, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

func (c *bytesConn) Close() error                     { return nil }
func (c *bytesConn) SetDeadline(time.Time) error      { return nil }
func (c *bytesConn) SetReadDeadline(time.Time) error  { return nil }
func (c *bytesConn) SetWriteDeadline(time.Time) error { return nil }
func (c *bytesConn) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (c *bytesConn) LocalAddr() net.Addr              { return &net.TCPAddr{} }
