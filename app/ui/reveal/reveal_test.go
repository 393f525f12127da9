package reveal

import (
	"testing"
	"time"
)

// memory is Settings that hold one number.
type memory float64

func (m *memory) StringWithFallback(string, string) string { return "" }
func (m *memory) SetString(string, string)                 {}
func (m *memory) FloatWithFallback(_ string, fallback float64) float64 {
	if *m == 0 {
		return fallback
	}
	return float64(*m)
}
func (m *memory) SetFloat(_ string, v float64)       { *m = memory(v) }
func (m *memory) BoolWithFallback(string, bool) bool { return false }
func (m *memory) SetBool(string, bool)               {}

func TestTheChoiceIsOneOfAFewWhateverTheFileSays(t *testing.T) {
	for stored, want := range map[memory]int{0: 10, 1: 1, 30: 30, 60: 60, 1e9: 10, -5: 10, 0.5: 10} {
		if got := Chosen(&stored); got != want {
			t.Errorf("%v is read as %d minutes, want %d", stored, got, want)
		}
	}
	var m memory
	if Choose(&m, 5); Chosen(&m) != 5 {
		t.Errorf("chosen 5, read %d", Chosen(&m))
	}
}

func TestAPeriodThatBeginsAnewIsNotOverWithTheFirst(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	stopped := 0
	p := Period{Clock: Clock{
		Now:   func() time.Time { return now },
		After: func(time.Duration, func()) func() { return func() { stopped++ } },
	}}
	if p.Runs() || p.Passed() {
		t.Error("a period that has not begun runs")
	}
	p.Begin(time.Minute, func() {})
	now = now.Add(59 * time.Second)
	p.Begin(time.Minute, func() {})
	now = now.Add(2 * time.Second)
	if p.Passed() || stopped != 1 {
		t.Errorf("passed with the first period; stopped %d timers", stopped)
	}
	if now = now.Add(time.Minute); !p.Passed() {
		t.Error("does not end")
	}
	if p.End(); p.Runs() || p.Passed() || stopped != 2 {
		t.Error("runs after its end")
	}
}
