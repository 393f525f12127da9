package engine_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"loginscope/app/engine"
	"loginscope/app/session"
	"loginscope/inspector/intake"
	"loginscope/proxy/exchange"
)

const har = `{"log":{"version":"1.2","creator":{"name":"test","version":"1"},"entries":[
{"startedDateTime":"2026-11-22T10:00:00.000Z","time":80,
 "request":{"method":"POST","url":"https://tenant.example.com/api/v2/sdk/login/aliyun-mobile-auth","httpVersion":"HTTP/1.1",
  "headers":[{"name":"Host","value":"tenant.example.com"}],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":2,
  "postData":{"mimeType":"application/json","text":"{}"}},
 "response":{"status":400,"statusText":"","httpVersion":"HTTP/1.1","headers":[{"name":"Date","value":"Sun, 22 Nov 2026 10:00:00 GMT"}],
  "cookies":[],"redirectURL":"","headersSize":-1,"bodySize":30,
  "content":{"size":30,"mimeType":"application/json","text":"{\"error_code\":\"LOGIN.1008\"}"}},
 "cache":{},"timings":{"send":1,"wait":70,"receive":9}}]}}`

const logcat = `--------- beginning of main
11-22 10:00:01.000  1000  1001 E AuthSDK : {"code":"600005","msg":"synthetic"}
11-22 10:00:02.000  1000  1001 D AuthSDK : done
`

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestImport(t *testing.T) {
	e := newEngine(t)
	told := 0
	done, err := e.Import(t.Context(), []string{write(t, "a.har", har), write(t, "b.log", logcat)},
		func(p engine.Progress) {
			told++
			if p.Count != 2 || p.Index < 1 || p.Done > p.Total {
				t.Errorf("progress %+v", p)
			}
		})
	if err != nil || len(done) != 2 || done[0].Stats.Kind != intake.HAR || done[1].Stats.Kind != intake.Logcat ||
		told == 0 {
		t.Fatalf("import: %+v, %v, progress %d", done, err, told)
	}
	idle(t, e)
	if s := e.Report().Summary; s.Exchanges != 1 || s.LogLines == 0 {
		t.Errorf("summary %+v", s)
	}
	list := rows(t, e.Session())
	if len(list) != 1 || list[0].Origin != exchange.Imported || list[0].Status != 400 {
		t.Errorf("rows %+v", list)
	}
	if st := e.Status(); st.Import != nil {
		t.Errorf("import still runs: %+v", st.Import)
	}
}

func TestImportReadsTheOthers(t *testing.T) {
	e := newEngine(t)
	if err := e.NewSession(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	bad := []struct {
		path string
		want error
	}{
		{filepath.Join(t.TempDir(), "missing.har"), os.ErrNotExist},
		{write(t, "app.apk", "PK\x03\x04 an app"), engine.ErrApp},
		{write(t, "image.bin", "\x89PNG\x00\x00\x00\x00"), engine.ErrUnknownFile},
		{write(t, "empty.log", ""), intake.ErrEmpty},
		{t.TempDir(), engine.ErrFolder},
		{write(t, "broken"+session.Ext, "SQLite format 3\x00 and nothing else"), session.ErrNotSession},
		{e.Status().Path, engine.ErrItself},
	}
	paths := []string{write(t, "a.har", har)}
	for _, b := range bad {
		paths = append(paths, b.path)
	}
	done, err := e.Import(t.Context(), append(paths, write(t, "b.log", logcat)), nil)
	if err == nil || len(done) != len(bad)+2 {
		t.Fatalf("import: %+v, %v", done, err)
	}
	for i, b := range bad {
		if got := done[i+1].Err; !errors.Is(got, b.want) || !errors.Is(err, b.want) {
			t.Errorf("%s: %v, want %v", b.path, got, b.want)
		}
	}
	if done[0].Err != nil || done[len(done)-1].Err != nil {
		t.Errorf("the good ones: %v, %v", done[0].Err, done[len(done)-1].Err)
	}
	idle(t, e)
	if n := e.Status().Exchanges; n != 1 {
		t.Errorf("%d exchanges", n)
	}
}

func TestImportSessionWithBodies(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other"+session.Ext)
	src, err := session.Create(t.Context(), path, session.Options{})
	if err != nil {
		t.Fatal(err)
	}
	full := bytes.Repeat([]byte("synthetic body "), 100_000)
	x := exchange.Exchange{
		ID: src.NewID(), Origin: exchange.Captured, Scheme: "https", Host: "example.com", Path: "/", Done: true,
		Request: exchange.Request{Method: "GET"},
		Response: &exchange.Response{
			Status: 200,
			Body: exchange.Body{Size: int64(len(full)), Head: full[:1000], Spooled: int64(len(full) - 1000),
				Complete: true},
		},
		Timing: exchange.Timing{Start: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)},
	}
	src.Append(exchange.Started{Exchange: exchange.Exchange{ID: x.ID, Host: x.Host}})
	src.Append(exchange.BodyChunk{ID: x.ID, Side: exchange.ResponseSide, Offset: 1000, Data: full[1000:]})
	src.Append(exchange.Finished{Exchange: x})
	open := exchange.Exchange{
		ID: src.NewID(), Origin: exchange.Captured, Scheme: "https", Host: "open.example.com", Path: "/",
		Request:  exchange.Request{Method: "GET", Body: exchange.Body{Size: 2, Spooled: 2, Complete: true}},
		Response: &exchange.Response{Status: 202, Body: exchange.Body{Size: 5, Spooled: 5}},
		Timing:   x.Timing,
	}
	src.Append(exchange.Progress{Exchange: open})
	src.Append(exchange.BodyChunk{ID: open.ID, Side: exchange.RequestSide, Data: []byte("up")})
	src.Append(exchange.BodyChunk{ID: open.ID, Side: exchange.ResponseSide, Data: []byte("never")})
	src.Append(exchange.BodyChunk{ID: open.ID, Side: exchange.ResponseSide, Offset: 5, Data: []byte(" ends")})
	src.Append(exchange.Frame{ID: x.ID, Opcode: 1, Data: []byte("hi"), Size: 2})
	if err := src.Close(); err != nil {
		t.Fatal(err)
	}
	e := newEngine(t)
	// The session has an exchange already, so that the IDs must differ.
	if _, err := e.Import(t.Context(), []string{write(t, "a.har", har)}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Import(t.Context(), []string{path}, nil); err != nil {
		t.Fatal(err)
	}
	list := rows(t, e.Session())
	if len(list) != 3 || list[1].ID != 2 || list[1].Origin != exchange.Imported || list[1].Host != "example.com" {
		t.Fatalf("rows %+v", list)
	}
	if o := list[2]; o.Done || o.Status != 202 || o.Origin != exchange.Imported || o.Host != open.Host {
		t.Errorf("the unfinished exchange: %+v", o)
	}
	for side, want := range []string{"up", "never ends"} {
		if got := bodyOf(t, e.Session(), list[2].ID, exchange.Side(side)); got != want {
			t.Errorf("body %d of the unfinished exchange: %q, want %q", side, got, want)
		}
	}
	r, err := e.Session().Body(t.Context(), 2, exchange.ResponseSide)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, full) {
		t.Errorf("body of %d bytes, want %d: %v", len(got), len(full), err)
	}
	for f, err := range e.Session().Frames(t.Context(), 2, 0) {
		if err != nil || string(f.Frame.Data) != "hi" {
			t.Errorf("frame %+v, %v", f, err)
		}
	}
}

