package replay

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"loginscope/proxy/exchange"
)

// relay is a loopback listener that takes exactly one request from the
// Alibaba client library and forwards it to the target over our own client.
//
// The library offers no transport of one's own, reads answers without a limit,
// follows the environment's proxy and prints its whole URL, keys included, on
// a time-out. Behind the relay its only peer is this listener: the answer is
// bounded, the certificate is checked by our rules, and what was said is
// recorded. The library's signature covers neither host nor scheme, so it
// stays valid. The secret itself never crosses the relay.
type relay struct {
	listener net.Listener
	server   *http.Server
	nonce    string
	done     chan struct{}
	out      chan sent
}

// hidden are the query parameters that are blotted out of the record.
var hidden = []string{"AccessKeyId", "Signature", "SignatureNonce", "SecurityToken"}

func startRelay(ctx context.Context, w wire, t Target) (*relay, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("open relay: %w", err)
	}
	var raw [16]byte
	if _, err := rand.Read(raw[:]); err != nil {
		l.Close()
		return nil, fmt.Errorf("open relay: %w", err)
	}
	r := &relay{listener: l, nonce: hex.EncodeToString(raw[:]), done: make(chan struct{}), out: make(chan sent, 1)}
	taken := make(chan struct{}, 1)
	r.server = &http.Server{ReadHeaderTimeout: 5 * time.Second, MaxHeaderBytes: 64 << 10,
		Handler: http.HandlerFunc(
			func(rw http.ResponseWriter, req *http.Request) { r.serve(ctx, w, t, taken, rw, req) })}
	go func() {
		defer close(r.done)
		_ = r.server.Serve(l) // ends with ErrServerClosed when close is called
	}()
	return r, nil
}

// address is what the library is given as its endpoint.
func (r *relay) address() string { return r.listener.Addr().String() }

// agent is the user agent by which the relay knows its own client.
func (r *relay) agent() string { return "loginscope/" + r.nonce }

func (r *relay) close() {
	_ = r.server.Close()
	<-r.done
}

// sent returns the recorded request, if one came through.
func (r *relay) sent() (sent, bool) {
	select {
	case s := <-r.out:
		return s, true
	default:
		return sent{}, false
	}
}

func (r *relay) serve(ctx context.Context, w wire, t Target, taken chan struct{}, rw http.ResponseWriter,
	req *http.Request) {
	if !r.ours(req) {
		http.Error(rw, "not for you", http.StatusForbidden)
		return
	}
	select {
	case taken <- struct{}{}:
	default: // a retry of the library's own; a token is sent once
		http.Error(rw, "one request only", http.StatusTooManyRequests)
		return
	}
	s := r.forward(ctx, w, t, req)
	r.out <- s
	if s.exchange.Response == nil {
		http.Error(rw, "no answer from the target", http.StatusBadGateway)
		return
	}
	rw.Header().Set("Content-Type", "application/json")
	rw.WriteHeader(s.exchange.Response.Status)
	_, _ = rw.Write(s.exchange.Response.Body.Head)
}

func (r *relay) ours(req *http.Request) bool {
	ua := req.Header.Get("User-Agent")
	_, nonce, ok := strings.Cut(ua, "loginscope/")
	return ok && len(nonce) >= len(r.nonce) &&
		subtle.ConstantTimeCompare([]byte(nonce[:len(r.nonce)]), []byte(r.nonce)) == 1
}

func (r *relay) forward(ctx context.Context, w wire, t Target, req *http.Request) sent {
	body, err := io.ReadAll(io.LimitReader(req.Body, MaxAnswer))
	if err != nil {
		return sent{err: fmt.Errorf("read request: %w", err)}
	}
	scheme := "https"
	if t.PlainHTTP && isLoopback(t.Host()) {
		scheme = "http"
	}
	header := r.forwardHeader(req)
	c := composed{method: req.Method, url: scheme + "://" + t.Endpoint + req.URL.RequestURI(), header: header,
		body: body}
	out, err := c.request()
	if err != nil {
		return sent{err: err}
	}
	s := w.send(ctx, t, out, body, header)
	s.exchange.Path = blot(s.exchange.Path)
	return s
}

// forwardHeader keeps what the library set, without our mark.
func (r *relay) forwardHeader(req *http.Request) exchange.Header {
	var out exchange.Header
	for _, f := range fields(req.Header) {
		switch strings.ToLower(f.Name) {
		case "connection", "accept-encoding", "content-length", "proxy-authorization", "proxy-connection":
			continue
		case "user-agent":
			f.Value = strings.TrimSpace(strings.ReplaceAll(f.Value, "loginscope/"+r.nonce, "loginscope"))
		}
		out = append(out, f)
	}
	return out
}

// blot replaces the values of parameters that belong to the account.
func blot(path string) string {
	before, query, ok := strings.Cut(path, "?")
	if !ok {
		return path
	}
	parts := strings.Split(query, "&")
	for i, p := range parts {
		name, _, _ := strings.Cut(p, "=")
		if key, err := url.QueryUnescape(name); err == nil && isHidden(key) {
			parts[i] = name + "=***"
		}
	}
	return before + "?" + strings.Join(parts, "&")
}

func isHidden(key string) bool {
	for _, h := range hidden {
		if strings.EqualFold(h, key) {
			return true
		}
	}
	return false
}
