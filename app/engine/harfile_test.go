package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"loginscope/app/engine"
	"loginscope/app/session"
	"loginscope/problem"
	"loginscope/proxy/exchange"
)

// heldSession is what a session holds, with what a HAR file keeps of it.
type heldSession struct {
	Exchanges []exchange.Exchange
	Bodies    []string
	Frames    []exchange.Frame
	Others    []exchange.Event
}

func held(t *testing.T, s *session.Session) (out heldSession) {
	t.Helper()
	var ids []exchange.ID
	for row, err := range s.Rows(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, row.ID)
	}
	slices.Sort(ids)
	for _, id := range ids {
		x, err := s.Exchange(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for side := range exchange.Side(2) {
			r, err := s.Body(t.Context(), x.ID, side)
			if errors.Is(err, session.ErrNoBody) {
				out.Bodies = append(out.Bodies, "not kept")
				continue
			} else if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(r)
			if err := errors.Join(err, r.Close()); err != nil {
				t.Fatal(err)
			}
			out.Bodies = append(out.Bodies, string(b))
		}
		for f, err := range s.Frames(t.Context(), x.ID, 0) {
			if err != nil {
				t.Fatal(err)
			}
			out.Frames = append(out.Frames, f.Frame)
		}
		x.Origin = ""
		out.Exchanges = append(out.Exchanges, x)
	}
	for ev, err := range s.Events(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		switch ev.Event.(type) {
		case exchange.LogLine, exchange.Tunnelled, exchange.TLSRefused, exchange.Blocked:
			out.Others = append(out.Others, ev.Event)
		}
	}
	return out
}

