// Package proxy is the intercepting proxy: it captures the traffic of a phone and
// emits it as exchange.Events. It owns every connection that it accepts, from the
// listener to the relay, and serves the portal's pages on its own address. It
// decrypts TLS with leaf certificates that its Config mints, relays hosts of
// Config.PassThrough and hosts that refused those certificates without decryption,
// and refuses destinations on this machine.
//
// Parsers are in package wire, the way to servers in upstream, events and bodies in
// record; the proxy knows nothing of the login protocol. Only this package and the
// benchmark in peers import goproxy.
package proxy

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"loginscope/proxy/exchange"
	"loginscope/proxy/hosts"
	"loginscope/proxy/upstream"
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
	// WideLeaf returns a certificate as Leaf does, but valid for years. It is
	// shown at most once a host to a device that refused the usual one and said
	// no reason: if this one is taken, the device's clock is to blame. Nil means
	// that no clock is tested.
	WideLeaf func(ctx context.Context, name string) (*tls.Certificate, error)

	// Dial opens upstream connections; nil means a plain net.Dialer. Address
	// is "host:port" as the client named it. Whoever sets Dial answers for the
	// addresses that it reaches: AllowLocal then judges names and literal
	// addresses only, and Egress and UpstreamProxy are not used.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// UpstreamRoots verifies servers; nil means the system's roots.
	UpstreamRoots *x509.CertPool
	// SkipVerify names hosts whose upstream certificate is not verified:
	// exact names, or "*.example.com" for any name below.
	SkipVerify []string
	// PassThrough names hosts that are relayed without being read, as in SkipVerify.
	PassThrough []string

	// BodyCap limits the bytes of one body held in memory, in Body.Head; the
	// rest goes out as BodyChunk events. Default 256 KiB.
	BodyCap int
	// SpoolCap limits the bytes of one body that are kept at all. Default 1 GiB.
	SpoolCap int64

	// The time-outs below have the given defaults when 0.
	// HandshakeTimeout is for the first byte after CONNECT, for a ClientHello and
	// for the rest of a client's handshake, each: 60 s. It is patient, since a
	// starting app on a busy machine takes long; when it ends, that is reported as
	// exchange.RefusedTimeout and held against nobody.
	HandshakeTimeout time.Duration
	HeaderTimeout    time.Duration // a request's header block: 30 s
	IdleTimeout      time.Duration // between requests, and for a client that does not read: 2 min
	DialTimeout      time.Duration // upstream connect and TLS: 15 s
	ResponseTimeout  time.Duration // upstream response header block after the request: 2 min
	// GoneWait is how long a handshake with a host that is not known to be good
	// waits, before it shows its certificate, for the end of a client that has left
	// meanwhile: 2 ms. A longer wait misses fewer on a busy machine, and each first
	// connection pays for it.
	GoneWait time.Duration
	// MaxConns limits open client connections of admitted devices. Default 1024.
	MaxConns int

	// Admit says whether a device, named by its address, may use the proxy. It
	// is asked for every request and must return at once. Nil admits this
	// machine alone. A device that is turned away gets RefusedPage, and nothing
	// is forwarded.
	Admit func(device string) bool
	// RefusedPage answers devices that Admit turned away; nil means a short
	// built-in page. The portal stays open to them.
	RefusedPage http.Handler
	// AllowLocal names hosts, as in SkipVerify or as literal addresses, that
	// may lead to this machine's own loopback or to link-local addresses. All
	// other names that do are refused, whatever they resolve to. The proxy's
	// own listener is never a destination.
	AllowLocal []string
	// Egress chooses by which local address or interface requests leave; the
	// first entry with a matching host wins.
	Egress []upstream.Egress
	// UpstreamProxy, if set, carries all upstream connections: "http://host:port"
	// (CONNECT) or "socks5://host:port", with user information if needed. Proxies
	// named by environment variables are never used.
	//
	// AllowLocal holds all the same: a name is resolved here as well, within 5 s,
	// and refused if any of its addresses is loopback or link-local. An upstream
	// proxy on another machine is then asked for the name, also for one that does
	// not resolve here. One on this machine shares its loopback: it is asked for
	// the address that was judged, so that a name that resolves elsewhere the
	// second time gains nothing, and a name that does not resolve here is refused
	// as exchange.BlockedUnjudged. For hosts of AllowLocal it is asked for the
	// name; "*" allows that for all.
	UpstreamProxy *url.URL
	// Resolve returns a name's addresses, for that judgement and to know the
	// portal's own; nil means the system's resolver.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)

	// Portal answers requests that are meant for the proxy itself: those that
	// name no host and those for PortalHost, plain and by HTTPS. Client identifies
	// the asking device to the handler. Nil means a short built-in page.
	Portal http.Handler
	// PortalHost is the portal's host name through the proxy. Default "loginscope.portal".
	PortalHost string

	// CloseTimeout is how long Close waits for what runs. Default 10 s.
	CloseTimeout time.Duration

	// LearnAfter is the number of refused handshakes after which a host passes
	// through without decryption for that device. Default 2; negative means never.
	LearnAfter int
	// MaxConnsPerDevice limits open client connections of one device. Default 256.
	MaxConnsPerDevice int
	// MaxStrangers limits the open client connections of all devices that Admit
	// turned away when they connected, and MaxConnsPerStranger those of one.
	// They do not count towards MaxConns, so that strangers cannot use up what
	// admitted devices need. Default 64 and 16.
	MaxStrangers, MaxConnsPerStranger int
	// MaxHeaderBytes limits a request's header block. Default 256 KiB.
	MaxHeaderBytes int
	// FrameCap limits the payload kept of one WebSocket message, and the
	// memory used to inflate it. Default 256 KiB.
	FrameCap int
	// TunnelIdle closes a tunnel that is not decrypted, or an upgraded connection, that
	// carried nothing for so long. Default 30 min.
	TunnelIdle time.Duration

	// Logger takes the proxy's own diagnostics, which never hold a body or a
	// query string. What matters of them, such as a panic or what net/http
	// complains of, goes to Emit as well, as a LogLine of exchange.OwnSource, so
	// that a nil Logger hides nothing.
	Logger *slog.Logger
}

