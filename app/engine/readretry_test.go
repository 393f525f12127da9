//go:build unix

package engine_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"loginscope/app/session"
	"loginscope/proxy/exchange"
)

// TestTemporaryReadErrorIsRetried takes away, as a file limit does, what the
// inspection needs to read, and gives it back.
func TestTemporaryReadErrorIsRetried(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for the reader to try again")
	}
	e := newEngine(t)
	if err := e.NewSession(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	s := e.Session()
	// More than a session keeps in memory of what is committed.
	large := exchange.Body{Head: make([]byte, 3<<20), Size: 3 << 20}
	add := func() {
		x := exchange.Exchange{ID: s.NewID(), Host: "example.com", Done: true}
		x.Response = &exchange.Response{Body: large}
		s.Append(exchange.Finished{Exchange: x})
	}
	add()
	idle(t, e)
	release := takeFiles(t)
	defer crowd(t, s)()
	for begin := time.Now(); e.Status().Problem == nil; add() {
		if time.Since(begin) > time.Minute {
			t.Fatal("the limit was not met")
		}
		// Committed, so that it has to be read from the file.
		_ = s.Flush(t.Context())
		time.Sleep(5 * time.Millisecond)
	}
	if p := e.Status().Problem; !errors.Is(p.Err, session.ErrFiles) {
		t.Errorf("the error is said to be %v: %s %s", p.Err, p.What.EN, p.Why.EN)
	}
	release()
	add()
	idle(t, e)
	if st := e.Status(); st.Problem != nil || st.Exchanges != int(s.Last()) {
		t.Errorf("%d exchanges of %d, problem %+v", st.Exchanges, s.Last(), st.Problem)
	}
}

// crowd reads side by side, so that one connection does not serve all.
func crowd(t *testing.T, s *session.Session) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for ctx.Err() == nil {
				for _, err := range s.Events(ctx, 0) {
					if err != nil {
						break
					}
				}
			}
		})
	}
	return func() { cancel(); readers.Wait() }
}

// takeFiles opens files up to the limit and returns what gives them back.
func takeFiles(t *testing.T) (release func()) {
	t.Helper()
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	low := limit
	low.Cur = 256
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &low); err != nil {
		t.Fatal(err)
	}
	var files []*os.File
	for {
		f, err := os.Open(os.DevNull)
		if err != nil {
			break
		}
		files = append(files, f)
	}
	done := false
	release = func() {
		if done {
			return
		}
		done = true
		for _, f := range files {
			_ = f.Close()
		}
		if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(release)
	return release
}

// TestAbandonLeavesNoEmptyFile: the same command works again.
func TestAbandonLeavesNoEmptyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new"+session.Ext)
	for range 2 {
		e := newEngine(t)
		if err := e.NewSession(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		e.Abandon()
		if err := e.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("left behind: %v", err)
		}
	}
	// One that holds something stays.
	e := newEngine(t)
	if err := e.NewSession(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	e.Session().Append(exchange.Blocked{})
	e.Abandon()
	if err := e.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("a session that holds something was removed: %v", err)
	}
}
