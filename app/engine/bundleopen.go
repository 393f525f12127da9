package engine

import (
	"context"
	"errors"

	"loginscope/app/bundle"
	"loginscope/app/session"
	"loginscope/inspector"
)

// OpenBundle opens the session in a bundle for reading, as OpenSession does a session's
// file, with what its inspection knew beside it. The bundle is unpacked into a temporary
// folder that is removed with the session. Nothing in it is run, and no connection is
// opened. passphrase is asked if it is sealed; nil means that nobody can be asked.
// While a capture runs its error is a *CaptureRunsError; see OpenWith.
func (e *Engine) OpenBundle(ctx context.Context, path string, passphrase func() (string, error)) error {
	return e.openBundle(ctx, path, passphrase, Opening{})
}

func (e *Engine) openBundle(
	ctx context.Context,
	path string,
	passphrase func() (string, error),
	o Opening,
) error {
	if _, err := e.allow(path, o); err != nil {
		return err
	}
	f, err := bundle.Open(ctx, path, passphrase)
	if err != nil {
		return err
	}
	drop := func(err error) error { return errors.Join(err, f.Close()) }
	inner := f.Path(bundle.SessionName)
	if inner == "" {
		return drop(bundle.ErrNoSession)
	}
	received, err := contextOf(f)
	if err != nil {
		return drop(err)
	}
	opened := false
	err = e.open(path, inner, o, func(path string) (*current, error) {
		s, err := session.OpenReadOnly(ctx, path)
		opened = err == nil
		return &current{session: s, received: f, context: &received}, err
	})
	if !opened {
		return drop(err)
	}
	return err
}

func contextOf(f *bundle.File) (inspector.Context, error) {
	raw, err := f.Bytes(bundle.ContextName)
	if err != nil || raw == nil {
		return inspector.Context{}, err
	}
	return bundle.DecodeContext(raw)
}
