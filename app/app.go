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
	"loginscope/app/job"
	"loginscope/app/lab"
	"loginscope/app/ui"
	"loginscope/app/ui/look"
	"loginscope/assets"
	"loginscope/inspector/ruleset"
)

// stopTimeout limits the end: by then everything is on the disk or will be
// written by the system.
const stopTimeout = 5 * time.Second

// Run opens the window with the proxy listening and returns the exit code
// once it was closed. Arguments are files to open.
func Run(ctx context.Context, args []string) int {
	if err := run(ctx, args); err != nil {
		fmt.Fprintln(os.Stderr, "loginscope:", err)
		return 2
	}
	return 0
}

func run(ctx context.Context, args []string) error {
	heap.Pace(gcPercent)
	eng, err := engine.New(ctx, engine.Config{Rules: ruleset.Default()})
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
	p, err := newProgram(eng, words, a)
	if err != nil {
		return err
	}
	defer p.site.close()
	return p.run(ctx, args)
}

// program is what the window stands on, wired.
type program struct {
	engine   *engine.Engine
	jobs     *job.Runner
	source   *source
	commands *commands
	site     *replaySite
	pump     *feed.Pump
	window   *ui.Window
}

func newProgram(eng *engine.Engine, words *i18n.Catalog, a fyne.App) (*program, error) {
	dir, err := engine.DefaultDir()
	if err != nil {
		return nil, err
	}
	remembered, err := loadSettings(filepath.Join(dir, "settings.json"))
	if err != nil {
		fmt.Fprintln(os.Stderr, "loginscope:", err) // the window opens with its defaults
	}
	p := &program{engine: eng, site: newReplaySite(eng)}
	kept := p.wire(remembered)
	samples, err := lab.Scenarios()
	if err != nil {
		return nil, err
	}
	p.window, err = ui.New(ui.Config{
		App: a, Commands: p.commands, Reader: p.commands, Go: p.jobs.Go, Words: words, Settings: remembered,
		System: i18n.Parse(lang.SystemLocale().String()), Scenarios: samples, Sample: lab.Default().Name,
		Phones: eng, Apps: eng, Replays: p.site, Files: p.commands, Captures: kept,
		Compares: p.commands,
	})
	if err != nil {
		return nil, err
	}
	p.pump, err = feed.New(feed.Config{Source: p.source, Show: p.window.Show})
	if err != nil {
		return nil, err
	}
	p.commands.view = p.pump.SetView
	return p, nil
}

// wire makes what stands between engine and window.
func (p *program) wire(remembered look.Settings) *captures {
	kept := &captures{engine: p.engine, settings: remembered}
	p.source = &source{engine: p.engine, changed: make(chan struct{}, 1), choices: kept.kept}
	p.jobs = job.New(job.Config{Explain: explain, Changed: p.source.poke})
	p.source.jobs = p.jobs
	p.commands = &commands{
		reader:   &reader{p.engine},
		engine:   p.engine,
		jobs:     p.jobs,
		choices:  kept.kept,
		progress: p.source.poke,
	}
	kept.start = p.commands.StartCapture
	return kept
}

// run shows the window until it is closed, and stops all in order: the feed, the
// engine, then the work that is left.
func (p *program) run(ctx context.Context, args []string) error {
	feeding, stopFeed := context.WithCancel(ctx)
	defer stopFeed()
	working, stopWork := context.WithCancel(ctx)
	defer stopWork()
	var running sync.WaitGroup
	running.Go(func() { p.jobs.Serve(working) })
	running.Go(func() { p.source.follow(feeding) })
	stop := sync.OnceValue(func() error {
		stopFeed()
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
		defer cancel()
		err := p.engine.Close(end)
		stopWork()
		wait(end, &running)
		return err
	})
	p.window.BeforeQuit(func() { _ = stop() }) // its error is returned below
	fyne.CurrentApp().Lifecycle().SetOnStarted(func() {
		quitOnSignal(feeding, p.window.Quit)
		running.Go(func() { p.pump.Run(feeding) })
		p.begin(feeding, args)
	})
	unobserve, err := observe(p.window)
	if err != nil {
		return err
	}
	defer unobserve()
	p.window.Fyne().ShowAndRun()
	p.window.Ended()
	return stop()
}

// begin opens what the program was started with, or listens.
func (p *program) begin(ctx context.Context, args []string) {
	switch {
	case loaded(ctx, p.engine):
		p.commands.StartCapture("127.0.0.1:0") // the usual port may be another window's
	case len(args) > 0:
		p.window.OpenPaths(args)
	default:
		p.commands.StartCapture("")
	}
}

// wait returns when all of a group has ended, or when ctx ends.
func wait(ctx context.Context, g *sync.WaitGroup) {
	done := make(chan struct{})
	go func() { g.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
	}
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
