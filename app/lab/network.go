package lab

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"time"
)

// This file is the lab's Internet: which names exist and where they lead. Its
// law: every address that it ever dials is one of its own loopback listeners.
//
// The carriers listen twice. On the cellular side they know the caller's
// number, as they do for a connection that comes out of the SIM's own data
// link; on the Internet side, which a proxy or VPN reaches, they see a source
// address that belongs to no subscriber. So the lab distinguishes the two
// without any source address of its own.

// backend is who answers for a host; a carrier is its codes.Issuer.
type backend string

const (
	backendGateway backend = "alibaba"
	backendTenant  backend = "idaas"
	backendTokens  backend = "lab" // hands out tokens to people who try curl
)

// others are the names in the lab that are no carrier's; real ones lead to
// loopback here.
var others = map[string]backend{
	"dypnsapi.aliyuncs.com":           backendGateway,
	"dypnsapi-dualstack.aliyuncs.com": backendGateway,

	tenantHost:            backendTenant,
	tenantExpiredHost:     backendTenant,
	"tenant-two.lab.test": backendTenant,
	"lab.test":            backendTokens,
}

// backendOf is who answers for a name, "" for a name that does not exist in the
// lab.
func backendOf(host string) backend {
	for _, s := range simulators() {
		if slices.Contains(s.hosts, host) {
			return backend(s.issuer)
		}
	}
	return others[host]
}

// Names of the simulated tenant, and of tenants in trouble.
const (
	tenantHost        = "tenant.lab.test"
	tenantExpiredHost = "tenant-expired.lab.test" // its certificate has expired
	tenantDownHost    = "tenant-down.lab.test"    // nothing listens there
)

// Faults of the link between the phone and the carrier, Script.Phone.Link.
const (
	linkRefused = "refused"  // nothing listens
	linkBadCert = "bad-cert" // the certificate has expired
	linkRude    = "rude"     // the connection is closed in the middle of the handshake
	linkNoName  = "no-name"  // the name does not resolve
	linkNoRoute = "no-route" // the kernel has no route
)

// listeners are all the sockets of a lab, each on loopback.
type listeners struct {
	internet, internetPlain, cellular, cellularPlain, expired, rude net.Listener
	closed                                                          string // an address where nothing listens
}

func listen(ctx context.Context) (*listeners, error) {
	l := &listeners{}
	var lc net.ListenConfig
	for _, at := range []*net.Listener{&l.internet, &l.internetPlain, &l.cellular, &l.cellularPlain, &l.expired,
		&l.rude} {
		ln, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			return nil, errors.Join(fmt.Errorf("listen for the lab: %w", err), l.close())
		}
		*at = ln
	}
	ln, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("listen for the lab: %w", err), l.close())
	}
	l.closed = ln.Addr().String()
	return l, ln.Close()
}

func (l *listeners) close() error {
	var errs []error
	for _, ln := range []net.Listener{l.internet, l.internetPlain, l.cellular, l.cellularPlain, l.expired, l.rude} {
		if ln != nil {
			if err := ln.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
				errs = append(errs, err)
			}
		}
	}
	return errors.Join(errs...)
}

// Dial reaches a simulated server over the lab's Internet. Address is the
// server's real "host:port", or the loopback address of a lab listener; any
// other is refused without a look-up.
func (l *Lab) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	l.mu.Lock()
	p := l.player
	l.mu.Unlock()
	if p != nil {
		return p.dial(ctx, network, address)
	}
	to, err := l.route(address)
	if err != nil {
		return nil, &net.OpError{Op: "dial", Net: network, Err: err}
	}
	return dialLoopback(ctx, network, to)
}

func (l *Lab) route(address string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", fmt.Errorf("split address %q: %w", address, err)
	}
	host = strings.ToLower(host)
	switch {
	case host == tenantDownHost:
		return l.net.closed, nil
	case host == tenantExpiredHost:
		return l.net.expired.Addr().String(), nil
	case address == l.net.internet.Addr().String(), address == l.net.internetPlain.Addr().String():
		return address, nil
	}
	if backendOf(host) == "" {
		return "", &net.DNSError{Err: "no such host in the lab", Name: host, IsNotFound: true}
	}
	if plainPort(port) {
		return l.net.internetPlain.Addr().String(), nil
	}
	return l.net.internet.Addr().String(), nil
}

// dialCellular reaches a carrier over the SIM's own data link.
func (l *Lab) dialCellular(ctx context.Context, network, address, fault string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("split address %q: %w", address, err)
	}
	to := l.net.cellular.Addr().String()
	switch known := backendOf(host) != ""; {
	case !known || fault == linkNoName:
		return nil, &net.OpError{
			Op:  "dial",
			Net: network,
			Err: &net.DNSError{Err: "no such host in the lab", Name: host, IsNotFound: true},
		}
	case fault == linkNoRoute:
		return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.EHOSTUNREACH}
	case fault == linkRefused:
		to = l.net.closed
	case fault == linkBadCert:
		to = l.net.expired.Addr().String()
	case fault == linkRude:
		to = l.net.rude.Addr().String()
	case plainPort(port):
		to = l.net.cellularPlain.Addr().String()
	}
	return dialLoopback(ctx, network, to)
}

func plainPort(port string) bool { return port == "80" || port == "8181" }

// dialLoopback is the only function of the lab that opens a connection.
func dialLoopback(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("split address %q: %w", address, err)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("dial %q: the lab reaches loopback addresses only", address)
	}
	var d net.Dialer
	return d.DialContext(ctx, network, address)
}

// serve starts the servers on all listeners; each returns when its listener
// is closed.
func (l *Lab) serve() {
	internet := l.handler(false)
	for _, s := range []struct {
		ln      net.Listener
		h       http.Handler
		secure  bool
		expired bool
	}{
		{l.net.internet, internet, true, false},
		{l.net.internetPlain, internet, false, false},
		{l.net.expired, internet, true, true},
		{l.net.cellular, l.handler(true), true, false},
		{l.net.cellularPlain, l.handler(true), false, false},
	} {
		srv := &http.Server{
			Handler:           s.h,
			ErrorLog:          log.New(serverLog{}, "", 0),
			ReadHeaderTimeout: 30 * time.Second,
			ConnContext:       withConn,
		}
		l.servers = append(l.servers, srv)
		l.wg.Go(func() {
			if !s.secure {
				ended(srv.Serve(s.ln))
				return
			}
			srv.TLSConfig = &tls.Config{
				MinVersion: tls.VersionTLS12,
				NextProtos: []string{"h2", "http/1.1"},
				GetCertificate: func(h *tls.ClientHelloInfo) (*tls.Certificate, error) {
					name := h.ServerName
					if name == "" {
						name = tenantHost // curl by address
					}
					return l.ca.leaf(name, s.expired)
				},
			}
			ended(srv.ServeTLS(s.ln, "", ""))
		})
	}
	l.wg.Go(l.serveRude)
}

// serveRude closes every connection as soon as the client has spoken.
func (l *Lab) serveRude() {
	for {
		c, err := l.net.rude.Accept()
		if err != nil {
			return
		}
		l.wg.Go(func() {
			defer c.Close()
			_ = c.SetReadDeadline(time.Now().Add(5 * time.Second))
			_, _ = c.Read(make([]byte, 512))
		})
	}
}
