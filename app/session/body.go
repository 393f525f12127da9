package session

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"

	"loginscope/proxy/exchange"
)

// Body implements Reader. A body of which nothing was kept gives ErrNoBody;
// one of which a part is missing reads up to the gap and then gives an error
// that wraps ErrNoBody. While the exchange is open the body ends where the
// capture stands.
func (s *Session) Body(ctx context.Context, id exchange.ID, side exchange.Side) (io.ReadCloser, error) {
	x, err := s.Exchange(ctx, id)
	if err != nil {
		return nil, err
	}
	body := x.Request.Body
	if side == exchange.ResponseSide {
		body = exchange.Body{}
		if x.Response != nil {
			body = x.Response.Body
		}
	}
	r := &bodyReader{s: s, id: id, side: side, open: !x.Done, buf: body.Head, next: int64(len(body.Head)),
		end: body.Kept()}
	r.chunk = func(at int64) *sql.Row {
		return s.db.QueryRowContext(ctx, selectChunks, int64(id), int64(side), at)
	}
	if body.Size > 0 && body.Kept() == 0 && x.Done {
		return nil, fmt.Errorf("body of exchange %d: %w", id, ErrNoBody)
	}
	return r, nil
}

// bodyReader reads a body chunk by chunk; it keeps no statement open.
type bodyReader struct {
	s    *Session
	id   exchange.ID
	side exchange.Side
	open bool
	buf  []byte
	// chunk queries the chunk at an offset, in the context of the call that opened it.
	chunk func(at int64) *sql.Row
	next  int64 // offset after buf
	end   int64 // of what should be there, unless open
	err   error
}

func (r *bodyReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for len(r.buf) == 0 {
		if r.err == nil {
			r.err = r.fill()
		}
		if r.err != nil {
			return 0, r.err
		}
	}
	n := copy(p, r.buf)
	r.buf = r.buf[n:]
	return n, nil
}

// Close makes further reads fail.
func (r *bodyReader) Close() error {
	r.buf, r.err = nil, errors.New("read body: already closed")
	return nil
}

// fill gets the chunk at next, from the file or else from memory.
func (r *bodyReader) fill() error {
	if !r.open && r.next >= r.end {
		return io.EOF
	}
	_, _, held := r.s.span()
	data, err := r.fromFile()
	if err != nil {
		return fileError("read", r.s.Path(), err)
	}
	if data == nil {
		data = r.fromHeld(held)
	}
	if data == nil {
		if r.open {
			return io.EOF
		}
		return fmt.Errorf("body of exchange %d, bytes %d to %d: %w", r.id, r.next, r.end, ErrNoBody)
	}
	r.buf, r.next = data, r.next+int64(len(data))
	return nil
}

func (r *bodyReader) fromFile() ([]byte, error) {
	var start, size, sum int64
	var packed []byte
	r.s.reading.RLock()
	defer r.s.reading.RUnlock()
	err := r.chunk(r.next).Scan(&start, &size, &packed, &sum)
	if errors.Is(err, sql.ErrNoRows) || err == nil && start != r.next {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if sum != checksum([]int64{int64(r.id), int64(r.side), start}, packed) {
		return nil, fmt.Errorf("body of exchange %d at %d: %w", r.id, start, errSum)
	}
	data, err := unpack(packed)
	if err == nil && (int64(len(data)) != size || size == 0) {
		err = errBlob
	}
	return data, err
}

func (r *bodyReader) fromHeld(held [2][]item) []byte {
	for _, part := range held {
		for _, it := range part {
			c, ok := it.event.(exchange.BodyChunk)
			if ok && c.ID == r.id && c.Side == r.side && c.Offset == r.next {
				return c.Data
			}
		}
	}
	return nil
}
