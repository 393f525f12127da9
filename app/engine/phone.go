package engine

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"loginscope/inspector"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy/phone/adb"
	"loginscope/proxy/phone/device"
	"loginscope/proxy/phone/undo"
)

// Phones are reached over adb, where it is installed. Nothing here is asked
// or started before a command needs it, except that New undoes what a crashed
// run left on phones.

// Limits of what is asked of a phone.
const (
	// phoneTimeout limits one command to a phone.
	phoneTimeout = 20 * time.Second
	// cleanTimeout limits the clean-up on stop and on quit.
	cleanTimeout = 10 * time.Second
)

// ErrNoCapture is returned by AttachUSB and AttachGlobal while nothing
// listens: a phone that was sent there would have no internet.
var ErrNoCapture = problem.New("nothing listens that the phone could be attached to",
	lang.Both("The phone was not attached.", "手机未接入。"),
	lang.Both("No capture runs: the phone would have no internet.", "当前没有抓包在运行，接入后手机将无法上网。"),
	lang.Both("Start the capture first.", "请先开始抓包。"))

func (c Config) phonesDir() string { return filepath.Join(c.Dir, "phones") }

// Phones lists the phones that adb sees. The error wraps adb.ErrNoAdb where
// adb is not installed; everything that needs no adb works without.
func (e *Engine) Phones(ctx context.Context) ([]adb.Device, error) {
	ctx, cancel := context.WithTimeout(ctx, phoneTimeout)
	defer cancel()
	return e.cfg.ADB.Devices(ctx)
}

// PhoneState asks a phone for what a login depends on.
func (e *Engine) PhoneState(ctx context.Context, serial string) (device.State, error) {
	ctx, cancel := context.WithTimeout(ctx, phoneTimeout)
	defer cancel()
	return device.Read(ctx, device.On(e.cfg.ADB, serial), e.cfg.Now)
}

// AttachUSB makes 127.0.0.1 and the returned port on the phone lead to the
// running capture. The proxy of the phone's Wi-Fi network must then be set to
// it by hand: only a person can set the proxy of one network.
func (e *Engine) AttachUSB(ctx context.Context, serial string) (port int, err error) {
	port, err = e.capturePort()
	if err != nil {
		return 0, err
	}
	return port, e.AttachUSBTo(ctx, serial, port)
}

// AttachUSBTo is AttachUSB for a capture of another program on this machine.
func (e *Engine) AttachUSBTo(ctx context.Context, serial string, port int) error {
	return e.change(ctx, inspector.AttachUSB, func(ctx context.Context, j *undo.Journal) error {
		if err := j.Reverse(ctx, e.cfg.ADB, serial, port, port, e.cfg.Now()); err != nil {
			return err
		}
		e.askClock(ctx, serial)
		return nil
	})
}

// AttachGlobal sets a phone's global proxy to address, "host:port". It catches
// cellular-bound calls too and so breaks the carrier step of a login.
func (e *Engine) AttachGlobal(ctx context.Context, serial, address string) error {
	return e.change(ctx, inspector.AttachGlobal, func(ctx context.Context, j *undo.Journal) error {
		return j.SetProxy(ctx, e.cfg.ADB, serial, address, e.cfg.Now())
	})
}

func (e *Engine) capturePort() (int, error) {
	s := e.Status()
	if !s.Capturing {
		return 0, ErrNoCapture
	}
	_, port, err := net.SplitHostPort(s.Address)
	if err != nil {
		return 0, fmt.Errorf("read listening address: %w", err)
	}
	return strconv.Atoi(port)
}

// change changes a phone; what goes wrong half-way is undone at once.
func (e *Engine) change(ctx context.Context, how inspector.Attach,
	do func(context.Context, *undo.Journal) error) error {
	end, err := e.begin()
	if err != nil {
		return err
	}
	defer end()
	ctx, cancel := context.WithTimeout(ctx, phoneTimeout)
	defer cancel()
	j, err := e.journal.Own()
	if err != nil {
		return err
	}
	if err := do(ctx, j); err != nil {
		_, cerr := e.cleanOwn()
		return errors.Join(err, cerr)
	}
	e.set(func() { e.attach = how })
	e.refresh()
	return nil
}

