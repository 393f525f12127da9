package engine

import "context"

// job is a command that writes to the open session for a while, beside a
// capture: an import or a lab run. It ends early when the session is replaced
// or the Engine is closed.
type job struct {
	e    *Engine
	cur  *current
	stop context.CancelFunc
}

// startWork registers a job with the open session, which it opens if need be.
// claim runs under mu and may refuse; it takes what the job needs alone. The
// context that it returns is that of the job.
func (e *Engine) startWork(ctx context.Context, claim func() error) (context.Context, *job, error) {
	end, err := e.begin()
	if err != nil {
		return nil, nil, err
	}
	defer end()
	cur, err := e.writable(ctx)
	if err != nil {
		return nil, nil, err
	}
	e.mu.Lock()
	err = claim()
	e.mu.Unlock()
	if err != nil {
		return nil, nil, err
	}
	j := &job{e: e, cur: cur}
	ctx, stop := context.WithCancel(ctx)
	unhook := context.AfterFunc(cur.ctx, stop)
	j.stop = func() { unhook(); stop() }
	cur.work.Add(1)
	e.notify.all()
	return ctx, j, nil
}

// end gives back what claim took.
func (j *job) end(release func()) {
	j.stop()
	j.e.set(release)
	j.cur.inspection.refresh() // no longer live
	j.cur.work.Done()
}
