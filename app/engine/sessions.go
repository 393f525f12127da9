package engine

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"

	"loginscope/app/bundle"
	"loginscope/app/session"
	"loginscope/app/version"
	"loginscope/inspector"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy/exchange"
)

// current is the open session with what runs for it.
type current struct {
	gen        int
	session    *session.Session
	inspection *inspection
	// ctx ends when the session is replaced; imports and lab runs stop then.
	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup // imports and lab runs
	// auto is true for a session whose file nobody named, made for one that
	// was not there before.
	auto, made bool
	// received is the bundle that the session came in, and context what its inspection
	// knew beside it; both nil for another session.
	received *bundle.File
	context  *inspector.Context
	// app is what the session's evidence says of the app, nil if nothing; Engine.mu guards it.
	app *inspector.AppFacts
}

// NewSession opens a new, empty session: at path, which must not exist yet,
// or autosaved when path is "". A capture that runs goes on in the new one;
// what was open at the change stays unfinished in the old.
func (e *Engine) NewSession(ctx context.Context, path string) error {
	end, err := e.begin()
	if err != nil {
		return err
	}
	defer end()
	s, err := e.create(ctx, path)
	if err != nil {
		return err
	}
	return e.replace(&current{session: s, auto: path == "", made: true})
}

// Abandon is for a command that failed after NewSession: the file of the open
// session is removed when it is closed if nothing was captured into it.
func (e *Engine) Abandon() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.cur != nil && !e.cur.session.ReadOnly() && e.cur.made {
		e.cur.auto = true
	}
}

// Rename gives the open session another name.
func (e *Engine) Rename(name string) error {
	s := e.Session()
	if s == nil {
		return errNoSession
	}
	err := s.Rename(name)
	e.notify.all()
	return err
}

// SaveCopy writes what the open session holds so far into a new file.
func (e *Engine) SaveCopy(ctx context.Context, path string) error {
	s := e.Session()
	if s == nil {
		return errNoSession
	}
	return s.SaveCopy(ctx, path)
}

// SaveMasked writes a copy of the open session in which sensitive values are masked, in
// everything that the inspector reads of it; see evidence.Masker. It waits until the
// inspection knows all that the session shows to be secret.
func (e *Engine) SaveMasked(ctx context.Context, path string) error {
	s := e.Session()
	if s == nil {
		return errNoSession
	}
	m, until, err := e.masker(ctx)
	if err != nil {
		return err
	}
	return s.SaveEdited(ctx, path, masking(m, s.Meta().Name, until, false))
}

// Recent lists the autosaved sessions, newest first.
func (e *Engine) Recent(ctx context.Context) ([]session.Info, error) {
	return session.Recent(ctx, e.cfg.sessionsDir())
}

var errNoSession = problem.New("no session is open",
	lang.Both("There is nothing to do this with.", "无法执行。"),
	lang.Both("No session is open.", "当前没有打开的会话。"),
	lang.Both("Start a capture or open a session first.", "请先开始抓包或打开会话。"))

func (e *Engine) options() session.Options {
	return session.Options{Changed: e.changed, QueueCap: e.cfg.QueueCap, Now: e.cfg.Now,
		Program: "Loginscope " + version.Number}
}

func (e *Engine) create(ctx context.Context, path string) (*session.Session, error) {
	switch {
	case path != "":
		return session.Create(ctx, path, e.options())
	case e.cfg.Temporary:
		return session.Temporary(ctx, e.options())
	}
	return session.Autosave(ctx, e.cfg.sessionsDir(), e.options())
}

// writable returns the open session to write to, and opens one if none is.
// It needs the command lock.
func (e *Engine) writable(ctx context.Context) (*current, error) {
	e.mu.Lock()
	cur := e.cur
	e.mu.Unlock()
	if cur == nil {
		s, err := e.create(ctx, "")
		if err != nil {
			return nil, err
		}
		cur = &current{session: s, auto: true}
		return cur, e.replace(cur)
	}
	if cur.session.ReadOnly() {
		return nil, &session.FileError{Op: "write", Path: cur.session.Path(), Kind: session.ErrReadOnly,
			Err: errors.New("it was opened for reading")}
	}
	return cur, nil
}

