package engine

import (
	"context"
	"errors"
	"io"

	"loginscope/app/session"
	"loginscope/inspector/intake"
	"loginscope/proxy/exchange"
)

// readSession reads another session's events, with the spooled bodies before
// the end of their exchange, as a capture emits them.
func (im *importer) readSession(ctx context.Context, path string, newID func() exchange.ID,
	emit func(exchange.Event) error) (st intake.Stats, err error) {
	st.Kind = intake.Session
	src, err := session.OpenReadOnly(ctx, path)
	if err != nil {
		return st, err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	if err := im.to.answers(answersOf(src.Meta().Answers)); err != nil {
		return st, err
	}
	ids := map[exchange.ID]exchange.ID{}
	open := map[exchange.ID]exchange.Exchange{}
	last := src.Last()
	for ev, err := range src.Events(ctx, 0) {
		if err != nil {
			return st, err
		}
		st.Read++
		if st.Read%256 == 0 {
			im.progress(path, int64(ev.Seq), int64(last))
		}
		own, ok := idOf(ev.Event)
		if ok && ids[own] == 0 {
			ids[own] = newID()
		}
		switch e := ev.Event.(type) {
		case exchange.Progress:
			open[own] = e.Exchange
		case exchange.Finished:
			delete(open, own)
			if err := im.copyBodies(ctx, src, e.Exchange, ids[own], emit); err != nil {
				return st, err
			}
		}
		if err := emit(withID(ev.Event, ids[own])); err != nil {
			return st, err
		}
		st.Kept++
	}
	// What never finished has its bodies in chunks alone.
	for own, x := range open {
		if err := im.copyBodies(ctx, src, x, ids[own], emit); err != nil {
			return st, err
		}
	}
	return st, im.copyNotes(src, ids)
}

// copyNotes gives the session's notes to what they are on in the copy, and the app that was
// checked for it.
func (im *importer) copyNotes(src *session.Session, ids map[exchange.ID]exchange.ID) error {
	if im.timing {
		return nil
	}
	if p, err := pieceOf(src, appID); err == nil && !p.Off {
		if err := im.to.evidence(p); err != nil {
			return err
		}
	}
	for _, n := range src.Notes() {
		if n.Exchange != 0 {
			if n.Exchange = ids[n.Exchange]; n.Exchange == 0 {
				continue // its exchange was taken off
			}
		}
		if n.Start != 0 {
			n.Start += int64(im.skew)
		}
		if err := im.to.note(n); err != nil {
			return err
		}
	}
	return nil
}

// copyBodies emits what was spooled of an exchange's two bodies.
func (im *importer) copyBodies(ctx context.Context, src *session.Session, x exchange.Exchange, id exchange.ID,
	emit func(exchange.Event) error) error {
	if !im.to.bodies {
		return nil
	}
	bodies := []exchange.Body{x.Request.Body}
	if x.Response != nil {
		bodies = append(bodies, x.Response.Body)
	}
	for side, b := range bodies {
		if b.Spooled == 0 {
			continue
		}
		err := copyBody(ctx, src, x.ID, exchange.Side(side), int64(len(b.Head)), func(offset int64, data []byte) error {
			return emit(exchange.BodyChunk{ID: id, Side: exchange.Side(side), Offset: offset, Data: data})
		})
		// What the source did not keep is missing in the copy as well.
		if err != nil && !errors.Is(err, session.ErrNoBody) {
			return err
		}
	}
	return nil
}

const copyChunk = 256 << 10

func copyBody(ctx context.Context, src *session.Session, id exchange.ID, side exchange.Side, head int64,
	emit func(int64, []byte) error) (err error) {
	r, err := src.Body(ctx, id, side)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if _, err := io.CopyN(io.Discard, r, head); err != nil {
		return err
	}
	for offset := head; ; {
		data := make([]byte, copyChunk)
		n, err := io.ReadFull(r, data)
		if n > 0 {
			if err := emit(offset, data[:n]); err != nil {
				return err
			}
			offset += int64(n)
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
