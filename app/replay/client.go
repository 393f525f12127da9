package replay

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"loginscope/proxy/exchange"
)

// dialer opens connections; it is a seam so that tests and the lab stay on
// loopback.
type dialer func(ctx context.Context, network, address string) (net.Conn, error)

// wire sends one request to one target and records what was said.
type wire struct {
	dial  dialer
	roots *x509.CertPool
	now   func() time.Time
}

// sent is a request's recorded life.
type sent struct {
	exchange exchange.Exchange
	// written is true once the whole request left, so that a failure after it
	// may have used the token up.
	written bool
	// location is where a refused redirect pointed to.
	location string
	err      error
}

func (w wire) client(t Target) *http.Client {
	tr := &http.Transport{
		Proxy:       nil, // never our own proxy, nor one from the environment
		DialContext: w.dial,
		TLSClientConfig: &tls.Config{RootCAs: w.roots,
			InsecureSkipVerify: t.SkipVerify}, //nolint:gosec // the target's own switch
		TLSHandshakeTimeout:    10 * time.Second,
		ResponseHeaderTimeout:  MaxTimeout,
		MaxResponseHeaderBytes: 64 << 10,
		DisableCompression:     true,
		DisableKeepAlives:      true,
		ForceAttemptHTTP2:      true,
	}
	return &http.Client{Transport: tr, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
}

// send makes the call once. body is what the request carries.
func (w wire) send(ctx context.Context, t Target, req *http.Request, body []byte, header exchange.Header) sent {
	s := sent{exchange: w.open(req, body, header)}
	var written atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, w.trace(&s.exchange, &written))
	c := w.client(t)
	defer c.CloseIdleConnections()
	resp, err := c.Do(req.WithContext(ctx))
	s.written = written.Load()
	if err != nil {
		s.fail(classify(err), err, w.now())
		return s
	}
	defer resp.Body.Close()
	s.answer(resp, w.now)
	return s
}

func (w wire) open(req *http.Request, body []byte, header exchange.Header) exchange.Exchange {
	port, _ := strconv.Atoi(req.URL.Port())
	if port == 0 {
		port = map[string]int{"http": 80, "https": 443}[req.URL.Scheme]
	}
	return exchange.Exchange{
		Origin: exchange.Replayed, Scheme: req.URL.Scheme, Host: strings.ToLower(req.URL.Hostname()),
		Port: port, Path: req.URL.RequestURI(),
		Request: exchange.Request{Method: req.Method, Proto: "HTTP/1.1", Header: header,
			Body: exchange.Body{Size: int64(len(body)), Head: body, Complete: true}},
		Timing: exchange.Timing{Start: w.now()},
	}
}

// trace runs on the client's goroutines, one after the other, before Do returns.
func (w wire) trace(x *exchange.Exchange, written *atomic.Bool) *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GotConn: func(i httptrace.GotConnInfo) {
			x.Timing.Connected = w.now()
			x.Server.Remote, x.Server.Local = i.Conn.RemoteAddr().String(), i.Conn.LocalAddr().String()
		},
		WroteRequest: func(i httptrace.WroteRequestInfo) {
			// Even a failed write may have delivered what the server needed.
			written.Store(true)
		},
	}
}

func (s *sent) answer(resp *http.Response, now func() time.Time) {
	s.exchange.Timing.FirstByte = now()
	s.exchange.Request.Proto = resp.Proto
	body, err := io.ReadAll(io.LimitReader(resp.Body, MaxAnswer+1))
	cut := len(body) > MaxAnswer
	if cut {
		body = body[:MaxAnswer]
	}
	s.exchange.Response = &exchange.Response{
		Status: resp.StatusCode, Reason: reason(resp.Status), Proto: resp.Proto, Header: fields(resp.Header),
		Body: exchange.Body{Size: int64(len(body)), Head: body, Complete: err == nil && !cut},
	}
	if resp.TLS != nil {
		s.exchange.Server.TLS = &exchange.TLS{
			Version: tls.VersionName(resp.TLS.Version),
			SNI:     resp.TLS.ServerName,
			ALPN:    resp.TLS.NegotiatedProtocol,
		}
	}
	if resp.StatusCode >= 300 && resp.StatusCode < 400 {
		s.location = resp.Header.Get("Location")
	}
	switch {
	case err != nil:
		s.fail(classifyBody(err), err, now())
	case cut:
		s.fail(exchange.FailTruncated, fmt.Errorf("the answer is longer than the %d bytes that are read", MaxAnswer),
			now())
	default:
		s.exchange.Timing.End, s.exchange.Done = now(), true
	}
}

func (s *sent) fail(cause exchange.FailureCause, err error, at time.Time) {
	s.err = err
	s.exchange.Failure = &exchange.Failure{Cause: cause, Detail: plain(err)}
	s.exchange.Timing.End, s.exchange.Done = at, true
}

// plain is an error's text without any URL, since a URL may hold keys.
func plain(err error) string {
	var ue interface{ Unwrap() error }
	if errors.As(err, &ue) && strings.Contains(err.Error(), "://") {
		if inner := ue.Unwrap(); inner != nil {
			return plain(inner)
		}
	}
	if strings.Contains(err.Error(), "://") {
		return "the error's text holds an address and was left out"
	}
	return err.Error()
}

func classifyBody(err error) exchange.FailureCause {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return exchange.FailTruncated
	}
	if cause := classify(err); cause != exchange.FailUnclassified {
		return cause
	}
	return exchange.FailTruncated // the head was whole, the body was not
}

func classify(err error) exchange.FailureCause {
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	var alert tls.AlertError
	var record tls.RecordHeaderError
	var timeout net.Error
	switch {
	case errors.As(err, &cert):
		return exchange.FailCertificate
	case errors.As(err, &dns):
		return exchange.FailDNS
	case errors.Is(err, syscall.ECONNREFUSED):
		return exchange.FailRefused
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return exchange.FailUnreachable
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return exchange.FailTimeout
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return exchange.FailReset
	case errors.As(err, &alert), errors.As(err, &record):
		return exchange.FailTLS
	case errors.Is(err, context.Canceled):
		return exchange.FailClientAbort
	case strings.Contains(err.Error(), "malformed HTTP"):
		return exchange.FailProtocol
	}
	return exchange.FailUnclassified
}

func reason(status string) string {
	if _, after, ok := strings.Cut(status, " "); ok {
		return after
	}
	return ""
}

func fields(h http.Header) exchange.Header {
	var out exchange.Header
	for _, name := range sortedKeys(h) {
		for _, v := range h[name] {
			out = append(out, exchange.Field{Name: name, Value: v})
		}
	}
	return out
}
