package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"loginscope/inspector"
	"loginscope/inspector/intake/logcat"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy/exchange"
	"loginscope/proxy/phone/adb"
	"loginscope/proxy/phone/device"
)

// ErrFollowing is returned by FollowLog for a phone whose log is followed.
var ErrFollowing = problem.New("this phone's log is followed already",
	lang.Both("The log was not followed a second time.", "未重复读取日志。"),
	lang.Both("It is followed already.", "该手机的日志已在读取。"),
	lang.Both("Stop the first one before you start another.", "如需重新开始，请先停止。"))

// WatchPhones keeps Status.Phones up to date until ctx ends or adb goes away.
// It blocks.
func (e *Engine) WatchPhones(ctx context.Context) error {
	ctx, cancel := e.alive(ctx)
	defer cancel()
	err := e.cfg.ADB.Watch(ctx, func(list []adb.Device) { e.set(func() { e.phones = list }) })
	e.set(func() { e.phones = nil })
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// alive is ctx, ended by Close as well.
func (e *Engine) alive(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(e.life, cancel)
	return ctx, func() { stop(); cancel() }
}

// FollowLog reads a phone's device log into the open session, or into a new
// autosaved one, from now until ctx ends, another session is opened, or the
// phone goes away. Lines that cannot matter to a login are left out. It blocks.
func (e *Engine) FollowLog(ctx context.Context, serial string) (logcat.Stats, error) {
	ctx, job, err := e.startWork(ctx, func() error {
		if slices.Contains(e.logs, serial) {
			return ErrFollowing
		}
		e.logs = append(slices.Clone(e.logs), serial)
		if e.capture == nil && e.attach == inspector.AttachUnknown {
			e.attach = inspector.AttachNone
		}
		return nil
	})
	if err != nil {
		return logcat.Stats{}, err
	}
	defer job.end(func() {
		e.logs = slices.DeleteFunc(slices.Clone(e.logs), func(s string) bool { return s == serial })
	})
	ctx, cancel := e.alive(ctx)
	defer cancel()
	stream, err := e.cfg.ADB.Stream(ctx, serial, device.Logcat)
	if err != nil {
		return logcat.Stats{}, err
	}
	stats, err := logcat.Read(stream, logcat.Options{
		Source:    "logcat " + serial,
		Device:    serial,
		Reference: e.cfg.Now(),
	},
		func(l exchange.LogLine) error {
			job.cur.session.Append(l)
			return ctx.Err()
		})
	cerr := stream.Close()
	if ctx.Err() != nil {
		return stats, nil // it was asked to end
	}
	return stats, errors.Join(err, cerr)
}

// PulledApp is an installed app, copied from a phone.
type PulledApp struct {
	Package device.Package
	// Files are the copies: base.apk first, then the splits.
	Files []string
	// Dir is where they stand; Remove deletes it.
	Dir string
}

// Remove deletes the copies.
func (a PulledApp) Remove() error { return os.RemoveAll(a.Dir) }

// PullApp copies an installed app's packages into temporary files, for the app
// check. The caller removes them.
func (e *Engine) PullApp(ctx context.Context, serial, name string) (app PulledApp, err error) {
	ctx, cancel := e.alive(ctx)
	defer cancel()
	if app.Package, err = device.Find(ctx, device.On(e.cfg.ADB, serial), name); err != nil {
		return PulledApp{}, err
	}
	if app.Dir, err = os.MkdirTemp("", "loginscope-app-"); err != nil {
		return PulledApp{}, fmt.Errorf("pull app %q: %w", name, err)
	}
	for _, from := range app.Package.Paths {
		to := filepath.Join(app.Dir, filepath.Base(from))
		if err := e.pull(ctx, serial, from, to); err != nil {
			return PulledApp{}, errors.Join(err, app.Remove())
		}
		app.Files = append(app.Files, to)
	}
	return app, nil
}

func (e *Engine) pull(ctx context.Context, serial, from, to string) (err error) {
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("pull app: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = device.Pull(ctx, e.cfg.ADB, serial, from, io.Writer(f))
	return err
}
