//go:build soak

package soak

import (
	"bytes"
	"context"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"

	"loginscope/proxy/proxytest"
)

// The addresses that clients ask for; the certificate of httptest is of this name.
const (
	plain = "example.com:80"
	h1    = "example.com:443"
	h2    = "example.com:8443"
)

// origins are the servers at the far end, which count what they served.
type origins struct {
	roots  *x509.CertPool
	at     map[string]string // real addresses
	mu     sync.Mutex
	served map[string]int
}

func newOrigins(t *testing.T) *origins {
	o := &origins{at: map[string]string{}, served: map[string]int{}}
	for name, start := range map[string]func(*httptest.Server){
		plain: (*httptest.Server).Start, h1: (*httptest.Server).StartTLS,
		h2: func(s *httptest.Server) { s.EnableHTTP2 = true; s.StartTLS() },
	} {
		s := httptest.NewUnstartedServer(o)
		s.Config.ErrorLog = proxytest.ServerLog(t)
		start(s)
		t.Cleanup(s.Close)
		o.at[name] = s.Listener.Addr().String()
		if s.Certificate() != nil {
			o.roots = x509.NewCertPool()
			o.roots.AddCert(s.Certificate())
		}
	}
	return o
}

// dial leads the names to the servers, and every other one nowhere.
func (o *origins) dial(ctx context.Context, network, address string) (net.Conn, error) {
	real, ok := o.at[address]
	if !ok {
		return nil, &net.DNSError{Err: "no such host", Name: address, IsNotFound: true}
	}
	var d net.Dialer
	return d.DialContext(ctx, network, real)
}

// content is the body of a number: of any size, and never another number's.
func content(id string, size int) []byte {
	line := []byte(id + ".")
	return bytes.Repeat(line, size/len(line)+1)[:size]
}

func (o *origins) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, numbered := strings.CutPrefix(r.URL.Path, "/n/")
	size, _ := strconv.Atoi(r.URL.Query().Get("size"))
	switch {
	case numbered:
		n, err := io.Copy(io.Discard, r.Body)
		if err != nil {
			return
		}
		w.Header().Set("X-Received", fmt.Sprint(n))
		_, _ = w.Write(content(id, size)) // a client that left is counted by its own end
		o.mu.Lock()
		o.served[id]++
		o.mu.Unlock()
	case r.URL.Path == "/abort":
		w.Header().Set("Content-Length", "100000")
		_, _ = io.WriteString(w, "a beginning")
		panic(http.ErrAbortHandler)
	case r.URL.Path == "/socket":
		o.echo(w, r)
	default: // much, for clients that break off
		for range 64 {
			if _, err := w.Write(content("big", 64<<10)); err != nil {
				return
			}
		}
	}
}

func (o *origins) echo(w http.ResponseWriter, r *http.Request) {
	c, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	defer func() { _ = c.CloseNow() }()
	for {
		kind, b, err := c.Read(r.Context())
		if err != nil || c.Write(r.Context(), kind, b) != nil {
			return
		}
	}
}
