package replay

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

// Rate bounds: at most one request in MinGap and MaxPerWindow in Window, over
// all targets together.
const (
	MinGap       = time.Second
	Window       = 10 * time.Minute
	MaxPerWindow = 30
)

// ErrRate is wrapped when a replay comes too soon.
var ErrRate = errors.New("too many replays")

// TooSoon is the ErrRate of a replay that would be allowed after Wait.
type TooSoon struct {
	Wait time.Duration
	text string
}

func (e *TooSoon) Error() string { return fmt.Sprintf("%v: %s", ErrRate, e.text) }

// Unwrap returns ErrRate.
func (e *TooSoon) Unwrap() error { return ErrRate }

// limiter refuses rather than waits, so that a person sees why.
type limiter struct {
	mu   sync.Mutex
	sent []time.Time // within Window, oldest first; at most MaxPerWindow
}

func (l *limiter) allow(now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.sent) > 0 && now.Sub(l.sent[0]) >= Window {
		l.sent = l.sent[1:]
	}
	if n := len(l.sent); n > 0 && now.Sub(l.sent[n-1]) < MinGap {
		ago := now.Sub(l.sent[n-1])
		return &TooSoon{MinGap - ago, fmt.Sprintf("the last one was %v ago; wait a second", ago.Round(time.Millisecond))}
	}
	if len(l.sent) >= MaxPerWindow {
		wait := Window - now.Sub(l.sent[0])
		return &TooSoon{wait, fmt.Sprintf("%d in the last %v; wait %v", len(l.sent), Window, wait.Round(time.Second))}
	}
	l.sent = append(l.sent, now)
	return nil
}
