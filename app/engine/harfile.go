package engine

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"loginscope/app/session"
	"loginscope/app/version"
	"loginscope/inspector/har"
	"loginscope/inspector/redact"
	"loginscope/inspector/redact/evidence"
	"loginscope/proxy/exchange"
)

// HAROptions says what of the open session goes into a HAR file. The zero value is all
// of it, masked.
type HAROptions struct {
	// IDs are the exchanges, nil for all of the session with what it holds beside
	// them: tunnels, refusals, blocks and log lines.
	IDs []exchange.ID
	// Values keeps sensitive values in clear.
	Values bool
	// Replace lets the file take the place of another one.
	Replace bool
}

// HARFile is what was written.
type HARFile struct {
	Path string `json:"path"` // "" if it was no file
	// Exchanges counts the entries, Events what stands behind them.
	Exchanges int  `json:"exchanges"`
	Events    int  `json:"events"`
	Masked    bool `json:"masked"`
}

// SaveHAR writes a HAR file that only its owner may read. It gets its name when it is
// whole. Its error is an [*ExportError].
func (e *Engine) SaveHAR(ctx context.Context, path string, o HAROptions) (HARFile, error) {
	var out HARFile
	err := writeWhole(path, o.Replace, func(w io.Writer) (err error) {
		out, err = e.WriteHAR(ctx, w, o)
		return err
	})
	out.Path = path
	return out, err
}

// WriteHAR writes the open session as HAR. It waits until the inspection knows all that
// the session shows to be secret, unless values are kept.
func (e *Engine) WriteHAR(ctx context.Context, w io.Writer, o HAROptions) (HARFile, error) {
	s := e.Session()
	if s == nil {
		return HARFile{}, errNoSession
	}
	h := &harExport{s: s, name: s.Meta().Name}
	if !o.Values {
		m, until, err := e.masker(ctx)
		if err != nil {
			return HARFile{}, err
		}
		h.mask, h.name, h.until = &m, m.Texts.Text(h.name), until
	}
	return h.write(ctx, w, o)
}

// masker masks events by all that the open session shows to be secret up to until. A
// later event may name secrets that it does not know.
func (e *Engine) masker(ctx context.Context) (_ evidence.Masker, until session.Seq, err error) {
	if s := e.Session(); s != nil {
		until = s.Last()
	}
	if err := e.WaitIdle(ctx); err != nil {
		return evidence.Masker{}, 0, err
	}
	var key [32]byte
	_, _ = rand.Read(key[:]) // never fails; see its documentation
	m := evidence.Masker{Texts: redact.Masker{Aliases: redact.NewAliases(key)}}
	if r := e.Report(); r != nil {
		m.Texts.Known = r.Known
	}
	return m, until, nil
}

// harExport writes one file.
type harExport struct {
	s    *session.Session
	name string
	mask *evidence.Masker // nil for values as they are in s
	// masked is true where those of s are masked already.
	masked bool
	// until is the last event that the masker knows, 0 for all: what comes later may show a
	// secret that it does not know.
	until session.Seq
}

