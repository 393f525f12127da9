package session

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"loginscope/proxy/exchange"
)

// childLocked tries to write where it may not.
func childLocked(path string) error {
	if _, err := Open(context.Background(), path, Options{}); !errors.Is(err, ErrReadOnly) && !errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("open a file that is not ours to write: %w", err)
	}
	r, err := OpenReadOnly(context.Background(), path)
	if err != nil {
		return fmt.Errorf("read it: %w", err)
	}
	if r.Last() != 1 {
		return fmt.Errorf("it holds %d events", r.Last())
	}
	beside := filepath.Join(filepath.Dir(path), "new"+Ext)
	var said *FileError
	if _, err := Create(context.Background(), beside, Options{}); !errors.As(err, &said) || said.Path != beside ||
		!errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("create in a folder that is not ours to write: %w", err)
	}
	return r.Close()
}

// TestUnwritable: a file or a folder that cannot be written is a clear error,
// and a file that can be read still is.
func TestUnwritable(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "locked"+Ext)
	s, err := Create(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.Append(exchange.Blocked{})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at, mode := range map[string]os.FileMode{path: 0o444, dir: 0o555, filepath.Dir(dir): 0o755} {
		if err := os.Chmod(at, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o755) }) // or it could not be removed
	if said, err := asNobody(t, path); err != nil || said != "" {
		t.Errorf("%v: %s", err, said)
	}
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file was changed: %v", err)
	}
	for _, beyond := range []string{filepath.Join(path, "below"+Ext), filepath.Join(dir, "none", "below"+Ext)} {
		var said *FileError
		if _, err := Create(context.Background(), beyond, Options{}); !errors.As(err, &said) || said.Op != "create" {
			t.Errorf("create %s: %v", beyond, err)
		}
	}
}

// asNobody runs childLocked, for root as another user, whom modes bind.
func asNobody(t *testing.T, path string) (string, error) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	if os.Geteuid() == 0 {
		program, err := os.ReadFile(exe)
		if err != nil {
			t.Fatal(err)
		}
		open := t.TempDir()
		cmd = exec.Command(filepath.Join(open, "child"))
		if err := os.WriteFile(cmd.Path, program, 0o755); err != nil { //nolint:gosec // another user is to run it
			t.Fatal(err)
		}
		if err := os.Chmod(open, 0o755); err != nil { //nolint:gosec // as above
			t.Fatal(err)
		}
		const nobody = 65534
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		cmd.Dir = open
	}
	cmd.Env = append(os.Environ(), "SESSION_TEST_CHILD=locked", "SESSION_TEST_FILE="+path)
	out, err := cmd.CombinedOutput()
	return string(out), err
}
