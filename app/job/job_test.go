package job

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"loginscope/app/feed"
	"loginscope/lang"
	"loginscope/problem"
)

var (
	errFirst  = errors.New("told")
	errHushed = errors.New("hushed")
)

func explain(err error) (feed.Notice, bool) {
	return feed.Notice{Bad: true, Problem: problem.Problem{What: lang.Text{EN: err.Error()}}}, errors.Is(err, errFirst)
}

// serve runs a Runner until the returned function is called, which waits.
func serve(t *testing.T, cfg Config) (r *Runner, end func()) {
	t.Helper()
	r = New(cfg)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); r.Serve(ctx) }()
	return r, func() { cancel(); <-done }
}

func TestBusyUntilWorkReturnsAndErrorReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		changes := 0
		r, end := serve(t, Config{Explain: explain, Changed: func() { changes++ }})
		release := make(chan error)
		r.Start(lang.Text{EN: "first"}, func(context.Context) error { return <-release })
		synctest.Wait()
		r.Start(lang.Text{EN: "second"}, func(context.Context) error { return <-release })
		synctest.Wait()
		if got := r.Busy().EN; got != "second" {
			t.Errorf("busy with %q", got)
		}
		for _, err := range []error{nil, errHushed} {
			release <- err
			synctest.Wait()
		}
		if got := r.Busy(); got != (lang.Text{}) || len(r.Notices()) != 0 {
			t.Errorf("after the end: busy %q, notices %v", got.EN, r.Notices())
		}
		r.Start(lang.Text{}, func(context.Context) error { return errFirst })
		synctest.Wait()
		n := r.Notices()
		if len(n) != 1 || n[0].What.EN != "told" || n[0].ID != 1 || changes < 6 {
			t.Errorf("notices %+v after %d changes", n, changes)
		}
		r.Dismiss(n[0].ID)
		if len(r.Notices()) != 0 {
			t.Error("a dismissed notice stays")
		}
		end()
	})
}

func TestCancelAndTimeoutEndStartedWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, end := serve(t, Config{})
		ended := map[string]time.Duration{}
		begin := time.Now()
		watch := func(name string) func(context.Context) error {
			return func(ctx context.Context) error { <-ctx.Done(); ended[name] = time.Since(begin); return ctx.Err() }
		}
		r.Go(func(ctx context.Context) { _ = watch("plain")(ctx) })
		r.Start(lang.Text{EN: "a"}, watch("cancelled"))
		synctest.Wait()
		r.Cancel()
		synctest.Wait()
		r.Start(lang.Text{EN: "b"}, watch("limited"))
		time.Sleep(2 * Limit)
		synctest.Wait()
		if at, ok := ended["cancelled"]; !ok || at != 0 {
			t.Errorf("cancelled after %v, %v", at, ok)
		}
		if ended["limited"] != Limit || r.Busy() != (lang.Text{}) {
			t.Errorf("limited after %v, busy %q", ended["limited"], r.Busy().EN)
		}
		if _, ok := ended["plain"]; ok {
			t.Error("plain work ended before the Runner")
		}
		end()
		if _, ok := ended["plain"]; !ok {
			t.Error("Serve did not wait for plain work")
		}
	})
}

func TestWorkRunsOnlyDuringServe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := New(Config{})
		ran := ""
		r.Go(func(context.Context) { ran += "early " })
		synctest.Wait()
		if ran != "" {
			t.Fatal("work ran before Serve")
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); r.Serve(ctx) }()
		synctest.Wait()
		cancel()
		<-done
		r.Go(func(context.Context) { ran += "late" })
		synctest.Wait()
		if ran != "early " {
			t.Errorf("ran %q", ran)
		}
	})
}

func TestOldestNoticeIsDropped(t *testing.T) {
	r := New(Config{})
	for i := range MaxNotices + 3 {
		r.Notify(feed.Notice{Problem: problem.Problem{What: lang.Text{EN: fmt.Sprint(i)}}})
	}
	if n := r.Notices(); len(n) != MaxNotices || n[0].What.EN != "3" || n[0].ID != 4 {
		t.Errorf("%d notices, the oldest %+v", len(n), n[0])
	}
}
