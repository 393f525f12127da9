//go:build unix

package bundle_test

import (
	"math/rand/v2"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	"loginscope/app/bundle"
	"loginscope/problem"
)

// TestAFullDiskLeavesNoFile limits the size of files, as a full disk does.
func TestAFullDiskLeavesNoFile(t *testing.T) {
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	limit := before
	limit.Cur = 64 << 10
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
			t.Error(err)
		}
	}()
	random := make([]byte, 1<<20)
	source := rand.New(rand.NewPCG(1, 2))
	for i := range random {
		random[i] = byte(source.Uint32())
	}
	dir := t.TempDir()
	list := []bundle.Content{{Name: bundle.NotesName, Kind: bundle.Notes, Data: random}}
	for _, pass := range []string{"", "open sesame"} {
		o := bundle.Options{Passphrase: pass, WorkFactor: 10}
		_, err := bundle.Write(t.Context(), filepath.Join(dir, "case"+bundle.Ext), manifest(), list, o)
		if err == nil {
			t.Fatal("written to a full disk")
		}
		if p := problem.Of(err); p.What.ZH == "" || p.Why.EN == "" || p.Do.EN == "" {
			t.Errorf("not worded: %+v", p)
		}
		if left := only(t, dir); len(left) != 0 {
			t.Errorf("left behind: %v", left)
		}
	}
}
