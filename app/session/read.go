package session

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"math"
	"slices"

	"loginscope/proxy/exchange"
)

// Law of this file: what is read is what the file holds, followed by what
// waits in memory. The queue is read first, and the file only up to the
// queue's first event, so that an event that is committed meanwhile appears
// once. A page is read whole before any of it is yielded: no statement is
// open while the caller works, and a slow reader keeps no lock.

// The limits of a page.
const (
	pageRows  = 512
	pageBytes = 2 << 20
)

// Last returns the newest sequence number, 0 for an empty session or when
// the file cannot be read.
func (s *Session) Last() Seq {
	if s.q != nil {
		s.q.mu.Lock()
		defer s.q.mu.Unlock()
		return s.q.last
	}
	s.reading.RLock()
	defer s.reading.RUnlock()
	var last Seq
	if err := s.db.QueryRow(selectLast).Scan(&last); err != nil {
		return 0
	}
	return last
}

// span is what a page may read: from the file up to and including file, and
// the held events after it.
func (s *Session) span() (file, last Seq, held [2][]item) {
	if s.q == nil {
		last = s.Last()
		return last, last, held
	}
	held, first, last := s.q.heldItems()
	if first > 0 {
		return first - 1, last, held
	}
	return last, last, held
}

// Events implements Reader. Events of evidence that was taken off are passed over.
// Sequence numbers may have gaps: the opening and the progress of an exchange that
// finished at once are not kept.
//
// A reader that follows the capture gets what memory holds, whole; any other
// reads the file first.
func (s *Session) Events(ctx context.Context, after Seq) iter.Seq2[SeqEvent, error] {
	if s.q != nil {
		if parts, last, ok := s.q.following(after); ok {
			return visible(s, eventSeq, inMemory(ctx, parts[:], after, last))
		}
	}
	return visible(s, eventSeq, s.allEvents(ctx, after))
}

// allEvents are the events with those of what was taken off.
func (s *Session) allEvents(ctx context.Context, after Seq) iter.Seq2[SeqEvent, error] {
	return paged(s, ctx, after, s.eventPage(selectEvents), heldEvents(func(exchange.Event) bool { return true }))
}

// inMemory yields the events of parts after one and up to another.
func inMemory(ctx context.Context, parts [][]item, after, upTo Seq) iter.Seq2[SeqEvent, error] {
	return func(yield func(SeqEvent, error) bool) {
		for it := range between(parts, after, upTo) {
			if err := ctx.Err(); err != nil {
				yield(SeqEvent{}, err)
				return
			}
			if !yield(SeqEvent{Seq: it.seq, Event: it.event}, nil) {
				return
			}
		}
	}
}

// Marks yields the events after the given one that are neither exchanges nor
// log lines: tunnels, refusals and blocks, oldest first.
func (s *Session) Marks(ctx context.Context, after Seq) iter.Seq2[SeqEvent, error] {
	return visible(s, eventSeq, paged(s, ctx, after, s.eventPage(selectMarks), heldEvents(isMark)))
}

func isMark(e exchange.Event) bool {
	switch e.(type) {
	case exchange.Tunnelled, exchange.TLSRefused, exchange.Blocked:
		return true
	}
	return false
}

// Rows implements Reader. An exchange that changes while rows are read may be
// yielded again; the later row replaces the earlier one.
func (s *Session) Rows(ctx context.Context, after Seq) iter.Seq2[Row, error] {
	return visible(s, rowSeq, paged(s, ctx, after, s.fileRows, heldRows))
}

// heldRows is the newest row of each exchange among the items, oldest first.
func heldRows(items iter.Seq[item]) []Row {
	var all []Row
	newest := map[exchange.ID]Seq{}
	for it := range items {
		if x, ok := snapshotOf(it.event); ok {
			all = append(all, rowOf(it.seq, x))
			newest[x.ID] = it.seq
		}
	}
	return slices.DeleteFunc(all, func(r Row) bool { return newest[r.ID] != r.Seq })
}

// snapshotOf is the exchange whose state an event carries.
func snapshotOf(e exchange.Event) (exchange.Exchange, bool) {
	switch e := e.(type) {
	case exchange.Started:
		return e.Exchange, true
	case exchange.Progress:
		return e.Exchange, true
	case exchange.Finished:
		return e.Exchange, true
	}
	return exchange.Exchange{}, false
}

// heldEvents picks events among the items.
func heldEvents(pick func(exchange.Event) bool) func(iter.Seq[item]) []SeqEvent {
	return func(items iter.Seq[item]) []SeqEvent {
		var out []SeqEvent
		for it := range items {
			if pick(it.event) {
				out = append(out, SeqEvent{Seq: it.seq, Event: it.event})
			}
		}
		return out
	}
}

// pageFunc reads one page of the file and returns the cursor after it.
type pageFunc[T any] func(ctx context.Context, after, upTo Seq) ([]T, Seq, error)

// paged yields pages from the file and then what is held.
func paged[T any](s *Session, ctx context.Context, after Seq, read pageFunc[T],
	pick func(iter.Seq[item]) []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		_, end, _ := s.span()
		for cursor := after; cursor < end; {
			file, _, held := s.span()
			file = min(file, end)
			var page []T
			if cursor < file {
				var err error
				s.reading.RLock()
				page, cursor, err = read(ctx, cursor, file)
				s.reading.RUnlock()
				if err != nil {
					var zero T
					yield(zero, fileError("read", s.Path(), err))
					return
				}
			} else {
				page, cursor = pick(between(held[:], cursor, end)), end
			}
			for _, v := range page {
				if !yield(v, nil) {
					return
				}
			}
		}
	}
}

