package engine

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"loginscope/app/session"
	"loginscope/inspector"
	"loginscope/proxy/exchange"
)

// Law of this file: one goroutine a session reads the events with a cursor of
// its own, adds them to an inspector.Inspection and publishes a Report when
// something changed, at most once in Config.ReportEvery and for at most a
// quarter of the time. An idle capture costs nothing.

const (
	// followEvery is how often a file that another process may be writing is
	// polled.
	followEvery = time.Second
	// maxDevices limits the devices that are counted apart.
	maxDevices = 1024
	// What cannot be read is tried again after againFirst, then less often, at
	// last every againMost.
	retryFirst = 250 * time.Millisecond
	retryMost  = 5 * time.Second
	// patience is how long somebody who waits for the end is kept waiting for
	// what cannot be read.
	patience = 12 * time.Second
)

// finding is what one poll of the session has found.
type findings struct {
	report             *inspector.Report
	upTo               session.Seq // the last event that report knows
	exchanges, devices int
	err                error // why the session could not be read further
}

// inspection is the running inspection of one session.
type inspection struct {
	e      *Engine
	sess   *session.Session
	wake   chan struct{} // something was appended or the context changed
	urgent chan struct{} // somebody waits for the next Report
	done   chan struct{}

	// Of the goroutine alone.
	fold    *inspector.Inspection
	cursor  session.Seq
	count   counts
	stopped error         // why the last poll ended early
	retry   time.Duration // until the next poll, if the error may pass

	mu   sync.Mutex // guards the rest
	now  findings
	next chan struct{} // closed at the next publication
	due  int           // calls of refresh
	took int           // calls of refresh before the last poll
	seen int           // calls of refresh that the newest Report knows
	anew bool          // what is to be read has changed
}

func newInspection(e *Engine, s *session.Session) *inspection {
	return &inspection{
		e: e, sess: s, fold: inspector.New(e.cfg.Rules), count: newCounts(),
		wake: make(chan struct{}, 1), urgent: make(chan struct{}, 1),
		done: make(chan struct{}), next: make(chan struct{}),
	}
}

func (in *inspection) start(ctx context.Context) { go in.run(ctx) }

func (in *inspection) wait() { <-in.done }

func (in *inspection) run(ctx context.Context) {
	defer close(in.done)
	var follow <-chan time.Time
	if in.sess.ReadOnly() {
		t := time.NewTicker(followEvery)
		defer t.Stop()
		follow = t.C
	}
	for {
		began := time.Now()
		if in.poll(ctx) {
			in.publish()
			elapsed := time.Since(began)
			if !in.pause(ctx, max(in.e.cfg.ReportEvery, 3*elapsed)) {
				return
			}
		}
		if !in.rest(ctx, follow) {
			return
		}
	}
}

// rest waits until there may be more to read, or until it is time to try again
// what could not be read.
func (in *inspection) rest(ctx context.Context, follow <-chan time.Time) bool {
	wake := in.wake
	var retry <-chan time.Time
	if in.passing() {
		t := time.NewTimer(in.retry)
		defer t.Stop()
		in.retry = min(2*in.retry, retryMost)
		wake, follow, retry = nil, nil, t.C // no sooner, or a busy capture would try all the time
	}
	select {
	case <-ctx.Done():
		return false
	case <-wake:
	case <-follow:
	case <-retry:
	}
	return true
}

// passing reports whether the last poll ended by an error that may pass.
func (in *inspection) passing() bool { return in.stopped != nil && session.Passing(in.stopped) }

// pause waits between two Reports, less if somebody is waiting for one.
func (in *inspection) pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
	case <-in.urgent:
	}
	return true
}

// poll reads what is new and reports whether a Report is due.
func (in *inspection) poll(ctx context.Context) bool {
	in.prepare()
	from := in.cursor
	if in.stopped == nil || in.passing() {
		in.stopped = nil
		end := in.sess.Last()
		for e, err := range in.sess.Events(ctx, in.cursor) {
			if ctx.Err() != nil {
				return false
			}
			if err != nil {
				in.stopped = err
				break
			}
			in.fold.Add(e.Event)
			in.count.add(e.Event)
			in.cursor = e.Seq
		}
		if in.stopped == nil { // the last events may be of evidence that was taken off
			in.cursor = max(in.cursor, end)
		}
	}
	if in.stopped == nil || in.cursor > from {
		in.retry = retryFirst
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.cursor > from || in.now.report == nil || in.due > in.seen || !same(in.stopped, in.now.err)
}

// prepare begins anew if what was read may no longer count.
func (in *inspection) prepare() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.took = in.due
	if in.anew {
		in.fold, in.count, in.cursor, in.stopped, in.anew = inspector.New(in.e.cfg.Rules), newCounts(), 0, nil, false
	}
}

