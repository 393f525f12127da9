package session

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"loginscope/proxy/exchange"
)

// Law of this file: a session is made smaller in a copy, which is checked to its last byte
// before it gets a name. Only what a later record says as well is left out; numbers stay.

// Compaction says what became of a session that was made smaller.
type Compaction struct {
	// Path is the new file, or that which was replaced.
	Path string `json:"path"`
	// Before and After are sizes in bytes.
	Before int64 `json:"before"`
	After  int64 `json:"after"`
	// Dropped counts the records that others supersede.
	Dropped int64 `json:"dropped"`
}

// Compact writes the session at from without superseded records into a new file at to, which
// must not exist. The session stays as it is. One that is damaged is refused: see Recover.
func Compact(ctx context.Context, from, to string) (out Compaction, err error) {
	if exists(to) {
		return out, &FileError{Op: "create", Path: to, Kind: fs.ErrExist}
	}
	return compact(ctx, from, to, func(beside string) error { return moveInto(beside, to) })
}

// CompactInPlace puts the smaller file in place of the session, which nobody may have open.
// Until it is whole, the old file stays.
func CompactInPlace(ctx context.Context, path string) (Compaction, error) {
	if err := alone(ctx, path); err != nil {
		return Compaction{}, err
	}
	before, err := os.Stat(path)
	if err != nil {
		return Compaction{}, fileError("read", path, err)
	}
	return compact(ctx, path, path, func(beside string) error {
		if err := alone(ctx, path); err != nil {
			return err
		}
		now, err := os.Stat(path)
		if err != nil {
			return err
		}
		if !now.ModTime().Equal(before.ModTime()) || now.Size() != before.Size() {
			return &FileError{Op: "write", Path: path, Kind: ErrInUse, Err: errors.New("it was written meanwhile")}
		}
		return os.Rename(beside, path)
	})
}

// alone proves that nobody has the session open: its log would not fit another file.
func alone(ctx context.Context, path string) error {
	if err := checkFile(path); err != nil {
		return fileError("open", path, err)
	}
	if err := lockOnce(ctx, path); err != nil {
		return fileError("open", path, err)
	}
	if hasJournal(path) {
		return &FileError{Op: "write", Path: path, Kind: ErrInUse, Err: errors.New("another program reads it")}
	}
	return nil
}

