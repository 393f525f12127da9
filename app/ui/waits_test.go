package ui

import (
	"testing"
	"time"

	"loginscope/app/ui/state"
)

func TestWaitsExcludeQueue(t *testing.T) {
	var l waitLog
	for _, w := range []wait{{elapsed: time.Millisecond}, {elapsed: 2 * time.Millisecond},
		{elapsed: 90 * time.Millisecond, queued: 80 * time.Millisecond},
		{elapsed: 30 * time.Millisecond, queued: 40 * time.Millisecond}, {elapsed: 25 * time.Millisecond}} {
		l.add(w)
	}
	post := l.timed(func(f func()) { f() })
	post(func() { time.Sleep(3 * time.Millisecond) })
	got := l.take()
	if got.Count != 5 || got.Median != 25 || got.Max != 90 || got.Lean != 25 {
		t.Errorf("waits %+v", got)
	}
	if got.Work < 3 {
		t.Errorf("the work of a hand-over counts %.3f ms, it slept 3", got.Work)
	}
	if again := l.take(); again != (state.Waits{}) {
		t.Errorf("taken twice: %+v", again)
	}
}
