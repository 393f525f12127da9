//go:build soak

package soak

import (
	"compress/gzip"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// fault breaks one thing and returns a figure; an error says that what is
// promised does not hold.
type fault struct {
	name string
	run  func(t *testing.T) (string, error)
}

var faults = []fault{
	{"killed under traffic: nothing older than 1 s is lost", killed},
	{"disk full: said, exit 1, the part that is kept is told", fullDisk},
	{"64 open files at most: what was answered is kept", fileLimit},
	{"session file removed: written again, exit 1", removed},
	{"servers that break TLS: an error, and the others go on", brokenTLS},
	{"server that comes and goes: each answer is true", flapping},
	{"slow loris, 200 connections: others are served", slowLoris},
	{"bombs, packed and in headers: memory stays bounded", bombs},
}

// errNotHere says that this machine cannot make the fault; the row says so.
var errNotHere = errors.New("not run")

// TestFaults prints a row for each fault and fails with any of them.
func TestFaults(t *testing.T) {
	rows := []string{"| fault | figure | result |", "| --- | --- | --- |"}
	for _, f := range faults {
		t.Run(strings.Fields(f.name)[0], func(t *testing.T) {
			figure, err := f.run(t)
			result := "held"
			switch {
			case errors.Is(err, errNotHere):
				result = err.Error()
			case err != nil:
				result = "BROKEN"
				t.Errorf("%s: %v", f.name, err)
			}
			rows = append(rows, fmt.Sprintf("| %s | %s | %s |", f.name, figure, result))
		})
	}
	table := strings.Join(rows, "\n")
	fmt.Println(table)
	if to := os.Getenv("FAULTS_TABLE"); to != "" {
		if err := os.WriteFile(to, []byte(table+"\n"), 0o644); err != nil {
			t.Error(err)
		}
	}
}

// rounds is how often a fault is made: FAULTS_SHORT asks for the lesser number.
func rounds(full, short int) int {
	if os.Getenv("FAULTS_SHORT") != "" {
		return short
	}
	return full
}

func hello(t *testing.T, size int) *httptest.Server {
	body := make([]byte, size)
	_, _ = rand.Read(body) // what compression does not shrink
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) }))
	t.Cleanup(s.Close)
	return s
}

func killed(t *testing.T) (string, error) {
	origin := hello(t, 2000)
	asked, oldest := 0, time.Duration(0)
	for range rounds(10, 1) {
		c, err := record(t, "")
		if err != nil {
			return "", err
		}
		client, answered := c.client(), map[string]time.Time{}
		for begin := time.Now(); time.Since(begin) < 2500*time.Millisecond; {
			path := fmt.Sprintf("/n/%d", len(answered))
			if _, err := get(t.Context(), client, origin.URL+path); err != nil {
				return "", err
			}
			answered[path] = time.Now()
		}
		at := time.Now()
		if err := c.cmd.Process.Kill(); err != nil {
			return "", err
		}
		_ = c.cmd.Wait() // killed
		kept, err := finished(t.Context(), c.file)
		if err != nil {
			return "", err
		}
		for path, when := range answered {
			switch {
			case kept[path] == 0:
				oldest = max(oldest, at.Sub(when))
			case kept[path] > 1:
				return "", fmt.Errorf("%s is there %d times", path, kept[path])
			}
		}
		asked += len(answered)
	}
	figure := fmt.Sprintf("%d kills, %d answers, oldest lost %v", rounds(10, 1), asked, oldest.Round(time.Millisecond))
	if oldest > 3*time.Second { // one second, and what a busy machine stands still
		return figure, fmt.Errorf("an answer of %v before the kill is lost", oldest)
	}
	return figure, nil
}

