package proxy_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"loginscope/proxy"
	"loginscope/proxy/exchange"
	"loginscope/proxy/proxytest"
)

// wholeHello is a ClientHello for host as it stands on the wire.
func wholeHello(t *testing.T, host string) []byte {
	t.Helper()
	client, server := net.Pipe()
	defer server.Close()
	go func() {
		defer client.Close()
		_ = tls.Client(helloOnly{client, errors.New("stop")},
			&tls.Config{ServerName: host}).HandshakeContext(context.Background())
	}()
	all, err := io.ReadAll(server)
	if err != nil && !errors.Is(err, io.ErrClosedPipe) {
		t.Fatal(err)
	}
	return all
}

// TestAbortedHandshakesAreNotLearned: a client that goes before it can have
// seen a certificate has not refused one, however often it does, and is reported to
// have gone early.
func TestAbortedHandshakesAreNotLearned(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for clients to go, four times a case")
	}
	const host = "roaming.example.test"
	whole := wholeHello(t, host)
	for _, leave := range []struct {
		name string
		end  func(net.Conn)
	}{{"FIN", func(c net.Conn) { c.Close() }}, {"RST", reset}} {
		for _, sent := range [][]byte{whole[:1], whole[:len(whole)/2], whole} {
			t.Run(fmt.Sprintf("%d of %d bytes and %s", len(sent), len(whole), leave.name), func(t *testing.T) {
				left := make(chan struct{}, 1) // once a client has gone; closed for good
				rig := proxytest.Start(t, func(c *proxy.Config) {
					c.Leaf, c.GoneWait = after(left, c.Leaf), time.Second
				})
				rig.Net.HTTP(host, false, http.HandlerFunc(hello))
				for range 4 {
					rig.Forget()
					select {
					case <-left: // the one before saw no need of a certificate
					default:
					}
					c := rig.Connect(t, host+":443")
					_, _ = c.Write(sent)
					leave.end(c)
					left <- struct{}{}
					e := proxytest.Await[exchange.TLSRefused](t, rig.Events, nil)
					if !e.Early || e.Learned || e.Cause != exchange.RefusedClosed && e.Cause != exchange.RefusedReset {
						t.Errorf("got %+v", e)
					}
				}
				if l := rig.Proxy.Learned(); len(l) != 0 {
					t.Errorf("learned %+v", l)
				}
				close(left)
				if r := rig.Curl(t, "https://"+host+"/"); r.Out != "hello" {
					t.Errorf("afterwards: %+v", r)
				}
			})
		}
	}
}

// leafFunc is [proxy.Config].Leaf.
type leafFunc = func(ctx context.Context, name string) (*tls.Certificate, error)

// after holds each certificate back until something comes from a channel.
func after(c <-chan struct{}, leaf leafFunc) leafFunc {
	return func(ctx context.Context, name string) (*tls.Certificate, error) {
		select {
		case <-c:
		case <-ctx.Done():
		}
		return leaf(ctx, name)
	}
}

// TestGoodHostIsNotLearned: while requests to a host of a device were read
// lately, nothing that another client of the device does to it ends that.
func TestGoodHostIsNotLearned(t *testing.T) {
	rig := proxytest.Start(t)
	const host = "good.example.test"
	rig.Net.HTTP(host, false, http.HandlerFunc(hello))
	if r := rig.Curl(t, "https://"+host+"/"); r.Out != "hello" {
		t.Fatalf("curl: %+v", r)
	}
	for range 5 {
		rig.Forget()
		c := tls.Client(rig.Connect(t, host+":443"), &tls.Config{ServerName: host, RootCAs: proxytest.NoTrust()})
		if c.Handshake() == nil {
			t.Fatal("handshake was accepted")
		}
		if e := proxytest.Await[exchange.TLSRefused](t, rig.Events, nil); e.Cause != exchange.RefusedAlert ||
			e.Learned {
			t.Errorf("got %+v", e)
		}
	}
	if l := rig.Proxy.Learned(); len(l) != 0 {
		t.Errorf("learned %+v", l)
	}
}

