package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"loginscope/app/session"
	"loginscope/inspector"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy/ca"
	"loginscope/proxy/phone/adb"
	"loginscope/proxy/phone/admit"
	"loginscope/proxy/phone/known"
	"loginscope/proxy/phone/undo"
)

// ErrClosed is returned by commands after Close.
var ErrClosed = problem.New("engine is closed",
	lang.Both("This was not done.", "操作未执行。"),
	lang.Both("Loginscope is closing.", "Loginscope 正在关闭。"),
	lang.Both("Start it again.", "请重新启动。"))

// Engine runs captures, imports and the inspection. It is safe for concurrent
// use. Stop order: listener, connections, lab, imports, inspection, session.
type Engine struct {
	cfg    Config
	notify notifier

	// command serialises what changes the session or the capture.
	command sync.Mutex
	// watchers are the goroutines that watch listeners.
	watchers sync.WaitGroup

	mu        sync.Mutex // guards the rest; never held while blocking
	closed    bool
	gen       int
	cur       *current // nil before the first session
	capture   *capture // nil while not capturing
	address   string   // of the last capture
	authority *ca.CA
	pending   *session.Evidence // an app that was checked before the first session
	view      int               // see Snapshot
	lab       string
	load      *Progress
	problem   *problem.Problem
	news      []News // the newest, at most maxNews
	newsCount int    // how many there ever were

	// The rest is of phones.
	journal    *undo.Journals
	life       context.Context // ends with Close
	end        context.CancelFunc
	guests     *admit.List              // nil while not capturing
	allowed    []string                 // by a person, for this and later captures
	remembered []known.Device           // what devices holds; never changed in place
	devices    *known.AllowList         // whom a person allowed, for later programs as well
	clocks     map[string]time.Duration // by how much phones say that they are ahead
	visitors   map[string]bool          // devices whose browsers opened the portal page
	attach     inspector.Attach
	phones     []adb.Device
	logs       []string         // serials of phones whose log is followed
	leftover   *problem.Problem // of the clean-up after an earlier run
	begun      chan struct{}    // closed when the clean-up that New began is over
	atStart    []undo.Result    // what it undid
}

// New returns an Engine that does nothing yet: it opens no session, no port
// and makes no root certificate before a command needs them. Only what a run
// that crashed left on phones is undone at once, in the background. The Engine lives
// until Close; ctx gives it its values alone.
func New(ctx context.Context, c Config) (*Engine, error) {
	cfg, err := c.complete()
	if err != nil {
		return nil, err
	}
	e := &Engine{cfg: cfg, journal: undo.OpenJournals(cfg.phonesDir()), begun: make(chan struct{}),
		devices: known.Open(filepath.Join(cfg.Dir, "devices.json")), clocks: map[string]time.Duration{},
		visitors: map[string]bool{}}
	e.life, e.end = context.WithCancel(context.WithoutCancel(ctx))
	e.readDevices()
	e.cleanOrphans()
	return e, nil
}

// Snapshot is the Engine at one moment.
type Snapshot struct {
	// Generation numbers the sessions that were open, from 1; 0 means none
	// yet. What was read in an older generation is stale.
	Generation int
	// View counts how often evidence was taken off or put back: what was read of the same
	// Session in an older one is stale, and is read anew from its beginning.
	View int
	// Session is the open session, nil if none. After a change of session,
	// reading from the old one gives errors.
	Session *session.Session
	// Report is the newest Report, nil before the first. It is never changed.
	Report *inspector.Report
	Status Status
}

// Snapshot returns the present state. It does not block.
func (e *Engine) Snapshot() Snapshot {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := Snapshot{Generation: e.gen, View: e.view, Status: e.status()}
	if e.cur != nil {
		s.Session = e.cur.session
		s.Report = e.cur.inspection.latest().report
	}
	return s
}

// Generation numbers the sessions that were open, from 1; 0 means none yet.
func (e *Engine) Generation() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.gen
}

// Session is the open session, nil if none is.
func (e *Engine) Session() *session.Session { return e.Snapshot().Session }

// Report is the newest Report, nil before the first.
func (e *Engine) Report() *inspector.Report { return e.Snapshot().Report }

// Status says what the Engine is doing.
func (e *Engine) Status() Status { return e.Snapshot().Status }

// Subscribe returns a channel that gets a value after anything in Snapshot
// changed; it holds at most one. It is closed when the Engine is. Call stop
// when done.
func (e *Engine) Subscribe() (changed <-chan struct{}, stop func()) { return e.notify.subscribe() }

// CA returns the root certificate's authority, which it makes the first time.
func (e *Engine) CA() (*ca.CA, error) {
	e.mu.Lock()
	have := e.authority
	e.mu.Unlock()
	if have != nil {
		return have, nil
	}
	made, err := ca.LoadOrCreate(e.cfg.caDir())
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.authority == nil {
		e.authority = made
	}
	return e.authority, nil
}

// Fingerprint is that of the root certificate, as a phone shows it.
func (e *Engine) Fingerprint() (string, error) {
	c, err := e.CA()
	if err != nil {
		return "", err
	}
	return c.Fingerprint(), nil
}

// Close stops everything, in order, and waits for it. When ctx ends first, it
// stops waiting and returns the context's error; the session's last events
// are then written in the background. Its error also says if events could not
// be written.
func (e *Engine) Close(ctx context.Context) error {
	e.mu.Lock()
	first := !e.closed
	e.closed = true
	e.mu.Unlock()
	if !first {
		return nil
	}
	done := make(chan error, 1)
	go func() {
		e.interrupt()
		e.command.Lock()
		defer e.command.Unlock()
		err := e.stopCapture()
		_, cerr := e.cleanOwn()
		e.watchers.Wait()
		err = errors.Join(err, cerr, e.journal.Close(), e.replace(nil))
		if e.cfg.scratch != "" {
			err = errors.Join(err, os.RemoveAll(e.cfg.scratch))
		}
		done <- err
	}()
	select {
	case err := <-done:
		e.notify.close()
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// interrupt makes a running import or sample login give up early.
func (e *Engine) interrupt() {
	e.mu.Lock()
	cur := e.cur
	e.mu.Unlock()
	e.end()
	if cur != nil {
		cur.cancel()
	}
}

// begin takes the command lock unless the Engine is closed.
func (e *Engine) begin() (end func(), err error) {
	e.command.Lock()
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		e.command.Unlock()
		return nil, ErrClosed
	}
	return e.command.Unlock, nil
}

// set changes the state under the lock and notifies the subscribers.
func (e *Engine) set(change func()) {
	e.mu.Lock()
	change()
	e.mu.Unlock()
	e.notify.all()
}
