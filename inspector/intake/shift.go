package intake

import (
	"time"

	"loginscope/proxy/exchange"
)

// Shift returns the event with d added to each of its times, which puts a
// source's clock right; see Estimate.
func Shift(e exchange.Event, d time.Duration) exchange.Event {
	if d == 0 {
		return e
	}
	add := func(t *time.Time) {
		if !t.IsZero() {
			*t = t.Add(d)
		}
	}
	switch e := e.(type) {
	case exchange.Started:
		shiftTiming(&e.Exchange.Timing, add)
		return e
	case exchange.Progress:
		shiftTiming(&e.Exchange.Timing, add)
		return e
	case exchange.Finished:
		shiftTiming(&e.Exchange.Timing, add)
		return e
	case exchange.Frame:
		add(&e.Time)
		return e
	case exchange.Tunnelled:
		add(&e.Start)
		add(&e.End)
		return e
	case exchange.TLSRefused:
		add(&e.Time)
		return e
	case exchange.Blocked:
		add(&e.Time)
		return e
	case exchange.LogLine:
		add(&e.Time)
		return e
	}
	return e
}

func shiftTiming(t *exchange.Timing, add func(*time.Time)) {
	for _, at := range []*time.Time{&t.Start, &t.Connected, &t.Sent, &t.FirstByte, &t.End} {
		add(at)
	}
}
