package proxy

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"loginscope/proxy/exchange"
	"loginscope/proxy/hosts"
	"loginscope/proxy/record"
	"loginscope/proxy/upstream"
	"loginscope/proxy/wire"
)

// serveHTTP is where every request arrives, from outside and from inside a
// CONNECT, by HTTP/1 and HTTP/2 alike: who asks and for what is decided here
// and nowhere else.
func (p *Proxy) serveHTTP(w http.ResponseWriter, r *http.Request) {
	if !p.begin() {
		panic(http.ErrAbortHandler)
	}
	defer p.tasks.Done()
	defer p.catch(r)
	c := connOf(r.Context())
	c.link.requests.Add(1)
	if r.ProtoMajor == 1 {
		defer c.half.answered.Add(1)
	}
	head, asSent := c.requests.Claim(r)
	if tls := c.link.client.TLS; c.link.scheme == "https" && (tls == nil || !tls.WideDates) {
		p.trust.good(c.link.trust)
	}
	admitted := p.cfg.Admit(c.link.device)
	switch {
	case p.isPortal(c.link, r):
		p.servePortal(w, r, c.link, admitted)
	case !admitted && !p.opensPortal(c.link, r):
		p.refuse(w, r, c.link)
	case r.Method == http.MethodConnect && (c.link.target != "" || r.ProtoMajor != 1):
		p.blocked(c.link, withoutQuery(r.Host), exchange.BlockedMalformed, "CONNECT inside a tunnel or by HTTP/2")
		http.Error(w, "CONNECT is taken by HTTP/1 on the proxy's own address only", http.StatusMethodNotAllowed)
	case r.Method == http.MethodConnect:
		p.engine.ServeHTTP(newResponder(w, r, c, p.cfg.IdleTimeout).asWriter(), r)
	case r.ProtoMajor == 1 && r.ProtoMinor == 0 && asSent && head.Fields().Get("Transfer-Encoding") != "":
		// net/http ignores the field in HTTP/1.0, and would take the body for a request.
		p.blocked(c.link, requestAuthority(c.link, r), exchange.BlockedMalformed, "HTTP/1.0 with Transfer-Encoding")
		w.Header().Set("Connection", "close")
		writePage(w, r, http.StatusBadRequest, &exchange.Failure{
			Cause: exchange.FailMalformed, Detail: "HTTP/1.0 has no Transfer-Encoding (RFC 9112, section 6.1)",
		})
	default:
		p.forward(w, r, c, head, asSent)
	}
}

// refuse answers a device that may not use the proxy.
func (p *Proxy) refuse(w http.ResponseWriter, r *http.Request, l *link) {
	if !l.refused.Swap(true) {
		p.blocked(l, requestAuthority(l, r), exchange.BlockedDevice, "")
	}
	w.Header().Set("Connection", "close")
	p.cfg.RefusedPage.ServeHTTP(w, withClient(r, ClientInfo{
		Device:       l.device,
		ThroughProxy: true,
		TLS:          l.scheme == "https",
	}))
}

// requestAuthority is the "host:port" or "host" that a request is for.
func requestAuthority(l *link, r *http.Request) string {
	switch {
	case l.target == "" && r.URL.Host != "":
		return r.URL.Host
	case r.Host != "":
		return r.Host
	}
	return l.target
}

// forward sends one request upstream through goproxy and keeps its exchange.
func (p *Proxy) forward(w http.ResponseWriter, r *http.Request, c *clientConn, head wire.HeaderBlock, asSent bool) {
	rt, err := p.aim(c.link, r)
	if err != nil {
		p.blocked(c.link, requestAuthority(c.link, r), exchange.BlockedMalformed, withoutQuery(err.Error()))
		writePage(w, r, http.StatusBadRequest, &exchange.Failure{Cause: exchange.FailMalformed, Detail: err.Error()})
		return
	}
	rec := p.rec.Start(newExchange(c.link, r, rt, head, asSent))
	cause := exchange.FailInternal // what a panic leaves behind
	defer func() { rec.Close(cause) }()
	p.carry(w, r, c, rt, rec)
	cause = p.endCause()
	rec.Close(cause)
	if rec.Broken() {
		// Without this a chunked body that broke off would look complete.
		panic(http.ErrAbortHandler)
	}
}

