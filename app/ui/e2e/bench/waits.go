package main

import (
	"errors"
	"fmt"
	"runtime"
	"time"

	"loginscope/app/ui/e2e"
	"loginscope/app/ui/state"
)

// mode is a way to draw. Under Xvfb there is no graphics card: the processor
// computes each pixel of each frame, and the UI goroutine waits for that. So
// everything is measured twice: as it is there, and with Mesa configured to accept all
// drawing calls and to compute no pixel, as if a graphics card did. What is
// left is the work of the program and of Fyne on the UI goroutine: Models,
// layout, shaping of text, pictures of glyphs, drawing calls. The bound is on
// that.
type mode struct {
	name  string
	env   []string
	bound float64 // milliseconds, 0 for none
}

var modes = []mode{
	{name: "pixels by the processor"},
	{name: "no pixels", env: []string{"GALLIUM_NOOP=1"}, bound: maxWait},
}

func (m mode) limit() string {
	if m.bound == 0 {
		return "none"
	}
	return fmt.Sprintf("at most %.0f ms", m.bound)
}

// waits measures how long the UI goroutine keeps others waiting: while nothing
// happens, while only a button lights up and is painted, and while exchanges
// arrive with the table on the screen.
func (b *bench) waits(m mode) error {
	idle, repaint, err := b.quiet(m)
	if err != nil {
		return err
	}
	w, rate, err := b.loaded(m)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("UI wait, %.0f exchanges/s, %s, ", rate, m.name)
	line(what+"median", msf(idle.Median), msf(w.Median), "none")
	line(what+"99%", msf(idle.P99), msf(w.P99), "none")
	line(what+"worst", msf(idle.Max), msf(w.Max), m.limit())
	line("  the same without the queue for a processor, worst", msf(idle.Lean), msf(w.Lean), "none")
	line("  beside it: only a button lights up, 99%", msf(idle.P99), msf(repaint.P99), "none")
	line("  beside it: only a button lights up, worst", msf(idle.Max), msf(repaint.Max), "none")
	line("  own work for one Model, worst", msf(idle.Work), msf(w.Work), fmt.Sprintf("at most %.0f ms", maxWait))
	if w.Work > maxWait {
		err = fmt.Errorf("%s: the window was busy with one Model for %.1f ms, more than %.0f", m.name, w.Work, maxWait)
	}
	if m.bound > 0 && w.Max > m.bound {
		err = errors.Join(err,
			fmt.Errorf("%s: the UI goroutine kept others waiting for %.1f ms, more than %.0f (%d processors; load "+
				"%.1f before the measurement began)",
				m.name, w.Max, m.bound, runtime.NumCPU(), b.before))
	}
	return err
}

// quiet measures a window where nothing arrives.
func (b *bench) quiet(m mode) (idle, repaint state.Waits, err error) {
	s, err := b.open(m.env)
	if err != nil {
		return idle, repaint, err
	}
	defer s.Close()
	if err := settle(s); err != nil {
		return idle, repaint, err
	}
	time.Sleep(3 * time.Second)
	st, err := s.State()
	if err != nil {
		return idle, repaint, err
	}
	idle = st.Waits
	for i := range 40 {
		if err := s.MoveTo(60, 100+30*(i%6)); err != nil {
			return idle, repaint, err
		}
		time.Sleep(50 * time.Millisecond)
	}
	st, err = s.State()
	return idle, st.Waits, err
}

// settle waits for the end of the start, and has the waits begin anew.
func settle(s *e2e.Screen) error {
	time.Sleep(2 * time.Second)
	_, err := s.State()
	return err
}

// loaded measures a window where loadRate exchanges a second arrive.
func (b *bench) loaded(m mode) (w state.Waits, rate float64, err error) {
	s, err := b.open(append([]string{fmt.Sprintf(state.LoadEnv+"=%d", loadRate)}, m.env...))
	if err != nil {
		return w, 0, err
	}
	defer s.Close()
	if err := s.Click("place-exchanges"); err != nil {
		return w, 0, err
	}
	if _, err := s.Wait(b.ctx,
		func(st state.State) bool { return st.Page == "exchanges" && st.Total > 100 }); err != nil {
		return w, 0, err
	}
	if err := settle(s); err != nil {
		return w, 0, err
	}
	before, err := s.State()
	if err != nil {
		return w, 0, err
	}
	began := time.Now()
	time.Sleep(loadTime)
	after, err := s.State()
	if err != nil {
		return w, 0, err
	}
	return after.Waits, float64(after.Total-before.Total) / time.Since(began).Seconds(), nil
}
