package session

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"loginscope/proxy/exchange"
)

// The tests below run this test binary a second time, as a capture that is
// killed or whose disk fills up.

func child(mode string) int {
	path := os.Getenv("SESSION_TEST_FILE")
	run := map[string]func(string) error{"kill": childKill, "full": childFull, "locked": childLocked}[mode]
	if err := run(path); err != nil {
		fmt.Println("error:", err)
		return 1
	}
	return 0
}

func startChild(t *testing.T, mode, path string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), "SESSION_TEST_CHILD="+mode, "SESSION_TEST_FILE="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return cmd, bufio.NewScanner(out)
}

// childKill appends for ever and prints, after each exchange, its ID and time.
func childKill(path string) error {
	s, err := Create(context.Background(), path, Options{})
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	for {
		id := s.NewID()
		s.Append(exchange.Started{Exchange: login(id, false)})
		x := login(id, true)
		head := int64(len(x.Response.Body.Head))
		x.Response.Body.Spooled, x.Response.Body.Size = 2048, head+2048
		s.Append(exchange.BodyChunk{ID: id, Side: exchange.ResponseSide, Offset: head, Data: noise(2048)})
		s.Append(exchange.Finished{Exchange: x})
		fmt.Fprintln(out, id, time.Now().UnixNano())
		if err := out.Flush(); err != nil {
			return err
		}
		time.Sleep(200 * time.Microsecond)
	}
}

// TestKilledCaptureLosesLessThanASecond: a machine that stands still for a while
// may make a writer late, so that it gets three tries.
func TestKilledCaptureLosesLessThanASecond(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills other processes")
	}
	const tries = 3
	for n := 1; ; n++ {
		oldest := killedCapture(t)
		if oldest <= time.Second {
			return
		}
		t.Logf("try %d lost an exchange that was %v old", n, oldest)
		if n == tries {
			t.Fatalf("each of %d killed captures lost more than a second", tries)
		}
	}
}

// killedCapture kills a capture, checks what it left, and returns the age of
// the oldest exchange that is lost.
func killedCapture(t *testing.T) time.Duration {
	t.Helper()
	path := filepath.Join(t.TempDir(), "killed"+Ext)
	cmd, lines := startChild(t, "kill", path)
	appended := map[exchange.ID]time.Time{}
	var killed time.Time
	for begin := time.Now(); lines.Scan(); {
		var id exchange.ID
		var at int64
		if _, err := fmt.Sscan(lines.Text(), &id, &at); err != nil {
			t.Fatalf("child said %q", lines.Text())
		}
		appended[id] = time.Unix(0, at)
		if killed.IsZero() && time.Since(begin) > 2500*time.Millisecond {
			killed = time.Now()
			if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
		}
	}
	if killed.IsZero() || len(appended) < 20 {
		t.Fatalf("child ended early, after %d exchanges", len(appended))
	}
	if _, err := os.Stat(path + "-wal"); err != nil {
		t.Fatalf("the child was not killed in the middle of its work: %v", err)
	}
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	found := map[exchange.ID]bool{}
	for _, r := range rows(t, s, 0) {
		if r.Done {
			found[r.ID] = true
		}
	}
	oldest := time.Duration(0)
	for id, at := range appended {
		if !found[id] {
			oldest = max(oldest, killed.Sub(at))
		}
	}
	t.Logf("%d of %d exchanges found, the oldest lost one was %v old", len(found), len(appended), oldest)
	checked := 0
	for id := range found {
		if checked++; checked > 200 {
			break
		}
		x, err := s.Exchange(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		b, err := body(t, s, id, exchange.ResponseSide)
		if err != nil || int64(len(b)) != x.Response.Body.Size {
			t.Fatalf("body of %d: %d bytes, %v", id, len(b), err)
		}
	}
	if id := s.NewID(); found[id] {
		t.Errorf("ID %d is used again", id)
	}
	return oldest
}

const fullLimit = 1 << 20

// childFull writes under a limit of file size until the file is full, then
// lifts the limit. It prints what it sees.
func childFull(path string) error {
	signal.Ignore(syscall.SIGXFSZ)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		return err
	}
	s, err := Create(context.Background(), path, Options{FlushEvery: 10 * time.Millisecond, QueueCap: 4 << 20})
	if err != nil {
		return err
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: fullLimit, Max: before.Max}); err != nil {
		return err
	}
	add := func() exchange.ID {
		x := login(s.NewID(), true)
		x.Response.Body.Head = noise(20 << 10)
		x.Response.Body.Size = int64(len(x.Response.Body.Head))
		s.Append(exchange.Finished{Exchange: x})
		// Not faster than the writer may notice that the disk is full.
		for h := s.Health(); !h.Degraded && h.Held > 1<<20; h = s.Health() {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Millisecond)
		return x.ID
	}
	last := exchange.ID(0)
	for begin := time.Now(); !s.Health().Degraded; last = add() {
		if time.Since(begin) > time.Minute {
			return errors.New("the file does not fill up")
		}
	}
	for range 20 {
		last = add()
	}
	h := s.Health()
	// What waits in memory is read like everything else.
	if _, err := s.Exchange(context.Background(), last); err != nil {
		return err
	}
	fmt.Println("degraded", h.Held > 0, last, s.Last(), h.Err)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		return err
	}
	for begin := time.Now(); s.Health().Degraded; time.Sleep(10 * time.Millisecond) {
		if time.Since(begin) > time.Minute {
			return fmt.Errorf("still degraded: %w", s.Health().Err)
		}
	}
	last = add()
	if err := s.Close(); err != nil {
		return err
	}
	fmt.Println("recovered", last, s.Health().Dropped, s.Health().Lost)
	return nil
}

func TestFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "full"+Ext)
	cmd, lines := startChild(t, "full", path)
	var said []string
	for lines.Scan() {
		said = append(said, lines.Text())
	}
	if err := cmd.Wait(); err != nil || len(said) != 2 || !strings.HasPrefix(said[0], "degraded true") {
		t.Fatalf("child: %v, %q", err, said)
	}
	t.Log(said)
	fields := strings.Fields(said[1])
	last, err := strconv.Atoi(fields[1])
	if err != nil || fields[2] != "0" || fields[3] != "0" {
		t.Fatalf("child lost something: %q", said[1])
	}
	r, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if n := len(rows(t, r, 0)); n != last {
		t.Errorf("%d exchanges, want %d", n, last)
	}
	for id := range last {
		b, err := body(t, r, exchange.ID(id+1), exchange.ResponseSide)
		if err != nil || len(b) != 20<<10 {
			t.Fatalf("body of %d: %d bytes, %v", id+1, len(b), err)
		}
	}
}

func TestFullForGood(t *testing.T) {
	const limit = 1 << 20
	s := create(t, Options{QueueCap: limit, FlushEvery: time.Millisecond, pragmas: []string{"max_page_count(40)"}})
	body := noise(16 << 10)
	begin := time.Now()
	for n := range 2000 {
		x := login(s.NewID(), true)
		x.Response.Body.Head, x.Response.Body.Size = body, int64(len(body))
		s.Append(exchange.Finished{Exchange: x})
		s.Append(exchange.BodyChunk{ID: x.ID, Side: exchange.ResponseSide, Offset: int64(len(body)), Data: body})
		if n == 20 {
			for !s.Health().Degraded {
				time.Sleep(time.Millisecond)
			}
			begin = time.Now()
		}
	}
	if took := time.Since(begin); took > 30*time.Second { // 100 ms for each chunk would be minutes
		t.Errorf("capture waited for the disk: %v", took)
	}
	h := s.Health()
	if !h.Degraded || !errors.Is(h.Err, ErrFull) || h.Dropped == 0 || h.Held > limit+queueReserve {
		t.Errorf("health %+v", h)
	}
	list := rows(t, s, 0)
	if len(list) != 2000 || h.Lost != 0 {
		t.Errorf("%d rows, %d lost: bodies should go first", len(list), h.Lost)
	}
	if err := s.Write(t.Context(), exchange.Blocked{}); !errors.Is(err, ErrFull) {
		t.Errorf("write: %v", err)
	}
	if err := s.Flush(t.Context()); !errors.Is(err, ErrFull) {
		t.Errorf("flush: %v", err)
	}
	if err := s.Close(); !errors.Is(err, ErrFull) {
		t.Errorf("close: %v", err)
	}
	r, err := OpenReadOnly(t.Context(), s.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	// What had been written is whole.
	for _, e := range events(t, r, 0) {
		x, _ := snapshotOf(e.Event)
		if len(x.Response.Body.Head) != len(body) {
			t.Errorf("event %d has a body of %d bytes", e.Seq, len(x.Response.Body.Head))
		}
	}
}

// sound is a small session file.
func sound(t testing.TB) []byte {
	t.Helper()
	s := create(t, Options{Now: func() time.Time { return epoch }})
	for range 3 {
		scene(s)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// readAll reads everything from a file that may be damaged and returns the
// first error. The file must come out as it went in.
func readAll(t testing.TB, path string) (first error) {
	t.Helper()
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
			t.Errorf("the file was changed (%v)", err)
		}
	}()
	r, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		return err
	}
	defer r.Close()
	note := func(err error) {
		if first == nil {
			first = err
		}
	}
	ctx := context.Background()
	for _, err := range r.Events(ctx, 0) {
		note(err)
	}
	for _, err := range r.Marks(ctx, 0) {
		note(err)
	}
	for row, err := range r.Rows(ctx, 0) {
		note(err)
		if err != nil {
			continue
		}
		if _, err := r.Exchange(ctx, row.ID); err != nil {
			note(err)
		}
		for _, err := range r.Frames(ctx, row.ID, 0) {
			note(err)
		}
		if rc, err := r.Body(ctx, row.ID, exchange.ResponseSide); err == nil {
			_, err := io.Copy(io.Discard, rc)
			note(err)
			rc.Close()
		}
	}
	return first
}

