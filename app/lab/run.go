package lab

import (
	"context"
	"fmt"
	"sync"
	"time"

	"loginscope/proxy/exchange"
)

// Run plays a scenario: one phone or several log in, attempt after attempt.
// An error means that the lab itself failed or ctx ended; a login that fails
// as its script wants is a Result.
//
// Time. The lab's clock is the real one, except where a script waits longer
// than anybody would (a token that expires): then the clock starts that much
// in the past and jumps forward at the wait, for the phone's log lines and for
// the servers' token registry alike. What the phone sent before the jump went past
// the proxy, as with a phone that was attached late: a capture holds real
// times only, so it must not hold exchanges of an invented past.
func (l *Lab) Run(ctx context.Context, s Scenario, r Run) (Result, error) {
	if s.Recording != nil {
		return l.playRecording(ctx, s, r)
	}
	scripts, err := s.Script.attempts()
	if err != nil {
		return Result{}, fmt.Errorf("run scenario %q: %w", s.Name, err)
	}
	if r.Now == nil {
		r.Now = l.now
	}
	var out sink
	if r.Log != nil {
		deliver := r.Log
		r.Log = func(line exchange.LogLine) {
			out.mu.Lock()
			defer out.mu.Unlock()
			deliver(line)
		}
	}
	var wg sync.WaitGroup
	for i := range max(1, s.Script.Phones) {
		p, err := l.newPhone(ctx, s, r, i, &out)
		if err != nil {
			return Result{}, fmt.Errorf("run scenario %q: %w", s.Name, err)
		}
		wg.Go(func() {
			defer p.close()
			p.play(ctx, scripts)
			p.linger(ctx)
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return out.result, fmt.Errorf("run scenario %q: %w", s.Name, err)
	}
	return out.result, nil
}

// sink collects what the phones of one run saw.
type sink struct {
	mu     sync.Mutex
	result Result
}

func (s *sink) add(f func(*Result)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(&s.result)
}

// play makes all attempts of one phone.
func (p *phone) play(ctx context.Context, scripts []Script) {
	for _, s := range scripts {
		p.sub.advance(-time.Duration(s.App.Wait) * time.Second)
	}
	for i, s := range scripts {
		if ctx.Err() != nil {
			return
		}
		p.begin(s, i)
		p.signIn(ctx)
	}
}

// How long a phone that goes through a proxy stays on the network before the
// run ends: after a login without trouble, and after a request that broke off.
const (
	lingering = 20 * time.Millisecond
	settling  = 300 * time.Millisecond
)

// linger lets a proxy notice how the phone's last exchanges ended, as it would
// with a phone that does not vanish the moment its login ends; a capture that
// is stopped right after the run would else lose it.
func (p *phone) linger(ctx context.Context) {
	d := lingering
	switch {
	case p.run.Proxy == "":
		return
	case p.broke:
		d = settling
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// wait is the user's or the app's thinking time, scaled by the run's pace.
func (p *phone) wait(ctx context.Context, d time.Duration) {
	d = time.Duration(float64(d) * p.run.Pace)
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
