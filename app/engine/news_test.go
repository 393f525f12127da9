package engine

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"strings"
	"testing"
	"time"

	"loginscope/inspector/ruleset"
	"loginscope/proxy/exchange"
)

// newsOf waits for as much news.
func newsOf(t *testing.T, e *Engine, n int) []News {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		if news := e.Status().News; len(news) >= n {
			return news
		}
		if time.Now().After(end) {
			t.Fatalf("news: %+v, want %d", e.Status().News, n)
		}
	}
}

// TestLearningIsNews: that a host passes through without decryption from now on is reported at
// once, with the way back, and the report has it, too.
func TestLearningIsNews(t *testing.T) {
	e, err := New(t.Context(), Config{Dir: t.TempDir(), Rules: ruleset.Default(), Temporary: true})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	t.Cleanup(func() { _ = e.Close(ctx) })
	if err := e.StartCapture(ctx, CaptureOptions{Listen: "127.0.0.1:0"}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		c, err := net.Dial("tcp", e.Status().Address)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(c, "CONNECT pinned.example.test:443 HTTP/1.1\r\nHost: pinned.example.test:443\r\n\r\n")
		if _, err := io.ReadFull(c, make([]byte, len("HTTP/1.1 200 Connection established\r\n\r\n"))); err != nil {
			t.Fatal(err)
		}
		if tls.Client(c, &tls.Config{ServerName: "pinned.example.test"}).Handshake() == nil {
			t.Fatal("our certificate was accepted")
		}
		c.Close()
	}
	n := newsOf(t, e, 1)[0]
	if n.N != 1 || !strings.Contains(n.What.EN, "pinned.example.test") ||
		!strings.Contains(n.What.ZH, "pinned.example.test") || n.Do.EN == "" || n.Do.ZH == "" {
		t.Errorf("news %+v", n)
	}
	if err := e.WaitIdle(ctx); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, f := range e.Report().Findings {
		found = found || f.Check == "interception-off"
	}
	if !found {
		t.Errorf("findings: %+v", e.Report().Findings)
	}
}

// TestStandardLogIsNews: what a library writes to Go's standard logger, as
// net/http's client does, goes into the session and is news; it is no line of
// a phone's log.
func TestStandardLogIsNews(t *testing.T) {
	e, err := New(t.Context(), Config{Dir: t.TempDir(), Rules: ruleset.Default(), Temporary: true})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	t.Cleanup(func() { _ = e.Close(ctx) })
	if err := e.StartCapture(ctx, CaptureOptions{Listen: "127.0.0.1:0"}); err != nil {
		t.Fatal(err)
	}
	restore := e.TakeStandardLog()
	for i := range maxNews + 5 {
		log.Printf("unsolicited response %d for 13800138000", i)
	}
	restore()
	news := newsOf(t, e, 1)
	if len(news) > maxNews || strings.Contains(fmt.Sprint(news), "13800138000") ||
		!strings.Contains(news[0].Why.EN, "unsolicited response") {
		t.Errorf("news %+v", news)
	}
	if err := e.WaitIdle(ctx); err != nil {
		t.Fatal(err)
	}
	r := e.Report()
	if r.Summary.LogLines != 0 || len(r.Unknown) == 0 || r.Unknown[0].Where.File != exchange.OwnSource {
		t.Errorf("%d log lines; not understood: %+v", r.Summary.LogLines, r.Unknown)
	}
}
