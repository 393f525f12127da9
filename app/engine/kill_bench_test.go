package engine_test

import (
	"crypto/tls"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"loginscope/app/session"
	"loginscope/proxy/exchange"
)

// pulse sends a number of pieces over connections and notes when.
type pulse struct {
	mu   sync.Mutex
	sent map[string][]time.Time // by stream
}

// beat is the time between two pieces, and piece the bytes of one.
const (
	beat  = 5 * time.Millisecond
	piece = 8
)

// send writes a piece at every beat until the other side is gone.
func (p *pulse) send(stream string, w io.Writer, head []byte, flush func() error) {
	for n := uint64(0); ; n++ {
		b := binary.BigEndian.AppendUint64(append([]byte{}, head...), n)
		p.mu.Lock()
		p.sent[stream] = append(p.sent[stream], time.Now())
		p.mu.Unlock()
		if _, err := w.Write(b); err != nil || flush() != nil {
			return
		}
		time.Sleep(beat)
	}
}

func (p *pulse) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rc := http.NewResponseController(w)
	if r.Header.Get("Upgrade") == "" {
		p.send(r.URL.Path, w, nil, rc.Flush)
		return
	}
	c, _, err := rc.Hijack()
	if err != nil {
		return
	}
	defer c.Close()
	_, _ = io.WriteString(c, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
	head := []byte{0x82, piece}
	if r.URL.Path == "/part" {
		_, _ = c.Write([]byte{0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0}) // 64 KiB, of which little comes
		head = nil
	}
	p.send(r.URL.Path, c, head, func() error { return nil })
}

// BenchmarkKilledStreams kills a capture within streams of pieces and reports
// the age of the oldest piece that is not in its file: of a body, of WebSocket
// messages, of one message that does not end, and of the count of a tunnel.
func BenchmarkKilledStreams(b *testing.B) {
	oldest := map[string]time.Duration{}
	for b.Loop() {
		killStreams(b, oldest)
	}
	for stream, age := range oldest {
		b.ReportMetric(float64(age.Milliseconds()), strings.Trim(stream, "/")+"-ms-lost")
	}
}

func killStreams(b *testing.B, oldest map[string]time.Duration) {
	p := &pulse{sent: map[string][]time.Time{}}
	server := httptest.NewUnstartedServer(p)
	server.EnableHTTP2 = true
	server.StartTLS()
	defer func() { server.CloseClientConnections(); server.Close() }()
	raw, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer raw.Close()
	go func() {
		if c, err := raw.Accept(); err == nil {
			defer c.Close()
			p.send("/tunnel", c, nil, func() error { return nil })
		}
	}()
	child := startChild(b)
	host := strings.TrimPrefix(server.URL, "https://")
	for _, path := range []string{"/body", "/messages", "/part"} {
		c := tls.Client(connect(b, child.address, host),
			&tls.Config{InsecureSkipVerify: true}) //nolint:gosec // of our own proxy, on loopback
		upgrade := ""
		if path != "/body" {
			upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n"
		}
		if _, err := io.WriteString(c, "GET "+path+" HTTP/1.1\r\nHost: "+host+"\r\n"+upgrade+"\r\n"); err != nil {
			b.Fatal(err)
		}
		go func() { _, _ = io.Copy(io.Discard, c) }()
	}
	c := connect(b, child.address, raw.Addr().String())
	go func() { _, _ = io.Copy(io.Discard, c) }()
	if _, err := c.Write([]byte{0x10}); err != nil {
		b.Fatal(err)
	}
	time.Sleep(2*time.Second + time.Duration(rand.Int64N(int64(time.Second))))
	killed := time.Now()
	child.kill(b)
	for stream, n := range stored(b, child.file) {
		p.mu.Lock()
		sent := p.sent[stream]
		p.mu.Unlock()
		if n < len(sent) {
			oldest[stream] = max(oldest[stream], killed.Sub(sent[n]))
		}
	}
}

// stored counts the pieces of each stream that a session holds.
func stored(b *testing.B, path string) map[string]int {
	s, err := session.OpenReadOnly(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	got := map[string]int{"/body": 0, "/messages": 0, "/part": 0, "/tunnel": 0}
	for r, err := range s.Rows(b.Context(), 0) {
		if err != nil {
			b.Fatal(err)
		}
		if r.Path == "/body" {
			rc, err := s.Body(b.Context(), r.ID, exchange.ResponseSide)
			if err != nil {
				b.Fatal(err)
			}
			body, _ := io.ReadAll(rc)
			rc.Close()
			got[r.Path] = len(body) / piece
			continue
		}
		size := 0
		for f, err := range s.Frames(b.Context(), r.ID, 0) {
			if err != nil {
				b.Fatal(err)
			}
			size += len(f.Frame.Data)
		}
		got[r.Path] = size / piece
	}
	for e, err := range s.Marks(b.Context(), 0) {
		if err != nil {
			b.Fatal(err)
		}
		if u, ok := e.Event.(exchange.Tunnelled); ok {
			got["/tunnel"] = int(u.BytesDown) / piece
		}
	}
	return got
}
