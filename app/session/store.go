package session

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"loginscope/proxy/exchange"
)

// Options configures a Session that is written. The zero value is good.
type Options struct {
	// Name is what a new session is called; "" takes the file's name.
	Name string
	// Program is noted as the one that writes, such as "Loginscope 1.4.0"; "" is not.
	Program string
	// Changed is called after each Append, by the goroutine that appended, and
	// after a change of Health; it must return at once. Nil is allowed.
	Changed func()
	// QueueCap limits the memory, in bytes, of events that are not committed
	// yet. Default 64 MiB.
	QueueCap int64
	// FlushEvery is the longest time that an event waits for the commit of
	// its batch to begin, while the file can be written. Default 200 ms, at
	// most 500 ms, so that a killed capture loses less than one second.
	FlushEvery time.Duration
	// Now is the clock; nil means time.Now.
	Now func() time.Time

	pragmas []string // of the writer, for tests
}

// Session is one open session file. It is safe for concurrent use.
type Session struct {
	w       *writer // nil when read only
	q       *queue  // nil when read only
	changed func()
	lastID  atomic.Uint64
	remove  func() error // of a temporary session

	// reading is held for reading while a query runs, and for writing while
	// the file is moved to another path (rewrite.go). It guards db.
	reading sync.RWMutex
	db      *sql.DB // for reading

	// hidden are the events of what was taken off, in order; nil for none.
	hidden atomic.Pointer[[]Range]

	mu     sync.Mutex // guards meta, annex and path
	meta   Meta
	annex  annex
	path   string
	closer func() error
}

// Create makes a new session file and opens it for writing. The error wraps
// fs.ErrExist if something lies at path already; it is not touched.
func Create(ctx context.Context, path string, o Options) (*Session, error) {
	now := time.Now
	if o.Now != nil {
		now = o.Now
	}
	name := o.Name
	if name == "" {
		name = nameOf(path)
	}
	if err := createFile(path, Meta{Name: name, Created: now(), Program: o.Program}); err != nil {
		return nil, fileError("create", path, err)
	}
	return Open(ctx, path, o)
}

