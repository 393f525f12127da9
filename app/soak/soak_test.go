//go:build soak

package soak

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"loginscope/app/engine"
	"loginscope/app/session"
	"loginscope/inspector/ruleset"
	"loginscope/proxy"
)

const clients = 60

// state is what must be flat: of the whole process, origins and clients too.
type state struct {
	goroutines, files int
	heap              uint64
}

func look() state {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	files, _ := os.ReadDir("/proc/self/fd") // 0 where there is no such folder
	return state{runtime.NumGoroutine(), len(files), m.HeapInuse}
}

func (s state) String() string {
	return fmt.Sprintf("%d goroutines, %d files, %d MB", s.goroutines, s.files, s.heap>>20)
}

// slack is what a runtime and a pool of connections may differ by.
var slack = state{goroutines: 12, files: 12, heap: 48 << 20}

func (s state) within(of state) bool {
	return s.goroutines <= of.goroutines+slack.goroutines && s.files <= of.files+slack.files &&
		s.heap <= of.heap+slack.heap
}

// TestSoak runs for SOAK_FOR, ten minutes unless set.
func TestSoak(t *testing.T) {
	o := newOrigins(t)
	e := capturing(t, o)
	c := newCrowd(t, e)
	run(t, c, 2*time.Second) // pools, caches and the first pages of the session
	e.Idle(t)
	before := look()
	took := run(t, c, lasting(t))
	e.Idle(t)
	after := settle(before)
	path := e.Status().Path
	if err := e.StopCapture(context.Background()); err != nil {
		t.Error(err)
	}
	if err := e.close(); err != nil {
		t.Errorf("close: %v", err)
	}
	missing, doubled := compare(t, c, o, path)
	c.print(t, took, before, after, missing, doubled)
	if len(c.failed) > 0 || missing+doubled > 0 || !after.within(before) {
		t.Fail()
	}
	for _, k := range kinds {
		if c.kinds[k] == 0 {
			t.Errorf("no client of the kind %s was answered", k)
		}
	}
}

func lasting(t *testing.T) time.Duration {
	t.Helper()
	text := os.Getenv("SOAK_FOR")
	if text == "" {
		return 10 * time.Minute
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatalf("SOAK_FOR %q is no duration such as 10m", text)
	}
	return d
}

type rig struct{ *engine.Engine }

func capturing(t *testing.T, o *origins) rig {
	t.Helper()
	e, err := engine.New(t.Context(), engine.Config{Dir: t.TempDir(), Rules: ruleset.Default()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rig{e}.close() })
	err = e.StartCapture(t.Context(), engine.CaptureOptions{
		Listen: "127.0.0.1:0",
		Proxy:  proxy.Config{UpstreamRoots: o.roots, Dial: o.dial},
	})
	if err != nil {
		t.Fatal(err)
	}
	return rig{e}
}

func (e rig) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return e.Close(ctx)
}

// Idle waits until all that was captured is inspected.
func (e rig) Idle(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	if err := e.WaitIdle(ctx); err != nil {
		t.Error(err)
	}
}

func newCrowd(t *testing.T, e rig) *crowd {
	t.Helper()
	authority, err := e.CA()
	if err != nil {
		t.Fatal(err)
	}
	return &crowd{proxy: e.Status().Address, pool: authority.Pool(), ca: authority.CertFile(),
		want: map[string]int{}, kinds: map[string]int{}, broken: map[string]int{}}
}

// run lets the whole crowd ask for a while, and waits for the last answer.
func run(t *testing.T, c *crowd, d time.Duration) time.Duration {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	began := time.Now()
	var all sync.WaitGroup
	for n := range clients {
		all.Go(func() { c.client(n).run(ctx, 300*time.Millisecond) })
	}
	all.Wait()
	http.DefaultClient.CloseIdleConnections()
	return time.Since(began)
}

// settle waits until what the clients left has been closed.
func settle(before state) state {
	now := look()
	for begin := time.Now(); !now.within(before) && time.Since(begin) < 2*time.Minute; now = look() {
		time.Sleep(time.Second)
	}
	return now
}

// compare holds what the clients got against the servers and the session.
func compare(t *testing.T, c *crowd, o *origins, path string) (missing, doubled int) {
	t.Helper()
	s, err := session.OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	kept := map[string]int{}
	for row, err := range s.Rows(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		id, numbered := strings.CutPrefix(row.Path, "/n/")
		id, _, _ = strings.Cut(id, "?")
		if size, ok := c.want[id]; numbered && ok && row.Done && row.Status == http.StatusOK && row.Failure == "" &&
			row.Size == int64(size) {
			kept[id]++
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for id := range c.want {
		switch {
		case kept[id] == 0 || o.served[id] == 0:
			missing++
		case kept[id] > 1 || o.served[id] > 1:
			doubled++
		}
	}
	return missing, doubled
}

func (c *crowd) print(t *testing.T, took time.Duration, before, after state, missing, doubled int) {
	info := []string{
		fmt.Sprintf("| soak of %v, %d clients | |\n| --- | --- |", took.Round(time.Second), clients),
		fmt.Sprintf("| numbered requests answered as sent | %d |", len(c.want)),
	}
	for _, k := range kinds {
		info = append(info, fmt.Sprintf("| of them by %s | %d |", k, c.kinds[k]))
	}
	for _, k := range []string{"download", "upload", "/abort", "handshake", "name"} {
		info = append(info, fmt.Sprintf("| broken off: %s | %d |", k, c.broken[k]))
	}
	info = append(info,
		fmt.Sprintf("| numbered requests that failed | %d |", len(c.failed)),
		fmt.Sprintf("| missing at the server or in the session | %d |", missing),
		fmt.Sprintf("| there twice | %d |", doubled),
		fmt.Sprintf("| before | %v |", before), fmt.Sprintf("| after | %v |", after))
	table := strings.Join(info, "\n")
	fmt.Println(table)
	for _, f := range c.failed {
		t.Log(f)
	}
	if to := os.Getenv("SOAK_TABLE"); to != "" {
		if err := os.WriteFile(filepath.Clean(to), []byte(table+"\n"), 0o644); err != nil {
			t.Error(err)
		}
	}
}