// refresh asks for a Report: something beside the events has changed.
func (e *Engine) refresh() {
	e.mu.Lock()
	cur := e.cur
	e.mu.Unlock()
	if cur != nil {
		cur.inspection.refresh()
	}
}

// InstallCertificate puts the root certificate on a phone and opens the
// settings page where a person installs it.
func (e *Engine) InstallCertificate(ctx context.Context, serial string) error {
	authority, err := e.CA()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, phoneTimeout)
	defer cancel()
	if err := e.cfg.ADB.Push(ctx, serial, strings.NewReader(string(authority.DER())), device.CertificatePath, 0o644,
		e.cfg.Now()); err != nil {
		return err
	}
	return device.OpenInstall(ctx, device.On(e.cfg.ADB, serial))
}

// CleanPhones undoes everything that this and other runs changed on phones,
// and verifies it. Each result has its own error; what could not be undone is
// tried again at the next start.
//
// The results of the clean-up that New began are among them.
func (e *Engine) CleanPhones(ctx context.Context) ([]undo.Result, error) {
	end, err := e.begin()
	if err != nil {
		return nil, err
	}
	defer end()
	ctx, cancel := context.WithTimeout(ctx, phoneTimeout)
	defer cancel()
	select {
	case <-e.begun:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	results, err := e.journal.CleanAll(ctx, e.cfg.ADB)
	e.set(func() {
		results = append(e.atStart, results...)
		e.attach, e.atStart = inspector.AttachUnknown, nil
		if err == nil && !slices.ContainsFunc(results, func(r undo.Result) bool { return r.Err != nil }) {
			e.leftover = nil
		}
	})
	return results, err
}

// cleanOwn undoes what this Engine changed. The caller's context has often
// ended by then, so it has a time of its own.
func (e *Engine) cleanOwn() ([]undo.Result, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(e.life), cleanTimeout)
	defer cancel()
	results, err := e.journal.CleanOwn(ctx, e.cfg.ADB)
	e.set(func() { e.attach = inspector.AttachUnknown })
	for _, r := range results {
		if r.Err != nil {
			err = errors.Join(err, &NotUndone{Serial: r.Entry.Serial, Err: r.Err})
		}
	}
	return results, err
}

// NotUndone says that a change of a phone could not be undone. It stays in the
// journal and is tried again at the next start.
type NotUndone struct {
	Serial string
	Err    error
}

func (e *NotUndone) Error() string {
	return fmt.Sprintf("clean up phone %q: %v", e.Serial, e.Err)
}

// Problem describes it.
func (e *NotUndone) Problem() problem.Problem {
	return problem.Problem{
		What: lang.Both("The phone "+e.Serial+" could not be cleaned up.", "无法还原手机 "+e.Serial+" 的设置。"),
		Why: lang.Both(
			"It does not answer; its proxy setting or port forward may still be in force, so that it has no internet.",
			"手机没有响应；代理设置或端口转发可能仍然生效，手机会无法上网。",
		),
		Do: lang.Both(
			"Connect it and start Loginscope, or run: loginscope phone cleanup",
			"请连接手机后启动 Loginscope，或执行：loginscope phone cleanup",
		),
	}
}

// Unwrap returns the cause.
func (e *NotUndone) Unwrap() error { return e.Err }

// cleanOrphans undoes in the background what runs that are gone left behind.
// With nothing to undo it asks no phone and starts no adb.
func (e *Engine) cleanOrphans() {
	if !e.journal.Orphaned() {
		close(e.begun)
		return
	}
	e.watchers.Go(func() {
		defer close(e.begun)
		ctx, cancel := context.WithTimeout(e.life, phoneTimeout)
		defer cancel()
		results, err := e.journal.CleanOrphans(ctx, e.cfg.ADB)
		for _, r := range results {
			if r.Err != nil {
				err = errors.Join(err, &NotUndone{Serial: r.Entry.Serial, Err: r.Err})
				continue
			}
			e.set(func() { e.atStart = append(e.atStart, r) })
		}
		if err != nil && e.life.Err() == nil {
			e.cfg.Log.Warn("clean up after an earlier run", "err", err)
			p := problem.Of(err)
			e.set(func() { e.leftover = &p })
		}
	})
}
