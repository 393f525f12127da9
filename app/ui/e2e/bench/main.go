// Command bench measures the real window under Xvfb: start, click to painted
// detail, waits of the UI goroutine under load, filter and memory. It prints
// each figure beside the same of the idle or empty window, and the load of
// the machine, since a busy one makes them all worse.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"loginscope/app/session"
	"loginscope/app/ui"
	"loginscope/app/ui/e2e"
	"loginscope/proxy/exchange"
)

// The bounds that the window must keep. Under Xvfb there is no graphics card:
// each repaint of the window is computed by the processor and holds the UI
// goroutine for as long as that takes. So the wait under load is held against
// the wait while nothing but one button is repainted, and the window's own
// work is bounded by itself.
const (
	maxWait   = 50.0 // milliseconds, at loadRate exchanges a second
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
	fmt.Printf("%-46s %12s %12s   %s\n", "", "idle/empty", "measured", "bound; load of the machine")
	return errors.Join(b.start(), b.load(), b.many())
}

type bench struct {
	ctx          context.Context
	program, dir string
	homes        int
	empty        int64 // bytes of the empty window
	idle         ui.Waits
	repaint      ui.Waits // while nothing but the light of a button changes
}

func (b *bench) open(env []string, args ...string) (*e2e.Screen, error) {
	b.homes++
	home := filepath.Join(b.dir, fmt.Sprint("home", b.homes))
	if err := os.MkdirAll(home, 0o700); err != nil {
		return nil, err
	}
	return e2e.Start(b.ctx, e2e.Options{Program: b.program, Width: 1280, Height: 800, Lang: "en_US.UTF-8", Home: home, Env: env, Args: args})
}

// line prints one figure.
func line(what, idle, got, bound string) {
	fmt.Printf("%-46s %12s %12s   %s; %s\n", what, idle, got, bound, machine())
}

func machine() string {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "load not known"
	}
	return "load " + strings.Fields(string(raw))[0]
}

func ms(d time.Duration) string { return fmt.Sprintf("%.0f ms", float64(d.Microseconds())/1000) }

func msf(v float64) string { return fmt.Sprintf("%.2f ms", v) }

