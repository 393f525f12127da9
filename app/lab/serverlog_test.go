package lab

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// lockedBuffer takes the standard logger's output from any goroutine.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// TestServersReportTheirPanics: every server of a running lab reports a panic
// to Go's standard logger, and stays silent on a handshake that was broken off.
func TestServersReportTheirPanics(t *testing.T) {
	var out lockedBuffer
	was := log.Writer()
	log.SetOutput(&out)
	defer log.SetOutput(was)
	l, err := Start(t.Context(), Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if c, err := tls.Dial("tcp", l.Tenant(), &tls.Config{}); err == nil { // its root is not trusted
		c.Close()
		t.Fatal("the lab's certificate was trusted")
	}
	if len(l.servers) == 0 {
		t.Fatal("no servers")
	}
	for _, s := range l.servers {
		twin := &http.Server{ErrorLog: s.ErrorLog, Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			panic("the party fell over")
		})}
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() { _ = twin.Serve(ln) }()
		c, err := net.Dial("tcp", ln.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		_, _ = io.ReadAll(c) // it is closed once the panic was reported
		c.Close()
		_ = twin.Close()
	}
	ended(errors.New("accept failed"))
	ended(http.ErrServerClosed)
	if got := strings.Count(out.String(), "the party fell over"); got != len(l.servers) {
		t.Errorf("%d of %d panics were reported:\n%s", got, len(l.servers), out.String())
	}
	if strings.Count(out.String(), "a server ended: accept failed") != 1 ||
		strings.Count(out.String(), "a server ended") != 1 {
		t.Errorf("ends of servers:\n%s", out.String())
	}
	if strings.Contains(out.String(), "handshake") {
		t.Errorf("a broken handshake was reported:\n%s", out.String())
	}
}
