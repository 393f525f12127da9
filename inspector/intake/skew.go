package intake

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"loginscope/codes"
	"loginscope/proxy/exchange"
)

// maxMarks limits each kind of mark that a Clock keeps.
const maxMarks = 100_000

// Clock gathers what shows how far the clocks of two sources are apart:
// request ids, calls, and servers' Date fields. Its zero value is ready.
type Clock struct {
	ids   map[string]time.Time
	calls map[string][]time.Time
	dates []time.Duration // server's time minus ours
	// wire and written are the ends of the exchanges and of the log lines.
	wire, written ends
}

// ends are the first and the last time of something, zero if there is none.
type ends struct{ first, last time.Time }

func (e *ends) add(t time.Time) {
	if t.IsZero() {
		return
	}
	if e.first.IsZero() || t.Before(e.first) {
		e.first = t
	}
	if t.After(e.last) {
		e.last = t
	}
}

// apart is what must be added to b so that it touches e, zero if it does.
func (e ends) apart(b ends) time.Duration {
	switch {
	case e.first.IsZero() || b.first.IsZero():
		return 0
	case b.first.After(e.last):
		return e.last.Sub(b.first)
	case b.last.Before(e.first):
		return e.first.Sub(b.last)
	}
	return 0
}

// Add takes one event of the source.
func (c *Clock) Add(e exchange.Event) {
	switch e := e.(type) {
	case exchange.LogLine:
		c.written.add(e.Time)
		c.mark(e.Text, e.Time)
	case exchange.Finished:
		c.exchange(&e.Exchange)
	}
}

func (c *Clock) exchange(x *exchange.Exchange) {
	if x.Timing.Start.IsZero() {
		return
	}
	c.wire.add(x.Timing.Start)
	at := x.Timing.End
	if at.IsZero() {
		at = x.Timing.Start
	}
	c.mark(head(x.Request.Body), at)
	if x.Response == nil {
		return
	}
	c.mark(head(x.Response.Body), at)
	path, _, _ := strings.Cut(x.Path, "?")
	key := x.Request.Method + " " + x.Host + path + " " + strconv.Itoa(x.Response.Status)
	if c.calls == nil {
		c.calls = map[string][]time.Time{}
	}
	if len(c.calls) < maxMarks && len(c.calls[key]) < 1000 {
		c.calls[key] = append(c.calls[key], x.Timing.Start)
	}
	date, err := time.Parse(time.RFC1123, x.Response.Header.Get("Date"))
	if err == nil && len(c.dates) < maxMarks && !x.Timing.FirstByte.IsZero() {
		// Date counts whole seconds; its middle is the best guess.
		c.dates = append(c.dates, date.Add(500*time.Millisecond).Sub(x.Timing.FirstByte))
	}
}

// head is the part of a body in which request ids are looked for.
func head(b exchange.Body) string { return string(b.Head[:min(len(b.Head), 16<<10)]) }

// mark remembers the first time at which each request id was seen.
func (c *Clock) mark(s string, at time.Time) {
	if at.IsZero() {
		return
	}
	for i := 8; i+28 <= len(s); {
		j := strings.IndexByte(s[i:], '-')
		if j < 0 {
			return
		}
		i += j
		if i >= 8 && i+28 <= len(s) && uuid(s[i-8:i+28]) {
			id := strings.ToLower(s[i-8 : i+28])
			if c.ids == nil {
				c.ids = map[string]time.Time{}
			}
			if _, ok := c.ids[id]; !ok && len(c.ids) < maxMarks {
				c.ids[id] = at
			}
			i += 28
		}
		i++
	}
}

// uuid reports whether 36 characters have the form of RFC 9562.
func uuid(s string) bool {
	for i := range len(s) {
		c := s[i]
		if dash := i == 8 || i == 13 || i == 18 || i == 23; dash {
			if c != '-' {
				return false
			}
		} else if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F') {
			return false
		}
	}
	return true
}

// Basis is what an estimate rests on.
type Basis string

// The bases, best first.
const (
	ByRequestID Basis = "request-ids"
	ByCalls     Basis = "same-calls"
	ByDate      Basis = "date-fields"
	ByZone      Basis = "time-zone"
	ByNothing   Basis = "none"
)

// Skew is the difference of two sources' clocks.
type Skew struct {
	// Offset is to be added to the other source's times.
	Offset time.Duration `json:"offset"`
	Basis  Basis         `json:"basis"`
	// Samples counts the pairs, Spread is the middle deviation from Offset.
	Samples   int             `json:"samples"`
	Spread    time.Duration   `json:"spread"`
	Certainty codes.Certainty `json:"certainty"`
}

