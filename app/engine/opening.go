package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"loginscope/app/bundle"
	"loginscope/app/session"
	"loginscope/lang"
	"loginscope/problem"
)

// CaptureFate is what becomes of a running capture when another session is opened.
type CaptureFate string

// The fates of a running capture.
const (
	// AskFirst refuses to open the session: the error is a *CaptureRunsError.
	AskFirst CaptureFate = ""
	// EndCapture stops it: phones that use the proxy lose their connection.
	EndCapture CaptureFate = "end"
	// MoveCapture lets it go on in the session that is opened, which must be one to go on with.
	MoveCapture CaptureFate = "move"
)

// Opening says how a session is opened.
type Opening struct {
	// Continue opens it to go on with it; else it is opened for reading.
	Continue bool
	// Capture is what becomes of a running capture.
	Capture CaptureFate
	// Passphrase is asked for that of a sealed bundle; nil means Config.Passphrase.
	Passphrase func() (string, error)
}

// CaptureRunsError says that a session was not opened because a capture runs, which nobody
// said to end. Nothing was changed.
type CaptureRunsError struct {
	// Path is what should be opened, Address where the proxy listens.
	Path, Address string
	// CanMove is true where the capture could go on in that session.
	CanMove bool
}

func (e *CaptureRunsError) Error() string { return "open " + e.Path + ": a capture runs" }

// Problem implements problem.Worder.
func (e *CaptureRunsError) Problem() problem.Problem {
	name := filepath.Base(e.Path)
	p := problem.Problem{
		What: lang.Both(name+" was not opened.", name+" 未打开。"),
		Why: lang.Both("A capture runs on "+e.Address+"; to open another session would end it.",
			"正在 "+e.Address+" 抓包，打开其他会话会停止抓包。"),
		Do: lang.Both("Stop the capture first.", "请先停止抓包。"),
	}
	return p
}

// OpenWith opens a session file or a bundle. A file that is no session, damaged or too new is
// left as it is, and the present session stays open. While a capture runs, nothing is done
// before o.Capture says what becomes of it.
func (e *Engine) OpenWith(ctx context.Context, path string, o Opening) error {
	if bundle.Detect(path) != bundle.None {
		ask := o.Passphrase
		if ask == nil {
			ask = e.cfg.Passphrase
		}
		o.Continue = false
		return e.openBundle(ctx, path, ask, o)
	}
	if o.Continue {
		return e.open(path, path, o, e.appending(ctx))
	}
	return e.open(path, path, o, readOnly(ctx))
}

// OpenSession opens a session file for reading, also one that another process is writing.
// While a capture runs its error is a *CaptureRunsError; see OpenWith.
func (e *Engine) OpenSession(ctx context.Context, path string) error {
	return e.OpenWith(ctx, path, Opening{})
}

// ContinueSession opens a session file to add to it. Errors are as for OpenSession.
func (e *Engine) ContinueSession(ctx context.Context, path string) error {
	return e.OpenWith(ctx, path, Opening{Continue: true})
}

// readOnly opens a session file for reading.
func readOnly(ctx context.Context) func(string) (*current, error) {
	return func(path string) (*current, error) {
		s, err := session.OpenReadOnly(ctx, path)
		return &current{session: s}, err
	}
}

// appending opens a session file to go on with it.
func (e *Engine) appending(ctx context.Context) func(string) (*current, error) {
	return func(path string) (*current, error) {
		s, err := session.Open(ctx, path, e.options())
		return &current{session: s}, err
	}
}

// open opens the session at inner, which a person calls path.
func (e *Engine) open(path, inner string, o Opening, open func(string) (*current, error)) error {
	end, err := e.begin()
	if err != nil {
		return err
	}
	defer end()
	move, err := e.allow(path, o)
	if err != nil {
		return err
	}
	var unkept keepsake
	if e.release(inner) {
		if o.Continue {
			unkept = e.unkept()
		}
		if err := errors.Join(e.stopCapture(), e.replace(nil)); err != nil {
			return err
		}
	}
	next, err := open(inner)
	if err != nil {
		return err
	}
	if err := unkept.into(next.session); err != nil {
		return errors.Join(err, next.session.Close())
	}
	if move {
		return e.replace(next)
	}
	return errors.Join(e.stopCapture(), e.replace(next))
}

// allow reports whether a running capture goes on in the session that is opened, or refuses
// to end it unasked.
func (e *Engine) allow(path string, o Opening) (move bool, err error) {
	e.mu.Lock()
	running, address := e.capture != nil, e.address
	e.mu.Unlock()
	switch {
	case !running || o.Capture == EndCapture:
		return false, nil
	case o.Capture == MoveCapture && o.Continue:
		return !e.isOpen(path), nil
	}
	return false, &CaptureRunsError{Path: path, Address: address, CanMove: o.Continue}
}

// isOpen reports whether path is the open session.
func (e *Engine) isOpen(path string) bool {
	cur := e.opened()
	if cur == nil {
		return false
	}
	own, err1 := os.Stat(cur.session.Path())
	other, err2 := os.Stat(path)
	return err1 == nil && err2 == nil && os.SameFile(own, other)
}

// release reports whether path is the open session, which must be closed before it is
// opened in another way. Its file then stays, even if empty.
func (e *Engine) release(path string) bool {
	if !e.isOpen(path) {
		return false
	}
	e.set(func() { e.cur.auto = false })
	return true
}

// keepsake is what a person did in a session that was opened for reading: it goes with them
// into the same session when they go on with it.
type keepsake struct {
	notes    []session.Note
	evidence []session.Evidence
	answers  string
}

// unkept is that of the open session.
func (e *Engine) unkept() (k keepsake) {
	cur := e.opened()
	if cur == nil || !cur.session.ReadOnly() {
		return k
	}
	return keepsake{cur.session.Notes(), cur.session.Evidence(), cur.session.Meta().Answers}
}

// into gives it to the session that was opened in place of the other.
func (k keepsake) into(s *session.Session) error {
	var errs []error
	for _, n := range k.notes {
		errs = append(errs, kept(s.SetNote(n)))
	}
	for _, p := range k.evidence {
		errs = append(errs, kept(s.SetEvidence(p)))
	}
	if k.answers != "" {
		errs = append(errs, kept(s.SetAnswers(k.answers)))
	}
	return errors.Join(errs...)
}
