package proxytest

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"loginscope/proxy/exchange"
)

// Patience limits every wait for an event.
const Patience = 2 * time.Minute

// Events records what a proxy emits.
type Events struct {
	ids atomic.Uint64

	mu     sync.Mutex
	list   []exchange.Event
	notify chan struct{} // closed and replaced at every event
}

// NewEvents returns an empty recorder.
func NewEvents() *Events { return &Events{notify: make(chan struct{})} }

// NewID numbers exchanges from 1.
func (e *Events) NewID() exchange.ID { return exchange.ID(e.ids.Add(1)) }

// Emit records an event.
func (e *Events) Emit(ev exchange.Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.list = append(e.list, ev)
	close(e.notify)
	e.notify = make(chan struct{})
}

// All returns the events so far.
func (e *Events) All() []exchange.Event {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.list)
}

// Forget drops the events so far.
func (e *Events) Forget() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.list = nil
}

// Of returns the recorded events of one type.
func Of[E exchange.Event](e *Events) []E {
	var out []E
	for _, ev := range e.All() {
		if x, ok := ev.(E); ok {
			out = append(out, x)
		}
	}
	return out
}

// Await waits for an event of one type that matches and returns the first.
func Await[E exchange.Event](t testing.TB, e *Events, matches func(E) bool) E {
	t.Helper()
	timeout := time.After(Patience)
	for {
		e.mu.Lock()
		wake := e.notify
		for _, ev := range e.list {
			if x, ok := ev.(E); ok && (matches == nil || matches(x)) {
				e.mu.Unlock()
				return x
			}
		}
		e.mu.Unlock()
		select {
		case <-wake:
		case <-timeout:
			var zero E
			t.Fatalf("no %T that fits came; events:\n%s", zero, e.Text())
		}
	}
}

// AwaitTunnel waits for the end of a tunnel.
func (e *Events) AwaitTunnel(t testing.TB) exchange.Tunnelled {
	t.Helper()
	return Await(t, e, func(u exchange.Tunnelled) bool { return !u.Open })
}

// AwaitFinished waits for the end of an exchange with the given path.
func (e *Events) AwaitFinished(t testing.TB, path string) exchange.Exchange {
	t.Helper()
	return Await(t, e, func(f exchange.Finished) bool { return f.Exchange.Path == path }).Exchange
}

// Text lists the events, a line each, for failure messages.
func (e *Events) Text() string {
	out := ""
	for _, ev := range e.All() {
		out += fmt.Sprintf("  %T%s\n", ev, summary(ev))
	}
	return out
}

func summary(ev exchange.Event) string {
	line := func(x exchange.Exchange) string {
		s := fmt.Sprintf(" %d %s %s://%s:%d%s", x.ID, x.Request.Method, x.Scheme, x.Host, x.Port, x.Path)
		if x.Response != nil {
			s += fmt.Sprint(" ", x.Response.Status)
		}
		if x.Failure != nil {
			s += fmt.Sprintf(" %+v", *x.Failure)
		}
		return s
	}
	switch ev := ev.(type) {
	case exchange.Started:
		return line(ev.Exchange)
	case exchange.Progress:
		return line(ev.Exchange)
	case exchange.Finished:
		return line(ev.Exchange)
	case exchange.TLSRefused:
		return fmt.Sprintf(" conn %d %s sni %q %s alert %d done %v sct %v wide %v: %s",
			ev.Conn, ev.Target, ev.Hello.SNI, ev.Cause, ev.Alert, ev.HandshakeDone, ev.Hello.OfferedSCT,
			ev.Hello.WideDates, ev.Detail)
	}
	return fmt.Sprintf(" %.300s", fmt.Sprintf("%+v", ev))
}
