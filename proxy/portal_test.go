package proxy_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"loginscope/proxy"
	"loginscope/proxy/exchange"
	"loginscope/proxy/proxytest"
)

// TestPortalByItsOwnAddress: once its proxy is set, a phone asks the proxy for
// the proxy's own address. It gets the portal, and nothing else of this machine.
func TestPortalByItsOwnAddress(t *testing.T) {
	for _, admitted := range []bool{true, false} {
		t.Run(fmt.Sprintf("admitted %v", admitted), func(t *testing.T) {
			rig := proxytest.Start(t, func(c *proxy.Config) {
				c.Admit = func(string) bool { return admitted }
				c.Dial = nil
				c.Portal = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					who, _ := proxy.Client(r)
					fmt.Fprintf(w, "portal %s through %v tls %v admitted %v", r.URL, who.ThroughProxy, who.TLS,
						who.Admitted)
				})
			})
			other := ownServer(t)
			_, port, _ := net.SplitHostPort(rig.Addr)
			for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "10.0.2.2", "10.0.3.2"} {
				for _, scheme := range []string{"http", "https"} {
					if scheme == "https" && strings.HasPrefix(host, "[") {
						continue // curl compares the certificate's address as text
					}
					r := rig.Curl(t, scheme+"://"+host+":"+port+"/proxy.pac?x=1")
					want := fmt.Sprintf("portal /proxy.pac?x=1 through true tls %v admitted %v", scheme == "https",
						admitted)
					if r.Out != want {
						t.Errorf("%s by %s: %+v, want %q", scheme, host, r, want)
					}
				}
			}
			c := rig.TLSOver(t, rig.Connect(t, "127.0.0.1:"+port), "127.0.0.1")
			fmt.Fprintf(c, "GET /inner HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", other.at)
			if b, _ := io.ReadAll(c); !strings.HasPrefix(string(b), "HTTP/1.1 403") {
				t.Errorf("another host inside the portal's tunnel: %.100q", b)
			}
			c.Close()
			raw := rig.Connect(t, "127.0.0.1:"+port)
			_, _ = io.WriteString(raw, "SSH-2.0-x\r\n")
			if b, _ := io.ReadAll(raw); len(b) != 0 {
				t.Errorf("another protocol inside the portal's tunnel: %.100q", b)
			}
			raw.Close()
			if r := rig.Curl(t, "http://"+other.at+"/"); !strings.Contains(r.Out, "oginscope") ||
				strings.Contains(r.Out, "portal /") {
				t.Errorf("another port of this machine: %+v", r)
			}
			if n := other.asked.Load(); n != 0 {
				t.Errorf("another server of this machine was asked %d times", n)
			}
			for _, f := range proxytest.Of[exchange.Finished](rig.Events) {
				if f.Exchange.Failure == nil || f.Exchange.Failure.Cause != exchange.FailBlocked || !admitted {
					t.Errorf("captured:\n%s", rig.Text())
				}
			}
		})
	}
}

// counted is a server of this machine that nobody may reach.
type counted struct {
	at    string
	asked atomic.Int64
}

func ownServer(t *testing.T) *counted {
	t.Helper()
	s := &counted{}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.at = l.Addr().String()
	done := make(chan struct{})
	t.Cleanup(func() { l.Close(); <-done })
	go func() {
		defer close(done)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			s.asked.Add(1)
			c.Close()
		}
	}()
	return s
}