// Open opens an existing session for appending. The error wraps
// ErrNotSession, ErrCorrupt, ErrTooNew, ErrInUse, ErrReadOnly or
// fs.ErrNotExist; in each case the file is left as it was.
func Open(ctx context.Context, path string, o Options) (*Session, error) {
	s, err := OpenReadOnly(ctx, path)
	if err != nil {
		return nil, err
	}
	flush := o.FlushEvery
	if flush <= 0 {
		flush = defaultFlush
	}
	if o.Changed == nil {
		o.Changed = func() {}
	}
	w := &writer{
		path: path, changed: o.Changed, flush: min(flush, 500*time.Millisecond), pragmas: o.pragmas,
		stop: make(chan struct{}), urgent: make(chan struct{}, 1), done: make(chan struct{}), home: s,
	}
	last, lastID, err := w.open(context.WithoutCancel(ctx))
	if err != nil {
		return nil, errors.Join(fileError("open", path, err), s.Close())
	}
	s.q = newQueue(o.QueueCap, last)
	s.w, w.q, s.changed = w, s.q, o.Changed
	s.lastID.Store(uint64(lastID))
	s.closer = sync.OnceValue(s.closeWriter)
	go w.run(context.WithoutCancel(ctx))
	if o.Program != "" && o.Program != s.Meta().Program {
		if err := s.setMeta("open", keyProgram, o.Program); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return s, nil
}

// OpenReadOnly opens a session for reading, also while another process writes
// to it. The error is as for Open.
func OpenReadOnly(ctx context.Context, path string) (*Session, error) {
	return openReadOnly(ctx, path, true)
}

func openReadOnly(ctx context.Context, path string, thorough bool) (*Session, error) {
	db, err := openReader(path, thorough)
	if err != nil {
		return nil, err
	}
	s := &Session{path: path, db: db}
	s.closer = sync.OnceValue(s.closeReader)
	if s.meta, s.annex, err = readMeta(context.WithoutCancel(ctx), db); err != nil {
		return nil, errors.Join(fileError("open", path, err), s.Close())
	}
	s.hide()
	return s, nil
}

// Append takes an event and returns at once; a BodyChunk may wait for a tenth
// of a second while the writer is behind. What could not be kept is counted
// in Health. Appending to a closed or read-only Session does nothing.
func (s *Session) Append(e exchange.Event) {
	if s.q == nil {
		return
	}
	if _, kept := s.q.put(e); kept {
		s.changed()
	}
}

// Write appends an event for a caller that can wait, such as an import: it
// blocks while two batches are held already, and fails when the file cannot
// be written.
func (s *Session) Write(ctx context.Context, e exchange.Event) error {
	_, err := s.WriteSeq(ctx, e)
	return err
}

// WriteSeq is Write, and says which number the event got; 0 for a BodyChunk.
func (s *Session) WriteSeq(ctx context.Context, e exchange.Event) (Seq, error) {
	if s.q == nil {
		return 0, &FileError{Op: "write", Path: s.Path(), Kind: ErrReadOnly}
	}
	if err := awaitRoom(s.q, ctx.Done(), eventCost(e), 2*s.q.full); err != nil {
		return 0, cmp.Or(ctx.Err(), err)
	}
	n, kept := s.q.put(e)
	if !kept {
		return 0, &FileError{Op: "write", Path: s.Path(), Kind: ErrClosed}
	}
	s.changed()
	return n, nil
}

// NewID hands out the next exchange ID.
func (s *Session) NewID() exchange.ID { return exchange.ID(s.lastID.Add(1)) }

// Rename gives the session another name; the file keeps its own.
func (s *Session) Rename(name string) error {
	return s.setMeta("rename", keyName, name)
}

// SetAnswers replaces Meta.Answers. The error of a Session that was opened for
// reading is ErrReadOnly; its Meta then has them until it is closed.
func (s *Session) SetAnswers(list string) error {
	if s.q == nil {
		s.keepMeta(keyAnswers, list)
	}
	return s.setMeta("write", keyAnswers, list)
}

// setMeta writes a value of Meta; op names it in an error.
func (s *Session) setMeta(op, key, value string) error {
	if s.q == nil {
		return &FileError{Op: op, Path: s.Path(), Kind: ErrReadOnly}
	}
	s.keepMeta(key, value)
	return s.push(op, key, value)
}

// push hands a value of the table meta to the writer.
func (s *Session) push(op, key, value string) error {
	if s.q == nil {
		return &FileError{Op: op, Path: s.Path(), Kind: ErrReadOnly}
	}
	s.q.mu.Lock()
	defer s.q.mu.Unlock()
	if s.q.closed {
		return &FileError{Op: op, Path: s.Path(), Kind: ErrClosed}
	}
	s.q.push(item{meta: &[2]string{key, value}, cost: itemCost + int64(len(value))})
	return nil
}

func (s *Session) keepMeta(key, value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.meta.set(key, value)
}

// Flush commits what was appended before the call. It fails when the file
// cannot be written; the events then stay in memory.
func (s *Session) Flush(ctx context.Context) error {
	if s.q == nil {
		return nil
	}
	notice(s.w.urgent)
	if err := s.q.drained(ctx); err != nil {
		return fmt.Errorf("flush session: %w", err)
	}
	return nil
}

// Health says how the writer is.
func (s *Session) Health() Health {
	if s.q == nil {
		return Health{}
	}
	return s.q.health()
}

// Path is where the file lies. It changes when the file was moved away and
// another one replaced it; see Health.Rewritten.
func (s *Session) Path() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.path
}

// ReadOnly reports whether the Session was opened for reading alone.
func (s *Session) ReadOnly() bool { return s.q == nil }

// Meta describes the session.
func (s *Session) Meta() Meta {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.meta
}

// Close commits what is left, waits for the writer and closes the file. Its
// error says if events could not be written and are lost with the process.
func (s *Session) Close() error {
	err := s.closer()
	if s.remove != nil {
		err = errors.Join(err, s.remove())
	}
	return err
}

func (s *Session) closeWriter() error {
	s.q.mu.Lock()
	s.q.closed = true
	s.q.changed()
	s.q.mu.Unlock()
	// The readers go first, so that the writer can leave a single file.
	err := s.closeReader()
	close(s.w.stop)
	<-s.w.done
	// Once more: the file may have been moved to another path meanwhile.
	return errors.Join(err, s.w.outcome, s.closeReader())
}

func (s *Session) closeReader() error {
	s.reading.Lock()
	defer s.reading.Unlock()
	return s.db.Close()
}
