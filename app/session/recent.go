package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Ext ends the name of a session file.
const Ext = ".loginscope"

// nameTries limits the search for a free file name in one second.
const nameTries = 1000

// Autosave creates a session in dir, which is made if need be, under a name
// that says when: "2026-11-22_23-48-58.loginscope", local time.
func Autosave(ctx context.Context, dir string, o Options) (*Session, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fileError("create", dir, err)
	}
	now := time.Now
	if o.Now != nil {
		now = o.Now
	}
	stem := now().Local().Format("2006-01-02_15-04-05")
	for n := 1; n <= nameTries; n++ {
		name := stem
		if n > 1 {
			name = fmt.Sprintf("%s_%d", stem, n)
		}
		path := filepath.Join(dir, name+Ext)
		if exists(path) {
			continue
		}
		s, err := Create(ctx, path, o)
		if !errors.Is(err, os.ErrExist) {
			return s, err
		}
	}
	return nil, &FileError{Op: "create", Path: filepath.Join(dir, stem+Ext), Kind: os.ErrExist}
}

// Temporary creates a session that is removed when it is closed.
func Temporary(ctx context.Context, o Options) (*Session, error) {
	dir, err := os.MkdirTemp("", "loginscope-")
	if err != nil {
		return nil, fileError("create", os.TempDir(), err)
	}
	s, err := Create(ctx, filepath.Join(dir, "session"+Ext), o)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	s.remove = func() error { return os.RemoveAll(dir) }
	return s, nil
}

// nameOf is the name that a new session takes from its file.
func nameOf(path string) string {
	return strings.TrimSuffix(filepath.Base(path), Ext)
}

// Info is what a list of sessions shows of one file.
type Info struct {
	Path string
	Meta
	// Modified is when the file was last written; Bytes is its size.
	Modified time.Time
	Bytes    int64
	// Exchanges and Events count what it holds.
	Exchanges, Events int64
	// Summary is what the newest inspection found, nil if none was kept or the session has gone
	// on since. Its Program says by which version's tables.
	Summary *Summary
	// Notes and Marks count what a person wrote and marked.
	Notes, Marks int
	// Err says why the file cannot be read, nil if it can.
	Err error
}

// Recent lists the sessions in dir, newest first. A file that cannot be read
// is listed with its error. A folder that does not exist holds no sessions.
func Recent(ctx context.Context, dir string) ([]Info, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	var out []Info
	for _, e := range entries {
		if filepath.Ext(e.Name()) != Ext || !e.Type().IsRegular() {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if info, ok := infoOf(ctx, filepath.Join(dir, e.Name())); ok {
			out = append(out, info)
		}
	}
	slices.SortStableFunc(out, func(a, b Info) int {
		return cmp.Or(b.Modified.Compare(a.Modified), cmp.Compare(b.Path, a.Path))
	})
	return out, nil
}

// CountExchanges is how many exchanges a session file holds.
func CountExchanges(ctx context.Context, path string) (n int, err error) {
	s, err := openReadOnly(ctx, path, false)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	err = s.db.QueryRowContext(ctx, selectCount).Scan(&n)
	return n, fileError("read", path, err)
}

// Describe is what a list shows of one file. Its error is Info.Err.
func Describe(ctx context.Context, path string) (Info, error) {
	info, ok := infoOf(ctx, path)
	if !ok {
		return info, &FileError{Op: "open", Path: path, Kind: fs.ErrNotExist}
	}
	return info, info.Err
}

// infoOf reads what a list shows of one file; false if it is gone.
func infoOf(ctx context.Context, path string) (Info, bool) {
	fi, err := os.Stat(path)
	if err != nil {
		return Info{}, false
	}
	info := Info{Path: path, Meta: Meta{Name: nameOf(path)}, Modified: fi.ModTime(), Bytes: fi.Size()}
	if log, err := os.Stat(path + "-wal"); err == nil && log.ModTime().After(info.Modified) {
		info.Modified = log.ModTime()
	}
	s, err := openReadOnly(ctx, path, false)
	if err != nil {
		info.Err = err
		return info, true
	}
	info.Meta, info.Events = s.Meta(), int64(s.Last())
	if sum := s.Summary(); sum != nil && int64(sum.Through) == info.Events {
		info.Summary = sum
	}
	for _, n := range s.Notes() {
		if n.Text != "" {
			info.Notes++
		}
		if n.Mark != "" {
			info.Marks++
		}
	}
	err = s.db.QueryRowContext(ctx, selectLastID).Scan(&info.Exchanges)
	info.Err = errors.Join(fileError("read", path, err), s.Close())
	return info, true
}
