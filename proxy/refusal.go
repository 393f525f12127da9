package proxy

import (
	"errors"
	"io"
	"net"
	"reflect"
	"strings"
	"syscall"

	"loginscope/proxy/exchange"
	"loginscope/proxy/upstream"
)

// refusalCause is how a failed handshake appeared to the proxy, and the
// number of the client's alert, -1 if it sent none.
func refusalCause(err error) (exchange.RefusalCause, int) {
	var leaf *leafError
	if alert, ok := remoteAlert(err); ok {
		return exchange.RefusedAlert, alert
	}
	switch {
	case errors.As(err, &leaf):
		return exchange.RefusedNoCert, -1
	case upstream.IsTimeout(err):
		return exchange.RefusedTimeout, -1
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return exchange.RefusedReset, -1
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed):
		return exchange.RefusedClosed, -1
	}
	text := err.Error()
	switch { // crypto/tls gives these no types
	case strings.Contains(text, "unsupported versions"), strings.Contains(text, "protocol version"):
		return exchange.RefusedVersion, -1
	case strings.Contains(text, "cipher suite"), strings.Contains(text, "supported by both"),
		strings.Contains(text, "ECDHE"):
		return exchange.RefusedCipher, -1
	}
	return exchange.RefusedGarbage, -1
}

// remoteAlert returns the number of an alert that the client sent.
func remoteAlert(err error) (int, bool) {
	var op *net.OpError
	if !errors.As(err, &op) || op.Op != "remote error" {
		return -1, false
	}
	// The error's type is crypto/tls's own alert, a uint8.
	if v := reflect.ValueOf(op.Err); v.Kind() == reflect.Uint8 {
		return int(v.Uint()), true
	}
	return -1, true
}

// plaintextAlert finds an unencrypted fatal alert record at the end of what
// the client sent. OpenSSL 3 sends one when it refuses a certificate under TLS
// 1.3, where crypto/tls expects an encrypted one and reports a bad MAC.
func plaintextAlert(tail []byte) (alert int, ok bool) {
	if len(tail) < 7 {
		return -1, false
	}
	r := tail[len(tail)-7:]
	const recordAlert, fatal = 0x15, 2
	if r[0] == recordAlert && r[1] == 3 && r[3] == 0 && r[4] == 2 && r[5] == fatal {
		return int(r[6]), true
	}
	return -1, false
}

// endedWithAlert finds an unencrypted close_notify or user_canceled at the end of
// what the client sent. Java sends it when a read times out within a handshake
// under TLS 1.3, where crypto/tls expects an encrypted one.
func endedWithAlert(tail []byte) bool {
	if len(tail) < 7 {
		return false
	}
	r := tail[len(tail)-7:]
	const recordAlert, closeNotify, userCanceled = 0x15, 0, 90
	return r[0] == recordAlert && r[1] == 3 && r[3] == 0 && r[4] == 2 && (r[6] == closeNotify || r[6] == userCanceled)
}
