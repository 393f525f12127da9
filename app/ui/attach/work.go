package attach

import (
	"context"
	"time"

	"loginscope/app/job"
	"loginscope/problem"
)

// askTimeout limits what the page asks about a phone, but for a log that is
// followed.
const askTimeout = 2 * time.Minute

// How often this computer's addresses are listed anew, and adb is looked for
// again after it went away.
const (
	pollEvery = 5 * time.Second
	adbEvery  = 10 * time.Second
)

// watch starts polling addresses and adb, once.
func (p *Page) watch() {
	if p.state.seen.watching {
		return
	}
	p.state.seen.watching = true
	p.Go(p.watchAddresses)
	p.Go(p.watchADB)
}

// found changes what the page found out, from a goroutine of its own.
func (p *Page) found(f func(*seen)) {
	p.Post(func() { p.change(func(s *state) { f(&s.seen) }) })
}

func (p *Page) watchAddresses(ctx context.Context) {
	if print, err := p.cfg.Engine.Fingerprint(); err == nil {
		p.found(func(s *seen) { s.fingerprint = print })
	}
	for {
		if list, err := p.cfg.Engine.Addresses(); err == nil {
			p.found(func(s *seen) { s.addresses = list })
		}
		if !rest(ctx, pollEvery) {
			return
		}
	}
}

func (p *Page) watchADB(ctx context.Context) {
	for {
		_, err := p.cfg.Engine.Phones(ctx)
		p.found(func(s *seen) { s.looking, s.adb = false, err })
		if err == nil {
			err = p.cfg.Engine.WatchPhones(ctx) // until adb goes away
			p.found(func(s *seen) { s.adb = err })
		}
		if !rest(ctx, adbEvery) {
			return
		}
	}
}

// rest waits; it reports false once ctx ended.
func rest(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// do asks for something about a phone, once at a time. What work returns is
// applied on the UI goroutine, unless there is an error.
func (p *Page) do(serial string, work func(context.Context) (apply func(*state), err error)) {
	if p.state.busy[serial] {
		return
	}
	p.change(func(s *state) {
		s.busy[serial], s.done = true, ""
		delete(s.trouble, serial)
	})
	p.Run(askTimeout, func(ctx context.Context) func() {
		apply, err := work(ctx)
		return func() {
			s := &p.state
			s.turn++
			delete(s.busy, serial)
			if apply != nil {
				apply(s)
			}
			if err != nil {
				s.trouble[serial] = explain(err)
			}
		}
	})
}

func (p *Page) attachUSB(serial string) {
	p.do(serial, func(ctx context.Context) (func(*state), error) {
		port, err := p.cfg.Engine.AttachUSB(ctx, serial)
		if err != nil {
			return nil, err
		}
		return func(s *state) { s.seen.ports[serial] = port }, nil
	})
}

func (p *Page) installCertificate(serial string) {
	p.do(serial, func(ctx context.Context) (func(*state), error) {
		if err := p.cfg.Engine.InstallCertificate(ctx, serial); err != nil {
			return nil, err
		}
		return func(s *state) { s.done = p.Env().T("attachpage.usb.certificate.done") }, nil
	})
}

func (p *Page) askHealth(serial string) {
	p.do(serial, func(ctx context.Context) (func(*state), error) {
		h, err := p.cfg.Engine.PhoneState(ctx, serial)
		if err != nil {
			return nil, err
		}
		return func(s *state) { s.health[serial] = h }, nil
	})
}

// follow reads a log until it ends, which is no work that others wait for.
func (p *Page) follow(serial string) {
	stop := make(chan struct{})
	p.unfollow(serial)
	p.state.follows[serial] = func() { close(stop) }
	p.Run(0, func(ctx context.Context) func() {
		ctx, cancel := job.Until(ctx, stop)
		defer cancel()
		_, err := p.cfg.Engine.FollowLog(ctx, serial)
		return func() {
			p.state.turn++
			if err != nil {
				p.state.trouble[serial] = problem.Of(err)
			}
		}
	})
}

// unfollow ends the reading of a log.
func (p *Page) unfollow(serial string) {
	if stop := p.state.follows[serial]; stop != nil {
		delete(p.state.follows, serial)
		stop()
	}
}
