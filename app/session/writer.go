package session

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	"loginscope/proxy/exchange"
)

// Law of this file: one goroutine owns the only connection that writes. It
// holds SQLite's write lock as long as the session is open (each commit is
// followed by the next BEGIN IMMEDIATE), so that a second writer is turned
// away when it opens the file; readers are never kept out.

const (
	defaultFlush = 200 * time.Millisecond
	// flushBytes ends the wait for more events early; less if the queue is small.
	flushBytes = 4 << 20
	retryFirst = 250 * time.Millisecond
	retryMost  = 5 * time.Second
	// checkFileEvery is how often the writer checks whether its file is still where
	// it was.
	checkFileEvery = time.Second
)

// writer commits the queue to the file.
type writer struct {
	path      string
	q         *queue
	flush     time.Duration
	pragmas   []string
	changed   func()        // called when the writer's health changed; never nil
	stop      chan struct{} // closed by Close
	urgent    chan struct{} // a caller of Flush does not want to wait
	done      chan struct{} // closed when run has returned
	outcome   error         // of the last commit; valid after done
	home      *Session      // whose file it is
	onDisk    os.FileInfo   // of the file that is written
	fileCheck <-chan time.Time

	db    *sql.DB
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

// open takes the write lock and returns the file's last numbers.
func (w *writer) open(ctx context.Context) (last Seq, lastID exchange.ID, err error) {
	if w.db, err = openDB(w.path, "rw", 1,
		append(w.pragmas, "journal_mode(wal)", "synchronous(normal)")...); err != nil {
		return 0, 0, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.release(ctx))
		}
	}()
	if w.conn, err = w.db.Conn(ctx); err != nil {
		return 0, 0, err
	}
	// Only a second writer can be in the way.
	if _, err = w.conn.ExecContext(ctx, "PRAGMA busy_timeout = 300"); err != nil {
		return 0, 0, err
	}
	var mode string
	if err = w.conn.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil {
		return 0, 0, err
	}
	if mode != "wal" {
		return 0, 0,
			&FileError{Op: "write", Path: w.path, Kind: ErrInUse, Err: errors.New("cannot start its write-ahead log")}
	}
	if _, err = w.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return 0, 0, err
	}
	if err = w.raiseVersion(ctx); err != nil {
		return 0, 0, err
	}
	if err = w.prepare(ctx); err != nil {
		return 0, 0, err
	}
	if err = w.conn.QueryRowContext(ctx, selectLast).Scan(&last); err != nil {
		return 0, 0, err
	}
	if err = w.conn.QueryRowContext(ctx, selectLastID).Scan(&lastID); err != nil {
		return 0, 0, err
	}
	w.onDisk, err = os.Stat(w.path)
	return last, lastID, err
}

// raiseVersion marks a file of an older version as one of ours, since what is
// added to it may be of a kind that older programs do not know.
func (w *writer) raiseVersion(ctx context.Context) error {
	var version int64
	err := w.conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	if err != nil || version >= schemaVersion {
		return err
	}
	_, err = w.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", schemaVersion))
	return err
}

func (w *writer) prepare(ctx context.Context) error {
	w.stmts = map[string]*sql.Stmt{}
	for _, q := range []string{insertMeta, insertEvent, insertListing, insertChunk} {
		stmt, err := w.conn.PrepareContext(ctx, q)
		if err != nil {
			return err
		}
		w.stmts[q] = stmt
	}
	return nil
}

// release gives up the connection and with it the write lock. What was not
// committed is rolled back.
func (w *writer) release(ctx context.Context) error {
	var errs []error
	for _, stmt := range w.stmts {
		errs = append(errs, stmt.Close())
	}
	w.stmts = nil
	if w.conn != nil {
		_, _ = w.conn.ExecContext(ctx, "ROLLBACK") // fails when SQLite has rolled back itself
		errs = append(errs, w.conn.Close())
		w.conn = nil
	}
	if w.db != nil {
		errs = append(errs, w.db.Close())
		w.db = nil
	}
	return errors.Join(errs...)
}

// run commits until stop is closed, then commits what is left.
func (w *writer) run(ctx context.Context) {
	defer close(w.done)
	look := time.NewTicker(checkFileEvery)
	defer look.Stop()
	w.fileCheck = look.C
	retry := retryFirst
	for {
		wait := w.flush
		w.rememberFile(ctx)
		if err := w.commitAll(ctx); err != nil {
			w.q.failed(fileError("write", w.path, err))
			w.changed()
			wait, retry = retry, min(2*retry, retryMost)
			if !w.sleep(wait) {
				break
			}
			continue
		}
		if retry != retryFirst {
			retry = retryFirst
			w.changed()
		}
		if !w.await(wait) {
			break
		}
	}
	w.outcome = w.finish(ctx)
}