// start measures from the start of the process to the first answer of the
// drawn window, then its waits and memory while nothing happens.
func (b *bench) start() error {
	s, err := b.open(nil)
	if err != nil {
		return err
	}
	defer s.Close()
	line("start to first painted window", "", ms(s.Painted()), "none")
	if _, err := s.State(); err != nil { // the waits begin anew
		return err
	}
	time.Sleep(3 * time.Second)
	st, err := s.State()
	if err != nil {
		return err
	}
	b.idle = st.Waits
	for i := range 40 { // the window draws itself again for each button that lights up
		if err := s.MoveTo(60, 60+30*(i%6)); err != nil {
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
	if st, err = s.State(); err != nil {
		return err
	}
	b.repaint = st.Waits
	line("wait of the UI goroutine, pointer moving, worst", msf(b.idle.Max), msf(b.repaint.Max), "none")
	b.empty, err = memory(s.PID())
	return err
}

// load measures the waits while exchanges arrive with the table on screen.
func (b *bench) load() error {
	s, err := b.open([]string{fmt.Sprintf("LOGINSCOPE_UI_LOAD=%d", loadRate)})
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Click("place-exchanges"); err != nil {
		return err
	}
	if _, err := s.Wait(b.ctx, func(st ui.State) bool { return st.Place == ui.Exchanges && st.Total > 100 }); err != nil {
		return err
	}
	before, err := s.State()
	if err != nil {
		return err
	}
	began := time.Now()
	time.Sleep(loadTime)
	after, err := s.State()
	if err != nil {
		return err
	}
	rate := float64(after.Total-before.Total) / time.Since(began).Seconds()
	w := after.Waits
	what := fmt.Sprintf("wait of the UI goroutine, %.0f exchanges/s", rate)
	bound := fmt.Sprintf("at most %.0f ms above the repaint", maxWait)
	line(what+", median", msf(b.repaint.Median), msf(w.Median), bound)
	line(what+", 99%", msf(b.repaint.P99), msf(w.P99), bound)
	line(what+", worst", msf(b.repaint.Max), msf(w.Max), bound)
	line("own work for one Model, worst", "", msf(w.Work), fmt.Sprintf("at most %.0f ms", maxWait))
	if w.Max > b.repaint.Max+maxWait {
		err = fmt.Errorf("the UI goroutine kept others waiting for %.1f ms, more than %.0f ms above a bare repaint of %.1f ms", w.Max, maxWait, b.repaint.Max)
	}
	if w.Work > maxWait {
		err = errors.Join(err, fmt.Errorf("a Model took %.1f ms on the UI goroutine, more than %.0f ms", w.Work, maxWait))
	}
	return err
}

// many measures the window with manyRows exchanges in its list.
func (b *bench) many() error {
	file, err := b.session()
	if err != nil {
		return err
	}
	s, err := b.open(nil, file)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Click("place-exchanges"); err != nil {
		return err
	}
	if _, err := s.Wait(b.ctx, func(st ui.State) bool { return st.Total >= manyRows && st.Place == ui.Exchanges }); err != nil {
		return err
	}
	time.Sleep(4 * time.Second) // the inspection ends, the heap shrinks
	full, err := memory(s.PID())
	if err != nil {
		return err
	}
	mb := (full - b.empty) >> 20
	line("memory with 100,000 exchanges, above empty", fmt.Sprintf("%d MB", b.empty>>20), fmt.Sprintf("+%d MB", mb), fmt.Sprintf("at most %d MB", maxMemory))
	err = errors.Join(b.click(s), b.filter(s))
	if mb > maxMemory {
		err = errors.Join(err, fmt.Errorf("100,000 exchanges take %d MB above the empty window, more than %d MB", mb, maxMemory))
	}
	return err
}

// click measures from the press of the mouse on a row to its painted detail.
func (b *bench) click(s *e2e.Screen) error {
	st, err := s.State()
	if err != nil {
		return err
	}
	t := st.Controls["table"]
	var worst, sum time.Duration
	const clicks = 8
	for i := range clicks {
		if err := s.MoveTo(int(t.X+200), int(t.Y)+40+28*i); err != nil {
			return err
		}
		time.Sleep(200 * time.Millisecond)
		before := strings.Join(st.Detail, "\n")
		began := time.Now()
		if err := s.Press(); err != nil {
			return err
		}
		st, err = s.Poll(b.ctx, func(st ui.State) bool {
			d := strings.Join(st.Detail, "\n")
			return d != before && strings.Contains(d, "api")
		})
		if err != nil {
			return fmt.Errorf("click a row: %w", err)
		}
		took := time.Since(began)
		worst, sum = max(worst, took), sum+took
	}
	line("click to painted detail, mean of 8", "", ms(sum/clicks), "none")
	line("click to painted detail, worst of 8", "", ms(worst), "none")
	return nil
}

// filter measures from the last key of a filter to its result on the screen.
func (b *bench) filter(s *e2e.Screen) error {
	if err := s.Click("filter"); err != nil {
		return err
	}
	if err := s.Type("api7 status:50"); err != nil {
		return err
	}
	time.Sleep(time.Second)
	before, err := s.State()
	if err != nil {
		return err
	}
	began := time.Now()
	if err := s.Key("3"); err != nil {
		return err
	}
	st, err := s.Poll(b.ctx, func(st ui.State) bool { return st.Filter == "api7 status:503" && st.Total != before.Total })
	if err != nil {
		return fmt.Errorf("filter: %w", err)
	}
	line(fmt.Sprintf("filter 100,000 rows to %d, key to screen", st.Total), "", ms(time.Since(began)), "none")
	line("wait of the UI goroutine meanwhile, worst", msf(b.repaint.Max), msf(st.Waits.Max), "none")
	return nil
}

// session writes manyRows exchanges with bodies into a session file.
func (b *bench) session() (string, error) {
	path := filepath.Join(b.dir, "many"+session.Ext)
	s, err := session.Create(path, session.Options{})
	if err != nil {
		return "", err
	}
	body := []byte(`{"items":[` + strings.Repeat(`{"id":1234567,"name":"an item"},`, 60) + `{}]}`)
	at := time.Now().Add(-time.Hour)
	for i := range manyRows {
		x := one(i, at.Add(time.Duration(i)*30*time.Millisecond), body)
		x.ID = s.NewID()
		if err := s.Write(b.ctx, exchange.Finished{Exchange: x}); err != nil {
			return "", errors.Join(err, s.Close())
		}
	}
	return path, s.Close()
}

func one(i int, at time.Time, body []byte) exchange.Exchange {
	status := 200
	if i%50 == 7 {
		status = 503
	}
	return exchange.Exchange{
		Origin: exchange.Captured, Device: fmt.Sprintf("192.0.2.%d", i%4+1), Scheme: "https", Port: 443,
		Host: fmt.Sprintf("api%d.example.com", i%40), Path: fmt.Sprintf("/v1/items/%d?page=%d", i, i%7),
		Request: exchange.Request{Method: "GET", Proto: "HTTP/1.1", Header: exchange.Header{{Name: "Accept", Value: "application/json"}}},
		Response: &exchange.Response{Status: status, Proto: "HTTP/1.1", Header: exchange.Header{{Name: "Content-Type", Value: "application/json"}},
			Body: exchange.Body{Size: int64(len(body)), Head: body, Complete: true}},
		Timing: exchange.Timing{Start: at, End: at.Add(40 * time.Millisecond)}, Done: true,
	}
}
