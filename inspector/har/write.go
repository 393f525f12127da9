package har

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"

	"loginscope/proxy/exchange"
)

// Limits of what is written of one exchange into its entry. What is beyond stands
// behind the entries, in pieces, so that no reader has to hold more.
const (
	// maxInline limits the bytes of one body.
	maxInline = 4 << 20
	// maxMessages limits the bytes of the WebSocket messages.
	maxMessages = 4 << 20
)

// Source is one exchange that is written.
type Source struct {
	Exchange exchange.Exchange
	// Body opens one body from its first byte, if more of it was kept than its Head;
	// nil if nothing was.
	Body func(exchange.Side) (io.ReadCloser, error)
	// Messages are the WebSocket messages, nil for none. It is called again for the
	// rest of very many.
	Messages iter.Seq2[exchange.Frame, error]
	// Comment is the entry's comment, "" for none.
	Comment string
}

// Writer writes one file, entry by entry. It holds one entry in memory. The first
// error stays, and every later call returns it.
type Writer struct {
	w   io.Writer
	err error
	n   int // entries
	// late are the exchanges of which parts stand behind the entries.
	late   []late
	events int
}

// late is what did not go into the entry of an exchange.
type late struct {
	src Source
	// from are the bytes of each body that the entry has, -1 for all.
	from [2]int64
	// messages are those that the entry has, -1 for all.
	messages int
}

// NewWriter begins a file. version is Loginscope's; d.Version is filled in.
func NewWriter(w io.Writer, version string, d Document) *Writer {
	d.Version = Version
	out := &Writer{w: w}
	creator := struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}{"Loginscope", version}
	out.print(`{"log":{"version":"1.2","creator":`, marshal(creator))
	if d.Comment != "" {
		out.print(`,"comment":`, marshal(valid(d.Comment)))
	}
	out.print(`,"_loginscope":`, marshal(d), `,"entries":[`)
	return out
}

// Write writes the entry of one exchange.
func (w *Writer) Write(s Source) error {
	if w.err != nil {
		return w.err
	}
	e, rest, err := compose(s)
	if err != nil {
		w.err = fmt.Errorf("write HAR entry %d: %w", w.n+1, err)
		return w.err
	}
	if e.Own.More {
		w.late = append(w.late, rest)
	}
	w.comma(w.n)
	w.n++
	w.print(marshal(e))
	return w.err
}

// Event writes an event that is no part of an exchange: a tunnel, a refusal, a block or
// a log line. No entry can be written after it. Other events are left out.
func (w *Writer) Event(ev exchange.Event) error {
	o, ok := eventOf(ev)
	if !ok {
		return w.err
	}
	if err := w.endEntries(); err != nil {
		return err
	}
	return w.event(o)
}

func (w *Writer) event(o ownEvent) error {
	w.comma(w.events)
	w.events++
	w.print(marshal(mapStrings(o, escape)))
	return w.err
}

// endEntries ends the entries and writes what is left of those that are very long.
func (w *Writer) endEntries() error {
	if w.n < 0 {
		return w.err
	}
	w.n = -1
	w.print("\n],\"_events\":[")
	for _, l := range w.late {
		if w.err == nil {
			w.err = w.rest(l)
		}
	}
	return w.err
}

// Close ends the file. It does not close the writer below.
func (w *Writer) Close() error {
	if err := w.endEntries(); err != nil {
		return err
	}
	w.print("\n]}}\n")
	return w.err
}

func (w *Writer) comma(n int) {
	if n > 0 {
		w.print(",")
	}
	w.print("\n")
}

func (w *Writer) print(parts ...any) {
	for _, p := range parts {
		if w.err != nil {
			return
		}
		switch p := p.(type) {
		case string:
			_, w.err = io.WriteString(w.w, p)
		case []byte:
			_, w.err = w.w.Write(p)
		}
	}
}

// marshal is a value as JSON, with the characters of HTML as they are.
func marshal(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil { // no value that is written can fail
		panic("write HAR: " + err.Error())
	}
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'})
}

// rest writes what did not go into an entry.
func (w *Writer) rest(l late) error {
	x := &l.src.Exchange
	for side, from := range l.from {
		if from < 0 {
			continue
		}
		if err := w.restOfBody(l.src, exchange.Side(side), from); err != nil {
			return fmt.Errorf("write body of exchange %d: %w", x.ID, err)
		}
	}
	if l.messages < 0 {
		return w.err
	}
	n := 0
	for m, err := range l.src.Messages {
		if err != nil {
			return fmt.Errorf("write messages of exchange %d: %w", x.ID, err)
		}
		if n++; n <= l.messages {
			continue
		}
		m.ID = x.ID
		v := ownFrame(m)
		if err := w.event(ownEvent{Message: &v}); err != nil {
			return err
		}
	}
	return w.err
}

func (w *Writer) restOfBody(s Source, side exchange.Side, from int64) (err error) {
	b := s.Exchange.Request.Body
	if side == exchange.ResponseSide {
		b = s.Exchange.Response.Body
	}
	r, err := s.open(side, b)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := r.Close(); err == nil {
			err = cerr
		}
	}()
	if _, err := io.CopyN(io.Discard, r, from); err != nil {
		return err
	}
	buf := make([]byte, BodyHead)
	for {
		n, err := io.ReadFull(r, buf)
		if n > 0 {
			c := ownChunk{ID: s.Exchange.ID, Side: side, Offset: from, Data: buf[:n]}
			if err := w.event(ownEvent{Body: &c}); err != nil {
				return err
			}
			from += int64(n)
		}
		if err != nil && !ended(err) { // a part that was not kept is missing in the file as well
			return absent(err)
		}
		if err != nil {
			return nil
		}
	}
}
