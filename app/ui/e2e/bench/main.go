// Command bench measures the real window under Xvfb: start, click to painted
// detail, waits of the UI goroutine under load, filter and memory. It prints
// each figure beside the same of the idle or empty window, and the load of
// the machine, since a busy one makes them all worse. It fails where a limit
// is missed.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"loginscope/app/ui/e2e"
)

// The limits that the window must keep.
const (
	maxWait   = 50.0 // milliseconds, at loadRate exchanges a second, see modes
	maxMemory = 150  // MB above the empty window, for manyRows exchanges
	loadRate  = 2000
	loadTime  = 10 * time.Second
	manyRows  = 100_000
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() error {
	program := os.Getenv("LOGINSCOPE_BIN")
	if program == "" {
		return errors.New("LOGINSCOPE_BIN does not name the built program; run: make bench-ui")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	dir, err := os.MkdirTemp("", "loginscope-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := &bench{ctx: ctx, program: program, dir: dir}
	b.before = load()
	fmt.Printf("%-66s %11s %11s   %s\n", "", "idle/empty", "measured", "bound; load of the machine")
	err = b.start()
	for _, m := range modes {
		err = errors.Join(err, b.waits(m))
	}
	return errors.Join(err, b.many())
}

type bench struct {
	ctx          context.Context
	program, dir string
	homes        int
	empty        int64   // bytes of the empty window
	before       float64 // load of the machine when the bench began
}

func (b *bench) open(env []string, args ...string) (*e2e.Screen, error) {
	b.homes++
	home := filepath.Join(b.dir, fmt.Sprint("home", b.homes))
	if err := os.MkdirAll(home, 0o700); err != nil {
		return nil, err
	}
	return e2e.Start(b.ctx,
		e2e.Options{Program: b.program, Width: 1280, Height: 800, Lang: "en_US.UTF-8", Home: home, Env: env,
			Args: args})
}

// line prints one figure.
func line(what, idle, got, bound string) {
	fmt.Printf("%-66s %11s %11s   %s; load %.1f\n", what, idle, got, bound, load())
}

// load is how many threads wanted a processor in the last minute, 0 if that is
// not known.
func load() (n float64) {
	raw, err := os.ReadFile("/proc/loadavg")
	if err == nil {
		_, _ = fmt.Sscan(string(raw), &n) // what cannot be read stays 0
	}
	return n
}

func ms(d time.Duration) string { return fmt.Sprintf("%.0f ms", float64(d.Microseconds())/1000) }

func msf(v float64) string { return fmt.Sprintf("%.2f ms", v) }

// start measures from the start of the process to the first painted window,
// and the memory of that.
func (b *bench) start() error {
	s, err := b.open(nil)
	if err != nil {
		return err
	}
	defer s.Close()
	line("start to first painted window", "", ms(s.Painted()), "none")
	time.Sleep(3 * time.Second) // what the start left is collected
	b.empty, err = memory(s.PID())
	return err
}
