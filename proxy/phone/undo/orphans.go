package undo

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"loginscope/proxy/phone/adb"
)

// Journals is a folder with one Journal for each program that attached phones.
// A program holds a lock on a file beside its Journal as long as it lives, so
// that another one leaves its phones alone; the system drops the lock when the
// program ends, in whatever way, and the Journal is then an orphan's.
type Journals struct {
	dir string

	mu   sync.Mutex
	own  *Journal // nil before the first change
	name string   // of own, without extension
	lock *os.File
}

const (
	journalExt = ".json"
	lockExt    = ".lock"
	// lockTries limits the names that are tried for an own Journal.
	lockTries = 16
)

// OpenJournals uses a folder, which need not exist; nothing is written before
// Own.
func OpenJournals(dir string) *Journals { return &Journals{dir: dir} }

// Own returns this program's Journal, which it begins the first time.
func (b *Journals) Own() (*Journal, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.own != nil {
		return b.own, nil
	}
	if err := os.MkdirAll(b.dir, 0o700); err != nil {
		return nil, fmt.Errorf("begin clean-up journal: %w", err)
	}
	for range lockTries {
		name := rand.Text()
		lock, err := seize(b.path(name, lockExt), os.O_CREATE|os.O_EXCL)
		if err != nil {
			return nil, fmt.Errorf("begin clean-up journal: %w", err)
		}
		if lock != nil {
			b.name, b.lock, b.own = name, lock, Open(b.path(name, journalExt))
			return b.own, nil
		}
	}
	return nil, errors.New("begin clean-up journal: no free name")
}

func (b *Journals) path(name, ext string) string { return filepath.Join(b.dir, name+ext) }

// seize opens and locks a file; nil means that another program has the lock,
// or took the file away before it was locked.
func seize(path string, flags int) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|flags, 0o600)
	if err != nil {
		return nil, err
	}
	if err := tryLock(f); err != nil {
		_ = f.Close()
		return nil, nil //nolint:nilerr // whoever has the lock lives
	}
	mine, err1 := f.Stat()
	there, err2 := os.Stat(path)
	if err1 != nil || err2 != nil || !os.SameFile(mine, there) {
		_ = f.Close()
		return nil, nil //nolint:nilerr // as said above
	}
	return f, nil
}

// Orphaned reports whether programs that are gone left changes behind, without
// asking any phone.
func (b *Journals) Orphaned() bool {
	found := false
	_ = b.orphans(func(j *Journal) error { // CleanOrphans reports what cannot be read
		list, err := j.Pending()
		found = found || err != nil || len(list) > 0
		return nil
	})
	return found
}

// CleanOrphans undoes what programs that are gone left behind. What cannot be
// undone now stays for the next time.
func (b *Journals) CleanOrphans(ctx context.Context, c *adb.Client) ([]Result, error) {
	var out []Result
	err := b.orphans(func(j *Journal) error {
		results, err := j.Clean(ctx, c)
		out = append(out, results...)
		return err
	})
	return out, err
}

// orphans calls use for the Journal of each program that is gone, and removes
// those that are empty afterwards.
func (b *Journals) orphans(use func(*Journal) error) error {
	names, err := b.names()
	if err != nil {
		return err
	}
	var errs []error
	for _, name := range names {
		lock, err := seize(b.path(name, lockExt), os.O_CREATE)
		if err != nil {
			errs = append(errs, fmt.Errorf("look at clean-up journal: %w", err))
			continue
		}
		if lock == nil {
			continue
		}
		j := Open(b.path(name, journalExt))
		errs = append(errs, use(j), b.close(j, name, lock))
	}
	return errors.Join(errs...)
}

// names lists the Journals of other programs, alive or gone.
func (b *Journals) names() ([]string, error) {
	entries, err := os.ReadDir(b.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read clean-up journals: %w", err)
	}
	b.mu.Lock()
	own := b.name
	b.mu.Unlock()
	var out []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), journalExt); ok && name != own {
			out = append(out, name)
		}
	}
	return out, nil
}

// close gives a Journal back and removes it if nothing is pending.
func (b *Journals) close(j *Journal, name string, lock *os.File) error {
	list, err := j.Pending()
	if err == nil && len(list) == 0 {
		for _, ext := range []string{journalExt, lockExt} {
			if rerr := os.Remove(b.path(name, ext)); rerr != nil && !errors.Is(rerr, fs.ErrNotExist) {
				err = errors.Join(err, rerr)
			}
		}
	}
	return errors.Join(err, lock.Close())
}

// CleanOwn undoes what this program changed.
func (b *Journals) CleanOwn(ctx context.Context, c *adb.Client) ([]Result, error) {
	b.mu.Lock()
	own := b.own
	b.mu.Unlock()
	if own == nil {
		return nil, nil
	}
	return own.Clean(ctx, c)
}

// CleanAll undoes what any program changed, also one that still runs: that one
// finds its change gone when its own turn comes.
func (b *Journals) CleanAll(ctx context.Context, c *adb.Client) ([]Result, error) {
	own, err1 := b.CleanOwn(ctx, c)
	out, err2 := b.CleanOrphans(ctx, c)
	out = append(own, out...)
	names, err3 := b.names() // the orphans that stay were tried already
	done := map[Entry]bool{}
	for _, r := range out {
		done[undated(r.Entry)] = true
	}
	for _, name := range names {
		list, err := Open(b.path(name, journalExt)).Pending()
		err3 = errors.Join(err3, err)
		for _, e := range list {
			if !done[undated(e)] {
				out = append(out, Result{Entry: e, Err: undo(ctx, c, e)})
			}
		}
	}
	return out, errors.Join(err1, err2, err3)
}

func undated(e Entry) Entry {
	e.Since = time.Time{}
	return e
}

// Close ends this program's Journal. What is pending stays for the next start.
func (b *Journals) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.own == nil {
		return nil
	}
	err := b.close(b.own, b.name, b.lock)
	b.own, b.name, b.lock = nil, "", nil
	return err
}