// between yields the held events after one and up to another.
func between(held [][]item, after, upTo Seq) iter.Seq[item] {
	return func(yield func(item) bool) {
		for _, part := range held {
			for _, it := range part {
				if it.seq > after && it.seq <= upTo && !yield(it) {
					return
				}
			}
		}
	}
}

func (s *Session) eventPage(query string, args ...any) pageFunc[SeqEvent] {
	return func(ctx context.Context, after, upTo Seq) ([]SeqEvent, Seq, error) {
		rows, err := s.db.QueryContext(ctx, query, slices.Concat(args, []any{int64(after), int64(upTo)})...)
		if err != nil {
			return nil, after, err
		}
		return collectEvents(rows, after, upTo)
	}
}

// collectEvents reads one page and returns the cursor after it.
func collectEvents(rows *sql.Rows, after, upTo Seq) ([]SeqEvent, Seq, error) {
	defer rows.Close()
	d := decoders.Get().(*decoder)
	defer d.release()
	var out []SeqEvent
	for size := 0; rows.Next(); {
		e, n, err := scanEvent(d, rows)
		if err != nil {
			return nil, after, err
		}
		out = append(out, e)
		if size += n; size >= pageBytes || len(out) == pageRows {
			return out, e.Seq, nil
		}
	}
	return out, upTo, rows.Err()
}

// scanEvent decodes one event row and says how many bytes it had. With an error about its
// content comes its number.
func scanEvent(d *decoder, rows *sql.Rows) (SeqEvent, int, error) {
	var (
		r                    record
		seq, id, sum         int64
		data, request, reply sql.RawBytes
	)
	if err := rows.Scan(&seq, &r.kind, &id, &data, &request, &reply, &sum); err != nil {
		return SeqEvent{}, 0, err
	}
	if sum != checksum([]int64{seq, int64(r.kind), id}, data, request, reply) {
		return SeqEvent{Seq: Seq(seq)}, 0, fmt.Errorf("event %d: %w", seq, errSum)
	}
	var err error
	if r.request, err = unpack(request); err != nil {
		return SeqEvent{Seq: Seq(seq)}, 0, fmt.Errorf("event %d: %w", seq, err)
	}
	if r.response, err = unpack(reply); err != nil {
		return SeqEvent{Seq: Seq(seq)}, 0, fmt.Errorf("event %d: %w", seq, err)
	}
	r.id, r.data = exchange.ID(id), data
	e, err := r.eventBy(d)
	if err != nil {
		return SeqEvent{Seq: Seq(seq)}, 0, fmt.Errorf("event %d: %w", seq, err)
	}
	return SeqEvent{Seq: Seq(seq), Event: e}, len(data) + len(r.request) + len(r.response), nil
}

func (s *Session) fileRows(ctx context.Context, after, upTo Seq) ([]Row, Seq, error) {
	rows, err := s.db.QueryContext(ctx, selectRows, int64(after), int64(upTo), int64(upTo))
	if err != nil {
		return nil, after, err
	}
	defer rows.Close()
	out := make([]Row, 0, pageRows)
	for rows.Next() {
		r, sum, err := scanRow(rows)
		if err != nil {
			return nil, after, err
		}
		if sum != r.sum() {
			return nil, after, fmt.Errorf("row %d: %w", r.Seq, errSum)
		}
		if out = append(out, r); len(out) == pageRows {
			return out, r.Seq, nil
		}
	}
	return out, upTo, rows.Err()
}

// scanRow reads a row of the list and its checksum.
func scanRow(rows *sql.Rows) (r Row, sum int64, err error) {
	var id, start int64
	err = rows.Scan(&r.Seq, &id, &r.Origin, &r.Device, &start, &r.Duration, &r.Scheme, &r.Host,
		&r.Port, &r.Method, &r.Path, &r.Status, &r.Failure, &r.Size, &r.Egress, &r.Done, &sum)
	r.ID, r.Start = exchange.ID(id), fromNanos(start)
	return r, sum, err
}

// Exchange implements Reader. The error wraps ErrNotFound if there is none.
func (s *Session) Exchange(ctx context.Context, id exchange.ID) (exchange.Exchange, error) {
	return s.ExchangeUntil(ctx, id, 0)
}

// ExchangeUntil is Exchange as it was at an event; 0 is the newest.
func (s *Session) ExchangeUntil(ctx context.Context, id exchange.ID, until Seq) (exchange.Exchange, error) {
	if until <= 0 {
		until = math.MaxInt64
	}
	if x, ok := s.heldExchange(id, until); ok {
		return x, nil
	}
	s.reading.RLock()
	defer s.reading.RUnlock()
	rows, err := s.db.QueryContext(ctx, selectNewest, int64(id), int64(until))
	if err != nil {
		return exchange.Exchange{}, fileError("read", s.Path(), err)
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return exchange.Exchange{}, fileError("read", s.Path(), err)
		}
		return exchange.Exchange{}, fmt.Errorf("exchange %d: %w", id, ErrNotFound)
	}
	e, _, err := scanEvent(new(decoder), rows)
	if err != nil {
		return exchange.Exchange{}, fileError("read", s.Path(), err)
	}
	if x, ok := snapshotOf(e.Event); ok {
		return x, nil
	}
	return exchange.Exchange{}, fileError("read", s.Path(), fmt.Errorf("event %d: %w", e.Seq, errWire))
}

func (s *Session) heldExchange(id exchange.ID, until Seq) (found exchange.Exchange, ok bool) {
	_, last, held := s.span()
	for it := range between(held[:], 0, min(last, until)) {
		if x, is := snapshotOf(it.event); is && x.ID == id {
			found, ok = x, true
		}
	}
	return found, ok
}
