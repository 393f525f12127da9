package session

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"loginscope/proxy/exchange"
)

func TestMain(m *testing.M) {
	if mode := os.Getenv("SESSION_TEST_CHILD"); mode != "" {
		os.Exit(child(mode))
	}
	goleak.VerifyTestMain(m)
}

var epoch = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

// login is a synthetic exchange of realistic size.
func login(id exchange.ID, done bool) exchange.Exchange {
	x := exchange.Exchange{
		ID: id, Origin: exchange.Captured, Device: "192.0.2.7", Conn: uint64(id)/4 + 1,
		Scheme: "https", Host: "dypnsapi.aliyuncs.com", Port: 443, Path: fmt.Sprintf("/?n=%d", id),
		Request: exchange.Request{
			Method: "POST", Proto: "HTTP/1.1", HeaderAsSent: true,
			Header: exchange.Header{
				{Name: "Host", Value: "dypnsapi.aliyuncs.com"}, {
					Name:  "content-type",
					Value: "application/x-www-form-urlencoded",
				},
				{Name: "User-Agent", Value: "okhttp/3.13.1"}, {Name: "X-Two", Value: "1"}, {Name: "x-two", Value: "2"},
				{Name: "X-Gbk", Value: "\xca\xd6\xbb\xfa"},
			},
			Body: exchange.Body{Size: 12, Head: []byte("Action=Query"), Complete: true},
		},
		Timing: exchange.Timing{Start: epoch.Add(time.Duration(id) * time.Millisecond)},
		Client: exchange.Peer{
			Remote: "192.0.2.7:40000",
			TLS:    &exchange.TLS{Version: "TLS 1.3", SNI: "dypnsapi.aliyuncs.com", ALPN: "h2"},
		},
		Done: done,
	}
	if done {
		x.Timing.End = x.Timing.Start.Add(80 * time.Millisecond)
		body := bytes.Repeat([]byte(`{"Code":"OK","Message":"OK","RequestId":"synthetic"}`), 16)
		x.Response = &exchange.Response{
			Status: 200, Reason: "OK", Proto: "HTTP/1.1",
			Header: exchange.Header{{Name: "Date", Value: "Sun, 22 Nov 2026 10:00:00 GMT"}, {
				Name:  "Content-Type",
				Value: "application/json",
			}},
			Body: exchange.Body{Size: int64(len(body)), Head: body, Complete: true},
		}
	}
	return x
}