// replace makes next the open session (nil for none), starts its inspection
// and closes the one before. It needs the command lock.
func (e *Engine) replace(next *current) error {
	if next != nil {
		next.ctx, next.cancel = context.WithCancel(context.WithoutCancel(e.life))
		next.inspection = newInspection(e, next.session)
	}
	e.mu.Lock()
	before := e.cur
	if next != nil {
		e.gen++
		next.gen = e.gen
		if e.pending != nil {
			_ = next.session.SetEvidence(*e.pending) // counts though a session may be for reading
			e.pending = nil
		}
		next.receive(e.cfg.Now())
		next.readApp()
	}
	e.cur, e.problem = next, nil
	e.mu.Unlock()
	if next != nil {
		next.inspection.start(next.ctx)
	}
	e.notify.all()
	if before == nil {
		return nil
	}
	return before.close()
}

// receive makes what a bundle says of the app evidence of its session, so that it can be taken
// off.
func (c *current) receive(now time.Time) {
	if c.context == nil || c.context.App == nil {
		return
	}
	if _, err := pieceOf(c.session, appID); err == nil {
		return
	}
	if piece, err := appPiece(c.context.App, nil, now); err == nil {
		_ = c.session.SetEvidence(piece) // a bundle's session is for reading: it has it in memory
	}
}

// close stops what runs for the session, then writes its last events. An
// autosaved session that stayed empty leaves no file.
func (c *current) close() error {
	c.cancel()
	c.work.Wait()
	c.inspection.wait()
	empty := c.auto && c.session.Last() == 0
	err := errors.Join(c.summarize(), c.session.Close())
	if c.received != nil {
		err = errors.Join(err, c.received.Close())
	}
	if empty && err == nil {
		if err = os.Remove(c.session.Path()); errors.Is(err, os.ErrNotExist) {
			err = nil
		}
	}
	return err
}

// changed is called by the session after each event.
func (e *Engine) changed() {
	e.mu.Lock()
	cur := e.cur
	e.mu.Unlock()
	if cur != nil {
		cur.inspection.notify()
	}
	e.notify.all()
}

// The IDs that a proxy uses carry the generation of the session in which the
// exchange began, so that an exchange that ends after a change of session
// does not end a stranger in the new one.
const (
	idBits = 48
	idMask = 1<<idBits - 1
)

// newID hands out an exchange ID of the open session for a proxy.
func (e *Engine) newID() exchange.ID {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.cur == nil {
		return 0
	}
	return e.cur.session.NewID()&idMask | exchange.ID(e.cur.gen)<<idBits
}

// emit takes a proxy's event into the open session. It returns at once.
func (e *Engine) emit(ev exchange.Event) {
	e.hear(ev)
	e.mu.Lock()
	cur := e.cur
	e.mu.Unlock()
	if cur == nil {
		return
	}
	if id, ok := idOf(ev); ok {
		if id>>idBits != exchange.ID(cur.gen)&0xffff {
			return
		}
		ev = withID(ev, id&idMask)
	}
	cur.session.Append(ev)
}

// idOf is the exchange that an event belongs to, if any.
func idOf(ev exchange.Event) (exchange.ID, bool) {
	switch ev := ev.(type) {
	case exchange.Started:
		return ev.Exchange.ID, true
	case exchange.Progress:
		return ev.Exchange.ID, true
	case exchange.Finished:
		return ev.Exchange.ID, true
	case exchange.BodyChunk:
		return ev.ID, true
	case exchange.Frame:
		return ev.ID, true
	}
	return 0, false
}

// withID returns the event under another exchange ID.
func withID(ev exchange.Event, id exchange.ID) exchange.Event {
	switch ev := ev.(type) {
	case exchange.Started:
		ev.Exchange.ID = id
		return ev
	case exchange.Progress:
		ev.Exchange.ID = id
		return ev
	case exchange.Finished:
		ev.Exchange.ID = id
		return ev
	case exchange.BodyChunk:
		ev.ID = id
		return ev
	case exchange.Frame:
		ev.ID = id
		return ev
	}
	return ev
}
