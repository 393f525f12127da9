package proxy_test

import (
	"crypto/tls"
	"net"
	"net/http"
	"testing"

	"loginscope/proxy/proxytest"
)

// TestHTTPVersionIsMirrored: a client that leaves the choice gets what its server
// chooses, the connection that asked carries the first request, and a second client
// asks nobody again.
func TestHTTPVersionIsMirrored(t *testing.T) {
	rig := proxytest.Start(t)
	tests := []struct {
		host, version string
		http2         bool
	}{
		{"two.example.test", "2", true},
		{"one.example.test", "1.1", false},
	}
	for _, tt := range tests {
		rig.Net.HTTP(tt.host, tt.http2, http.HandlerFunc(hello))
		for i, path := range []string{"/first", "/second"} {
			got := rig.Curl(t, "--http2", "-w", "%{http_version}", "https://"+tt.host+path)
			if got.Out != "hello"+tt.version {
				t.Errorf("%s: %+v", tt.host, got)
			}
			dials := 0
			for _, d := range rig.Net.Dials() {
				if d == tt.host+":443" {
					dials++
				}
			}
			if dials > i+1 {
				t.Errorf("%s: %d connections for %d requests", tt.host, dials, i+1)
			}
		}
	}
}

// TestSilentServerLeavesBothVersions: a server that does not answer does not hold the
// client's handshake for longer than the proxy waits for a choice.
func TestSilentServerLeavesBothVersions(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a silent server")
	}
	rig := proxytest.Start(t)
	over := make(chan struct{})
	rig.Net.Raw("mute.example.test:443", func(net.Conn) { <-over })
	t.Cleanup(func() { close(over) }) // before the server is closed, which waits for its handler
	c := rig.Connect(t, "mute.example.test:443")
	tc := tls.Client(c, &tls.Config{
		ServerName: "mute.example.test",
		RootCAs:    rig.CA.Pool(),
		NextProtos: []string{"h2", "http/1.1"},
	})
	defer tc.Close()
	if err := tc.HandshakeContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := tc.ConnectionState().NegotiatedProtocol; got != "h2" {
		t.Errorf("chosen %q", got)
	}
}