// withDefaults checks the mandatory fields and fills in the defaults.
func (c Config) withDefaults() (Config, error) {
	switch {
	case c.Emit == nil:
		return c, errors.New("configure proxy: Emit is missing")
	case c.NewID == nil:
		return c, errors.New("configure proxy: NewID is missing")
	case c.Leaf == nil:
		return c, errors.New("configure proxy: Leaf is missing")
	}
	if u := c.UpstreamProxy; u != nil && (u.Host == "" || u.Scheme != "http" && u.Scheme != "socks5") {
		return c, fmt.Errorf("configure proxy: upstream proxy %q: want http://host:port or socks5://host:port",
			u.Redacted())
	}
	orDefault(&c.BodyCap, 256<<10)
	orDefault(&c.SpoolCap, 1<<30)
	orDefault(&c.HandshakeTimeout, time.Minute)
	orDefault(&c.HeaderTimeout, 30*time.Second)
	orDefault(&c.IdleTimeout, 2*time.Minute)
	orDefault(&c.DialTimeout, 15*time.Second)
	orDefault(&c.ResponseTimeout, 2*time.Minute)
	orDefault(&c.GoneWait, 2*time.Millisecond)
	orDefault(&c.TunnelIdle, 30*time.Minute)
	orDefault(&c.CloseTimeout, 10*time.Second)
	orDefault(&c.MaxConns, 1024)
	orDefault(&c.MaxConnsPerDevice, 256)
	orDefault(&c.MaxStrangers, 64)
	orDefault(&c.MaxConnsPerStranger, 16)
	orDefault(&c.MaxHeaderBytes, 256<<10)
	orDefault(&c.FrameCap, 256<<10)
	orDefault(&c.LearnAfter, 2)
	orDefault(&c.PortalHost, "loginscope.portal")
	if c.Resolve == nil {
		c.Resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	if c.Admit == nil {
		c.Admit = hosts.IsLoopback
	}
	if c.Portal == nil {
		c.Portal = http.HandlerFunc(builtinPortal)
	}
	if c.RefusedPage == nil {
		c.RefusedPage = http.HandlerFunc(builtinRefusal)
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c, nil
}

func orDefault[T comparable](v *T, d T) {
	var zero T
	if *v == zero {
		*v = d
	}
}
