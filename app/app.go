// Package app is the composition root: it builds the engine, the feed and the
// window, wires them, runs them and stops them in order. It decides nothing
// that one of them could.
package app

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/lang"

	"loginscope/app/engine"
	"loginscope/app/feed"
	"loginscope/app/heap"
	"loginscope/app/i18n"
	"loginscope/app/ui"
	"loginscope/assets"
	"loginscope/inspector/ruleset"
)

// stopTimeout bounds the end: by then everything is on the disk or will be
// written by the system.
const stopTimeout = 5 * time.Second

// Run opens the window with the proxy listening and returns the exit code
// once it was closed. Arguments are files to open.
func Run(args []string) int {
	if err := run(args); err != nil {
		fmt.Fprintln(os.Stderr, "loginscope:", err)
		return 2
	}
	return 0
}

func run(args []string) error {
	heap.Pace(gcPercent)
	eng, err := engine.New(engine.Config{Rules: ruleset.Default()})
	if err != nil {
		return err
	}
	defer eng.TakeStandardLog()()
	words, err := i18n.Load(assets.Translations, "translations")
	if err != nil {
		return err
	}
	fyneapp.SetMetadata(metadata())
	a := fyneapp.NewWithID(ID)
	a.SetIcon(fyne.NewStaticResource("loginscope.png", assets.Icon))
	desk := newDesk(eng)
	dir, err := engine.DefaultDir()
	if err != nil {
		return err
	}
	remembered, err := loadSettings(filepath.Join(dir, "settings.json"))
	if err != nil {
		fmt.Fprintln(os.Stderr, "loginscope:", err) // the window opens with its defaults
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	cfg := ui.Config{App: a, Commands: desk, Facts: newFacts(words), Words: words, Settings: remembered, System: i18n.Parse(lang.SystemLocale().String()), Sessions: desk}
	defer addDesks(ctx, &cfg, eng, desk)()
	w, err := ui.New(cfg)
	if err != nil {
		return err
	}
	pump, err := feed.New(feed.Config{Source: desk, Show: w.Show})
	if err != nil {
		return err
	}
	desk.view = pump.SetView
	pumped := make(chan struct{})
	stop := sync.OnceValue(func() error {
		cancel()
		end, stop := context.WithTimeout(context.Background(), stopTimeout)
		defer stop()
		err := eng.Close(end)
		desk.wait(end)
		select {
		case <-pumped:
		case <-end.Done():
		}
		return err
	})
	w.BeforeQuit(func() { _ = stop() }) // its error is returned below
	a.Lifecycle().SetOnStarted(func() {
		quitOnSignal(ctx, w.Quit)
		go func() { defer close(pumped); pump.Run(ctx) }()
		if os.Getenv(LoadEnv) != "" {
			go load(ctx, eng)                // ends with ctx, before the engine closes or with it
			desk.StartCapture("127.0.0.1:0") // the usual port may be another window's
			return
		}
		if len(args) > 0 {
			w.OpenPaths(args)
			return
		}
		desk.StartCapture("")
	})
	if path := os.Getenv(ui.StateEnv); path != "" {
		stop, err := w.ServeState(path)
		if err != nil {
			return err
		}
		defer stop()
		defer w.WatchWaits()()
	}
	w.Fyne().ShowAndRun()
	w.Ended()
	return stop()
}

// settled is when Fyne has surely set up its handler of signals, which it does
// on a goroutine of its own while it starts.
const settled = time.Second

// quitOnSignal has an interrupt end the program as closing the window does.
// Fyne's own handler would end its loop at once, with the session still being
// written.
func quitOnSignal(ctx context.Context, quit func()) {
	go func() {
		select {
		case <-time.After(settled):
		case <-ctx.Done():
			return
		}
		signal.Reset(os.Interrupt, syscall.SIGTERM)
		got := make(chan os.Signal, 1)
		signal.Notify(got, os.Interrupt, syscall.SIGTERM)
		select {
		case <-got:
			quit()
		case <-ctx.Done():
		}
	}()
}
