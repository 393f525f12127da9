package session

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Law of this file: a file that was removed or moved while it is written stays
// open, and with it all that it holds. The writer notices within placeEvery,
// copies it beside its path, closes the old one and only then renames the
// copy to that path: two databases must never share one write-ahead log. What
// another program put there meanwhile is not touched.

// rememberFile writes the file anew if it is not where it was. Where that cannot
// be done, Health says so and the next call tries again.
func (w *writer) rememberFile(ctx context.Context) {
	if w.sameFile() {
		return
	}
	err := w.rewrite(ctx)
	w.q.moved(err)
	w.changed()
}

// sameFile reports whether the path still names the file that is written.
func (w *writer) sameFile() bool {
	if w.onDisk == nil {
		return true // never opened: the open that comes says what is wrong
	}
	now, err := os.Stat(w.path)
	if err != nil { // a folder that does not answer may still hold it
		return !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR)
	}
	return os.SameFile(w.onDisk, now)
}

// rewrite puts a copy of all that was committed where the file was. What still
// waits in memory follows into the new file.
func (w *writer) rewrite(ctx context.Context) error {
	gone := func(err error) error {
		return &FileError{Op: "write", Path: w.path, Kind: ErrGone, Err: err}
	}
	if err := os.MkdirAll(filepath.Dir(w.path), 0o700); err != nil {
		return gone(err)
	}
	beside, err := w.copyBeside(ctx)
	if err != nil {
		return gone(err)
	}
	path, err := settle(beside, w.path)
	if err != nil {
		return gone(errors.Join(err, os.Remove(beside)))
	}
	if err := w.home.moveTo(path, func() error { return w.follow(ctx, path) }); err != nil {
		return gone(err)
	}
	return nil
}

// copyBeside copies the open file into a new one in the same folder. Where it
// is no longer open at all, the copy is an empty session and what the old one
// held is counted as lost.
func (w *writer) copyBeside(ctx context.Context) (path string, err error) {
	f, err := os.CreateTemp(filepath.Dir(w.path), "."+filepath.Base(w.path)+"-*")
	if err != nil {
		return "", err
	}
	path = f.Name()
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	if err := f.Close(); err != nil {
		return path, err
	}
	if err = w.vacuumInto(ctx, path); err == nil {
		return path, nil
	}
	if w.conn != nil {
		return path, err // the old file is whole; the next try may do better
	}
	w.q.forgetCommitted()
	return path, w.home.fillInto(path)
}

// vacuumInto copies through the writer's connection, or through a reader's,
// which outlives a failed commit.
func (w *writer) vacuumInto(ctx context.Context, path string) error {
	if w.conn == nil {
		return w.home.copyInto(ctx, path)
	}
	// A copy cannot be made inside a transaction.
	if _, err := w.conn.ExecContext(ctx, "COMMIT"); err != nil {
		return err
	}
	_, err := w.conn.ExecContext(ctx, "VACUUM INTO ?", path)
	_, begin := w.conn.ExecContext(ctx, "BEGIN IMMEDIATE")
	return errors.Join(err, begin)
}

// settle moves the copy to the path of the old file, or to a free name like
// it where another file has that path.
func settle(beside, path string) (string, error) {
	for n := 1; n <= nameTries; n++ {
		to := numbered(path, n)
		if exists(to) {
			continue
		}
		if err := moveInto(beside, to); !errors.Is(err, fs.ErrExist) {
			return to, err
		}
	}
	return "", fs.ErrExist
}

// follow lets go of the old file and goes on with the one at path.
func (w *writer) follow(ctx context.Context, path string) error {
	err := w.release(ctx)
	// What SQLite left of the old file's log would be taken for the new one's.
	for _, end := range []string{"-wal", "-shm"} {
		if rm := os.Remove(w.path + end); rm != nil && !errors.Is(rm, fs.ErrNotExist) {
			err = errors.Join(err, rm)
		}
	}
	var stat error
	w.path = path
	w.onDisk, stat = os.Stat(path)
	return errors.Join(err, stat)
}

// numbered is a path with a number before its ending; the first has none.
func numbered(path string, n int) string {
	if n == 1 {
		return path
	}
	return fmt.Sprintf("%s_%d%s", strings.TrimSuffix(path, Ext), n, Ext)
}

// moveInto moves a file to a path that is free, and never replaces another.
func moveInto(from, to string) error {
	if err := os.Link(from, to); err == nil || errors.Is(err, fs.ErrExist) {
		return errors.Join(err, removeAfter(err, from))
	}
	// A file system without links: nothing but this process uses the name.
	return os.Rename(from, to)
}

func removeAfter(err error, path string) error {
	if err != nil {
		return nil
	}
	return os.Remove(path)
}

// copyInto copies the file that the readers have open.
func (s *Session) copyInto(ctx context.Context, path string) error {
	s.reading.RLock()
	defer s.reading.RUnlock()
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() // back to the pool
	if _, err := conn.ExecContext(ctx, "PRAGMA query_only = 0"); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "VACUUM INTO ?", path)
	_, back := conn.ExecContext(ctx, "PRAGMA query_only = 1")
	return errors.Join(err, back)
}

// fillInto makes an empty session that says of itself what this one does.
func (s *Session) fillInto(path string) error {
	s.mu.Lock()
	meta := s.meta
	more, err := s.annex.values()
	s.mu.Unlock()
	if err != nil {
		return err
	}
	return fillFile(path, meta, more)
}

// moveTo closes the readers, lets the writer follow and opens them at path.
func (s *Session) moveTo(path string, follow func() error) error {
	s.reading.Lock()
	defer s.reading.Unlock()
	err := errors.Join(s.db.Close(), follow())
	s.mu.Lock()
	s.path = path
	s.mu.Unlock()
	db, open := openDB(path, "ro", readers, "query_only(1)", "cell_size_check(1)")
	if open == nil {
		s.db = db
	}
	return errors.Join(err, open)
}

// moved notes how the file came back to its path, or why it did not.
func (q *queue) moved(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.gone = err; err == nil {
		q.rewritten++
	}
	q.changed()
}

// misplaced is why the file is not at its path, nil if it is.
func (q *queue) misplaced() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.gone
}

// forgetCommitted counts as lost what only the old file held.
func (q *queue) forgetCommitted() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.forgotten = int64(q.last)
	for _, part := range [][]item{q.flying, q.waiting} {
		for _, it := range part {
			if it.seq > 0 {
				q.forgotten--
			}
		}
	}
}