// TestLearningIsByPort: what is learned of one port holds for no other, and is
// reported with the refusal that was the last.
func TestLearningIsByPort(t *testing.T) {
	rig := proxytest.Start(t)
	const host = "ports.example.test"
	rig.Net.RawTLS(host+":8443", func(c net.Conn) {
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
	})
	refuse := func(port int) exchange.TLSRefused {
		rig.Forget()
		c := tls.Client(rig.Connect(t, fmt.Sprintf("%s:%d", host, port)), &tls.Config{
			ServerName: host,
			RootCAs:    proxytest.NoTrust(),
		})
		if c.Handshake() == nil {
			t.Fatal("handshake was accepted")
		}
		return proxytest.Await[exchange.TLSRefused](t, rig.Events, nil)
	}
	if e := refuse(443); e.Learned {
		t.Errorf("after one refusal: %+v", e)
	}
	if e := refuse(443); !e.Learned {
		t.Errorf("after two refusals: %+v", e)
	}
	l := rig.Proxy.Learned()
	if len(l) != 1 || l[0].Port != 443 {
		t.Fatalf("learned %+v", l)
	}
	if e := refuse(8443); e.Learned { // is answered by us, not relayed
		t.Errorf("on another port: %+v", e)
	}
	rig.Proxy.ForgetLearned(host + ":8443")
	if len(rig.Proxy.Learned()) != 1 {
		t.Error("forgetting one port forgot another")
	}
	rig.Proxy.ForgetLearned(host + ":443")
	if len(rig.Proxy.Learned()) != 0 {
		t.Error("the port was not forgotten")
	}
}

// TestOurPatienceIsOurs: a handshake that we give up is reported as that, counts
// for nothing, and is not given up soon.
func TestOurPatienceIsOurs(t *testing.T) {
	const host = "slow.example.test"
	rig := proxytest.Start(t, func(c *proxy.Config) { c.HandshakeTimeout = 300 * time.Millisecond })
	for range 3 {
		rig.Forget()
		abandon(t, rig, host, func(c net.Conn) { _, _ = io.Copy(io.Discard, c) })
		if e := proxytest.Await[exchange.TLSRefused](t, rig.Events, nil); e.Cause != exchange.RefusedTimeout ||
			e.Learned || e.Early {
			t.Errorf("got %+v", e)
		}
	}
	if l := rig.Proxy.Learned(); len(l) != 0 {
		t.Errorf("learned %+v", l)
	}
}

// TestSlowClientOfADeadServer: a client that is silent for long is not taken for
// another protocol because its server cannot be reached meanwhile.
func TestSlowClientOfADeadServer(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a silent client")
	}
	const target = "nowhere.example.test:443"
	rig := proxytest.Start(t, func(c *proxy.Config) { c.HandshakeTimeout = 8 * time.Second })
	c := rig.Connect(t, target)
	// the proxy has asked for the server by now
	until(t, func() bool { return contains(targets(rig.Net.Dials(), target), 1) })
	tc := rig.TLSOver(t, c, "nowhere.example.test")
	defer tc.Close()
	_, _ = io.WriteString(tc, "GET /slow HTTP/1.1\r\nHost: nowhere.example.test\r\nConnection: close\r\n\r\n")
	_, _ = io.ReadAll(tc)
	if x := rig.AwaitFinished(t, "/slow"); x.Failure == nil || x.Failure.Cause != exchange.FailDNS {
		t.Errorf("failure %+v", x.Failure)
	}
	if u := proxytest.Of[exchange.Tunnelled](rig.Events); len(u) != 0 {
		t.Errorf("tunnels %+v", u)
	}
}

// targets has a 1 for every dial of a target.
func targets(dials []string, target string) (out []int) {
	for _, d := range dials {
		if d == target {
			out = append(out, 1)
		}
	}
	return out
}
