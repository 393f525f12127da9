//go:build ci || e2e

package ui

import (
	"cmp"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"loginscope/app/ui/state"
)

// waitEvery is the pause between two probes. Shorter than the shortest wait
// that matters, so that hardly any is missed.
const waitEvery = 4 * time.Millisecond

// maxWaits limits the log; the oldest go first.
const maxWaits = 50_000

// wait is one probe: until it ran, and how much of that the thread was queued.
type wait struct{ elapsed, queued time.Duration }

func (w wait) lean() time.Duration { return w.elapsed - min(w.elapsed, w.queued) }

// waitLog keeps the waits since they were last taken.
type waitLog struct {
	mu   sync.Mutex
	all  []wait
	work time.Duration
}

func (l *waitLog) add(w wait) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.all) == maxWaits {
		l.all = l.all[1:]
	}
	l.all = append(l.all, w)
}

// worked notes how long the window was busy with one hand-over.
func (l *waitLog) worked(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.work = max(l.work, d)
}

// take returns the summary and begins anew.
func (l *waitLog) take() state.Waits {
	l.mu.Lock()
	all, work := l.all, l.work
	l.all, l.work = nil, 0
	l.mu.Unlock()
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	if len(all) == 0 {
		return state.Waits{Work: ms(work)}
	}
	lean := slices.MaxFunc(all, func(a, b wait) int { return cmp.Compare(a.lean(), b.lean()) }).lean()
	slices.SortFunc(all, func(a, b wait) int { return cmp.Compare(a.elapsed, b.elapsed) })
	at := func(i int) float64 { return ms(all[min(i, len(all)-1)].elapsed) }
	return state.Waits{
		Count:  len(all),
		Median: at(len(all) / 2),
		P99:    at(len(all) * 99 / 100),
		Max:    at(len(all) - 1),
		Lean:   ms(lean),
		Work:   ms(work),
	}
}

// timed is a way to the UI goroutine that notes how long each function works.
func (l *waitLog) timed(post func(func())) func(func()) {
	return func(f func()) {
		post(func() {
			start := time.Now()
			f()
			l.worked(time.Since(start))
		})
	}
}

// queued is how long the calling thread ever stood in the queue for a
// processor. Fyne binds the UI goroutine to one thread.
func queued() time.Duration {
	raw, err := os.ReadFile("/proc/thread-self/schedstat") // Linux: ran, queued, turns
	if err != nil {
		return 0
	}
	f := strings.Fields(string(raw))
	if len(f) < 2 {
		return 0
	}
	ns, err := strconv.ParseInt(f[1], 10, 64)
	if err != nil {
		return 0
	}
	return time.Duration(ns)
}

// WatchWaits probes the UI goroutine until stop is called, which waits. One
// probe is under way at a time.
func (w *Window) WatchWaits() (stop func()) {
	end, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		before := time.Duration(-1)
		for {
			ran := make(chan wait, 1)
			start := time.Now()
			w.untimed()(func() {
				elapsed, now := time.Since(start), queued()
				one := wait{elapsed: elapsed}
				if before >= 0 {
					one.queued = now - before
				}
				before = now
				ran <- one
			})
			select {
			case one := <-ran:
				w.waits.add(one)
			case <-end:
				return
			}
			select {
			case <-time.After(waitEvery):
			case <-end:
				return
			}
		}
	}()
	return func() { close(end); <-done }
}

// untimed is the way to the UI goroutine for what only measures the window or asks
// after it.
func (w *Window) untimed() func(func()) {
	if w.cfg.Post != nil {
		return w.cfg.Post
	}
	return post
}
