package proxy

import (
	"context"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"loginscope/proxy/hosts"
	"loginscope/proxy/upstream"
)

// Law of this file: what a phone asks of the proxy by the proxy's own address
// is answered by the portal, whether it comes straight or as a request to a
// proxy, as it does once the phone's proxy is set. Nothing is ever dialled for
// that, so that nothing else of this machine can be reached by it.

// isPortal reports whether a request is for the proxy itself.
func (p *Proxy) isPortal(l *link, r *http.Request) bool {
	switch {
	case r.Method == http.MethodConnect:
		return false // handleConnect decrypts it
	case l.target == "" && r.URL.Host == "":
		return true
	}
	def := 80
	if r.URL.Scheme == "https" || l.scheme == "https" {
		def = 443
	}
	host, port := hosts.Split(requestAuthority(l, r), def)
	if l.target != "" {
		return host == p.portalHost || l.portal && hosts.Join(host, port) == l.target
	}
	return p.namesPortal(r.Context(), l.device, host, port)
}

// opensPortal reports whether a request is a CONNECT to the portal, which is
// served by HTTPS as well: a page that loads proves that our root is trusted.
func (p *Proxy) opensPortal(l *link, r *http.Request) bool {
	if r.Method != http.MethodConnect {
		return false
	}
	host, port := hosts.Split(r.URL.Host, 443)
	return p.namesPortal(r.Context(), l.device, host, port)
}

// nameWait limits the look-up of a name that may be this machine's.
const nameWait = 2 * time.Second

// namesPortal reports whether host and port are the portal's name, or a
// listener of ours by an address or a name of this machine.
func (p *Proxy) namesPortal(ctx context.Context, device, host string, port int) bool {
	if host == p.portalHost {
		return true
	}
	if !p.listensOn(port) {
		return false
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		ip = upstream.EmbeddedIPv4(ip.WithZone(""))
		return p.up.IsSelf(ip, port) || isEmulatorsHost(ip) && hosts.IsLoopback(device)
	}
	if host == "localhost" {
		return p.up.IsSelf(netip.AddrFrom4([4]byte{127, 0, 0, 1}), port) || p.up.IsSelf(netip.IPv6Loopback(), port)
	}
	if p.cfg.Dial != nil || p.cfg.UpstreamProxy != nil {
		return false // names are not resolved here
	}
	ctx, cancel := context.WithTimeout(ctx, nameWait)
	defer cancel()
	ips, err := p.cfg.Resolve(ctx, host)
	for _, ip := range ips {
		if err == nil && !p.up.IsSelf(upstream.EmbeddedIPv4(ip.WithZone("")), port) {
			return false
		}
	}
	return err == nil && len(ips) > 0
}

// listensOn reports whether a listener of ours has a port.
func (p *Proxy) listensOn(port int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Contains(p.ports, port)
}

// isEmulatorsHost knows the addresses by which emulators call the machine that
// they run on: 10.0.2.2 is Android's, 10.0.3.2 Genymotion's. Such a phone's
// connections come from loopback.
func isEmulatorsHost(ip netip.Addr) bool {
	return ip == netip.AddrFrom4([4]byte{10, 0, 2, 2}) || ip == netip.AddrFrom4([4]byte{10, 0, 3, 2})
}

func (p *Proxy) servePortal(w http.ResponseWriter, r *http.Request, l *link, admitted bool) {
	through := l.target != "" || r.URL.Host != ""
	r = withClient(r, ClientInfo{Device: l.device, Admitted: admitted, ThroughProxy: through, TLS: l.scheme == "https"})
	if r.URL.Host != "" { // the handler sees paths alone, however the request came
		u := *r.URL
		u.Scheme, u.Host, u.User = "", "", nil
		r.URL = &u
	}
	p.engine.NonproxyHandler.ServeHTTP(w, r)
}
