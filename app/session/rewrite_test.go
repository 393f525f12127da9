package session

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"loginscope/proxy/exchange"
)

// settled waits until the writer has noticed what happened to its file.
func settled(t *testing.T, s *Session, rewritten int) {
	t.Helper()
	for begin := time.Now(); s.Health().Rewritten < rewritten; time.Sleep(5 * time.Millisecond) {
		if time.Since(begin) > time.Minute {
			t.Fatalf("nobody noticed: %+v", s.Health())
		}
	}
}

// holds checks that a session file holds the exchanges 1 to n with their bodies.
func holdsAll(t *testing.T, path string, n int) {
	t.Helper()
	r, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got := len(rows(t, r, 0)); got != n {
		t.Errorf("%s holds %d exchanges, want %d", filepath.Base(path), got, n)
	}
	for id := range n {
		if b, err := body(t, r, exchange.ID(id+1), exchange.ResponseSide); err != nil || len(b) < 2048 {
			t.Fatalf("body of %d: %d bytes, %v", id+1, len(b), err)
		}
	}
}

// spool appends a finished exchange with a part of its body in a chunk.
func spool(s *Session) {
	x := login(s.NewID(), true)
	head := int64(len(x.Response.Body.Head))
	x.Response.Body.Spooled, x.Response.Body.Size = 2048, head+2048
	s.Append(exchange.BodyChunk{ID: x.ID, Side: exchange.ResponseSide, Offset: head, Data: noise(2048)})
	s.Append(exchange.Finished{Exchange: x})
}

// TestRemovedFileIsRewritten: whatever another program does to the
// file's name, all that was captured is under the path that the session reports.
func TestRemovedFileIsRewritten(t *testing.T) {
	tests := []struct {
		name string
		away func(path string) error
		same bool // the path stays
	}{
		{"removed", os.Remove, true},
		{"removed with its log",
			func(p string) error { return errors.Join(os.Remove(p), os.Remove(p+"-wal"), os.Remove(p+"-shm")) }, true},
		{"moved", func(p string) error { return os.Rename(p, p+".away") }, true},
		{"folder removed", func(p string) error { return os.RemoveAll(filepath.Dir(p)) }, true},
		{"another file in its place", func(p string) error {
			return errors.Join(os.WriteFile(p+".new", []byte("mine"), 0o600), os.Rename(p+".new", p))
		}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "sessions")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, "live"+Ext)
			s, err := Create(t.Context(), path, Options{FlushEvery: time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			const before, after = 40, 20
			for range before {
				spool(s)
			}
			if err := s.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := tt.away(path); err != nil {
				t.Fatal(err)
			}
			for range after / 2 {
				spool(s)
			}
			settled(t, s, 1)
			for range after / 2 {
				spool(s)
			}
			if got := len(rows(t, s, 0)); got != before+after {
				t.Errorf("%d rows are read while it is open", got)
			}
			if h := s.Health(); h.Degraded || h.Lost != 0 {
				t.Errorf("health %+v", h)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if (s.Path() == path) != tt.same {
				t.Errorf("it is kept in %s", s.Path())
			}
			holdsAll(t, s.Path(), before+after)
			if b, err := os.ReadFile(path); !tt.same && (err != nil || string(b) != "mine") {
				t.Errorf("the other file was changed: %q, %v", b, err)
			}
			left, _ := filepath.Glob(filepath.Join(dir, ".*"))
			logs, _ := filepath.Glob(filepath.Join(dir, "*-wal"))
			if len(left)+len(logs) > 0 {
				t.Errorf("left behind: %q %q", left, logs)
			}
		})
	}
}

// TestFileRemovedTwice, the second time just before the end.
func TestFileRemovedTwice(t *testing.T) {
	s := create(t, Options{FlushEvery: time.Millisecond})
	for n := range 2 {
		spool(s)
		if err := s.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(s.Path()); err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			settled(t, s, 1)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	holdsAll(t, s.Path(), 2)
}

// TestAFolderThatStaysAway is said for as long as it lasts, and at the end.
func TestAFolderThatStaysAway(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "sessions")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := Create(t.Context(), filepath.Join(dir, "live"+Ext), Options{FlushEvery: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	spool(s)
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	// A file where the folder was: nothing can be made there.
	if err := errors.Join(os.RemoveAll(dir), os.WriteFile(dir, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	for begin := time.Now(); !errors.Is(s.Health().Err, ErrGone); time.Sleep(5 * time.Millisecond) {
		if time.Since(begin) > time.Minute {
			t.Fatalf("nobody noticed: %+v", s.Health())
		}
	}
	spool(s)
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	settled(t, s, 1)
	spool(s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	holdsAll(t, s.Path(), 3)
}

// TestFileCannotBeRewritten: the end of a session whose file cannot be put back is an error.
func TestFileCannotBeRewritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "sessions")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := Create(t.Context(), filepath.Join(dir, "live"+Ext), Options{FlushEvery: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	spool(s)
	if err := errors.Join(s.Flush(t.Context()), os.RemoveAll(dir), os.WriteFile(dir, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); !errors.Is(err, ErrGone) {
		t.Errorf("close: %v", err)
	}
}

// TestTheTrueErrorIsNamed: what failed to be read is not said to fail to be written.
func TestTheTrueErrorIsNamed(t *testing.T) {
	for op, want := range map[string]error{"read": ErrUnreadable, "write": ErrReadOnly} {
		err := fileError(op, "/x", fmt.Errorf("a disk that does not answer"))
		if !errors.Is(err, want) || !Passing(err) {
			t.Errorf("%s: %v", op, err)
		}
	}
	if Passing(&FileError{Op: "read", Kind: ErrCorrupt}) {
		t.Error("damage passes")
	}
}
