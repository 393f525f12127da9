package intake

import (
	"iter"
	"slices"
	"time"

	"loginscope/proxy/exchange"
)

// Source is one file's events with the offset that puts its clock right.
type Source struct {
	Events []exchange.Event
	// Offset is added to every time of the source; see Estimate.
	Offset time.Duration
}

// Merge yields the events of several sources in the order of time. Events of
// one source keep their order among equal times, and one without a time stays
// behind the event before it.
func Merge(sources ...Source) iter.Seq[exchange.Event] {
	type placed struct {
		at    time.Time
		event exchange.Event
	}
	return func(yield func(exchange.Event) bool) {
		total := 0
		for _, s := range sources {
			total += len(s.Events)
		}
		all := make([]placed, 0, total)
		for _, s := range sources {
			var last time.Time
			for _, e := range s.Events {
				e = Shift(e, s.Offset)
				if at := TimeOf(e); !at.IsZero() {
					last = at
				}
				all = append(all, placed{last, e})
			}
		}
		slices.SortStableFunc(all, func(a, b placed) int { return a.at.Compare(b.at) })
		for _, p := range all {
			if !yield(p.event) {
				return
			}
		}
	}
}

// TimeOf is the instant at which an event happened, zero if it carries none.
func TimeOf(e exchange.Event) time.Time {
	switch e := e.(type) {
	case exchange.Started:
		return e.Exchange.Timing.Start
	case exchange.Finished:
		if e.Exchange.Timing.End.IsZero() {
			return e.Exchange.Timing.Start
		}
		return e.Exchange.Timing.End
	case exchange.Frame:
		return e.Time
	case exchange.Tunnelled:
		return e.Start
	case exchange.TLSRefused:
		return e.Time
	case exchange.Blocked:
		return e.Time
	case exchange.LogLine:
		return e.Time
	}
	return time.Time{}
}

// Shift returns the event with d added to each of its times.
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
