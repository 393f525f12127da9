package engine_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"loginscope/app/engine"
	"loginscope/app/session"
	"loginscope/proxy/exchange"
)

// TestIncrementalReportEqualsImport reads the same files on both ways.
func TestIncrementalReportEqualsImport(t *testing.T) {
	dir := t.TempDir()
	// Times with a zone, an answer that never came, frames and an attempt.
	zoned := write(t, "zoned.har", `{"log":{"version":"1.2","creator":{"name":"t","version":"1"},"entries":[
{"startedDateTime":"2026-11-22T18:00:00.000+08:00","time":80,
 "request":{"method":"POST","url":"https://tenant.example.com/api/v2/sdk/login/aliyun-mobile-auth","httpVersion":"HTTP/1.1",
  "headers":[{"name":"Host","value":"tenant.example.com"}],"postData":{"mimeType":"application/json","text":"{}"}},
 "response":{"status":400,"headers":[{"name":"Date","value":"Sun, 22 Nov 2026 10:00:00 GMT"}],
  "content":{"size":30,"mimeType":"application/json","text":"{\"error_code\":\"LOGIN.1008\"}"}}},
{"startedDateTime":"2026-11-22T18:00:01.000+08:00","time":8,
 "request":{"method":"GET","url":"https://open.example.com/"},"response":{"status":0,"_error":"net::ERR_TIMED_OUT"}}]}}`)
	for _, tt := range []struct {
		name  string
		files []string
	}{
		{"har", []string{zoned}},
		{"log", []string{write(t, "b.log", logcat)}},
		{"both", []string{zoned, write(t, "b.log", logcat)}},
		{"session", []string{sessionOf(t, dir), zoned}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			now := func() time.Time { return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) }
			e := newEngine(t, func(c *engine.Config) { c.Temporary, c.Now = true, now })
			if _, err := e.Import(t.Context(), tt.files, nil); err != nil {
				t.Fatal(err)
			}
			idle(t, e)
			straight := newEngine(t, func(c *engine.Config) { c.Temporary, c.Now = true, now })
			folding, done, err := straight.Fold(t.Context(), tt.files, nil)
			if err != nil || len(done) != len(tt.files) {
				t.Fatalf("fold: %+v, %v", done, err)
			}
			if straight.Session() != nil {
				t.Error("a session was made")
			}
			want, got := asJSON(t, e.Report()), asJSON(t, folding.Report())
			if want != got {
				t.Errorf("import reports\n%s\nfold reports\n%s", want, got)
			}
		})
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// sessionOf is a session with one exchange that ended and one that is open.
func sessionOf(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "s"+session.Ext)
	s, err := session.Create(t.Context(), path, session.Options{})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 22, 10, 0, 2, 0, time.UTC)
	for _, done := range []bool{true, false} {
		x := exchange.Exchange{
			ID: s.NewID(), Origin: exchange.Captured, Scheme: "https", Host: "tenant.example.com", Path: "/",
			Request: exchange.Request{Method: "GET"}, Timing: exchange.Timing{Start: at},
		}
		s.Append(exchange.Started{Exchange: x})
		if done {
			x.Done, x.Response = true, &exchange.Response{Status: 200}
			s.Append(exchange.Finished{Exchange: x})
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestFoldReadsTheOthers: one file that cannot be read keeps no other back.
func TestFoldReadsTheOthers(t *testing.T) {
	e := newEngine(t)
	folding, done,
		err := e.Fold(t.Context(), []string{filepath.Join(t.TempDir(), "missing.har"), write(t, "a.har", har)}, nil)
	if !errors.Is(done[0].Err, os.ErrNotExist) || err == nil || done[1].Err != nil {
		t.Fatalf("fold: %+v, %v", done, err)
	}
	if n := folding.Report().Summary.Exchanges; n != 1 {
		t.Errorf("%d exchanges", n)
	}
}
