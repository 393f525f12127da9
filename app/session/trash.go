package session

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"loginscope/lang"
	"loginscope/problem"
)

// Law of this file: a session that is deleted is moved into a folder beside it, with the log
// that SQLite may have left, and can be put back until newer ones need the room. Nothing that
// is written is moved: the write lock is taken before.

const (
	// TrashDir is the folder beside the sessions in which deleted ones lie.
	TrashDir = ".trash"
	// MaxTrash and MaxTrashBytes limit what lies in one trash folder; the oldest go first. The
	// one that was deleted last stays even if it alone is larger.
	MaxTrash      = 20
	MaxTrashBytes = 2 << 30
)

// ErrNotTrash: the trash holds no such session.
var ErrNotTrash = problem.New("no such deleted session",
	lang.Both("The session was not put back.", "会话未恢复。"),
	lang.Both("It is no longer in the trash: at most 20 sessions and 2 GiB are kept.",
		"它已不在回收站中：最多保留 20 个会话，共 2 GiB。"),
	lang.Both("Look for a copy or a bundle of it.", "请查找该会话的副本或案例包。"))

// Trashed is a deleted session that can be put back.
type Trashed struct {
	// ID is its path in the trash.
	ID string `json:"id"`
	// Path is where it was.
	Path    string    `json:"path"`
	Deleted time.Time `json:"deleted"`
	Bytes   int64     `json:"bytes"`
}

// companions are the files that SQLite may leave beside a session.
var companions = []string{"-wal", "-shm", "-journal"}

// Delete moves a session into the trash of its folder. The error wraps ErrInUse while
// somebody writes to it. A damaged session can be deleted as well.
func Delete(ctx context.Context, path string, now time.Time) (Trashed, error) {
	if filepath.Ext(path) != Ext {
		return Trashed{}, &FileError{Op: "delete", Path: path, Kind: ErrNotSession}
	}
	if err := checkFile(path); errors.Is(err, fs.ErrNotExist) {
		return Trashed{}, fileError("delete", path, err)
	}
	if err := settleFile(ctx, path); err != nil {
		return Trashed{}, err
	}
	dir := filepath.Join(filepath.Dir(path), TrashDir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Trashed{}, fileError("delete", path, err)
	}
	to, err := toTrash(path, dir, now)
	if err != nil {
		return Trashed{}, fileError("delete", path, err)
	}
	t, _ := trashed(to)
	t.Path = path
	return t, emptyBeyond(ctx, dir, to)
}

// settleFile takes the write lock of a session and gives it up again, which leaves one file
// where nobody else reads it. A file that is no sound session is left as it is.
func settleFile(ctx context.Context, path string) error {
	err := lockOnce(ctx, path)
	if sentinel("delete", err) == ErrInUse {
		return fileError("delete", path, err)
	}
	return nil // a damaged file may be deleted, and one that cannot be written
}

// lockOnce takes the write lock and gives it up.
func lockOnce(ctx context.Context, path string) (err error) {
	db, err := openDB(path, "rw", 1, "busy_timeout(300)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "ROLLBACK")
	return err
}

// toTrash moves a session to a free name: the time, then the name that it had.
func toTrash(path, dir string, now time.Time) (string, error) {
	stem := strings.TrimSuffix(filepath.Base(path), Ext)
	for n := range int64(nameTries) {
		stamp := strconv.FormatInt(now.UnixNano()+n, 10)
		to := filepath.Join(dir, stamp+"-"+hex.EncodeToString([]byte(stem))+Ext)
		if len(filepath.Base(to)) > 250 { // hexadecimal doubles a name
			to = filepath.Join(dir, stamp+"-"+hex.EncodeToString([]byte(stem)[:100])+Ext)
		}
		if exists(to) {
			continue
		}
		return to, moveAll(path, to)
	}
	return "", fs.ErrExist
}

// moveAll moves a session with what SQLite left beside it.
func moveAll(from, to string) error {
	var moved []string
	back := func(err error) error {
		for _, end := range moved {
			err = errors.Join(err, os.Rename(to+end, from+end))
		}
		return err
	}
	for _, end := range companions {
		if !exists(from + end) {
			continue
		}
		if err := os.Rename(from+end, to+end); err != nil {
			return back(err)
		}
		moved = append(moved, end)
	}
	if err := moveInto(from, to); err != nil {
		return back(err)
	}
	return nil
}

// Trash lists the deleted sessions of a folder of sessions, the newest first.
func Trash(ctx context.Context, dir string) ([]Trashed, error) {
	trash := filepath.Join(dir, TrashDir)
	entries, err := os.ReadDir(trash)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list deleted sessions: %w", err)
	}
	var out []Trashed
	for _, e := range entries {
		if t, ok := trashed(filepath.Join(trash, e.Name())); ok {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b Trashed) int {
		return cmp.Or(b.Deleted.Compare(a.Deleted), strings.Compare(a.ID, b.ID))
	})
	return out, ctx.Err()
}

// trashed reads the name of a file in the trash; false for another file.
func trashed(path string) (Trashed, bool) {
	stamp, name, ok := strings.Cut(strings.TrimSuffix(filepath.Base(path), Ext), "-")
	nanos, err := strconv.ParseInt(stamp, 10, 64)
	stem, err2 := hex.DecodeString(name)
	info, err3 := os.Lstat(path)
	if !ok || filepath.Ext(path) != Ext || errors.Join(err, err2, err3) != nil || !info.Mode().IsRegular() ||
		filepath.Base(string(stem)) != string(stem) {
		return Trashed{}, false
	}
	return Trashed{ID: path, Path: filepath.Join(filepath.Dir(filepath.Dir(path)), string(stem)+Ext),
		Deleted: time.Unix(0, nanos).UTC(), Bytes: info.Size()}, true
}

// Restore puts a deleted session back where it was, or under a free name like that where
// another file has it by now. It returns the path.
func Restore(id string) (string, error) {
	t, ok := trashed(id)
	if !ok || filepath.Base(filepath.Dir(id)) != TrashDir {
		return "", &FileError{Op: "restore", Path: id, Kind: ErrNotTrash}
	}
	for n := 1; n <= nameTries; n++ {
		to := numbered(t.Path, n)
		if exists(to) {
			continue
		}
		if err := moveAll(id, to); !errors.Is(err, fs.ErrExist) {
			return to, fileError("restore", to, err)
		}
	}
	return "", &FileError{Op: "restore", Path: t.Path, Kind: fs.ErrExist}
}

// emptyBeyond removes the oldest deleted sessions over the limits, but never the one named.
func emptyBeyond(ctx context.Context, dir, keep string) error {
	list, err := Trash(ctx, filepath.Dir(dir))
	if err != nil {
		return err
	}
	var total int64
	var errs []error
	for n, t := range list {
		total += t.Bytes
		if t.ID == keep || n < MaxTrash && total <= MaxTrashBytes {
			continue
		}
		for _, end := range append([]string{""}, companions...) {
			errs = append(errs, removeIfThere(t.ID+end))
		}
	}
	return errors.Join(errs...)
}