func fullDisk(t *testing.T) (string, error) {
	const around = `mount -t tmpfs -o size=1m tmpfs "$FILES" && exec "$@"`
	if err := exec.Command("unshare", "-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt").Run(); err != nil {
		return "", fmt.Errorf("%w: no mount namespace here", errNotHere)
	}
	c, err := record(t, `exec unshare -rm sh -c '`+around+`' sh "$@"`)
	if err != nil {
		return "", err
	}
	origin, client := hello(t, 64<<10), c.client()
	for n := range 60 {
		if _, err := get(t.Context(), client, fmt.Sprintf("%s/n/%d", origin.URL, n)); err != nil {
			return "", err
		}
	}
	if err := c.await("disk is full"); err != nil {
		return "", err
	}
	code, err := c.stop()
	if err != nil {
		return "", err
	}
	_, line, _ := strings.Cut(c.text(), "Stopped. ")
	line, _, _ = strings.Cut(line, " exchanges")
	if code != 1 || !strings.Contains(line, "of 60") {
		return line, fmt.Errorf("exit %d: %s", code, c.text())
	}
	return line + " kept", nil
}

func fileLimit(t *testing.T) (string, error) {
	c, err := record(t, `ulimit -n 64; exec "$@"`)
	if err != nil {
		return "", err
	}
	origin := hello(t, 2000)
	var good, bad atomic.Int64
	var all sync.WaitGroup
	for n := range 120 {
		all.Go(func() {
			client := c.client()
			client.Timeout = 20 * time.Second // some are never accepted
			defer client.CloseIdleConnections()
			if code, err := get(context.Background(), client, fmt.Sprintf("%s/n/%d", origin.URL, n)); err == nil &&
				code == 200 {
				good.Add(1)
			} else {
				bad.Add(1)
			}
		})
	}
	all.Wait()
	client := c.client()
	for n := range 20 { // and it has recovered
		if code, err := get(t.Context(), client, fmt.Sprintf("%s/after/%d", origin.URL, n)); err != nil || code != 200 {
			return "", fmt.Errorf("after the limit: %d, %w", code, err)
		}
		good.Add(1)
	}
	if _, err := c.stop(); err != nil {
		return "", err
	}
	kept, err := finished(t.Context(), c.file)
	if err != nil {
		return "", err
	}
	figure := fmt.Sprintf("%d answered, %d refused, %d kept", good.Load(), bad.Load(), len(kept))
	if len(kept) < int(good.Load()) {
		return figure, fmt.Errorf("answers are lost: %s", c.text())
	}
	return figure, nil
}

func removed(t *testing.T) (string, error) {
	c, err := record(t, "")
	if err != nil {
		return "", err
	}
	origin, client := hello(t, 2000), c.client()
	for n := range 40 {
		if _, err := get(t.Context(), client, fmt.Sprintf("%s/n/%d", origin.URL, n)); err != nil {
			return "", err
		}
		if n == 20 {
			if err := os.Remove(c.file); err != nil {
				return "", err
			}
		}
	}
	began := time.Now()
	if err := c.await("removed or moved"); err != nil {
		return "", err
	}
	took := time.Since(began)
	code, err := c.stop()
	if err != nil {
		return "", err
	}
	kept, err := finished(t.Context(), c.file)
	figure := fmt.Sprintf("noticed within %v, %d of 40 kept", took.Round(100*time.Millisecond), len(kept))
	if err != nil || code != 1 || len(kept) != 40 {
		return figure, fmt.Errorf("exit %d, %w: %s", code, err, c.text())
	}
	return figure, nil
}

// raw serves each connection by a function of its number.
func raw(t *testing.T, serve func(n int64, c *net.TCPConn)) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for n := int64(0); ; n++ {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				serve(n, c.(*net.TCPConn))
			}()
		}
	}()
	return l.Addr().String()
}

