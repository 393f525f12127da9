//go:build unix

package engine_test

import (
	"bytes"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"loginscope/proxy/exchange"
)

// TestDiskFillsUp limits the size of files, as a full disk does, captures on,
// and takes the limit away again.
func TestDiskFillsUp(t *testing.T) {
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	e := newEngine(t)
	if err := e.NewSession(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	limit := before
	limit.Cur = 512 << 10
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	lift := func() error { return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before) }
	defer func() {
		if err := lift(); err != nil {
			t.Error(err)
		}
	}()
	s, n := e.Session(), 0
	add := func() {
		n++
		id := s.NewID()
		// Bodies that compression does not shrink.
		head := make([]byte, 32<<10)
		for i := range head {
			head[i] = byte(i*i>>3) ^ byte(i*int(id)>>5) ^ byte(id)
		}
		s.Append(exchange.Finished{Exchange: exchange.Exchange{ID: id, Host: "example.com", Done: true,
			Request: exchange.Request{Body: exchange.Body{Size: int64(len(head)), Head: head}}}})
		s.Append(exchange.BodyChunk{ID: id, Offset: int64(len(head)), Data: bytes.Clone(head)})
		// Not faster than the writer may notice that the disk is full.
		for h := s.Health(); !h.Degraded && h.Held > 8<<20; h = s.Health() {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Millisecond)
	}
	for begin := time.Now(); e.Status().Problem == nil; add() {
		if time.Since(begin) > time.Minute {
			t.Fatal("nobody is told")
		}
	}
	p := e.Status().Problem
	if st := e.Status(); !st.Health.Degraded || st.Health.Held == 0 || p.Do.ZH == "" || p.What.EN == "" {
		t.Errorf("status %+v", st)
	}
	add()
	idle(t, e)
	if got := e.Status().Exchanges; got != n {
		t.Errorf("%d exchanges are inspected, want %d", got, n)
	}
	if err := lift(); err != nil {
		t.Fatal(err)
	}
	for begin := time.Now(); e.Status().Problem != nil; time.Sleep(5 * time.Millisecond) {
		if time.Since(begin) > time.Minute {
			t.Fatalf("the problem stays: %v", e.Status().Problem.Err)
		}
	}
	if h := e.Status().Health; h.Dropped != 0 || h.Lost != 0 || len(rows(t, s)) != n {
		t.Errorf("health %+v, %d rows, want %d", h, len(rows(t, s)), n)
	}
}
