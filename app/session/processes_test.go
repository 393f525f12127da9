package session

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"loginscope/proxy/exchange"
)

const writesEnv = "LOGINSCOPE_TEST_WRITES"

// TestChildThatWrites is the other process: it writes into a session until it is killed.
func TestChildThatWrites(t *testing.T) {
	path := os.Getenv(writesEnv)
	if path == "" {
		return // nobody asked for a child
	}
	s, err := Create(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; ; n++ {
		if err := s.Write(t.Context(), exchange.LogLine{Tag: "AuthSDK", Text: fmt.Sprint("line ", n)}); err != nil {
			t.Fatal(err)
		}
		if n == 100 {
			if err := s.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
			fmt.Println("ready")
		}
	}
}

func TestTwoProcessesNeverDamageASession(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shared"+Ext)
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChildThatWrites$")
	child.Env = append(os.Environ(), writesEnv+"="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("the other process says %q, %v", line, err)
	}
	for name, act := range map[string]func() error{
		"append":  func() error { _, err := Open(t.Context(), path, Options{}); return err },
		"delete":  func() error { _, err := Delete(t.Context(), path, time.Now()); return err },
		"compact": func() error { _, err := CompactInPlace(t.Context(), path); return err },
	} {
		if err := act(); !errors.Is(err, ErrInUse) {
			t.Errorf("%s while another process writes: %v", name, err)
		}
	}
	r, err := OpenReadOnly(t.Context(), path)
	if err != nil || r.Last() < 100 {
		t.Fatalf("read while another process writes: %v", err)
	}
	copied := filepath.Join(filepath.Dir(path), "copy"+Ext)
	if err := errors.Join(r.SaveCopy(t.Context(), copied), r.Close()); err != nil {
		t.Error(err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed

	for _, p := range []string{path, copied} {
		if v, err := Check(t.Context(), p); err != nil || !v.Whole || v.Events < 100 {
			t.Errorf("%s after the kill: %+v, %v", filepath.Base(p), v, err)
		}
	}
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatalf("append after the kill: %v", err)
	}
	s.Append(exchange.LogLine{Text: "after"})
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := CompactInPlace(t.Context(), path); err != nil {
		t.Errorf("compact after the kill: %v", err)
	}
	d, err := Delete(t.Context(), path, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if back, err := Restore(d.ID); err != nil || back != path {
		t.Errorf("put back: %s, %v", back, err)
	}
	if v, err := Check(t.Context(), path); err != nil || !v.Whole {
		t.Errorf("at the end: %+v, %v", v, err)
	}
}

func TestTrashIsBounded(t *testing.T) {
	dir := t.TempDir()
	var last Trashed
	for n := range MaxTrash + 3 {
		path := filepath.Join(dir, fmt.Sprint(n)+Ext)
		s, err := Create(t.Context(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if last, err = Delete(t.Context(), path, time.Unix(int64(1000+n), 0)); err != nil {
			t.Fatal(err)
		}
	}
	list, err := Trash(t.Context(), dir)
	if err != nil || len(list) != MaxTrash || list[0].ID != last.ID {
		t.Errorf("%d deleted sessions, %v", len(list), err)
	}
}