func damaged(err error) bool {
	return errors.Is(err, ErrCorrupt) || errors.Is(err, ErrNotSession) || errors.Is(err, ErrTooNew) ||
		errors.Is(err, ErrNotFound) || errors.Is(err, ErrNoBody)
}

func TestTruncatedFiles(t *testing.T) {
	whole := sound(t)
	path := filepath.Join(t.TempDir(), "cut"+Ext)
	for n := 0; n < len(whole); n += max(1, len(whole)/60) {
		if err := os.WriteFile(path, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		for _, open := range []func() error{
			func() error { return readAll(t, path) },
			func() error { _, err := Open(t.Context(), path, Options{}); return err },
		} {
			if err := open(); !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrNotSession) {
				t.Fatalf("cut at %d of %d: %v", n, len(whole), err)
			}
		}
	}
}

func TestFlippedBits(t *testing.T) {
	whole := sound(t)
	path := filepath.Join(t.TempDir(), "flipped"+Ext)
	found, tries := 0, 0
	step := max(1, len(whole)/120)
	for at := 0; at < len(whole); at += step {
		bad := bytes.Clone(whole)
		bad[at] ^= 1 << (at % 8)
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		tries++
		err := readAll(t, path)
		if err != nil {
			found++
			if !damaged(err) {
				t.Errorf("bit at %d: %v", at, err)
			}
		}
	}
	t.Logf("%d of %d flipped bits were noticed (the rest lies in free space, indexes or unused header fields)", found,
		tries)
	if found < tries/3 {
		t.Errorf("only %d of %d were noticed", found, tries)
	}
}

func TestForeignFiles(t *testing.T) {
	dir := t.TempDir()
	whole := sound(t)
	newer := bytes.Clone(whole)
	newer[63] = schemaVersion + 1 // user_version
	older := bytes.Clone(whole)
	older[63] = 0
	other := bytes.Clone(whole)
	other[68]++ // application_id
	tests := []struct {
		name    string
		content []byte
		want    error
	}{
		{"empty", nil, ErrNotSession},
		{"text", []byte(strings.Repeat("not a database ", 500)), ErrNotSession},
		{"zip", append([]byte("PK\x03\x04"), noise(9000)...), ErrNotSession},
		{"other database", other, ErrNotSession},
		{"newer", newer, ErrTooNew},
		{"version zero", older, ErrCorrupt},
		{"header only", append([]byte("SQLite format 3\x00"), noise(5000)...), ErrNotSession},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(dir, strings.ReplaceAll(tt.name, " ", "-"))
			if err := os.WriteFile(path, tt.content, 0o600); err != nil {
				t.Fatal(err)
			}
			for name, open := range map[string]func() (*Session, error){
				"read": func() (*Session, error) { return OpenReadOnly(t.Context(), path) },
				"open": func() (*Session, error) { return Open(t.Context(), path, Options{}) },
			} {
				if _, err := open(); !errors.Is(err, tt.want) {
					t.Errorf("%s: %v, want %v", name, err, tt.want)
				}
			}
			after, err := os.ReadFile(path)
			if err != nil || !bytes.Equal(after, tt.content) {
				t.Error("the file was changed")
			}
			left, _ := filepath.Glob(path + "-*")
			if len(left) > 0 {
				t.Errorf("left behind: %q", left)
			}
		})
	}
	if _, err := OpenReadOnly(t.Context(), dir); !errors.Is(err, ErrNotSession) {
		t.Errorf("folder: %v", err)
	}
	if _, err := OpenReadOnly(t.Context(), filepath.Join(dir, "missing")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
}

func FuzzFile(f *testing.F) {
	whole := sound(f)
	f.Add(0, byte(1), len(whole))
	f.Add(100, byte(255), len(whole))
	f.Add(70000, byte(3), 90000)
	f.Fuzz(func(t *testing.T, at int, mask byte, size int) {
		if at < 0 || at >= len(whole) || size < 0 || size > len(whole) {
			return
		}
		bad := bytes.Clone(whole)
		bad[at] ^= mask
		path := filepath.Join(t.TempDir(), "f"+Ext)
		if err := os.WriteFile(path, bad[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		if err := readAll(t, path); err != nil && !damaged(err) {
			t.Errorf("byte %d ^ %#x, size %d: %v", at, mask, size, err)
		}
	})
}