// carry sends a request of which rec is kept to its server, and the answer back.
func (p *Proxy) carry(w http.ResponseWriter, r *http.Request, c *clientConn, rt upstream.Route, rec *record.Exchange) {
	keepTarget(r)
	keepTrailers(r)
	r.URL.Host = rt.Encode()
	upgrade := upgradeOf(r.Header)
	dropHopByHop(r.Header, upgrade)
	if sent := rec.Now().Request; sent.HeaderAsSent && r.ProtoMajor == 1 {
		restoreCase(r.Header, sent.Header)
	}
	out := newResponder(w, r, c, p.cfg.IdleTimeout)
	defer out.settle()
	r = r.WithContext(withTrip(r.Context(), &trip{rec: rec, out: out}))
	if upgrade != "" {
		p.serveUpgrade(out, r, c, rec, upgrade)
		return
	}
	if r.ProtoMajor == 1 {
		// Answers that come before the request's end pass on at once.
		_ = http.NewResponseController(w).EnableFullDuplex()
	}
	p.engine.ServeHTTP(out.asWriter(), r)
}

// aim finds scheme, address and names of a request's server.
func (p *Proxy) aim(l *link, r *http.Request) (upstream.Route, error) {
	if l.target == "" {
		switch r.URL.Scheme {
		case "ws":
			r.URL.Scheme = "http"
		case "wss":
			r.URL.Scheme = "https"
		case "http", "https":
		default:
			return upstream.Route{}, fmt.Errorf("forward request: scheme %q is not http or https", r.URL.Scheme)
		}
	} else {
		r.URL.Scheme = l.scheme
	}
	def := 80
	if r.URL.Scheme == "https" {
		def = 443
	}
	host, port := hosts.Split(requestAuthority(l, r), def)
	if host == "" || port == 0 {
		return upstream.Route{}, fmt.Errorf("forward request: %q names no host and port", requestAuthority(l, r))
	}
	return upstream.NewRoute(host, port, l.target, l.scheme == "https", l.sni), nil
}

func newExchange(l *link, r *http.Request, rt upstream.Route, head wire.HeaderBlock, asSent bool) exchange.Exchange {
	x := exchange.Exchange{
		Device: l.device,
		Conn:   l.id,
		Scheme: r.URL.Scheme,
		Host:   rt.Host,
		Port:   rt.Port,
		Path:   originForm(r),
		Client: l.client,
		Timing: exchange.Timing{Start: head.Start},
		Request: exchange.Request{
			Method:       r.Method,
			Proto:        r.Proto,
			HeaderAsSent: asSent,
		},
	}
	if asSent {
		x.Request.Header = head.Fields()
	} else {
		x.Request.Header = headerOf(r.Header, r.ProtoMajor >= 2, r.Host)
	}
	if x.Timing.Start.IsZero() {
		x.Timing.Start = time.Now()
	}
	if strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		x.Scheme = strings.Replace(x.Scheme, "http", "ws", 1)
	}
	return x
}

// originForm is the path and query exactly as sent, "/" at least.
func originForm(r *http.Request) string {
	target := r.RequestURI
	if i := strings.Index(target, "://"); i >= 0 && !strings.HasPrefix(target, "/") {
		target = target[i+3:]
		j := strings.IndexAny(target, "/?")
		if j < 0 {
			return "/"
		}
		target = target[j:]
	}
	if strings.HasPrefix(target, "?") {
		return "/" + target
	}
	if target == "" {
		return "/"
	}
	return target
}

// keepTarget makes net/http write the request target byte for byte as it came,
// where its own encoding would differ.
func keepTarget(r *http.Request) {
	want := originForm(r)
	if r.URL.RequestURI() == want || !strings.HasPrefix(want, "/") || strings.HasPrefix(want, "//") {
		return
	}
	path, query, found := strings.Cut(want, "?")
	u := url.URL{Scheme: r.URL.Scheme, Host: r.URL.Host, Opaque: path, RawQuery: query,
		ForceQuery: found && query == ""}
	r.URL = &u
}

// keepTrailers makes net/http send the trailers that a chunked request ends with,
// whether or not it announced them: into this map it reads them.
func keepTrailers(r *http.Request) {
	if r.ProtoMajor == 1 && r.Trailer == nil && r.ContentLength < 0 {
		r.Trailer = http.Header{}
	}
}

// endCause is the failure of an exchange that its handler left open.
func (p *Proxy) endCause() exchange.FailureCause {
	if p.ctx.Err() != nil {
		return exchange.FailShutdown
	}
	return exchange.FailClientAbort
}

// connState follows http.Server's connections: Close waits for their
// goroutines, and a header block that no handler asked for is reported.
func (p *Proxy) connState(nc net.Conn, s http.ConnState) {
	c, ok := nc.(*clientConn)
	if !ok {
		return
	}
	switch s {
	case http.StateNew:
		if !p.begin() {
			c.orphan = true
			c.Close()
		}
	case http.StateHijacked, http.StateClosed:
		if s == http.StateClosed {
			p.reportMalformed(c)
		}
		if !c.orphan {
			p.tasks.Done()
		}
	}
}
