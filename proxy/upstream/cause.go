package upstream

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"

	"loginscope/proxy/exchange"
)

// step is the part of reaching a server in which an error came up.
type step string

const (
	stepDial step = "connect"
	stepTLS  step = "TLS handshake"
)

// StepError is an error with its step and what was known of the server.
type StepError struct {
	step step
	Peer *exchange.Peer
	err  error
}

// Error implements error.
func (e *StepError) Error() string { return string(e.step) + ": " + e.err.Error() }

// Unwrap returns the cause.
func (e *StepError) Unwrap() error { return e.err }

// blockedError says that policy forbids a destination.
type blockedError struct {
	reason exchange.BlockReason
	target string
}

func (e *blockedError) Error() string {
	if e.reason == exchange.BlockedUnjudged {
		return "destination " + e.target + " is not allowed: its name does not resolve on this computer, " +
			"and the upstream proxy on this computer could lead it to loopback; " +
			"add the host to those that may lead to this computer, and its name is passed on"
	}
	return "destination " + e.target + " is not allowed: " + string(e.reason)
}

// Cause classifies why a server gave no response.
func Cause(err error) exchange.FailureCause {
	var blocked *blockedError
	var dns *net.DNSError
	var at *StepError
	isTLS := errors.As(err, &at) && at.step == stepTLS
	switch {
	case errors.As(err, &blocked):
		return exchange.FailBlocked
	case errors.As(err, &dns):
		return exchange.FailDNS
	case isCertificate(err):
		return exchange.FailCertificate
	case IsTimeout(err):
		return exchange.FailTimeout
	case isTLS:
		return exchange.FailTLS
	case errors.Is(err, syscall.ECONNREFUSED):
		return exchange.FailRefused
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH),
		errors.Is(err, syscall.ENETDOWN), errors.Is(err, syscall.EADDRNOTAVAIL):
		return exchange.FailUnreachable
	case strings.Contains(err.Error(), "multiple Content-Length headers"):
		return exchange.FailLengths
	case strings.Contains(err.Error(), "malformed HTTP status code"):
		return exchange.FailStatus
	case IsReset(err):
		return exchange.FailReset
	case isProtocol(err):
		return exchange.FailProtocol
	}
	return exchange.FailUnclassified
}

func isCertificate(err error) bool {
	var verify *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	return errors.As(err, &verify) || errors.As(err, &authority) || errors.As(err, &name) || errors.As(err, &invalid)
}

// IsTimeout reports whether a deadline has passed.
func IsTimeout(err error) bool {
	var n net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) ||
		errors.As(err, &n) && n.Timeout()
}

// IsReset knows the shapes of "the server went away". net/http has one of its
// own, without a type.
func IsReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		strings.Contains(err.Error(), "server closed idle connection") ||
		strings.Contains(err.Error(), "client connection lost")
}

// isProtocol knows net/http's parse errors, which have no types.
func isProtocol(err error) bool {
	text := err.Error()
	for _, s := range []string{
		"malformed", "invalid", "bad ", "http2:", "stream error", "PROTOCOL_ERROR", "unsupported transfer encoding",
		"chunk", "trailer", "headers exceeded", "too many 1xx",
	} {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}
