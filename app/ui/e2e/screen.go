// Package e2e drives the real program under Xvfb as a person would: real key
// and mouse events through xdotool, screenshots through scrot, and the
// window's own account of what it shows. It needs the packages xvfb, xdotool
// and scrot.
package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"loginscope/app/ui/state"
)

// Options say how the program is started.
type Options struct {
	Program       string // path of a program that was built with the tag e2e
	Width, Height int    // of the screen, in pixels
	Lang          string // a locale, "en_US.UTF-8" or "zh_CN.UTF-8"
	Home          string // a folder of its own, kept by the caller
	Args          []string
	// Threads is "1" to have Fyne check on which goroutine it is called.
	Threads string
	Env     []string // more of the environment
}

// Screen is a running program on a screen of its own.
type Screen struct {
	display string
	socket  string
	xvfb    *exec.Cmd
	app     *exec.Cmd
	exited  chan struct{}
	painted time.Duration // from the start of the process
	log     logBuffer
	closed  bool
}

// logBuffer keeps what the program prints.
type logBuffer struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// Start opens a screen and the program on it, and waits until it shows
// something. Close must be called.
func Start(ctx context.Context, o Options) (*Screen, error) {
	s := &Screen{exited: make(chan struct{}), socket: filepath.Join(o.Home, "state.sock")}
	if err := s.startX(o); err != nil {
		return nil, err
	}
	began := time.Now()
	if err := s.startApp(o); err != nil {
		s.Close()
		return nil, err
	}
	_, err := s.Poll(ctx, func(st state.State) bool { return st.Width > 0 && len(st.Controls) > 0 })
	if err == nil {
		err = s.Repainted()
	}
	s.painted = time.Since(began)
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("wait for the window: %w\n%s", err, s.log.String())
	}
	return s, nil
}

// startX lets Xvfb choose a free display and returns it.
func (s *Screen) startX(o Options) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	s.xvfb = exec.Command("Xvfb", "-displayfd", "3", "-nolisten", "tcp", "-screen", "0",
		fmt.Sprintf("%dx%dx24", o.Width, o.Height))
	s.xvfb.ExtraFiles = []*os.File{w}
	err = s.xvfb.Start()
	w.Close()
	if err != nil {
		return fmt.Errorf("start Xvfb: %w", err)
	}
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		_ = s.xvfb.Process.Kill()
		return fmt.Errorf("start Xvfb: it told no display: %w", err)
	}
	s.display = ":" + strings.TrimSpace(line)
	return nil
}

func (s *Screen) startApp(o Options) error {
	s.app = exec.Command(o.Program, o.Args...)
	s.app.Env = append(os.Environ(), "DISPLAY="+s.display, "LANG="+o.Lang, "LC_ALL="+o.Lang, "LANGUAGE=",
		"HOME="+o.Home, "XDG_CONFIG_HOME="+filepath.Join(o.Home, "config"),
		"XDG_CACHE_HOME="+filepath.Join(o.Home, "cache"),
		"WAYLAND_DISPLAY=", "LOGINSCOPE_UI_THREADS="+o.Threads, "DBUS_SESSION_BUS_ADDRESS=", state.Env+"="+s.socket,
		"LIBGL_ALWAYS_SOFTWARE=1")
	s.app.Env = append(s.app.Env, o.Env...)
	s.app.Stdout, s.app.Stderr = &s.log, &s.log
	if err := s.app.Start(); err != nil {
		return fmt.Errorf("start the program: %w", err)
	}
	go func() { defer close(s.exited); _ = s.app.Wait() }()
	return nil
}

// Close ends the program and the screen.
func (s *Screen) Close() {
	if s.closed {
		return
	}
	s.closed = true
	if s.app != nil && s.app.Process != nil {
		_ = s.app.Process.Signal(os.Interrupt)
		select {
		case <-s.exited:
		case <-time.After(20 * time.Second): // it writes its session first
			_ = s.app.Process.Kill()
			<-s.exited
		}
	}
	_ = s.xvfb.Process.Kill()
	_ = s.xvfb.Wait()
}

// Log is what the program printed so far.
func (s *Screen) Log() string { return s.log.String() }

// PID is the program's process.
func (s *Screen) PID() int { return s.app.Process.Pid }

// patience limits every wait of a script. It is long: a machine with much else
// to do is slow, and what is awaited usually comes at once.
const patience = 60 * time.Second

// State asks the window what it shows, again if it was too busy to answer.
func (s *Screen) State() (state.State, error) {
	end := time.Now().Add(patience)
	for {
		st, err := s.state()
		if err == nil || time.Now().After(end) {
			return st, err
		}
		select {
		case <-s.exited:
			return st, fmt.Errorf("the program ended: %s", s.log.String())
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func (s *Screen) state() (state.State, error) {
	var st state.State
	c, err := net.DialTimeout("unix", s.socket, time.Second)
	if err != nil {
		return st, err
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	raw, err := io.ReadAll(c)
	if err != nil {
		return st, err
	}
	return st, json.Unmarshal(raw, &st)
}

// Painted is the time from the start of the process to the first answer of a
// window that is drawn.
func (s *Screen) Painted() time.Duration { return s.painted }

// frame is how often Fyne paints what has changed.
const frame = time.Second / 60

// Repainted waits until what the window answered last is on the screen too:
// a frame later the paint is due, and the next answer comes after it. It takes
// up to a frame longer than the paint.
func (s *Screen) Repainted() error {
	time.Sleep(frame)
	_, err := s.State()
	return err
}

// Wait asks until the window shows what is wanted, at most a minute.
func (s *Screen) Wait(ctx context.Context, want func(state.State) bool) (state.State, error) {
	return s.ask(ctx, 100*time.Millisecond, want)
}

// Poll is Wait for measurements: it asks without much of a pause.
func (s *Screen) Poll(ctx context.Context, want func(state.State) bool) (state.State, error) {
	return s.ask(ctx, 3*time.Millisecond, want)
}

func (s *Screen) ask(ctx context.Context, every time.Duration, want func(state.State) bool) (state.State, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var last state.State
	var lastErr error
	for {
		st, err := s.state()
		if err == nil {
			if last = st; want(st) {
				return st, nil
			}
		} else {
			lastErr = err
		}
		select {
		case <-ctx.Done():
			return last,
				errors.Join(
					fmt.Errorf("the window never showed it: place %q, busy %q, notice %q, dialog %v, focus %q, last "+
						"pressed %q, %d attempts, text %q",
						last.Page, last.Busy, last.Notice, last.Dialog, last.Focus, last.Pressed, len(last.Attempts),
						last.Text), lastErr)
		case <-s.exited:
			return last, fmt.Errorf("the program ended: %s", s.log.String())
		case <-time.After(every):
		}
	}
}

// Shot writes a screenshot.
func (s *Screen) Shot(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	cmd := exec.Command("scrot", "-o", path)
	cmd.Env = append(os.Environ(), "DISPLAY="+s.display)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("take screenshot: %w: %s", err, out)
	}
	return nil
}