func create(t testing.TB, o Options) *Session {
	t.Helper()
	s, err := Create(t.Context(), filepath.Join(t.TempDir(), "a"+Ext), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func events(t testing.TB, r Reader, after Seq) []SeqEvent {
	t.Helper()
	var out []SeqEvent
	for e, err := range r.Events(t.Context(), after) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

func rows(t testing.TB, r Reader, after Seq) []Row {
	t.Helper()
	var out []Row
	for row, err := range r.Rows(t.Context(), after) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, row)
	}
	return out
}

func body(t testing.TB, r Reader, id exchange.ID, side exchange.Side) ([]byte, error) {
	t.Helper()
	rc, err := r.Body(t.Context(), id, side)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(rc)
	return b, errors.Join(err, rc.Close())
}

// scene appends one of everything and returns what readers should see.
func scene(s *Session) []exchange.Event {
	open := login(s.NewID(), false)
	opened := exchange.Started{Exchange: login(s.NewID(), false)}
	big := login(opened.Exchange.ID, true)
	spooled := noise(3 << 10)
	big.Response.Body.Spooled = int64(len(spooled))
	big.Response.Body.Size += int64(len(spooled))
	head := int64(len(big.Response.Body.Head))
	out := []exchange.Event{
		exchange.Started{Exchange: open},
		opened,
		exchange.Frame{ID: open.ID, Side: exchange.ResponseSide, Time: epoch, Opcode: 1, Data: []byte("hello"),
			Size: 5},
		exchange.Tunnelled{Conn: 9, Device: "192.0.2.7", Target: "id6.me:443", Start: epoch,
			Reason: exchange.TunnelRule},
		exchange.TLSRefused{Conn: 10, Target: "example.com:443", Cause: exchange.RefusedAlert, Alert: 46, Time: epoch},
		exchange.Blocked{},
		exchange.LogLine{Tag: "AuthSDK", Level: "E", Text: "code=600005", Source: "logcat", Line: 3},
		exchange.Finished{Exchange: big},
	}
	for _, e := range out[:len(out)-1] {
		s.Append(e)
	}
	s.Append(exchange.BodyChunk{ID: big.ID, Side: exchange.ResponseSide, Offset: head, Data: spooled[:1024]})
	s.Append(exchange.BodyChunk{ID: big.ID, Side: exchange.ResponseSide, Offset: head + 1024, Data: spooled[1024:]})
	s.Append(out[len(out)-1])
	return out
}

// checkScene asserts what scene wrote. A finished exchange's opening may be
// missing.
func checkScene(t *testing.T, r Reader, want []exchange.Event) {
	t.Helper()
	var got []exchange.Event
	for _, e := range events(t, r, 0) {
		got = append(got, e.Event)
	}
	// The file drops it with the commit; what is read from memory still has it.
	if len(got) < len(want) {
		want = append(append([]exchange.Event{}, want[0]), want[2:]...)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("events (-want +got):\n%s", diff)
	}
	if n := r.Last(); n != 8 {
		t.Errorf("last %d, want 8", n)
	}
	list := rows(t, r, 0)
	if len(list) != 2 || list[0].ID != 1 || list[0].Done || list[1].ID != 2 || !list[1].Done || list[1].Status != 200 {
		t.Errorf("rows %+v", list)
	}
	if list := rows(t, r, 2); len(list) != 1 || list[0].ID != 2 {
		t.Errorf("rows after 2: %+v", list)
	}
	x, err := r.Exchange(t.Context(), 2)
	if diff := cmp.Diff(want[len(want)-1].(exchange.Finished).Exchange, x); diff != "" || err != nil {
		t.Errorf("exchange: %v, %s", err, diff)
	}
	got2, err := body(t, r, 2, exchange.ResponseSide)
	full := append(append([]byte{}, x.Response.Body.Head...), noise(3<<10)...)
	if err != nil || !bytes.Equal(got2, full) {
		t.Errorf("body: %v, %d bytes, want %d", err, len(got2), len(full))
	}
	frames := 0
	for f, err := range r.Frames(t.Context(), 1, 0) {
		if err != nil || string(f.Frame.Data) != "hello" || f.Seq == 0 {
			t.Errorf("frame %+v, %v", f, err)
		}
		frames++
	}
	if frames != 1 {
		t.Errorf("%d frames", frames)
	}
}

func TestReadBackFromMemoryFileAndReopened(t *testing.T) {
	s := create(t, Options{Name: "逐步登录", Now: func() time.Time { return epoch }})
	want := scene(s)
	checkScene(t, s, want)
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	checkScene(t, s, want)
	if err := errors.Join(s.Rename("二"), s.SetAnswers("vpn=on"), s.SetAnswers("vpn=off")); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, side := range []string{"-wal", "-shm", "-journal"} {
		if exists(s.Path() + side) {
			t.Errorf("%s is left behind", side)
		}
	}
	for _, open := range []func() (*Session, error){
		func() (*Session, error) { return OpenReadOnly(t.Context(), s.Path()) },
		func() (*Session, error) { return Open(t.Context(), s.Path(), Options{}) },
	} {
		r, err := open()
		if err != nil {
			t.Fatal(err)
		}
		checkScene(t, r, want)
		if m := r.Meta(); m.Name != "二" || m.Answers != "vpn=off" || !m.Created.Equal(epoch) ||
			m.Schema != schemaVersion {
			t.Errorf("meta %+v", m)
		}
		if !r.ReadOnly() && r.NewID() != 3 {
			t.Error("IDs do not go on")
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestAppendAfterReopen(t *testing.T) {
	s := create(t, Options{})
	scene(s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s2, err := Open(t.Context(), s.Path(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	s2.Append(exchange.Finished{Exchange: login(1, true)})
	if err := s2.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := OpenReadOnly(t.Context(), s.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	list := rows(t, r, 0)
	if len(list) != 2 || list[1].ID != 1 || list[1].Seq != 9 || !list[1].Done {
		t.Errorf("rows %+v", list)
	}
}

func TestReadOnlySeesAnotherWriter(t *testing.T) {
	s := create(t, Options{FlushEvery: time.Millisecond})
	r, err := OpenReadOnly(t.Context(), s.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if n := r.Last(); n != 0 {
		t.Fatalf("last %d", n)
	}
	scene(s)
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(rows(t, r, 0)); n != 2 {
		t.Errorf("%d rows", n)
	}
	if err := r.Rename("x"); !errors.Is(err, ErrReadOnly) {
		t.Errorf("rename: %v", err)
	}
	if err := r.SetAnswers("vpn=on"); !errors.Is(err, ErrReadOnly) || r.Meta().Answers != "vpn=on" {
		t.Errorf("answers: %v, %+v", err, r.Meta())
	}
	if err := r.Write(t.Context(), exchange.Blocked{}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("write: %v", err)
	}
	if _, err := Open(t.Context(), s.Path(), Options{}); !errors.Is(err, ErrInUse) {
		t.Errorf("second writer: %v", err)
	}
}

func TestBodyGaps(t *testing.T) {
	s := create(t, Options{})
	x := login(s.NewID(), true)
	x.Response.Body.Spooled = 100
	x.Response.Body.Size += 200
	x.Request.Body = exchange.Body{Size: 5}
	s.Append(exchange.Finished{Exchange: x})
	got, err := body(t, s, x.ID, exchange.ResponseSide)
	if !errors.Is(err, ErrNoBody) || !bytes.Equal(got, x.Response.Body.Head) {
		t.Errorf("gap: %v after %d bytes", err, len(got))
	}
	if _, err := body(t, s, x.ID, exchange.RequestSide); !errors.Is(err, ErrNoBody) {
		t.Errorf("nothing kept: %v", err)
	}
	if _, err := body(t, s, 99, exchange.RequestSide); !errors.Is(err, ErrNotFound) {
		t.Errorf("no exchange: %v", err)
	}
}

func TestCreateKeepsExistingFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mine.txt")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(t.Context(), path, Options{}); !errors.Is(err, os.ErrExist) {
		t.Errorf("create: %v", err)
	}
	if b, _ := os.ReadFile(path); string(b) != "mine" {
		t.Errorf("file is now %q", b)
	}
	if _, err := Create(t.Context(), filepath.Join(path, "x"), Options{}); err == nil {
		t.Error("created below a file")
	}
}

func TestPathsWithOddNames(t *testing.T) {
	for _, name := range []string{"with space", "100%?#&;", "中文 会话", "-dash"} {
		s, err := Create(t.Context(), filepath.Join(t.TempDir(), name+Ext), Options{})
		if err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		scene(s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if !exists(s.Path()) || s.Meta().Name != name {
			t.Errorf("%q is not where it should be: %q", name, s.Meta().Name)
		}
	}
}

func TestRecentAndAutosave(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "sessions")
	if list, err := Recent(t.Context(), dir); err != nil || list != nil {
		t.Fatalf("no folder: %v, %v", list, err)
	}
	now := func() time.Time { return epoch }
	a, err := Autosave(t.Context(), dir, Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	scene(a)
	if err := a.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	b, err := Autosave(t.Context(), dir, Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if a.Path() == b.Path() {
		t.Fatal("both have one name")
	}
	if err := os.WriteFile(filepath.Join(dir, "bad"+Ext), []byte("bad"), 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := Recent(t.Context(), dir)
	if err != nil || len(list) != 3 {
		t.Fatalf("recent: %v, %v", list, err)
	}
	for _, info := range list {
		switch info.Path {
		case a.Path():
			if info.Exchanges != 2 || info.Events != 8 || info.Err != nil {
				t.Errorf("a: %+v", info)
			}
		case b.Path():
			if info.Exchanges != 0 || info.Err != nil {
				t.Errorf("b: %+v", info)
			}
		default:
			if !errors.Is(info.Err, ErrNotSession) {
				t.Errorf("bad: %v", info.Err)
			}
		}
	}
	s, err := Temporary(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil || exists(s.Path()) {
		t.Errorf("temporary: %v", err)
	}
}

func TestClosed(t *testing.T) {
	s := create(t, Options{})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s.Append(exchange.Blocked{})
	if err := s.Write(context.Background(), exchange.Blocked{}); !errors.Is(err, ErrClosed) {
		t.Errorf("write: %v", err)
	}
	if err := s.Rename("x"); !errors.Is(err, ErrClosed) {
		t.Errorf("rename: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("second close: %v", err)
	}
}

func TestSaveCopy(t *testing.T) {
	s := create(t, Options{})
	want := scene(s)
	path := filepath.Join(t.TempDir(), "copy"+Ext)
	if err := s.SaveCopy(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveCopy(t.Context(), path); !errors.Is(err, os.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the copy: %v, %v", info.Mode(), err)
	}
	r, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	checkScene(t, r, want)
	again := filepath.Join(t.TempDir(), "again"+Ext)
	if err := r.SaveCopy(t.Context(), again); err != nil || !exists(again) {
		t.Errorf("copy of a copy: %v", err)
	}
}

// TestSaveEditedUntil: a copy ends at the event that was chosen, whatever came since.
func TestSaveEditedUntil(t *testing.T) {
	s := create(t, Options{})
	s.Append(exchange.LogLine{Source: "a.log", Line: 1})
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	until := s.Last()
	s.Append(exchange.LogLine{Source: "a.log", Line: 2, Text: "a secret that nobody knew"})
	path := filepath.Join(t.TempDir(), "copy"+Ext)
	same := func(e exchange.Event) (exchange.Event, bool) { return e, true }
	if err := s.SaveEdited(t.Context(), path, Edit{Name: "masked", Event: same, Until: until}); err != nil {
		t.Fatal(err)
	}
	r, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var lines []int
	for e, err := range r.Events(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, e.Event.(exchange.LogLine).Line)
	}
	if !slices.Equal(lines, []int{1}) {
		t.Errorf("lines %v, want the first alone", lines)
	}
}

// TestSaveEdited: every event of the copy is what the edit made of it, and a copy that
// fails leaves nothing behind.
func TestSaveEdited(t *testing.T) {
	s := create(t, Options{})
	for i := range 3 {
		s.Append(exchange.LogLine{Source: "a.log", Line: i + 1, Text: "secret"})
	}
	if err := s.SetAnswers("vpn=off"); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "copy"+Ext)
	edit := Edit{Name: "masked", Event: func(e exchange.Event) (exchange.Event, bool) {
		l := e.(exchange.LogLine)
		l.Text = "***"
		return l, l.Line != 2
	}}
	if err := s.SaveEdited(t.Context(), path, edit); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveEdited(t.Context(), path, edit); !errors.Is(err, os.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.SaveEdited(stopped, filepath.Join(dir, "none"+Ext), edit); err == nil {
		t.Error("no error after the end")
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
		t.Errorf("left in the folder: %v, %v", list, err)
	}
	r, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var lines []int
	for e, err := range r.Events(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		l := e.Event.(exchange.LogLine)
		if lines = append(lines, l.Line); l.Text != "***" {
			t.Errorf("line %d is %q", l.Line, l.Text)
		}
	}
	if m := r.Meta(); fmt.Sprint(lines) != "[1 3]" || m.Name != "masked" || m.Answers != "vpn=off" {
		t.Errorf("lines %v, %+v", lines, m)
	}
	if raw, err := os.ReadFile(path); err != nil || strings.Contains(string(raw), "secret") {
		t.Errorf("the file holds what was edited: %v", err)
	}
}

func TestMarks(t *testing.T) {
	s := create(t, Options{})
	scene(s)
	marks := func() (out []Seq) {
		for e, err := range s.Marks(t.Context(), 0) {
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, e.Seq)
		}
		return out
	}
	want := []Seq{4, 5, 6}
	if diff := cmp.Diff(want, marks()); diff != "" {
		t.Errorf("held: %s", diff)
	}
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, marks()); diff != "" {
		t.Errorf("committed: %s", diff)
	}
}

// TestManyWritersAndReaders checks that each reader sees every event once and
// in order while they are appended and committed.
func TestManyWritersAndReaders(t *testing.T) {
	const writers, each = 4, 500
	s := create(t, Options{FlushEvery: time.Millisecond})
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for range each {
				id := s.NewID()
				s.Append(exchange.Started{Exchange: login(id, false)})
				s.Append(exchange.Finished{Exchange: login(id, true)})
			}
		})
	}
	for range 2 {
		wg.Go(func() {
			done := map[exchange.ID]bool{}
			for cursor := Seq(0); len(done) < writers*each; {
				for e, err := range s.Events(context.Background(), cursor) {
					if err != nil || e.Seq <= cursor {
						t.Errorf("event %d after %d: %v", e.Seq, cursor, err)
						return
					}
					cursor = e.Seq
					if x, _ := snapshotOf(e.Event); x.Done {
						if done[x.ID] {
							t.Errorf("exchange %d ends twice", x.ID)
						}
						done[x.ID] = true
					}
				}
			}
		})
	}
	wg.Wait()
	if h := s.Health(); h.Dropped != 0 || h.Lost != 0 {
		t.Errorf("health %+v", h)
	}
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(rows(t, s, 0)); n != writers*each {
		t.Errorf("%d rows", n)
	}
}

// TestFastBodyIsKept checks that a body that comes faster than it can be
// written is slowed down and not dropped.
func TestFastBodyIsKept(t *testing.T) {
	if testing.Short() {
		t.Skip("writes a large body")
	}
	s := create(t, Options{QueueCap: 4 << 20})
	x := login(s.NewID(), true)
	x.Response.Body.Head = nil
	chunk := noise(256 << 10)
	const n = 200
	for i := range n {
		// Write waits as long as it takes; Append gives up after chunkWait,
		// which a busy disk may exceed.
		if err := s.Write(t.Context(),
			exchange.BodyChunk{ID: x.ID, Side: exchange.ResponseSide, Offset: int64(i * len(chunk)),
				Data: chunk}); err != nil {
			t.Fatal(err)
		}
	}
	x.Response.Body.Size, x.Response.Body.Spooled = int64(n*len(chunk)), int64(n*len(chunk))
	s.Append(exchange.Finished{Exchange: x})
	if h := s.Health(); h.Dropped != 0 {
		t.Errorf("health %+v", h)
	}
	got, err := body(t, s, x.ID, exchange.ResponseSide)
	if err != nil || !bytes.Equal(got, bytes.Repeat(chunk, n)) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

// TestOpenExchangeIsReadable: what progress reported of an exchange that never
// ended is read from memory and from a file whose writer was killed, and gives
// way to its end.
func TestOpenExchangeIsReadable(t *testing.T) {
	s := create(t, Options{FlushEvery: time.Millisecond})
	x := login(s.NewID(), false)
	s.Append(exchange.Started{Exchange: x})
	x.Response = &exchange.Response{
		Status: 200,
		Proto:  "HTTP/1.1",
		Header: exchange.Header{{Name: "Content-Type", Value: "text/event-stream"}},
	}
	x.Response.Body = exchange.Body{Size: 5, Spooled: 5}
	x.Request.Body = exchange.Body{Size: 12, Spooled: 12, Complete: true}
	s.Append(exchange.Progress{Exchange: x})
	s.Append(exchange.BodyChunk{ID: x.ID, Side: exchange.RequestSide, Data: []byte("Action=Query")})
	s.Append(exchange.BodyChunk{ID: x.ID, Side: exchange.ResponseSide, Data: []byte("hello")})
	s.Append(exchange.BodyChunk{ID: x.ID, Side: exchange.ResponseSide, Offset: 5, Data: []byte(" world")})
	check := func(r Reader) {
		t.Helper()
		got, err := r.Exchange(t.Context(), x.ID)
		if diff := cmp.Diff(x, got); diff != "" || err != nil {
			t.Errorf("exchange: %v %s", err, diff)
		}
		if list := rows(t, r, 0); len(list) != 1 || list[0].Status != 200 || list[0].Done || list[0].Size != 5 {
			t.Errorf("rows %+v", list)
		}
		for side, want := range []string{"Action=Query", "hello world"} {
			if b, err := body(t, r, x.ID, exchange.Side(side)); err != nil || string(b) != want {
				t.Errorf("body %d: %q, %v", side, b, err)
			}
		}
	}
	check(s)
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	check(s)
	other, err := OpenReadOnly(t.Context(), s.Path()) // as after a kill: the writer has not closed
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	check(other)

	x.Done = true
	x.Request.Body = exchange.Body{Size: 12, Head: []byte("Action=Query"), Complete: true}
	x.Response.Body = exchange.Body{Size: 11, Head: []byte("hello worl"), Spooled: 1, Complete: true}
	s.Append(exchange.BodyChunk{ID: x.ID, Side: exchange.ResponseSide, Offset: 10, Data: []byte("d")})
	s.Append(exchange.Finished{Exchange: x})
	for range 2 {
		list := rows(t, s, 0) // an earlier row may come too
		if last := list[len(list)-1]; !last.Done || last.Size != 11 {
			t.Errorf("rows at the end %+v", list)
		}
		if b, err := body(t, s, x.ID, exchange.ResponseSide); err != nil || string(b) != "hello world" {
			t.Errorf("body at the end: %q, %v", b, err)
		}
		if err := s.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestShortExchangeIsStoredOnce: an exchange that ends within one transaction
// leaves its end alone, with no copy of its head.
func TestShortExchangeIsStoredOnce(t *testing.T) {
	// the compressor is made once for all tests, not inside of simulated time
	pack(bytes.Repeat([]byte("made up"), 1000))
	synctest.Test(t, func(t *testing.T) {
		s := create(t, Options{})
		synctest.Wait() // the writer waits for events, and simulated time stands still while they come
		x := login(s.NewID(), true)
		open := x
		open.Response, open.Done = nil, false
		for range 20 {
			x.ID = s.NewID()
			open.ID = x.ID
			s.Append(exchange.Started{Exchange: open})
			s.Append(exchange.Progress{Exchange: open})
			s.Append(exchange.BodyChunk{ID: x.ID, Side: exchange.ResponseSide, Data: x.Response.Body.Head[:100]})
			s.Append(exchange.Finished{Exchange: x})
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		db, err := openDB(s.Path(), "ro", 1)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		var stored, chunks int
		if err := db.QueryRow("SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM chunk)").Scan(&stored,
			&chunks); err != nil {
			t.Fatal(err)
		}
		if stored != 20 || chunks != 0 {
			t.Errorf("%d events and %d chunks for 20 exchanges", stored, chunks)
		}
	})
}

// TestAppendToOlderFormat: a file of version 1 is read as it is, and is marked as
// one of version 2 when something is added to it.
func TestAppendToOlderFormat(t *testing.T) {
	s := create(t, Options{})
	s.Append(exchange.Finished{Exchange: login(s.NewID(), true)})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	const versionAt = 63 // user_version in SQLite's header
	file, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	file[versionAt] = 1
	if err := os.WriteFile(s.Path(), file, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		open func() (*Session, error)
		want int
	}{
		{func() (*Session, error) { return OpenReadOnly(t.Context(), s.Path()) }, 1},
		{func() (*Session, error) { return Open(t.Context(), s.Path(), Options{}) }, 1},
		{func() (*Session, error) { return OpenReadOnly(t.Context(), s.Path()) }, schemaVersion},
	} {
		r, err := step.open()
		if err != nil {
			t.Fatal(err)
		}
		if m := r.Meta(); m.Schema != step.want || len(rows(t, r, 0)) == 0 {
			t.Errorf("schema %d, want %d", m.Schema, step.want)
		}
		if !r.ReadOnly() {
			r.Append(exchange.Progress{Exchange: login(r.NewID(), false)})
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
