package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"loginscope/app/session"
	"loginscope/inspector"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy/exchange"
)

// Other is what a file holds that is compared with the open session. It is read apart
// from that session, which stays as it is.
type Other struct {
	// Name is the file's name without its folder.
	Name   string
	Report *inspector.Report
	// Exchanges are those that steps of attempts rest on, without their bodies; at most
	// maxOtherExchanges.
	Exchanges map[exchange.ID]exchange.Exchange
	// Partly says why the file was not read to its end, nil if it was.
	Partly error
}

// maxOtherExchanges limits the exchanges that an Other keeps.
const maxOtherExchanges = 5000

// ReferenceName is the name of the pinned reference in Config.Dir.
const ReferenceName = "reference.har"

// ErrNoReference: nothing was pinned yet.
var ErrNoReference = problem.New("no reference is pinned",
	lang.Both("There is nothing to compare with.", "没有可对比的内容。"),
	lang.Both("No reference was pinned yet.", "尚未固定参照。"),
	lang.Both("Open a session with a login that works and pin it as the reference.", "请打开一个登录成功的会话，并将其固定为参照。"))

// ReadOther reads a session, HAR, bundle or log beside the open session; "" is the
// pinned reference. Its error is that of OpenSession or Import, and ErrNoReference where
// nothing is pinned.
func (e *Engine) ReadOther(ctx context.Context, path string) (o *Other, err error) {
	if path == "" {
		path = e.referencePath()
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return nil, ErrNoReference
		}
	}
	if s := e.Session(); s != nil { // the file may be that of the open session
		if err := s.Flush(ctx); err != nil {
			return nil, err
		}
	}
	dir, err := os.MkdirTemp("", "loginscope-*")
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", path, err)
	}
	c := e.cfg
	c.Dir, c.scratch, c.Temporary, c.Facts = dir, dir, true, nil
	apart, err := New(ctx, c)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	defer func() {
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), otherClose)
		defer cancel()
		err = errors.Join(err, apart.Close(end))
	}()
	o = &Other{Name: filepath.Base(path)}
	if err := o.read(ctx, apart, path); err != nil {
		return nil, err
	}
	return o, o.collect(ctx, apart.Session())
}

// otherClose limits the closing of what ReadOther read.
const otherClose = 10 * time.Second

func (o *Other) read(ctx context.Context, e *Engine, path string) error {
	err := e.OpenSession(ctx, path)
	if errors.Is(err, session.ErrNotSession) {
		var done []Imported
		done, err = e.Import(ctx, []string{path}, nil)
		for _, f := range done {
			if err != nil && f.Stats.Kept > 0 && ctx.Err() == nil {
				o.Partly, err = err, nil
			}
		}
	}
	if err == nil {
		err = e.WaitIdle(ctx)
	}
	if o.Report = e.Report(); o.Report == nil {
		o.Report = &inspector.Report{}
	}
	return err
}

// collect keeps the exchanges of the attempts. One that cannot be read is left out: its
// headers are then not compared.
func (o *Other) collect(ctx context.Context, s *session.Session) error {
	o.Exchanges = map[exchange.ID]exchange.Exchange{}
	for i := range o.Report.Flows {
		for _, id := range StepExchanges(&o.Report.Flows[i]) {
			if len(o.Exchanges) >= maxOtherExchanges {
				return nil
			}
			x, err := s.Exchange(ctx, id)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err == nil {
				o.Exchanges[id] = WithoutBodies(x)
			}
		}
	}
	return nil
}

// StepExchanges are the exchanges on which the steps of an attempt rest, the first of
// each step.
func StepExchanges(f *inspector.Flow) []exchange.ID {
	var out []exchange.ID
	for _, s := range f.Steps {
		for _, w := range s.Evidence {
			if w.Exchange != 0 {
				out = append(out, w.Exchange)
				break
			}
		}
	}
	return out
}

// WithoutBodies is an exchange with its headers alone.
func WithoutBodies(x exchange.Exchange) exchange.Exchange {
	x.Request.Body.Head = nil
	if x.Response != nil {
		r := *x.Response
		r.Body.Head = nil
		x.Response = &r
	}
	return x
}

func (e *Engine) referencePath() string { return filepath.Join(e.cfg.Dir, ReferenceName) }

// Pin keeps the open session, masked, as the reference that others are compared with, in
// place of the one before.
func (e *Engine) Pin(ctx context.Context) (HARFile, error) {
	path := e.referencePath()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return HARFile{}, &ExportError{Path: path, Err: err}
	}
	return e.SaveHAR(ctx, path, HAROptions{Replace: true})
}
