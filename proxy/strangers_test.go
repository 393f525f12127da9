package proxy_test

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"loginscope/proxy"
	"loginscope/proxy/proxytest"
)

// TestUnknownDevicesDoNotExhaustConnections: devices that are not admitted have a budget of
// their own, and admitted ones get through while it is used up.
func TestUnknownDevicesDoNotExhaustConnections(t *testing.T) {
	rig := proxytest.Start(t, func(c *proxy.Config) {
		c.MaxConns, c.MaxStrangers, c.MaxConnsPerStranger = 8, 6, 3
		c.Admit = func(device string) bool { return device == "127.0.0.1" }
	})
	rig.Net.HTTP("app.example.test", false, http.HandlerFunc(hello))
	from := func(ip string) net.Conn {
		d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(ip)}}
		c, err := d.Dial("tcp", rig.Addr)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		return c
	}
	turnedAway := 0
	for i := range 20 {
		c := from([]string{"127.0.0.2", "127.0.0.3", "127.0.0.4"}[i%3])
		if i >= 6 { // the first six are taken and say nothing
			b, _ := io.ReadAll(c)
			if strings.HasPrefix(string(b), "HTTP/1.1 503") {
				turnedAway++
			}
		}
	}
	if turnedAway != 14 {
		t.Errorf("%d of 14 strangers were turned away", turnedAway)
	}
	for range 3 {
		if r := rig.Curl(t, "http://app.example.test/"); r.Out != "hello" {
			t.Errorf("an admitted device: %+v", r)
		}
	}
}
