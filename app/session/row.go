package session

import (
	"math"
	"time"

	"loginscope/proxy/exchange"
)

// rowPathMax limits Row.Path; the whole path stands in the exchange.
const rowPathMax = 4 << 10

// rowOf is what a list shows of x.
func rowOf(seq Seq, x exchange.Exchange) Row {
	r := Row{
		Seq: seq, ID: x.ID, Origin: x.Origin, Device: x.Device,
		Start: x.Timing.Start, Duration: x.Timing.Duration(),
		Scheme: x.Scheme, Host: x.Host, Port: x.Port,
		Method: x.Request.Method, Path: x.Path,
		Egress: x.Server.Egress, Done: x.Done,
	}
	if len(r.Path) > rowPathMax {
		r.Path = r.Path[:rowPathMax]
	}
	if x.Response != nil {
		r.Status, r.Size = x.Response.Status, x.Response.Body.Size
	}
	if x.Failure != nil {
		r.Failure = x.Failure.Cause
	}
	return r
}

// nanos is a time as a list row holds it: nanoseconds since 1970, 0 for "not
// known" and for what does not match (before 1678, after 2262).
func nanos(t time.Time) int64 {
	const most = math.MaxInt64/int64(time.Second) - 1
	if s := t.Unix(); t.IsZero() || s > most || s < -most {
		return 0
	}
	return t.UnixNano()
}

func fromNanos(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}

// sum covers what the row says, so that a flipped bit is noticed.
func (r *Row) sum() int64 {
	done := int64(0)
	if r.Done {
		done = 1
	}
	b := make([]byte, 0, 256)
	for _, s := range []string{string(r.Origin), r.Device, r.Scheme, r.Host, r.Method, r.Path, string(r.Failure),
		r.Egress} {
		b = append(append(b, s...), 0)
	}
	return checksum([]int64{
		int64(r.Seq), int64(r.ID), nanos(r.Start), int64(r.Duration), int64(r.Port), int64(r.Status), r.Size, done,
	}, b)
}