// await waits for events and then a while for more of them, or until it is
// time to check the file.
func (w *writer) await(wait time.Duration) bool {
	select {
	case <-w.q.wake:
	case <-w.fileCheck:
		return true
	case <-w.urgent:
		return true
	case <-w.stop:
		return false
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for w.q.health().Held < w.q.full {
		select {
		case <-timer.C:
			return true
		case <-w.urgent:
			return true
		case <-w.q.wake:
		case <-w.stop:
			return false
		}
	}
	return true
}

func (w *writer) sleep(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-w.urgent:
		return true
	case <-w.stop:
		return false
	}
}

// commitAll commits until nothing is left in the queue.
func (w *writer) commitAll(ctx context.Context) error {
	for {
		items := w.q.take()
		if len(items) == 0 {
			w.q.landed()
			return nil
		}
		if err := w.commit(ctx, items); err != nil {
			return errors.Join(err, w.release(ctx))
		}
		w.q.landed()
	}
}

// commit writes one batch in one transaction.
func (w *writer) commit(ctx context.Context, items []item) error {
	if w.conn == nil {
		if !w.sameFile() {
			return &FileError{Op: "write", Path: w.path, Kind: ErrGone}
		}
		last, _, err := w.open(ctx)
		if err != nil {
			return err
		}
		// A commit that failed half-way through its report may have succeeded.
		if end := lastSeq(items); end > 0 && last >= end {
			return nil
		}
	}
	ends := findEndings(items)
	for _, it := range items {
		if ends.cover(it) {
			continue
		}
		if err := w.insert(ctx, it); err != nil {
			return err
		}
	}
	if _, err := w.conn.ExecContext(ctx, "COMMIT"); err != nil {
		return err
	}
	_, err := w.conn.ExecContext(ctx, "BEGIN IMMEDIATE")
	if err != nil {
		// The batch is safe; the next one opens the file anew.
		return w.release(ctx)
	}
	return nil
}

func lastSeq(items []item) Seq {
	for i := len(items) - 1; i >= 0; i-- {
		if items[i].seq > 0 {
			return items[i].seq
		}
	}
	return 0
}

func (w *writer) insert(ctx context.Context, it item) error {
	switch e := it.event.(type) {
	case nil:
		return w.exec(ctx, insertMeta, it.meta[0], it.meta[1])
	case exchange.BodyChunk:
		data := pack(e.Data)
		sum := checksum([]int64{int64(e.ID), int64(e.Side), e.Offset}, data)
		return w.exec(ctx, insertChunk, int64(e.ID), int64(e.Side), e.Offset, len(e.Data), data, sum)
	case exchange.Started:
		return w.insertExchange(ctx, it, e.Exchange)
	case exchange.Progress:
		return w.insertExchange(ctx, it, e.Exchange)
	case exchange.Finished:
		return w.insertExchange(ctx, it, e.Exchange)
	}
	return w.insertRecord(ctx, it)
}

func (w *writer) insertExchange(ctx context.Context, it item, x exchange.Exchange) error {
	if err := w.insertRecord(ctx, it); err != nil {
		return err
	}
	r := rowOf(it.seq, x)
	return w.exec(ctx, insertListing, int64(r.Seq), int64(r.ID), string(r.Origin), r.Device, nanos(r.Start),
		int64(r.Duration), r.Scheme, r.Host, r.Port, r.Method, r.Path, r.Status, string(r.Failure),
		r.Size, r.Egress, r.Done, r.sum())
}

func (w *writer) insertRecord(ctx context.Context, it item) error {
	r, err := toRecord(it.event)
	if err != nil {
		return err
	}
	request, response := pack(r.request), pack(r.response)
	sum := checksum([]int64{int64(it.seq), int64(r.kind), int64(r.id)}, r.data, request, response)
	return w.exec(ctx, insertEvent, int64(it.seq), int64(r.kind), int64(r.id), r.data, request, response, sum)
}

func (w *writer) exec(ctx context.Context, query string, args ...any) error {
	_, err := w.stmts[query].ExecContext(ctx, args...)
	return err
}

// finish commits what is left, once, and leaves one file without companions
// where nobody else still reads it.
func (w *writer) finish(ctx context.Context) error {
	w.rememberFile(ctx)
	err := w.commitAll(ctx)
	if err == nil {
		err = w.q.misplaced()
	}
	if err != nil {
		return errors.Join(fileError("write", w.path, err), w.release(ctx))
	}
	if w.conn == nil {
		return nil
	}
	_, err = w.conn.ExecContext(ctx, "COMMIT")
	if err == nil {
		// While another process reads, the file stays in WAL mode, which the
		// next opening understands as well.
		_, _ = w.conn.ExecContext(ctx, "PRAGMA busy_timeout = 0")
		_, _ = w.conn.ExecContext(ctx, "PRAGMA journal_mode = delete")
	}
	return errors.Join(fileError("write", w.path, err), w.release(ctx))
}
