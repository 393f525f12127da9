package replay

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"loginscope/lang"
	"loginscope/problem"
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
	full bool // MaxPerWindow were sent
}

func (e *TooSoon) Error() string { return fmt.Sprintf("%v: %s", ErrRate, e.Text().EN) }

// Text describes it in both languages.
func (e *TooSoon) Text() lang.Text {
	wait := span(max(e.Wait, time.Second))
	if e.full {
		most := span(Window)
		return lang.Text{
			EN: fmt.Sprintf("%d requests in %s is the most that is sent; wait %s.", MaxPerWindow, most.EN, wait.EN),
			ZH: fmt.Sprintf("%s内最多发送 %d 次请求；请等待 %s。", most.ZH, MaxPerWindow, wait.ZH)}
	}
	return lang.Text{EN: "The last request was just sent; wait a second.", ZH: "刚刚发送过一次请求；请稍候一秒。"}
}

// Problem describes it.
func (e *TooSoon) Problem() problem.Problem {
	wait := span(max(e.Wait, time.Second))
	return problem.Problem{Why: e.Text(), Do: lang.Both("Try again in "+wait.EN+".", "请在 "+wait.ZH+"后重试。")}
}

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
		return &TooSoon{Wait: MinGap - ago}
	}
	if len(l.sent) >= MaxPerWindow {
		return &TooSoon{Wait: Window - now.Sub(l.sent[0]), full: true}
	}
	l.sent = append(l.sent, now)
	return nil
}
