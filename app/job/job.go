// Package job owns the one runner of work that a person started and must not
// wait for: it starts the work, names what is busy, keeps notices of what became
// of it, and cancels it. It knows nothing of what the work does.
//
// Law: work gets the context of Serve, which ends with the program, and Serve
// returns only after all work has.
package job

import (
	"context"
	"slices"
	"sync"
	"time"

	"loginscope/app/feed"
	"loginscope/lang"
)

// Limit is the longest time of one piece of work that Start runs.
const Limit = 10 * time.Minute

// MaxNotices limits the notices that are kept; the oldest goes first.
const MaxNotices = 20

// Config configures a Runner. Both fields may be nil.
type Config struct {
	// Explain describes the error of a piece of work; ok is false for one that nobody
	// has to know of. Without it an error is dropped.
	Explain func(error) (n feed.Notice, ok bool)
	// Changed is called after Busy or Notices changed, from any goroutine.
	Changed func()
}

// Runner runs work. All methods may be called from any goroutine, and all but
// Serve return at once.
type Runner struct {
	cfg  Config
	work sync.WaitGroup

	mu      sync.Mutex
	begin   func(func(context.Context)) // set by Serve
	waiting []func(context.Context)     // started before Serve
	ended   bool
	notices []feed.Notice
	last    int // ID of the newest notice
	busy    []*task
}

// task is a piece of work that Start runs.
type task struct {
	what   lang.Text
	cancel func()
}

// New returns a Runner whose work begins with Serve.
func New(cfg Config) *Runner { return &Runner{cfg: cfg} }

// Serve begins the work that was started, and whatever is started from now on,
// with ctx. It returns when ctx has ended and all work has returned; what is
// started later is dropped.
func (r *Runner) Serve(ctx context.Context) {
	r.mu.Lock()
	r.begin = func(f func(context.Context)) { r.work.Go(func() { f(ctx) }) }
	for _, f := range r.waiting {
		r.begin(f)
	}
	r.waiting = nil
	r.mu.Unlock()
	<-ctx.Done()
	r.mu.Lock()
	r.ended = true
	r.mu.Unlock()
	r.work.Wait()
}

// Go runs work on a goroutine of its own. Its context ends with that of Serve.
func (r *Runner) Go(work func(context.Context)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.ended:
	case r.begin == nil:
		r.waiting = append(r.waiting, work)
	default:
		r.begin(work)
	}
}

// Start runs work that is busy with what, until it returns, Cancel is called or
// Limit is over. Its error becomes a notice.
func (r *Runner) Start(what lang.Text, work func(context.Context) error) {
	t := &task{what: what}
	stop := make(chan struct{})
	t.cancel = sync.OnceFunc(func() { close(stop) })
	r.mu.Lock()
	r.busy = append(r.busy, t)
	r.mu.Unlock()
	r.changed()
	r.Go(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, Limit)
		defer cancel()
		ctx, end := Until(ctx, stop)
		defer end()
		r.finish(t, work(ctx))
	})
}

func (r *Runner) finish(t *task, err error) {
	r.mu.Lock()
	r.busy = slices.DeleteFunc(r.busy, func(x *task) bool { return x == t })
	r.mu.Unlock()
	if err != nil && r.cfg.Explain != nil {
		if n, ok := r.cfg.Explain(err); ok {
			r.Notify(n)
			return
		}
	}
	r.changed()
}

// Busy is what the newest of the work that Start runs is busy with, both texts
// empty for nothing.
func (r *Runner) Busy() lang.Text {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := len(r.busy); n > 0 {
		return r.busy[n-1].what
	}
	return lang.Text{}
}

// Cancel ends the context of all work that Start runs.
func (r *Runner) Cancel() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, t := range r.busy {
		t.cancel()
	}
}

// Notify keeps a notice under an ID of its own, until it is dismissed or
// MaxNotices newer ones came.
func (r *Runner) Notify(n feed.Notice) {
	r.mu.Lock()
	r.last++
	n.ID = r.last
	r.notices = append(r.notices, n)
	if len(r.notices) > MaxNotices {
		r.notices = r.notices[1:]
	}
	r.mu.Unlock()
	r.changed()
}

// Notices returns a copy of what is kept, oldest first.
func (r *Runner) Notices() []feed.Notice {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.notices)
}

// Dismiss drops a notice.
func (r *Runner) Dismiss(id int) {
	r.mu.Lock()
	r.notices = slices.DeleteFunc(r.notices, func(n feed.Notice) bool { return n.ID == id })
	r.mu.Unlock()
	r.changed()
}

func (r *Runner) changed() {
	if r.cfg.Changed != nil {
		r.cfg.Changed()
	}
}

// Until is ctx, ended when stop is closed as well. The function must be called.
func Until(ctx context.Context, stop <-chan struct{}) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	go func() { // ends with ctx
		select {
		case <-stop:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}
