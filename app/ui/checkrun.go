package ui

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
)

// appEndings are files that are an app or one of its libraries.
var appEndings = []string{".apk", ".aab", ".apks", ".xapk", ".apkm", ".aar"}

// OpenPaths reads files as what they are: apps and Android projects are
// checked, the rest is opened. In the place of the app check everything that
// is not a session or a capture is checked.
func (w *Window) OpenPaths(paths []string) {
	if w.cfg.Apps == nil || len(paths) == 0 {
		w.cfg.Commands.Open(paths)
		return
	}
	ending := func(p string) string { return strings.ToLower(filepath.Ext(p)) }
	switch {
	case slices.ContainsFunc(paths, func(p string) bool { return slices.Contains(appEndings, ending(p)) }):
		w.checkApp(paths)
	case w.place == AppCheck && !slices.ContainsFunc(paths, func(p string) bool {
		return slices.Contains([]string{".loginscope", ".har", ".log", ".txt"}, ending(p))
	}):
		w.checkApp(paths)
	case ending(paths[0]) != "":
		w.cfg.Commands.Open(paths)
	default:
		w.openFolder(paths)
	}
}

// openFolder checks a folder, and opens a file whose name tells nothing.
func (w *Window) openFolder(paths []string) {
	w.later(AppCheck, func(context.Context) func() {
		info, err := os.Stat(paths[0])
		return func() {
			if err == nil && info.IsDir() {
				w.checkApp(paths)
				return
			}
			w.cfg.Commands.Open(paths)
		}
	})
}

func (w *Window) chooseApp() {
	w.chooseFile(func(path string) { w.checkApp([]string{path}) })
}

func (w *Window) chooseProject() {
	d := dialog.NewFolderOpen(func(dir fyne.ListableURI, err error) {
		if err == nil && dir != nil {
			w.checkApp([]string{dir.Path()})
		}
	}, w.win)
	w.open(d, fyne.NewSize(760, 520))
}

// checkApp goes to the place and checks paths as one app.
func (w *Window) checkApp(paths []string) {
	w.runCheck(func(ctx context.Context, q AppQuestion) (*AppAnswer, []Problem) {
		q.Paths = paths
		return w.cfg.Apps.CheckApp(ctx, q)
	})
	w.check.paths = slices.Clone(paths)
	w.goTo(AppCheck)
}

// checkAgain checks the same once more, after the scheme's values changed.
func (w *Window) checkAgain() {
	if len(w.check.paths) > 0 {
		w.checkApp(w.check.paths)
	}
}

// checkOnPhone copies an installed app from a phone and checks that.
func (w *Window) checkOnPhone(serial, name string) {
	w.runCheck(func(ctx context.Context, q AppQuestion) (*AppAnswer, []Problem) {
		paths, release, pr := w.cfg.Phones.PullApp(ctx, serial, name)
		if pr != nil {
			return nil, []Problem{*pr}
		}
		defer release()
		q.Paths = paths
		a, problems := w.cfg.Apps.CheckApp(ctx, q)
		for i := range fixesOf(a) {
			a.Fixes[i].Write = nil // the copies go away, and a file beside them would too
		}
		return a, problems
	})
	w.check.paths = nil
	w.goTo(AppCheck)
}

func fixesOf(a *AppAnswer) []AppFix {
	if a == nil {
		return nil
	}
	return a.Fixes
}

// runCheck runs a check off the UI goroutine; a newer one makes it pointless.
func (w *Window) runCheck(work func(context.Context, AppQuestion) (*AppAnswer, []Problem)) {
	s := &w.check
	if s.cancel != nil {
		s.cancel()
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.run++
	s.turn++
	run, q := s.run, AppQuestion{Package: strings.TrimSpace(s.pkg), Signatures: strings.FieldsFunc(s.signs, func(r rune) bool { return strings.ContainsRune(" ,;，；", r) })}
	s.running, s.cancel, s.answer, s.problems, s.show, s.saved = true, cancel, nil, nil, "", map[string]bool{}
	go func() {
		a, problems := work(ctx, q)
		w.post(func() {
			cancel()
			if run != s.run {
				return
			}
			s.running, s.answer, s.problems = false, a, problems
			s.turn++
			w.redraw(AppCheck)
		})
	}()
}

// stopCheck gives up the running check.
func (w *Window) stopCheck() {
	if w.check.cancel != nil {
		w.check.cancel()
	}
}
