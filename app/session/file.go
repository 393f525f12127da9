package session

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Law of this file: a file is read only through SQLite, and read-only,
// until it has proved to be a sound session. Opening and closing it by other
// means would drop the POSIX locks that SQLite holds on it in this process.

// checkMax limits the size up to which every page of a file is verified when
// it is opened; larger files are verified record by record as they are read.
const checkMax = 64 << 20

// readers limits the connections by which one Session reads.
const readers = 4

// dsn is the SQLite URI of a path with the given open mode ("ro", "rw") and
// pragmas.
func dsn(path, mode string, pragmas ...string) string {
	q := url.Values{"mode": {mode}, "_pragma": append(pragmas, "busy_timeout(2000)", "trusted_schema(0)")}
	if mode == "immutable" {
		q.Set("mode", "ro")
		q.Set("immutable", "1")
	}
	p := filepath.ToSlash(path)
	if runtime.GOOS == "windows" {
		p = "/" + p
	}
	return (&url.URL{Scheme: "file", OmitHost: true, Path: p, RawQuery: q.Encode()}).String()
}

func openDB(path, mode string, conns int, pragmas ...string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn(path, mode, pragmas...))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return db, nil
}

// openReader opens a sound session for reading and proves that it is one. The
// file is not changed. The reader sees what another process still writes.
// When thorough, every page of a file of moderate size is checked.
func openReader(path string, thorough bool) (*sql.DB, error) {
	if err := checkFile(path); err != nil {
		return nil, fileError("open", path, err)
	}
	db, err := openVerified(path, "ro", thorough)
	if kind := (*FileError)(nil); errors.As(err, &kind) && kind.Kind == ErrReadOnly && !hasJournal(path) {
		// A WAL file in a folder where nothing can be created: nobody else
		// writes to it, so it can be read as it lies there.
		db, err = openVerified(path, "immutable", thorough)
	}
	return db, err
}

func openVerified(path, mode string, thorough bool) (*sql.DB, error) {
	db, err := openDB(path, mode, readers, "query_only(1)", "cell_size_check(1)")
	if err == nil {
		if err = verify(db, path); err == nil && thorough {
			err = verifyPages(db, path)
		}
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}
	if err != nil {
		return nil, fileError("open", path, err)
	}
	return db, nil
}

// checkFile turns away what SQLite would take for an empty database.
func checkFile(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return &FileError{Op: "open", Path: path, Kind: ErrNotSession, Err: errors.New("not a regular file")}
	case info.Size() == 0:
		return &FileError{Op: "open", Path: path, Kind: ErrNotSession, Err: errors.New("the file is empty")}
	}
	return nil
}

func hasJournal(path string) bool {
	_, err := os.Stat(path + "-wal")
	return err == nil
}

// verify proves that db is a session that this program can read.
func verify(db *sql.DB, path string) error {
	bad := func(kind, err error) error {
		return &FileError{Op: "open", Path: path, Kind: kind, Err: err}
	}
	var app, version int64
	if err := db.QueryRow("PRAGMA application_id").Scan(&app); err != nil {
		return err
	}
	if app != applicationID {
		return bad(ErrNotSession, errors.New("a database of another program"))
	}
	if err := db.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version > schemaVersion {
		return bad(ErrTooNew, fmt.Errorf("format %d, this program reads up to %d", version, schemaVersion))
	}
	if version < 1 {
		return bad(ErrCorrupt, fmt.Errorf("format %d does not exist", version))
	}
	if err := verifySize(db, path); err != nil {
		return bad(ErrCorrupt, err)
	}
	for _, q := range reads {
		stmt, err := db.Prepare(q)
		if err != nil {
			return err
		}
		if err := stmt.Close(); err != nil {
			return err
		}
	}
	return nil
}

// verifySize finds a file that was cut off. While a write-ahead log lies
// beside it, the file may rightly be shorter than its database.
func verifySize(db *sql.DB, path string) error {
	var pages, size int64
	if err := db.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		return err
	}
	if err := db.QueryRow("PRAGMA page_size").Scan(&size); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !hasJournal(path) && info.Size() < pages*size {
		return fmt.Errorf("%d bytes are missing at its end", pages*size-info.Size())
	}
	return nil
}

func verifyPages(db *sql.DB, path string) error {
	if info, err := os.Stat(path); err != nil || info.Size() > checkMax {
		return err
	}
	var verdict string
	if err := db.QueryRow("PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return &FileError{Op: "open", Path: path, Kind: ErrCorrupt, Err: errors.New(strings.TrimSpace(verdict))}
	}
	return nil
}

// createFile makes a new, empty session file and never touches an existing one.
func createFile(path string, meta Meta) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	if err := fillFile(path, meta, nil); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// fillFile writes the tables of an empty session, its Meta and further values of the
// table meta.
func fillFile(path string, meta Meta, more [][2]string) (err error) {
	db, err := openDB(path, "rw", 1, "journal_mode(delete)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if rb := tx.Rollback(); !errors.Is(rb, sql.ErrTxDone) {
			err = errors.Join(err, rb)
		}
	}()
	for _, q := range []string{
		fmt.Sprintf("PRAGMA application_id = %d", applicationID),
		fmt.Sprintf("PRAGMA user_version = %d", schemaVersion),
		schema,
	} {
		if _, err := tx.Exec(q); err != nil {
			return err
		}
	}
	values := [][2]string{{keyName, meta.Name}, {keyCreated, meta.Created.UTC().Format(time.RFC3339Nano)}}
	if meta.Answers != "" {
		values = append(values, [2]string{keyAnswers, meta.Answers})
	}
	if meta.Program != "" {
		values = append(values, [2]string{keyProgram, meta.Program})
	}
	for _, kv := range slices.Concat(values, more) {
		if _, err := tx.Exec(insertMeta, kv[0], kv[1]); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// readMeta returns the newest value of each key.
func readMeta(ctx context.Context, db *sql.DB) (m Meta, a annex, err error) {
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&m.Schema); err != nil {
		return m, a, err
	}
	rows, err := db.QueryContext(ctx, selectMeta)
	if err != nil {
		return m, a, err
	}
	defer rows.Close()
	for rows.Next() {
		var k, v string
		if err := rows.Scan(&k, &v); err != nil {
			return m, a, err
		}
		if k == keyCreated {
			if m.Created, err = time.Parse(time.RFC3339Nano, v); err != nil {
				return m, a, fmt.Errorf("created %q: %w", v, errWire)
			}
		}
		m.set(k, v)
		_ = a.read(k, v) // counted: a note that is damaged must not keep the rest from being read
	}
	return m, a, rows.Err()
}

// The keys of the table meta. One that a reader does not know is skipped.
const (
	keyName    = "name"
	keyCreated = "created"
	keyAnswers = "answers"
	keyProgram = "program"
)

// set takes a value that is text.
func (m *Meta) set(key, value string) {
	switch key {
	case keyName:
		m.Name = value
	case keyAnswers:
		m.Answers = value
	case keyProgram:
		m.Program = value
	}
}

// exists reports whether something lies at path.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
