package session

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"loginscope/proxy/exchange"
)

// Law of this file: what is read is what the file holds, followed by what
// waits in memory. The queue is looked at first, and the file only up to the
// queue's first event, so that an event that is committed meanwhile appears
// once. A page is read whole before any of it is yielded: no statement is
// open while the caller works, and a slow reader keeps no lock.

// The bounds of a page.
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

// Events implements Reader. Sequence numbers may have gaps: the opening of an
// exchange that finished at once is not kept.
func (s *Session) Events(ctx context.Context, after Seq) iter.Seq2[SeqEvent, error] {
	return paged(s, ctx, after, s.fileEvents, func(it item) SeqEvent {
		return SeqEvent{Seq: it.seq, Event: it.event}
	})
}

// Rows implements Reader. An exchange that changes while rows are read may be
// yielded again; the later row replaces the earlier one.
func (s *Session) Rows(ctx context.Context, after Seq) iter.Seq2[Row, error] {
	return paged(s, ctx, after, s.fileRows, func(it item) Row {
		switch e := it.event.(type) {
		case exchange.Started:
			return rowOf(it.seq, e.Exchange)
		case exchange.Finished:
			return rowOf(it.seq, e.Exchange)
		}
		return Row{}
	})
}

// paged yields pages from the file and then what is held.
func paged[T any](s *Session, ctx context.Context, after Seq,
	read func(ctx context.Context, after, upTo Seq) ([]T, Seq, error), fromHeld func(item) T,
) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		_, end, _ := s.span()
		for cursor := after; cursor < end; {
			file, _, held := s.span()
			file = min(file, end)
			var page []T
			if cursor < file {
				var err error
				if page, cursor, err = read(ctx, cursor, file); err != nil {
					var zero T
					yield(zero, fileError("read", s.path, err))
					return
				}
			} else {
				page, cursor = heldPage(held, cursor, end, fromHeld), end
			}
			for _, v := range page {
				if !yield(v, nil) {
					return
				}
			}
		}
	}
}

func heldPage[T any](held [2][]item, after, upTo Seq, fromHeld func(item) T) []T {
	var out []T
	_, rows := any(out).([]Row)
	for _, part := range held {
		for _, it := range part {
			if it.seq > after && it.seq <= upTo && (!rows || isExchange(it.event)) {
				out = append(out, fromHeld(it))
			}
		}
	}
	return out
}

func isExchange(e exchange.Event) bool {
	switch e.(type) {
	case exchange.Started, exchange.Finished:
		return true
	}
	return false
}

func (s *Session) fileEvents(ctx context.Context, after, upTo Seq) ([]SeqEvent, Seq, error) {
	rows, err := s.db.QueryContext(ctx, selectEvents, int64(after), int64(upTo))
	if err != nil {
		return nil, after, err
	}
	return collectEvents(rows, after, upTo)
}

// collectEvents reads one page and returns the cursor after it.
func collectEvents(rows *sql.Rows, after, upTo Seq) ([]SeqEvent, Seq, error) {
	defer rows.Close()
	var out []SeqEvent
	for size := 0; rows.Next(); {
		e, n, err := scanEvent(rows)
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

// scanEvent decodes one event row and says how many bytes it had.
func scanEvent(rows *sql.Rows) (SeqEvent, int, error) {
	var (
		r                    record
		seq, id, sum         int64
		data, request, reply sql.RawBytes
	)
	if err := rows.Scan(&seq, &r.kind, &id, &data, &request, &reply, &sum); err != nil {
		return SeqEvent{}, 0, err
	}
	if sum != checksum([]int64{seq, int64(r.kind), id}, data, request, reply) {
		return SeqEvent{}, 0, fmt.Errorf("event %d: %w", seq, errSum)
	}
	var err error
	if r.request, err = unpack(request); err != nil {
		return SeqEvent{}, 0, fmt.Errorf("event %d: %w", seq, err)
	}
	if r.response, err = unpack(reply); err != nil {
		return SeqEvent{}, 0, fmt.Errorf("event %d: %w", seq, err)
	}
	r.id, r.data = exchange.ID(id), data
	e, err := r.event()
	if err != nil {
		return SeqEvent{}, 0, fmt.Errorf("event %d: %w", seq, err)
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
		var (
			r     Row
			id    int64
			start int64
		)
		if err := rows.Scan(&r.Seq, &id, &r.Origin, &r.Device, &start, &r.Duration, &r.Scheme, &r.Host,
			&r.Port, &r.Method, &r.Path, &r.Status, &r.Failure, &r.Size, &r.Egress, &r.Done); err != nil {
			return nil, after, err
		}
		r.ID, r.Start = exchange.ID(id), fromNanos(start)
		if out = append(out, r); len(out) == pageRows {
			return out, r.Seq, nil
		}
	}
	return out, upTo, rows.Err()
}

// Exchange implements Reader. The error wraps ErrNotFound if there is none.
func (s *Session) Exchange(ctx context.Context, id exchange.ID) (exchange.Exchange, error) {
	if x, ok := s.heldExchange(id); ok {
		return x, nil
	}
	rows, err := s.db.QueryContext(ctx, selectNewest, int64(id))
	if err != nil {
		return exchange.Exchange{}, fileError("read", s.path, err)
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return exchange.Exchange{}, fileError("read", s.path, err)
		}
		return exchange.Exchange{}, fmt.Errorf("exchange %d: %w", id, ErrNotFound)
	}
	e, _, err := scanEvent(rows)
	if err != nil {
		return exchange.Exchange{}, fileError("read", s.path, err)
	}
	switch e := e.Event.(type) {
	case exchange.Started:
		return e.Exchange, nil
	case exchange.Finished:
		return e.Exchange, nil
	}
	return exchange.Exchange{}, fileError("read", s.path, fmt.Errorf("event %d: %w", e.Seq, errWire))
}

func (s *Session) heldExchange(id exchange.ID) (found exchange.Exchange, ok bool) {
	_, _, held := s.span()
	for _, part := range held {
		for _, it := range part {
			switch e := it.event.(type) {
			case exchange.Started:
				if e.Exchange.ID == id {
					found, ok = e.Exchange, true
				}
			case exchange.Finished:
				if e.Exchange.ID == id {
					found, ok = e.Exchange, true
				}
			}
		}
	}
	return found, ok
}

// Frames implements Reader.
func (s *Session) Frames(ctx context.Context, id exchange.ID) iter.Seq2[exchange.Frame, error] {
	return func(yield func(exchange.Frame, error) bool) {
		for e, err := range paged(s, ctx, 0, s.framesOf(id), func(it item) SeqEvent {
			return SeqEvent{Seq: it.seq, Event: it.event}
		}) {
			if err != nil {
				yield(exchange.Frame{}, err)
				return
			}
			if f, ok := e.Event.(exchange.Frame); ok && f.ID == id && !yield(f, nil) {
				return
			}
		}
	}
}

func (s *Session) framesOf(id exchange.ID) func(context.Context, Seq, Seq) ([]SeqEvent, Seq, error) {
	return func(ctx context.Context, after, upTo Seq) ([]SeqEvent, Seq, error) {
		rows, err := s.db.QueryContext(ctx, selectFrames, int64(id), int64(after), int64(upTo))
		if err != nil {
			return nil, after, err
		}
		return collectEvents(rows, after, upTo)
	}
}
