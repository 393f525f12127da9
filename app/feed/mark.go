package feed

import (
	"fmt"
	"net"

	"loginscope/app/feed/filter"
	"loginscope/inspector"
	"loginscope/proxy/exchange"
)

// markRow describes an event that is no exchange; ok is false for events that
// have no line of their own.
func markRow(seq uint64, e exchange.Event) (row *Row, ok bool) {
	row = &Row{Key: Key{MarkRow, seq}, Done: true, Mark: e, Outcome: inspector.OutcomeEvent}
	it := &row.Item
	switch v := e.(type) {
	case exchange.TLSRefused:
		row.Time = v.Time
		*it = filter.Item{Device: v.Device, Scheme: "tls", Host: hostOf(v.Target, v.Hello.SNI),
			Failure: string(v.Cause), Duration: v.Elapsed, Words: []string{v.Detail}}
		row.Outcome = inspector.OutcomeFailed
		if v.Cause == exchange.RefusedAlert && v.Alert >= 0 {
			row.Code = fmt.Sprintf("alert %d", v.Alert)
		}
	case exchange.Tunnelled:
		row.Time, row.Done = v.Start, !v.Open
		*it = filter.Item{Device: v.Device, Scheme: "tunnel", Host: hostOf(v.Target, v.SNI), Size: v.BytesDown,
			Duration: elapsed(v.Start, v.End), Words: []string{string(v.Reason)}}
		if v.Open {
			row.Outcome = inspector.OutcomeWaiting
		}
		if v.Failure != nil {
			it.Failure, row.Outcome = string(v.Failure.Cause), inspector.OutcomeFailed
		}
	case exchange.Blocked:
		row.Time = v.Time
		*it = filter.Item{Device: v.Device, Scheme: "blocked", Host: hostOf(v.Target, ""), Failure: string(v.Reason),
			Words: []string{v.Detail}}
		row.Outcome = inspector.OutcomeFailed
	default:
		return nil, false
	}
	return row, true
}

func hostOf(target, sni string) string {
	if sni != "" {
		return sni
	}
	if h, _, err := net.SplitHostPort(target); err == nil {
		return h
	}
	return target
}