// same reports whether two polls ended in the same way.
func same(a, b error) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Error() == b.Error()
}

// publish makes a Report of what was added so far.
func (in *inspection) publish() {
	r := in.fold.Report(in.e.evidenceContext())
	in.mu.Lock()
	in.now = findings{report: &r, upTo: in.cursor, exchanges: in.count.exchanges, devices: len(in.count.devices),
		err: in.stopped}
	in.seen = in.took
	close(in.next)
	in.next = make(chan struct{})
	in.mu.Unlock()
	in.e.notify.all()
}

// notify says that something was appended.
func (in *inspection) notify() {
	select {
	case in.wake <- struct{}{}:
	default:
	}
}

// refresh asks for a Report though nothing was appended: what is known beside
// the events has changed.
func (in *inspection) refresh() {
	in.mu.Lock()
	in.due++
	in.mu.Unlock()
	in.notify()
}

// restart asks for a Report of everything, read from the beginning.
func (in *inspection) restart() {
	in.mu.Lock()
	in.anew = true
	in.due++
	in.mu.Unlock()
	in.notify()
}

func (in *inspection) latest() findings {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.now
}

// caughtUp waits for a Report that knows everything appended before the call.
func (in *inspection) caughtUp(ctx context.Context) error {
	target := in.sess.Last()
	var enough <-chan time.Time // of an error that may pass and does not
	for {
		in.mu.Lock()
		now, next, stale := in.now, in.next, in.due > in.seen
		in.mu.Unlock()
		if now.err != nil && !session.Passing(now.err) {
			return now.err
		}
		if now.err != nil && enough == nil {
			t := time.NewTimer(patience)
			defer t.Stop()
			enough = t.C
		}
		if now.report != nil && now.upTo >= target && !stale {
			return nil
		}
		in.notify()
		select {
		case in.urgent <- struct{}{}:
		default:
		}
		select {
		case <-next:
		case <-in.done:
			return ErrClosed
		case <-enough:
			return now.err
		case <-ctx.Done():
			return cmp.Or(now.err, ctx.Err())
		}
	}
}

// WaitIdle waits until everything that was appended before the call was
// inspected, so that Report knows it. What cannot be read is tried for
// a while; the error then says why it cannot, and Report knows the rest.
func (e *Engine) WaitIdle(ctx context.Context) error {
	e.mu.Lock()
	cur := e.cur
	e.mu.Unlock()
	if cur == nil {
		return nil
	}
	return cur.inspection.caughtUp(ctx)
}

// evidenceContext is what is known beside the events.
func (e *Engine) evidenceContext() inspector.Context {
	e.mu.Lock()
	defer e.mu.Unlock()
	facts := e.cfg.Facts
	if e.cur != nil {
		facts = beside(facts, answersOf(e.cur.session.Meta().Answers))
	}
	if e.cur != nil && e.cur.context != nil {
		c := *e.cur.context
		c.Facts = beside(facts, c.Facts)
		c.App, c.Notes, c.Given = e.cur.app, notesOf(e.cur.session), given(e.cur.session)
		return c
	}
	c := inspector.Context{
		Now: e.cfg.Now(), Live: e.capture != nil || e.lab != "" || len(e.logs) > 0, Attach: e.attachOf(),
		Facts: facts, Clocks: maps.Clone(e.clocks), Portal: slices.Sorted(maps.Keys(e.visitors)),
	}
	if e.cur != nil {
		c.App, c.Notes, c.Given = e.cur.app, notesOf(e.cur.session), given(e.cur.session)
	} else if e.pending != nil {
		c.App = appIn(*e.pending)
	}
	return c
}

// counts are the figures of the status line.
type counts struct {
	exchanges int
	open      map[exchange.ID]bool
	devices   map[string]bool
}

func newCounts() counts {
	return counts{open: map[exchange.ID]bool{}, devices: map[string]bool{}}
}

func (c *counts) add(e exchange.Event) {
	switch e := e.(type) {
	case exchange.Started:
		c.exchanges++
		c.open[e.Exchange.ID] = true
		c.device(e.Exchange.Device)
	case exchange.Finished:
		if !c.open[e.Exchange.ID] {
			c.exchanges++
		}
		delete(c.open, e.Exchange.ID)
		c.device(e.Exchange.Device)
	case exchange.Tunnelled:
		c.device(e.Device)
	case exchange.TLSRefused:
		c.device(e.Device)
	}
}

func (c *counts) device(d string) {
	if d != "" && len(c.devices) < maxDevices {
		c.devices[d] = true
	}
}