func TestImportPutsClocksRight(t *testing.T) {
	e := newEngine(t)
	late := strings.ReplaceAll(har, "2026-11-22T10:00:00.000Z", "2026-11-22T10:05:00.000Z")
	done, err := e.Import(t.Context(), []string{write(t, "a.har", har), write(t, "b.har", late)}, nil)
	if err != nil || done[0].Skew.Offset != 0 || done[1].Skew.Offset != -5*time.Minute {
		t.Fatalf("import: %+v, %v", done, err)
	}
	if list := rows(t, e.Session()); len(list) != 2 || !list[0].Start.Equal(list[1].Start) {
		t.Errorf("rows %+v", list)
	}
}

func TestAddText(t *testing.T) {
	e := newEngine(t, func(c *engine.Config) { c.Temporary = true })
	st, err := e.AddText(t.Context(), "pasted 1", `the app shows {"code":"600005","msg":"synthetic"}`)
	if err != nil || st.Kept == 0 {
		t.Fatalf("add: %+v, %v", st, err)
	}
	idle(t, e)
	if s := e.Report().Summary; s.LogLines == 0 {
		t.Errorf("summary %+v", s)
	}
	path := e.Status().Path
	if err := e.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the temporary session stays: %v", err)
	}
}

func TestImportGivesUp(t *testing.T) {
	e := newEngine(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := e.Import(ctx, []string{write(t, "a.har", har)}, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("import: %v", err)
	}
	// A change of session ends an import as well.
	big := write(t, "big.log",
		logcat+strings.Repeat("11-22 10:00:03.000  1000  1001 D AuthSDK : line of a long log\n", 300_000))
	errs := make(chan error, 1)
	started := make(chan struct{}, 1)
	go func() {
		_, err := e.Import(context.Background(), []string{big}, func(engine.Progress) {
			select {
			case started <- struct{}{}:
			default:
			}
		})
		errs <- err
	}()
	<-started
	if err := e.NewSession(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if err := <-errs; !errors.Is(err, context.Canceled) {
		t.Errorf("import: %v", err)
	}
}

func TestReadOnlySessionIsFollowed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "live"+session.Ext)
	writer, err := session.Create(t.Context(), path, session.Options{FlushEvery: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	e := newEngine(t)
	if err := e.OpenSession(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	writer.Append(exchange.Finished{Exchange: exchange.Exchange{ID: writer.NewID(), Host: "example.com", Done: true}})
	deadline := time.After(10 * time.Second)
	for e.Status().Exchanges != 1 {
		select {
		case <-deadline:
			t.Fatal("what another process writes is not seen")
		case <-time.After(10 * time.Millisecond):
		}
	}
}
