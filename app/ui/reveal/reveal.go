// Package reveal owns for how long the window shows sensitive values: the choices, what
// was chosen, and the period that runs. It draws nothing and belongs to the UI goroutine.
package reveal

import (
	"slices"
	"time"

	"loginscope/app/ui/look"
)

// Minutes are the choices. The last is the longest that values are ever shown without
// being asked for again.
var Minutes = []int{1, 5, 10, 30, 60}

// usual is the choice of who has made none.
const usual = 10

// key is that of the choice in Settings.
const key = "reveal.minutes"

// Chosen is the chosen number of minutes: one of Minutes, whatever stands in the file.
func Chosen(s look.Settings) int {
	if n := s.FloatWithFallback(key, usual); slices.Contains(Minutes, int(n)) {
		return int(n)
	}
	return usual
}

// Choose remembers a number of minutes for the next period.
func Choose(s look.Settings, minutes int) { s.SetFloat(key, float64(minutes)) }

// Clock is the time, which tests replace. The zero value is the real one.
type Clock struct {
	Now func() time.Time
	// After runs f on a goroutine of its own once d has passed, unless stop was called.
	After func(d time.Duration, f func()) (stop func())
}

func (c Clock) now() time.Time {
	if c.Now == nil {
		return time.Now()
	}
	return c.Now()
}

// Run runs f once d has passed, unless the returned function was called before.
func (c Clock) Run(d time.Duration, f func()) (stop func()) {
	if c.After == nil {
		t := time.AfterFunc(d, f)
		return func() { t.Stop() }
	}
	return c.After(d, f)
}

// Period is a time during which values are shown. The zero value has not begun.
type Period struct {
	Clock Clock
	until time.Time
	stop  func()
}

// Begin starts the period, or starts it anew. Over is called once it has passed, on
// another goroutine; it must ask Passed, since the period may have begun anew.
func (p *Period) Begin(d time.Duration, over func()) {
	p.End()
	// Without its monotonic part the time goes on while the computer sleeps.
	p.until = p.Clock.now().Round(0).Add(d)
	p.stop = p.Clock.Run(d, over)
}

// End stops the period.
func (p *Period) End() {
	if p.stop != nil {
		p.stop()
	}
	p.until, p.stop = time.Time{}, nil
}

// Runs reports whether the period has begun and was not ended.
func (p *Period) Runs() bool { return p.stop != nil }

// Until is when the period ends.
func (p *Period) Until() time.Time { return p.until }

// Passed reports whether the period runs and its time is over.
func (p *Period) Passed() bool { return p.Runs() && !p.Clock.now().Before(p.until) }
