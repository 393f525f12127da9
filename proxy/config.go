// Package proxy is the intercepting proxy: it captures what a phone says and
// tells it as exchange.Events. It owns every connection that it accepts and
// knows nothing of the login protocol. It is the only importer of goproxy.
package proxy

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"time"

	"loginscope/proxy/exchange"
)

// Config configures a Proxy. Emit, NewID and Leaf are mandatory.
type Config struct {
	// Emit takes every event, in order for any one exchange. It is called
	// from many goroutines and must return at once.
	Emit func(exchange.Event)
	// NewID hands out the next exchange ID of the session.
	NewID func() exchange.ID
	// Leaf returns a certificate for a server name; see package ca.
	Leaf func(ctx context.Context, name string) (*tls.Certificate, error)

	// Dial opens upstream connections; nil means a plain net.Dialer. Address
	// is "host:port" as the client named it.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// UpstreamRoots verifies servers; nil means the system's roots.
	UpstreamRoots *x509.CertPool
	// SkipVerify names hosts whose upstream certificate is not verified:
	// exact names, or "*.example.com" for any name below.
	SkipVerify []string
	// PassThrough names hosts that are relayed without being read, as in SkipVerify.
	PassThrough []string

	// BodyCap bounds the bytes of one body held in memory, in Body.Head; the
	// rest goes out as BodyChunk events. Default 256 KiB.
	BodyCap int
	// SpoolCap bounds the bytes of one body that are kept at all. Default 1 GiB.
	SpoolCap int64

	// The time-outs below have the given defaults when 0.
	HandshakeTimeout time.Duration // client TLS, and first byte after CONNECT: 10 s
	HeaderTimeout    time.Duration // a request's head: 30 s
	IdleTimeout      time.Duration // between requests: 2 min
	DialTimeout      time.Duration // upstream connect and TLS: 15 s
	ResponseTimeout  time.Duration // upstream response head after the request: 2 min
	// MaxConns bounds open client connections. Default 1024.
	MaxConns int
}