func compact(ctx context.Context, from, to string, name func(beside string) error) (out Compaction, err error) {
	src, err := OpenReadOnly(ctx, from)
	if err != nil {
		return out, err
	}
	info, err := os.Stat(from)
	if err != nil {
		return out, errors.Join(fileError("read", from, err), src.Close())
	}
	dir, err := os.MkdirTemp(filepath.Dir(to), ".loginscope-*")
	if err != nil {
		return out, errors.Join(fileError("create", to, err), src.Close())
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	beside := filepath.Join(dir, filepath.Base(to))
	out = Compaction{Path: to, Before: info.Size()}
	err = errors.Join(src.vacuumInto(ctx, beside), src.Close())
	if err == nil {
		out.Dropped, err = thin(ctx, beside)
	}
	if err != nil {
		return out, fileError("create", to, err)
	}
	if err := wholeCopy(ctx, from, beside); err != nil {
		return out, err
	}
	if info, err = os.Stat(beside); err == nil {
		out.After = info.Size()
		err = errors.Join(syncFile(beside), name(beside))
	}
	return out, fileError("create", to, err)
}

// wholeCopy proves that the copy is whole.
func wholeCopy(ctx context.Context, from, beside string) error {
	v, err := Check(ctx, beside)
	if err != nil {
		return err
	}
	if !v.Whole { // the copy is a copy of the damage
		return &FileError{Op: "open", Path: from, Kind: ErrCorrupt, Err: fmt.Errorf("%s: %s", v.Faults[0].Kind,
			v.Faults[0].Detail)}
	}
	return nil
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// vacuumInto copies the file as it is into a new one that only its owner may read.
func (s *Session) vacuumInto(ctx context.Context, beside string) error {
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	db, err := openDB(s.Path(), "ro", 1)
	if err != nil {
		return fileError("read", s.Path(), err)
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", beside)
	return errors.Join(err, db.Close())
}

// The statements that take out what a later record says as well. An exchange that ended needs
// neither its opening nor its progress, an open one its last progress alone.
var superseded = []string{
	`DELETE FROM event WHERE kind IN (1, 8) AND exchange IN (SELECT id FROM listing WHERE done)`,
	`DELETE FROM event WHERE kind = 8 AND seq < (SELECT max(seq) FROM listing WHERE id = exchange)`,
	`DELETE FROM listing WHERE NOT done AND id IN (SELECT id FROM listing WHERE done)`,
	`DELETE FROM listing WHERE seq NOT IN (SELECT seq FROM event)`,
	`DELETE FROM meta WHERE n NOT IN (SELECT max(n) FROM meta GROUP BY key)`,
}

// thin takes superseded records out of a file that nobody else knows.
func thin(ctx context.Context, path string) (dropped int64, err error) {
	db, err := openDB(path, "rw", 1, "journal_mode(delete)")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	t := &thinner{db: db}
	for _, step := range []func(context.Context) error{t.heads, t.parts, t.tunnels} {
		if err := step(ctx); err != nil {
			return 0, err
		}
	}
	for _, q := range superseded {
		if err := t.drop(ctx, q); err != nil {
			return 0, err
		}
	}
	_, err = db.ExecContext(ctx, "VACUUM")
	return t.dropped, err
}

type thinner struct {
	db      *sql.DB
	dropped int64
}

func (t *thinner) drop(ctx context.Context, query string, args ...any) error {
	r, err := t.db.ExecContext(ctx, query, args...)
	if err != nil {
		return err
	}
	n, err := r.RowsAffected()
	t.dropped += n
	return err
}

// each decodes the events of a kind, oldest first.
func (t *thinner) each(ctx context.Context, k kind, use func(SeqEvent)) error {
	rows, err := t.db.QueryContext(ctx,
		`SELECT seq, kind, exchange, data, request, response, sum FROM event WHERE kind = ? ORDER BY seq`, int(k))
	if err != nil {
		return err
	}
	defer rows.Close()
	d := new(decoder)
	for rows.Next() {
		e, _, err := scanEvent(d, rows)
		if err != nil {
			return err
		}
		use(e)
	}
	return rows.Err()
}

// heads drops the parts of bodies that stand in the last snapshot of their exchange.
func (t *thinner) heads(ctx context.Context) error {
	lengths := map[exchange.ID][2]int64{}
	err := t.each(ctx, kindFinished, func(e SeqEvent) {
		x := e.Event.(exchange.Finished).Exchange
		heads := [2]int64{int64(len(x.Request.Body.Head))}
		if x.Response != nil {
			heads[exchange.ResponseSide] = int64(len(x.Response.Body.Head))
		}
		lengths[x.ID] = heads
	})
	for id, heads := range lengths {
		for side, n := range heads {
			if err == nil && n > 0 {
				err = t.drop(ctx, `DELETE FROM chunk WHERE exchange = ? AND side = ? AND start + size <= ?`, int64(id), side,
					n)
			}
		}
	}
	return err
}

// parts drops the parts of messages that ended.
func (t *thinner) parts(ctx context.Context) error {
	open := map[direction][]Seq{}
	var over []Seq
	err := t.each(ctx, kindFrame, func(e SeqEvent) {
		f := e.Event.(exchange.Frame)
		at := direction{f.ID, f.Side}
		switch {
		case f.Part:
			open[at] = append(open[at], e.Seq)
		case endsMessage(f) && !emptied(f):
			over = append(over, open[at]...)
			delete(open, at)
		case endsMessage(f):
			delete(open, at) // its parts hold what there was no memory for
		}
	})
	return errors.Join(err, t.dropEvents(ctx, over))
}

// tunnels drops the reports of open tunnels that a later report replaces.
func (t *thinner) tunnels(ctx context.Context) error {
	last := map[exchange.TunnelKey]Seq{}
	var over []Seq
	err := t.each(ctx, kindTunnelled, func(e SeqEvent) {
		tunnel := e.Event.(exchange.Tunnelled)
		if was := last[tunnel.Key()]; was > 0 {
			over = append(over, was)
		}
		delete(last, tunnel.Key())
		if tunnel.Open {
			last[tunnel.Key()] = e.Seq
		}
	})
	return errors.Join(err, t.dropEvents(ctx, over))
}

func (t *thinner) dropEvents(ctx context.Context, list []Seq) error {
	for _, n := range list {
		if err := t.drop(ctx, `DELETE FROM event WHERE seq = ?`, int64(n)); err != nil {
			return err
		}
	}
	return nil
}
