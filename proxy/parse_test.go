package proxy

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"loginscope/proxy/exchange"
)

func TestLooksHTTP(t *testing.T) {
	for in, want := range map[string][2]bool{
		"": {false, true}, "GE": {false, true}, "GET ": {true, true}, "PRI * HTTP/2.0": {true, true},
		"M-SEARCH * ": {true, true},
		"\r\nGET ":    {true, true}, "get ": {true, false}, " GET": {true, false}, "\x10": {true, false},
		"EHLO\r\n":              {true, false},
		strings.Repeat("A", 40): {true, false},
	} {
		if decided, http := looksHTTP([]byte(in)); [2]bool{decided, http} != want {
			t.Errorf("%q: decided %v, http %v", in, decided, http)
		}
	}
}

func TestWithoutQuery(t *testing.T) {
	got := withoutQuery(`Get "https://h/p?access_token=secret&x=1": dial http://h/?t=secret failed`)
	if strings.Contains(got, "secret") || !strings.Contains(got, "https://h/p") {
		t.Error(got)
	}
	if n := len(withoutQuery(strings.Repeat("é", 1000))); n > maxLogText+4 {
		t.Errorf("%d bytes", n)
	}
}

func TestPlaintextAlert(t *testing.T) {
	if a, ok := plaintextAlert([]byte("junk\x15\x03\x03\x00\x02\x02\x30")); !ok || a != 48 {
		t.Errorf("%d %v", a, ok)
	}
	for _, bad := range []string{"", "\x15\x03\x03\x00\x02\x01\x00", "\x17\x03\x03\x00\x02\x02\x30",
		"\x03\x00\x02\x02\x30"} {
		if _, ok := plaintextAlert([]byte(bad)); ok {
			t.Errorf("%q taken for an alert", bad)
		}
	}
}

func TestRefusalCauseOfOddErrors(t *testing.T) {
	for want, err := range map[exchange.RefusalCause]error{
		exchange.RefusedNoCert:  &leafError{errors.New("x")},
		exchange.RefusedClosed:  io.EOF,
		exchange.RefusedTimeout: context.DeadlineExceeded,
		exchange.RefusedVersion: errors.New("tls: client offered only unsupported versions: [300]"),
		exchange.RefusedGarbage: errors.New("tls: first record does not look like a TLS handshake"),
	} {
		if got, alert := refusalCause(err); got != want || alert != -1 {
			t.Errorf("%v: %s %d", err, got, alert)
		}
	}
}
