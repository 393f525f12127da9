package lab

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// netFault is what became of a request that got no complete answer, as far
// as a client can know.
type netFault string

const (
	netOK       netFault = ""
	netTimeout  netFault = "timeout"
	netRefused  netFault = "refused"
	netNoName   netFault = "dns"
	netNoRoute  netFault = "no-route"
	netReset    netFault = "reset"
	netEOF      netFault = "eof"
	netCert     netFault = "certificate"
	netTLS      netFault = "tls"
	netIO       netFault = "io"
	netNoClear  netFault = "cleartext" // refused by the app's network security configuration
	networkData          = "cellular"
	networkWiFi          = "default"
)

// answerOf is one complete answer.
type answerOf struct {
	status int
	header http.Header
	body   []byte
}

// do sends one request and reads the whole answer within the time-out.
// Redirects are the caller's business. Names in headers keep their case.
func (p *phone) do(ctx context.Context, t *http.Transport, network string, limit time.Duration, method, target,
	body string, header [][2]string) (answerOf, netFault, error) {
	ctx, cancel := context.WithTimeout(ctx, p.scaledOn(network, limit))
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, target, strings.NewReader(body))
	if err != nil {
		return answerOf{}, netIO, err
	}
	if method == http.MethodGet {
		req.Body, req.ContentLength = nil, 0
	}
	for _, h := range header {
		if strings.EqualFold(h[0], "connection") {
			req.Close = true
			continue
		}
		req.Header[h[0]] = append(req.Header[h[0]], h[1])
	}
	if _, set := req.Header["User-Agent"]; !set {
		req.Header["User-Agent"] = []string{"Dalvik/2.1.0 (Linux; U; Android 14; " + p.model + " Build/UP1A)"}
	}
	res, err := t.RoundTrip(req)
	if err != nil {
		fault := classify(ctx, err)
		p.record(network, req, 0, fault)
		return answerOf{}, fault, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	fault := classify(ctx, err)
	p.record(network, req, res.StatusCode, fault)
	return answerOf{res.StatusCode, res.Header, b}, fault, err
}

func (p *phone) record(network string, req *http.Request, status int, fault netFault) {
	p.broke = p.broke || fault != netOK
	u := *req.URL
	u.RawQuery, u.ForceQuery = "", false
	action := ""
	for name, v := range req.Header {
		if strings.EqualFold(name, "x-acs-action") {
			action = v[0]
		}
	}
	p.out.add(func(r *Result) {
		r.Requests = append(r.Requests, Request{
			Network: network, Method: req.Method, URL: u.String(), Action: action, Status: status, Err: string(fault),
		})
	})
}

// classify names a client's error in the words that the SDKs distinguish.
func classify(ctx context.Context, err error) netFault {
	var (
		dns   *net.DNSError
		alert tls.AlertError
		cert  x509.CertificateInvalidError
		auth  x509.UnknownAuthorityError
		name  x509.HostnameError
		rec   tls.RecordHeaderError
		ne    net.Error
	)
	switch {
	case err == nil:
		return netOK
	case ctx.Err() != nil, errors.As(err, &ne) && ne.Timeout():
		return netTimeout
	case errors.As(err, &dns):
		return netNoName
	case errors.As(err, &cert), errors.As(err, &auth), errors.As(err, &name):
		return netCert
	case errors.As(err, &alert), errors.As(err, &rec):
		return netTLS
	case errors.Is(err, syscall.ECONNREFUSED):
		return netRefused
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return netNoRoute
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return netReset
	case strings.Contains(err.Error(), "handshake with"):
		return netTLS
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return netEOF
	}
	return netIO
}

// resolve makes a redirect's target absolute.
func resolve(base, location string) (string, error) {
	b, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	u, err := b.Parse(location)
	if err != nil {
		return "", err
	}
	return u.String(), nil
}
