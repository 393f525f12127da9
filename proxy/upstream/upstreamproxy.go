package upstream

// Law of this file: an upstream proxy is no way around the guard of loopback
// and link-local addresses. A name is resolved and judged here first. A proxy on
// this machine shares its loopback, so it is asked for the very address that was
// judged and never for a name that could not be; only a proxy on another
// machine, whose loopback is its own, may resolve names for us.

import (
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/proxy"

	"loginscope/proxy/exchange"
	"loginscope/proxy/hosts"
	"loginscope/proxy/wire"
)

// judgeWait limits each look-up of a name that is judged.
const judgeWait = 5 * time.Second

// askUpstreamFor returns what the upstream proxy is asked to connect to. local
// says that AllowLocal names the host, which is then not judged.
func (u *Pool) askUpstreamFor(ctx context.Context, host string, port int, local bool) (string, error) {
	byName := hosts.Join(host, port)
	if local || hosts.IsIP(host) { // an address was judged by judgeName
		return byName, nil
	}
	near := u.onThisMachine(ctx, u.cfg.Proxy)
	ip, err := u.judgeResolved(ctx, host, port)
	var blocked *blockedError
	switch {
	case errors.As(err, &blocked):
		return "", err
	case !near:
		return byName, nil
	case err != nil:
		return "", fmt.Errorf("%w: %w", &blockedError{exchange.BlockedUnjudged, byName}, err)
	}
	return hosts.Join(ip.String(), port), nil
}

// resolve asks for a name's addresses, for at most judgeWait.
func (u *Pool) resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	ctx, cancel := context.WithTimeout(ctx, judgeWait)
	defer cancel()
	ips, err := u.cfg.Resolve(ctx, host)
	if err == nil && len(ips) == 0 {
		err = &net.DNSError{Err: "no address", Name: host, IsNotFound: true}
	}
	return ips, err
}

// judgeResolved resolves a name and judges every address. It returns one of
// them, of IPv4 if there is any, or a *blockedError, or why none is known.
func (u *Pool) judgeResolved(ctx context.Context, host string, port int) (netip.Addr, error) {
	ips, err := u.resolve(ctx, host)
	if err != nil {
		return netip.Addr{}, err
	}
	best := ips[0]
	for _, ip := range ips {
		if reason := u.judgeAddr(ip, port, false); reason != "" {
			return netip.Addr{}, &blockedError{reason, hosts.Join(host, port)}
		}
		if ip.Unmap().Is4() && !best.Unmap().Is4() {
			best = ip
		}
	}
	return best.Unmap().WithZone(""), nil
}

// onThisMachine reports whether an upstream proxy runs here, which a name that
// does not resolve is taken for.
func (u *Pool) onThisMachine(ctx context.Context, via *url.URL) bool {
	host := hosts.Normal(via.Hostname())
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return isHere(ip)
	}
	ips, err := u.resolve(ctx, host)
	return err != nil || slices.ContainsFunc(ips, isHere)
}

// isHere reports whether an address leads to this machine.
func isHere(ip netip.Addr) bool {
	ip = EmbeddedIPv4(ip.WithZone(""))
	return ip.IsLoopback() || ip.IsUnspecified() || isOwnAddress(ip)
}

// dialThrough connects to target by way of another proxy.
func dialThrough(ctx context.Context, via *url.URL, target string) (net.Conn, error) {
	if via.Scheme == "socks5" {
		d, err := proxy.FromURL(via, &net.Dialer{})
		if err != nil {
			return nil, fmt.Errorf("set up upstream proxy: %w", err)
		}
		return d.(proxy.ContextDialer).DialContext(ctx, "tcp", target)
	}
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", via.Host)
	if err != nil {
		return nil, fmt.Errorf("connect to upstream proxy: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { c.Close() })
	r, err := connectVia(c, via, target)
	if err == nil && !stop() {
		err = ctx.Err()
	}
	if err != nil {
		stop()
		c.Close()
		return nil, err
	}
	return r, nil
}

func connectVia(c net.Conn, via *url.URL, target string) (net.Conn, error) {
	req := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: target}, Host: target,
		Header: http.Header{"User-Agent": nil}}
	if u := via.User; u != nil {
		pass, _ := u.Password()
		req.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(u.Username()+":"+pass)))
	}
	if err := req.Write(c); err != nil {
		return nil, fmt.Errorf("ask upstream proxy: %w", err)
	}
	br := bufio.NewReader(c)
	resp, err := http.ReadResponse(br, req)
	if err != nil {
		return nil, fmt.Errorf("read upstream proxy's answer: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return nil, errors.New("upstream proxy refused: " + resp.Status)
	}
	early, _ := br.Peek(br.Buffered())
	return &wire.PrefixedConn{Conn: c, Prefix: early}, nil
}
