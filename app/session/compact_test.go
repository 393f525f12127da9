package session

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loginscope/proxy/exchange"
)

// contentOf is all that readers get of a session that is not superseded, but for the numbers
// of events.
func contentOf(t *testing.T, path string) string {
	t.Helper()
	s, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var b strings.Builder
	for r, err := range s.Rows(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		x, err := s.Exchange(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%d %s %s %s%s %d done=%v\n", r.ID, x.Origin, x.Request.Method, x.Host, x.Path, r.Status, x.Done)
		for _, side := range []exchange.Side{exchange.RequestSide, exchange.ResponseSide} {
			body, err := s.Body(t.Context(), r.ID, side)
			if errors.Is(err, ErrNoBody) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(body)
			fmt.Fprintf(&b, "  body %d %d %.60q %v\n", side, len(text), text, err)
		}
		for f, err := range s.Frames(t.Context(), r.ID, 0) {
			fmt.Fprintf(&b, "  frame %d %q %v\n", f.Frame.Side, f.Frame.Data, err)
		}
	}
	last := map[exchange.TunnelKey]exchange.Tunnelled{}
	for e, err := range s.Events(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		switch e := e.Event.(type) {
		case exchange.Tunnelled:
			last[e.Key()] = e
		case exchange.LogLine:
			fmt.Fprintf(&b, "log %s %s\n", e.Tag, e.Text)
		}
	}
	for _, e := range last {
		fmt.Fprintf(&b, "tunnel %s %d %v\n", e.Target, e.BytesUp, e.Open)
	}
	return b.String()
}

// long makes a session with much that later records supersede.
func long(t *testing.T, path string) *Session {
	t.Helper()
	s, err := Create(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	x := exchange.Exchange{ID: s.NewID(), Host: "a.example", Scheme: "https", Port: 443, Path: "/1"}
	body := strings.Repeat("0123456789", 10_000)
	put := func(e exchange.Event) {
		t.Helper()
		s.Append(e)
		if err := s.Flush(t.Context()); err != nil { // one transaction each
			t.Fatal(err)
		}
	}
	put(exchange.Started{Exchange: x})
	put(exchange.BodyChunk{ID: x.ID, Side: exchange.ResponseSide, Data: []byte(body[:1000])})
	for i := range 20 {
		p := x
		p.Response = &exchange.Response{Status: 200, Body: exchange.Body{Size: int64(i)}}
		put(exchange.Progress{Exchange: p})
		put(exchange.Tunnelled{Conn: 7, Target: "t.example:443", Open: true, BytesUp: int64(i)})
	}
	put(exchange.BodyChunk{ID: x.ID, Side: exchange.ResponseSide, Offset: 1000, Data: []byte(body[1000:])})
	end := x
	end.Response = &exchange.Response{Status: 200, Body: exchange.Body{Head: []byte(body[:1000]),
		Size: int64(len(body)), Spooled: int64(len(body) - 1000), Complete: true}}
	end.Done = true
	put(exchange.Frame{ID: x.ID, Opcode: 1, Part: true, Data: []byte("he")})
	put(exchange.Frame{ID: x.ID, Opcode: 1, Data: []byte("hello"), Size: 5})
	put(exchange.Finished{Exchange: end})
	open := exchange.Exchange{ID: s.NewID(), Host: "b.example", Path: "/2"}
	put(exchange.Started{Exchange: open})
	put(exchange.Progress{Exchange: open})
	put(exchange.Progress{Exchange: open})
	put(exchange.LogLine{Tag: "AuthSDK", Text: "line"})
	for i := range 30 {
		if err := s.SetNote(Note{Subject: Subject{Kind: OnExchange, Exchange: 1}, Text: strings.Repeat("n", i+1)}); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestCompactLeavesOutOnlyWhatIsSuperseded(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "long"+Ext), filepath.Join(dir, "short"+Ext)
	s := long(t, from)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	want := contentOf(t, from)
	done, err := Compact(t.Context(), from, to)
	if err != nil {
		t.Fatal(err)
	}
	// 20 of progress and 1 opening with their rows, 19 reports of a tunnel, 1 part, 1 progress with its
	// row, a part of a body, 29 notes.
	if done.Dropped < 90 || done.After > done.Before {
		t.Errorf("%+v", done)
	}
	if got := contentOf(t, to); got != want {
		t.Errorf("\n%s\nwas\n%s", got, want)
	}
	again, err := Compact(t.Context(), to, filepath.Join(dir, "again"+Ext))
	if err != nil || again.Dropped != 0 {
		t.Errorf("%+v, %v", again, err)
	}
	r, err := OpenReadOnly(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	if n := r.Notes(); len(n) != 1 || len(n[0].Text) != 30 {
		t.Errorf("notes %+v", n)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if _, err := Compact(t.Context(), from, to); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another file: %v", err)
	}
	if _, err := CompactInPlace(t.Context(), from); err != nil {
		t.Error(err)
	}
	if got := contentOf(t, from); got != want {
		t.Errorf("in place:\n%s\nwas\n%s", got, want)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestCompactInPlaceRefusesAnOpenSession(t *testing.T) {
	path := filepath.Join(t.TempDir(), "open"+Ext)
	s := long(t, path)
	if _, err := CompactInPlace(t.Context(), path); !errors.Is(err, ErrInUse) {
		t.Errorf("while it is written: %v", err)
	}
	if _, err := Delete(t.Context(), path, s.Meta().Created); !errors.Is(err, ErrInUse) {
		t.Errorf("delete while it is written: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestCheckNamesWhatIsDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a"+Ext)
	if err := long(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	v, err := Check(t.Context(), path)
	if err != nil || !v.Whole || v.Exchanges != 2 || v.Notes != 1 || v.Bytes != int64(len(good)) {
		t.Fatalf("%+v, %v", v, err)
	}
	kinds := map[FaultKind]bool{}
	for at := 100; at < len(good); at += 97 {
		bad := append([]byte{}, good...)
		bad[at] ^= 0x41
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		v, err := Check(t.Context(), path)
		if err != nil {
			continue // of an error a person learns what is wrong
		}
		if v.Whole != (len(v.Faults) == 0) {
			t.Errorf("byte %d: %+v", at, v)
		}
		for _, f := range v.Faults {
			kinds[f.Kind] = true
		}
	}
	for _, k := range []FaultKind{FaultEvent, FaultBody, FaultRow, FaultNote, FaultPage} {
		if !kinds[k] {
			t.Errorf("no fault of kind %s was found", k)
		}
	}
	if err := os.WriteFile(path, good[:len(good)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if v, err := Check(t.Context(), path); err != nil || v.Whole || v.Faults[len(v.Faults)-1].Kind != FaultCut {
		t.Errorf("cut: %+v, %v", v, err)
	}
}