// TestASessionComesBackFromItsHAR writes a session with bodies longer than an entry
// takes, messages, a call that never ended and all that is no exchange, and reads it
// into a new session.
func TestASessionComesBackFromItsHAR(t *testing.T) {
	e := newEngine(t)
	if err := e.NewSession(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	fill(t, e)
	if err := e.Session().SetAnswers("vpn=off"); err != nil {
		t.Fatal(err)
	}
	idle(t, e)
	want := held(t, e.Session())
	path := filepath.Join(t.TempDir(), "a.har")
	done, err := e.SaveHAR(t.Context(), path, engine.HAROptions{Values: true})
	if err != nil || done.Exchanges != 3 || done.Events != 4 || done.Masked {
		t.Fatalf("%+v: %v", done, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v: %v", info.Mode(), err)
	}
	if err := e.NewSession(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Import(t.Context(), []string{path}, nil); err != nil {
		t.Fatal(err)
	}
	idle(t, e)
	got := held(t, e.Session())
	if diff := cmp.Diff(want, got, cmp.Comparer(bytes.Equal)); diff != "" {
		t.Error(diff[:min(len(diff), 5000)])
	}
	if a := e.Session().Meta().Answers; a != "vpn=off" {
		t.Errorf("answers %q", a)
	}
}

// fill writes what a capture may emit into the open session.
func fill(t *testing.T, e *engine.Engine) {
	t.Helper()
	s := e.Session()
	at := time.Date(2026, 11, 30, 10, 0, 0, 123456789, time.UTC)
	long := strings.Repeat("0123456789中文", 600_000) // 9.6 MB
	x := exchange.Exchange{ID: s.NewID(), Origin: exchange.Captured, Device: "192.168.1.20", Conn: 3, Scheme: "https",
		Host: "localhost", Port: 9743, Path: "/x?a=1", Done: true,
		Request: exchange.Request{Method: "POST", Proto: "HTTP/2.0", HeaderAsSent: true,
			Header: exchange.Header{{Name: "A", Value: "1"}, {Name: "a", Value: "\xc4\xe3"}},
			Body:   exchange.Body{Size: 3, Head: []byte("\x00\x01\xff"), Complete: true}},
		Response: &exchange.Response{Status: 200, Proto: "HTTP/2.0", Trailer: exchange.Header{{Name: "Sum", Value: "5"}},
			Body: exchange.Body{Size: int64(len(long)) + 10, Head: []byte(long[:1000]), Spooled: int64(len(long) - 1000)}},
		Timing: exchange.Timing{Start: at, Connected: at.Add(1), Sent: at.Add(2), End: at.Add(time.Second), Reused: true},
		Server: exchange.Peer{Remote: "192.0.2.1:9743", TLS: &exchange.TLS{Version: "TLS 1.3", SNI: "localhost"}},
	}
	opened := x
	opened.Response, opened.Done, opened.Request.Body, opened.Timing.End = nil, false, exchange.Body{}, time.Time{}
	opened.ID = s.NewID()
	socket := x
	socket.ID, socket.Scheme, socket.Response = s.NewID(), "wss", &exchange.Response{Status: 101, Proto: "HTTP/1.1"}
	chunk := func(id exchange.ID, side exchange.Side, from int, data string) {
		for at := from; at < len(data); at += 256 << 10 {
			s.Append(exchange.BodyChunk{ID: id, Side: side, Offset: int64(at), Data: []byte(data[at:min(at+256<<10, len(data))])})
		}
	}
	s.Append(exchange.Started{Exchange: opened})
	chunk(opened.ID, exchange.RequestSide, 0, "the first of many")
	opened.Request.Body = exchange.Body{Size: 17, Spooled: 17}
	s.Append(exchange.Progress{Exchange: opened})
	chunk(x.ID, exchange.ResponseSide, 1000, long)
	s.Append(exchange.Finished{Exchange: x})
	frame := exchange.Frame{ID: socket.ID, Time: at, Opcode: 1, Data: []byte(strings.Repeat("中", 1<<20)), Size: 3 << 20}
	for range 3 { // more than an entry takes
		s.Append(frame)
	}
	s.Append(exchange.Frame{ID: socket.ID, Side: 1, Time: at, Opcode: 8, Data: []byte("\x03\xe8"), Size: 2})
	s.Append(exchange.Finished{Exchange: socket})
	s.Append(exchange.Tunnelled{Conn: 4, Target: "h:443", Start: at, BytesUp: 5, Reason: exchange.TunnelRule})
	s.Append(exchange.TLSRefused{Conn: 5, Target: "h:443", Time: at, Cause: exchange.RefusedAlert, Alert: 48})
	s.Append(exchange.Blocked{Conn: 6, Time: at, Target: "127.0.0.1:1", Reason: exchange.BlockedLoopback})
	s.Append(exchange.LogLine{Time: at, Text: "AuthSDK 600000", Source: "a.log", Line: 7})
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestAMaskedHARHoldsNoValue: masking is the default, and the values are those of the
// session wherever they stand.
func TestAMaskedHARHoldsNoValue(t *testing.T) {
	const phone, token = "13812345678", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
	e := newEngine(t)
	body := `"text":"{\"mobile\":\"` + phone + `\",\"session_token\":\"` + token + `\"}"`
	log := "11-22 10:00:03.000  1000  1001 E AuthSDK : {\"code\":\"600025\",\"msg\":\"" + token + "\"}\n"
	files := []string{write(t, "a.har", strings.ReplaceAll(har, `"text":"{}"`, body)), write(t, "b.log", logcat+log)}
	if _, err := e.Import(t.Context(), files, nil); err != nil {
		t.Fatal(err)
	}
	was := gistIdle(t, e)
	var b bytes.Buffer
	done, err := e.WriteHAR(t.Context(), &b, engine.HAROptions{})
	if err != nil || !done.Masked || done.Events < 2 {
		t.Fatalf("%+v: %v", done, err)
	}
	if text := b.String(); strings.Contains(text, phone) || strings.Contains(text, token) {
		t.Errorf("a value stands in %s", text)
	}
	if err := e.NewSession(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Import(t.Context(), []string{write(t, "masked.har", b.String())}, nil); err != nil {
		t.Fatal(err)
	}
	if now := gistIdle(t, e); now != was {
		t.Errorf("masked: %s\nbefore: %s", now, was)
	}
	ids := []exchange.ID{1}
	b.Reset()
	if done, err := e.WriteHAR(t.Context(), &b, engine.HAROptions{IDs: ids}); err != nil || done.Exchanges != 1 ||
		done.Events != 0 || strings.Contains(b.String(), "AuthSDK") {
		t.Errorf("one exchange: %+v: %v", done, err)
	}
}

func gistIdle(t *testing.T, e *engine.Engine) string {
	t.Helper()
	idle(t, e)
	return gist(t, e)
}

// TestAnExportThatFailsLeavesTheOldFile: no half file stands under the name.
func TestAnExportThatFailsLeavesTheOldFile(t *testing.T) {
	e := newEngine(t)
	if err := e.NewSession(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	fill(t, e)
	path := write(t, "old.har", "the old one")
	if _, err := e.SaveHAR(t.Context(), path, engine.HAROptions{}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("replaced without being asked: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.SaveHAR(ctx, path, engine.HAROptions{Values: true, Replace: true}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	same(t, path, "the old one")
	_, err := e.SaveHAR(t.Context(), filepath.Join(path, "no-folder.har"), engine.HAROptions{})
	if p := problem.Of(err); err == nil || p.Do.EN == "" || p.Why.ZH == "" {
		t.Errorf("%v", err)
	}
	for _, cause := range []error{fs.ErrPermission, fs.ErrNotExist, io.ErrShortWrite} {
		if p := problem.Of(&engine.ExportError{Path: "a.har", Err: cause}); p.Why.EN == "" || p.Do.ZH == "" ||
			!strings.Contains(p.What.EN, "a.har") {
			t.Errorf("%v: %+v", cause, p)
		}
	}
}

// same checks that a folder holds one file with a content and nothing else.
func same(t *testing.T, path, want string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil || string(b) != want {
		t.Errorf("%s holds %d bytes: %v", path, len(b), err)
	}
	list, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(list) != 1 {
		t.Errorf("beside it: %v, %v", list, err)
	}
}

// TestAKilledExportLeavesAWholeFile kills a process in the middle of an export that
// replaces a file: under the name stands the old one, or one that was written wholly.
func TestAKilledExportLeavesAWholeFile(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a process")
	}
	path := write(t, "old.har", "the old one")
	child := exec.Command(os.Args[0], "-test.run=^TestChildThatExports$")
	child.Env = append(os.Environ(), "LOGINSCOPE_EXPORT="+path)
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	for begin := time.Now(); ; time.Sleep(time.Millisecond) {
		parts, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".loginscope-*.part"))
		if err != nil {
			t.Fatal(err)
		}
		if len(parts) > 0 {
			if info, err := os.Stat(parts[0]); err == nil && info.Size() > 0 {
				break
			}
		}
		if time.Since(begin) > time.Minute {
			t.Fatal("it does not write")
		}
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // killed
	b, err := os.ReadFile(path)
	if err != nil || string(b) != "the old one" && !json.Valid(b) {
		t.Errorf("the file holds %d bytes: %v", len(b), err)
	}
}

// TestChildThatExports is the process that TestAKilledExportLeavesAWholeFile kills.
func TestChildThatExports(t *testing.T) {
	path := os.Getenv("LOGINSCOPE_EXPORT")
	if path == "" {
		return
	}
	e := newEngine(t)
	if err := e.NewSession(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	fill(t, e)
	for { // again and again, so that it is killed while it writes
		if _, err := e.SaveHAR(t.Context(), path, engine.HAROptions{Values: true, Replace: true}); err != nil {
			t.Fatal(err)
		}
	}
}