func (h *harExport) write(ctx context.Context, w io.Writer, o HAROptions) (out HARFile, err error) {
	out.Masked = h.mask != nil || h.masked
	ids := slices.Clone(o.IDs)
	if o.IDs == nil {
		for row, err := range h.s.Rows(ctx, 0) {
			if err != nil {
				return out, err
			}
			ids = append(ids, row.ID)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	notes, comments := h.notes(o.IDs)
	about := har.Document{Masked: out.Masked, Name: h.name, Answers: h.s.Meta().Answers, Notes: notes,
		Comment: comments[0]}
	file := har.NewWriter(w, version.Number, about)
	for _, id := range ids {
		src, err := h.source(ctx, id)
		if errors.Is(err, session.ErrNotFound) && h.until > 0 {
			if _, now := h.s.Exchange(ctx, id); now == nil {
				continue // it began after the last event that the masker knows
			}
		}
		if err != nil {
			return out, err
		}
		src.Comment = comments[id]
		if err := file.Write(src); err != nil {
			return out, err
		}
		out.Exchanges++
	}
	if o.IDs == nil {
		if out.Events, err = h.events(ctx, file); err != nil {
			return out, err
		}
	}
	return out, file.Close()
}

// notes are the notes of the file, and the comments of its entries by their exchange, that of
// the whole file under 0. A selection of exchanges has the notes on them alone.
func (h *harExport) notes(ids []exchange.ID) ([]har.Note, map[exchange.ID]string) {
	var out []har.Note
	comments := map[exchange.ID]string{}
	for _, n := range h.s.Notes() {
		if ids != nil && (n.Kind != session.OnExchange || !slices.Contains(ids, n.Exchange)) {
			continue
		}
		if h.mask != nil {
			n.Text = h.mask.Texts.Text(n.Text)
		}
		out = append(out, har.Note{On: string(n.Kind), Exchange: n.Exchange, Start: n.Start, Number: n.Number,
			Text: n.Text, Mark: string(n.Mark)})
		if n.Kind == session.OnSession || n.Kind == session.OnExchange {
			comments[n.Exchange] = n.Text
		}
	}
	return out, comments
}

// events writes what the session holds beside exchanges.
func (h *harExport) events(ctx context.Context, file *har.Writer) (n int, err error) {
	for e, err := range h.s.Events(ctx, 0) {
		if err != nil {
			return n, err
		}
		if h.until > 0 && e.Seq > h.until {
			break
		}
		ev := e.Event
		switch ev.(type) {
		case exchange.Tunnelled, exchange.TLSRefused, exchange.Blocked, exchange.LogLine:
		default:
			continue
		}
		if h.mask != nil {
			ev, _ = h.mask.Event(ev) // these kinds always pass
		}
		if err := file.Event(ev); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// source is one exchange. A masked one has the part of its bodies that can be masked.
func (h *harExport) source(ctx context.Context, id exchange.ID) (har.Source, error) {
	x, err := h.s.ExchangeUntil(ctx, id, h.until)
	if err != nil {
		return har.Source{}, fmt.Errorf("export exchange %d: %w", id, err)
	}
	out := har.Source{Exchange: x, Messages: h.messages(ctx, id)}
	if h.mask == nil {
		out.Body = func(side exchange.Side) (io.ReadCloser, error) {
			r, err := h.s.Body(ctx, id, side)
			return keptBody{r}, notKept(err)
		}
		return out, nil
	}
	if !x.Done {
		if err := h.readOpenBodies(ctx, &x); err != nil {
			return out, err
		}
	}
	masked, _ := h.mask.Event(exchange.Finished{Exchange: x}) // always passes
	out.Exchange = masked.(exchange.Finished).Exchange
	return out, nil
}

// readOpenBodies puts the beginnings of the bodies of an open exchange, which are in chunks
// alone, where a masker finds them.
func (h *harExport) readOpenBodies(ctx context.Context, x *exchange.Exchange) error {
	read := func(side exchange.Side, b *exchange.Body) error {
		if b.Spooled == 0 {
			return nil
		}
		r, err := h.s.Body(ctx, x.ID, side)
		if err != nil {
			return ignoreNotKept(err)
		}
		// No more than the snapshot has: the rest came later.
		b.Head, err = io.ReadAll(io.LimitReader(r, min(har.BodyHead, b.Kept())))
		return errors.Join(ignoreNotKept(err), r.Close())
	}
	if err := read(exchange.RequestSide, &x.Request.Body); err != nil || x.Response == nil {
		return err
	}
	r := *x.Response
	x.Response = &r
	return read(exchange.ResponseSide, &r.Body)
}

func (h *harExport) messages(ctx context.Context, id exchange.ID) iter.Seq2[exchange.Frame, error] {
	return func(yield func(exchange.Frame, error) bool) {
		for f, err := range h.s.FramesUntil(ctx, id, h.until) {
			m := f.Frame
			if h.mask != nil && err == nil {
				ev, _ := h.mask.Event(m) // messages always pass
				m = ev.(exchange.Frame)
			}
			if !yield(m, err) {
				return
			}
		}
	}
}

// keptBody gives har's error for a part that was not kept.
type keptBody struct{ io.ReadCloser }

func (k keptBody) Read(p []byte) (int, error) {
	n, err := k.ReadCloser.Read(p)
	return n, notKept(err)
}

func notKept(err error) error {
	if errors.Is(err, session.ErrNoBody) {
		return fmt.Errorf("%w: %w", har.ErrNoBody, err)
	}
	return err
}

func ignoreNotKept(err error) error {
	if errors.Is(err, session.ErrNoBody) {
		return nil
	}
	return err
}