func brokenTLS(t *testing.T) (string, error) {
	c, err := record(t, "")
	if err != nil {
		return "", err
	}
	bad := raw(t, func(n int64, c *net.TCPConn) {
		_, _ = io.ReadFull(c, make([]byte, 5))
		switch n % 3 {
		case 0:
			_, _ = io.WriteString(c, "not TLS at all\r\n")
		case 1:
			_ = c.SetLinger(0)
		default:
			_, _ = c.Write([]byte{0x16, 3, 3, 0xff, 0xff, 2, 0})
		}
	})
	origin, client := hello(t, 500), c.client()
	good, tries := 0, rounds(30, 6)
	for n := range tries {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		_ = exec.CommandContext(ctx, "curl", "-sk", "-o", os.DevNull, "--max-time", "60", "-x", "http://"+c.proxy,
			"https://"+bad+"/").Run()
		code, err := get(ctx, client, fmt.Sprintf("%s/n/%d", origin.URL, n))
		cancel()
		if err != nil || code != 200 {
			return "", fmt.Errorf("another server: %d, %w", code, err)
		}
		good++
	}
	if _, err := c.stop(); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d broken handshakes, %d of %d others served", tries, good, tries), nil
}

func flapping(t *testing.T) (string, error) {
	c, err := record(t, "")
	if err != nil {
		return "", err
	}
	at := raw(t, func(n int64, c *net.TCPConn) {
		if n%2 == 1 {
			_ = c.SetLinger(0)
			return
		}
		_, _ = c.Read(make([]byte, 4096))
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
	})
	client, good, bad := c.client(), 0, 0
	for n := range 60 {
		if code, err := get(t.Context(), client, fmt.Sprintf("http://%s/n/%d", at, n)); err == nil && code == 200 {
			good++
		} else {
			bad++
		}
	}
	if _, err := c.stop(); err != nil {
		return "", err
	}
	kept, err := finished(t.Context(), c.file)
	figure := fmt.Sprintf("%d answered, %d failed, %d kept", good, bad, len(kept))
	if err != nil || len(kept) != 60 || good == 0 || bad == 0 {
		return figure, fmt.Errorf("%w: %s", err, c.text())
	}
	return figure, nil
}

func slowLoris(t *testing.T) (string, error) {
	c, err := record(t, "")
	if err != nil {
		return "", err
	}
	for range 200 {
		conn, err := net.Dial("tcp", c.proxy)
		if err != nil {
			return "", err
		}
		defer conn.Close()
		if _, err := io.WriteString(conn, "GET http://127.0.0.1/ HTTP/1.1\r\nX-A: "); err != nil {
			return "", err
		}
	}
	origin, client, worst := hello(t, 500), c.client(), time.Duration(0)
	for n := range 50 {
		began := time.Now()
		if code, err := get(t.Context(), client, fmt.Sprintf("%s/n/%d", origin.URL, n)); err != nil || code != 200 {
			return "", fmt.Errorf("request %d: %d, %w", n, code, err)
		}
		worst = max(worst, time.Since(began))
	}
	if _, err := c.stop(); err != nil {
		return "", err
	}
	return fmt.Sprintf("50 of 50 served, the slowest in %v", worst.Round(time.Millisecond)), nil
}

func bombs(t *testing.T) (string, error) {
	origin := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/headers" {
			for n := range 2000 {
				w.Header().Set(fmt.Sprintf("X-Bomb-%d", n), strings.Repeat("a", 1000))
			}
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Type", "application/json")
		z := gzip.NewWriter(w)
		_, _ = io.CopyN(z, endless{}, int64(rounds(1024, 128))<<20)
		_ = z.Close()
	}))
	defer origin.Close()
	c, err := record(t, "")
	if err != nil {
		return "", err
	}
	client, most := c.client(), 0
	client.Transport.(*http.Transport).DisableCompression = true
	for range rounds(3, 1) {
		for _, path := range []string{"/packed", "/headers"} {
			_, _ = get(t.Context(), client, origin.URL+path) // the header bomb is refused
			most = max(most, c.memory())
		}
	}
	if code, err := get(t.Context(), client, origin.URL+"/headers"); err == nil && code == 200 {
		return "", fmt.Errorf("2 MB of header fields were passed on")
	}
	if _, err := c.stop(); err != nil {
		return "", err
	}
	figure := fmt.Sprintf("%d MB at most", most)
	if most > 400 {
		return figure, fmt.Errorf("memory is not bounded")
	}
	if c.cmd.ProcessState.Sys().(syscall.WaitStatus).Signaled() {
		return figure, fmt.Errorf("it was killed: %s", c.text())
	}
	return figure, nil
}
