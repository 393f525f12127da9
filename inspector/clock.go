package inspector

import (
	"fmt"
	"strconv"
	"time"

	"loginscope/inspector/finding"
	"loginscope/lang"
)

// How far a phone's clock must be off before its log is moved, and how evenly.
const (
	minSkew    = time.Minute
	skewSpread = 30 * time.Second
)

// correctClocks moves the log lines of a phone whose clock is wrong to the
// capture's time, so that they meet the exchanges they belong to. The phone's
// clock is known from the time stamps that its SDK signs, from a request id or
// token that stands in a line and in an exchange, or from the even distance at
// which a live log arrives.
func correctClocks(list []Sighting) {
	first := firstWire(list)
	for i := range list {
		if s := &list[i]; !s.Wire && s.heard.IsZero() && s.Device != "" && first[s.Device] != (time.Time{}) {
			s.heard = first[s.Device]
		}
	}
	for device, skew := range skews(list) {
		for i := range list {
			s := &list[i]
			if s.Wire || s.Device != device || s.Step.Time.IsZero() || s.heard.IsZero() {
				continue
			}
			s.Step.Time = s.Step.Time.Add(-skew)
			if !s.Step.End.IsZero() {
				s.Step.End = s.Step.End.Add(-skew)
			}
			for j := range s.Signals {
				s.Signals[j].Time = s.Step.Time
			}
		}
	}
}

// firstWire is when the capture first saw each device.
func firstWire(list []Sighting) map[string]time.Time {
	out := map[string]time.Time{}
	for i := range list {
		s := &list[i]
		if len(s.Step.Evidence) == 0 || s.Step.Evidence[0].Kind == finding.OfLog ||
			s.Step.Evidence[0].Kind == finding.OfText {
			continue
		}
		if t, ok := out[s.Device]; !ok || s.Step.Time.Before(t) {
			out[s.Device] = s.Step.Time
		}
	}
	return out
}

// skews returns how far each device's clock is ahead of the capture.
func skews(list []Sighting) map[string]time.Duration {
	out := map[string]time.Duration{}
	arrival := map[string]*distance{}
	wire := map[string]time.Time{}
	for i := range list {
		s := &list[i]
		if !s.Wire {
			continue
		}
		for _, k := range s.Keys.strong() {
			if _, ok := wire[k]; !ok {
				wire[k] = s.Step.Time
			}
		}
		for _, signal := range s.Signals {
			n, err := strconv.ParseInt(signal.Value, 10, 64)
			if err == nil && signal.Kind == SignalClock && s.Device != "" {
				out[s.Device] = time.Duration(n) * time.Second
			}
		}
	}
	for i := range list {
		s := &list[i]
		if s.Wire || s.Device == "" || s.Step.Time.IsZero() || s.heard.IsZero() {
			continue
		}
		if _, known := out[s.Device]; known {
			continue
		}
		d := arrival[s.Device]
		if d == nil {
			d = &distance{}
			arrival[s.Device] = d
		}
		d.add(s.Step.Time.Sub(s.heard))
		for _, k := range s.Keys.strong() {
			if t, ok := wire[k]; ok && s.Step.Time.Sub(t).Abs() > minSkew {
				d.tied, d.skew = true, s.Step.Time.Sub(t)
			}
		}
	}
	for device, d := range arrival {
		if skew, ok := d.clock(); ok {
			out[device] = skew
		}
	}
	return out
}

// distance is how far a log's times lie from those of its arrival.
type distance struct {
	n        int
	min, max time.Duration
	tied     bool
	skew     time.Duration
}

func (d *distance) add(v time.Duration) {
	if d.n == 0 || v < d.min {
		d.min = v
	}
	if d.n == 0 || v > d.max {
		d.max = v
	}
	d.n++
}

// clock returns the skew if the distances are far and even enough to be one.
func (d *distance) clock() (time.Duration, bool) {
	even := d.max-d.min <= skewSpread && d.n > 1
	if d.tied && (even || d.skew.Abs() > time.Hour) {
		return d.skew, true
	}
	return d.min, even && d.min.Abs() > 2*minSkew && d.max.Abs() > 2*minSkew
}

// Ahead formats a clock difference, positive for a clock that is ahead, as the
// rest of "the phone's clock is ... the server's".
func Ahead(skew time.Duration) lang.Text {
	d := Lasts(skew.Abs())
	if skew >= 0 {
		return lang.Text{EN: d.EN + " ahead of", ZH: "快 " + d.ZH}
	}
	return lang.Text{EN: d.EN + " behind", ZH: "慢 " + d.ZH}
}

// Lasts formats a duration in the largest unit of which there are at least two.
func Lasts(d time.Duration) lang.Text {
	for _, u := range []struct {
		unit   time.Duration
		en, zh string
	}{
		{24 * time.Hour, "days", "天"}, {time.Hour, "hours", "小时"}, {time.Minute, "minutes", "分钟"},
		{time.Second, "seconds", "秒"},
	} {
		if n := d.Round(u.unit) / u.unit; n >= 2 || u.unit == time.Second {
			return lang.Text{EN: fmt.Sprintf("%d %s", n, u.en), ZH: fmt.Sprintf("%d %s", n, u.zh)}
		}
	}
	return lang.Text{}
}