// Estimate compares another source's clock with a reference: by request ids
// that both saw, else by equal calls that both saw equally often, else by how
// far each is from the servers' Date fields. Differences of less than the
// latency that the basis leaves open (3 s, or 1 s for calls) count as none.
//
// Every login makes the same calls, so those of two logins are no signal of two
// clocks: where both sources have request ids and share none, or where the
// servers' Date fields say otherwise, equal calls count for nothing.
func Estimate(reference, other *Clock) Skew {
	if diffs := sharedIDs(reference, other); len(diffs) > 0 {
		return judge(diffs, ByRequestID, 3*time.Second)
	}
	byDate, dated := estimateByDate(reference, other)
	if len(reference.ids) == 0 || len(other.ids) == 0 {
		if s := judge(equalCalls(reference, other), ByCalls, time.Second); s.Basis == ByCalls &&
			(!dated || (s.Offset-byDate.Offset).Abs() <= dateSlack) {
			return s
		}
	}
	if byDate.Basis == ByNothing {
		return estimateByZone(reference, other)
	}
	return byDate
}

// How well a log must match a capture to be taken for one of another time zone.
const (
	zoneSlack = time.Minute    // beside whole hours
	zoneMost  = 14 * time.Hour // the farthest zone from UTC
)

// estimateByZone finds a log whose lines lie whole hours from the capture of
// the same login: its times carry no zone and were read in the wrong one. Two
// logins lie whole hours apart by chance in one case of thirty, so the offset
// is inferred and is reported as such.
func estimateByZone(reference, other *Clock) Skew {
	none := Skew{Basis: ByNothing, Certainty: codes.Unconfirmed}
	if !other.wire.first.IsZero() || len(other.ids) > 0 && len(reference.ids) > 0 {
		return none
	}
	gap := reference.wire.apart(other.written)
	hours := gap.Round(time.Hour)
	if hours == 0 || hours.Abs() > zoneMost || (gap-hours).Abs() > zoneSlack {
		return none
	}
	return Skew{Offset: hours, Basis: ByZone, Samples: 1, Spread: (gap - hours).Abs(), Certainty: codes.Inferred}
}

// dateSlack is how far the clock differences by Date fields and by calls may
// lie apart: Date counts whole seconds and does not count the latency.
const dateSlack = 5 * time.Second

func sharedIDs(reference, other *Clock) (diffs []time.Duration) {
	for id, at := range other.ids {
		if ref, ok := reference.ids[id]; ok {
			diffs = append(diffs, ref.Sub(at))
		}
	}
	return diffs
}

func equalCalls(reference, other *Clock) (diffs []time.Duration) {
	for key, times := range other.calls {
		ref := reference.calls[key]
		if len(ref) != len(times) {
			continue
		}
		for i := range times {
			diffs = append(diffs, ref[i].Sub(times[i]))
		}
	}
	return diffs
}

// estimateByDate is ByNothing, and dated false, where a source has no Date.
func estimateByDate(reference, other *Clock) (s Skew, dated bool) {
	if len(reference.dates) == 0 || len(other.dates) == 0 {
		return Skew{Basis: ByNothing, Certainty: codes.Unconfirmed}, false
	}
	diff := median(other.dates) - median(reference.dates)
	return judge([]time.Duration{diff}, ByDate, 3*time.Second), true
}

// judge takes the median, so that a retry that was paired wrongly does no harm.
func judge(diffs []time.Duration, basis Basis, slack time.Duration) Skew {
	if len(diffs) == 0 {
		return Skew{Basis: ByNothing, Certainty: codes.Unconfirmed}
	}
	s := Skew{Offset: median(diffs), Basis: basis, Samples: len(diffs), Certainty: codes.Inferred}
	off := make([]time.Duration, len(diffs))
	for i, d := range diffs {
		off[i] = (d - s.Offset).Abs()
	}
	s.Spread = median(off)
	if basis == ByRequestID && len(diffs) >= 2 && s.Spread <= slack {
		s.Certainty = codes.Seen
	}
	if s.Offset.Abs() < slack {
		s.Offset = 0
	}
	return s
}

func median(d []time.Duration) time.Duration {
	d = slices.Sorted(slices.Values(d))
	return d[len(d)/2]
}
