package lab_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"

	"loginscope/app/lab"
)

// foreignProxy is a proxy that is not ours and dials what it is asked for. It
// refuses, and remembers, everything but loopback addresses.
type foreignProxy struct {
	mu    sync.Mutex
	asked []string
	wg    sync.WaitGroup
}

func (p *foreignProxy) serve(ln net.Listener) {
	for {
		c, err := ln.Accept()
		if err != nil {
			return
		}
		p.wg.Go(func() { p.tunnel(c) })
	}
}

func (p *foreignProxy) tunnel(c net.Conn) {
	defer c.Close()
	r, err := http.ReadRequest(bufio.NewReader(c))
	if err != nil {
		return
	}
	p.mu.Lock()
	p.asked = append(p.asked, r.Method+" "+r.Host)
	p.mu.Unlock()
	host, _, _ := net.SplitHostPort(r.Host)
	if r.Method != http.MethodConnect || !net.ParseIP(host).IsLoopback() {
		_, _ = io.WriteString(c, "HTTP/1.1 403 Forbidden\r\n\r\n")
		return
	}
	up, err := (&net.Dialer{}).DialContext(r.Context(), "tcp", r.Host)
	if err != nil {
		return
	}
	defer up.Close()
	_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n")
	p.wg.Go(func() {
		_, _ = io.Copy(up, c)
		_ = up.Close()
	})
	_, _ = io.Copy(c, up)
}

// TestForeignProxy proves that a run through somebody else's proxy names no
// host that would have to be resolved outside.
func TestForeignProxy(t *testing.T) {
	l, _ := world(t)
	var lc net.ListenConfig
	ln, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &foreignProxy{}
	p.wg.Go(func() { p.serve(ln) })
	for name, signedIn := range map[string]bool{
		"cm-success": true, "cu-redirect-success": true, "global-proxy-mobile": false, "cm-ntyd-success": true,
		"tenant-unknown-name": false,
	} {
		s, err := lab.Find(name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := l.Run(t.Context(), s, lab.Run{Proxy: ln.Addr().String(), ByAddress: true})
		if err != nil {
			t.Fatal(err)
		}
		if got.SignedIn != signedIn {
			t.Errorf("%s: signed in %t, want %t: %v", name, got.SignedIn, signedIn, got.Callbacks)
		}
	}
	_ = ln.Close()
	p.wg.Wait()
	want := "CONNECT " + l.Tenant()
	if len(p.asked) == 0 || slices.ContainsFunc(p.asked, func(s string) bool { return s != want }) {
		t.Errorf("the proxy was asked for %q, want %q alone", p.asked, want)
	}
}
