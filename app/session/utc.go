package session

import "loginscope/proxy/exchange"

// inUTC gives an event's times the zone in which they come back from the file,
// so that a reader does not see whether an event was read from memory.
func inUTC(e exchange.Event) exchange.Event {
	switch e := e.(type) {
	case exchange.Started:
		e.Exchange.Timing = e.Exchange.Timing.UTC()
		return e
	case exchange.Progress:
		e.Exchange.Timing = e.Exchange.Timing.UTC()
		return e
	case exchange.Finished:
		e.Exchange.Timing = e.Exchange.Timing.UTC()
		return e
	case exchange.Frame:
		e.Time = e.Time.UTC()
		return e
	case exchange.Tunnelled:
		e.Start, e.End = e.Start.UTC(), e.End.UTC()
		return e
	case exchange.TLSRefused:
		e.Time = e.Time.UTC()
		return e
	case exchange.Blocked:
		e.Time = e.Time.UTC()
		return e
	case exchange.LogLine:
		e.Time = e.Time.UTC()
		return e
	}
	return e
}
