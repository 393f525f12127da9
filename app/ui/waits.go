package ui

import (
	"slices"
	"sync"
	"time"
)

// Waits says how long a function that was handed to the UI goroutine waited
// until it ran, in milliseconds: what a person feels as a window that sticks.
type Waits struct {
	Count  int     `json:"count"`
	Median float64 `json:"median"`
	P99    float64 `json:"p99"`
	Max    float64 `json:"max"`
	// Work is the longest that the window itself was busy with one Model; the
	// rest of a wait is Fyne painting.
	Work float64 `json:"work"`
}

// waitEvery is the pause between two probes. Shorter than the shortest wait
// that matters, so that hardly any is missed.
const waitEvery = 4 * time.Millisecond

// maxWaits bounds the log; the oldest go first.
const maxWaits = 50_000

// waitLog keeps the waits since they were last taken.
type waitLog struct {
	mu   sync.Mutex
	all  []time.Duration
	work time.Duration
}

func (l *waitLog) add(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.all) == maxWaits {
		l.all = l.all[1:]
	}
	l.all = append(l.all, d)
}

// worked notes how long the window was busy with a Model.
func (l *waitLog) worked(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.work = max(l.work, d)
}

// take returns the summary and begins anew.
func (l *waitLog) take() Waits {
	l.mu.Lock()
	all, work := l.all, l.work
	l.all, l.work = nil, 0
	l.mu.Unlock()
	if len(all) == 0 {
		return Waits{}
	}
	slices.Sort(all)
	ms := func(i int) float64 { return float64(all[min(i, len(all)-1)].Microseconds()) / 1000 }
	return Waits{Count: len(all), Median: ms(len(all) / 2), P99: ms(len(all) * 99 / 100), Max: ms(len(all) - 1), Work: float64(work.Microseconds()) / 1000}
}

// WatchWaits probes the UI goroutine until stop is called, which waits. One
// probe is under way at a time.
func (w *Window) WatchWaits() (stop func()) {
	end, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			ran := make(chan struct{})
			start := time.Now()
			w.post(func() { close(ran) })
			select {
			case <-ran:
				w.waits.add(time.Since(start))
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
