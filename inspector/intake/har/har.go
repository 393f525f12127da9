// Package har reads HTTP Archive 1.2 files: those of browsers (Chrome, Firefox,
// Safari), of other proxies (Charles, Fiddler, Proxyman, Reqable, ProxyPin,
// mitmproxy) and of libraries, with the liberties that each of them takes. One
// entry at a time is held in memory.
package har

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"loginscope/inspector/intake/lines"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy/exchange"
)

// Bounds of what is read.
const (
	// MaxEntry bounds the bytes of one entry of the file, body included.
	MaxEntry = 64 << 20
	// MaxEntries bounds the entries that one file yields; the rest is counted.
	MaxEntries = 2_000_000
	// BodyHead bounds the bytes of a body that go into Body.Head; the rest
	// goes out as exchange.BodyChunk events of at most this size.
	BodyHead = 256 << 10
)

// Errors that callers distinguish.
var (
	// ErrNotHAR is returned for JSON without log.entries.
	ErrNotHAR = problem.New("no log.entries in the JSON document",
		lang.Both("The file was not imported.", "文件未导入。"),
		lang.Both("It is JSON, but no HAR: it has no log.entries.", "它是 JSON，但不是 HAR：没有 log.entries。"),
		lang.Both("Export the capture as HAR 1.2.", "请将抓包导出为 HAR 1.2。"))
	// ErrTruncated is returned when the file ends inside an entry; what stood
	// before it was emitted.
	ErrTruncated = problem.New("the file ends in the middle of an entry",
		lang.Both("Only the beginning of the file was read.", "只读取了文件的前一部分。"),
		lang.Both("It ends in the middle of an entry.", "文件在某条记录中间中断。"),
		lang.Both("Export it again; what stood before is in the report.", "请重新导出；之前的内容已计入结果。"))
)

// Options says how to read a file.
type Options struct {
	// NewID hands out the exchange IDs of the session. Mandatory.
	NewID func() exchange.ID
	// Device is used where an entry names no client address.
	Device string
	// At, if not nil, is called with the 1-based line on which the entry of an exchange
	// begins, before its events.
	At func(id exchange.ID, line int)
}

// Stats counts what was read.
type Stats struct {
	Entries int // read
	Kept    int // emitted
	Skipped int // no request address, or a CONNECT of the recording proxy itself
	Dropped int // past MaxEntries
}

// Read emits each entry as Started, its BodyChunks and WebSocket Frames if any,
// and Finished, in file order. Entries before an error have been emitted.
func Read(r io.Reader, o Options, emit func(exchange.Event) error) (Stats, error) {
	var st Stats
	if o.NewID == nil {
		return st, errors.New("read HAR: Options.NewID is missing")
	}
	at := &positions{Reader: lines.Plain(r)}
	in := lines.NewBounded(at.of(o), MaxEntry)
	dec := json.NewDecoder(in)
	if err := lines.Descend(dec, in, "log", "entries"); err != nil {
		if errors.Is(err, io.EOF) {
			return st, ErrNotHAR
		}
		return st, fmt.Errorf("read HAR: %w", err)
	}
	for dec.More() {
		in.Reset()
		e, line, err := at.decode(dec, o)
		if err != nil {
			return st, entryError(st.Entries+1, err)
		}
		st.Entries++
		if err := st.emit(&e, line, o, emit); err != nil {
			return st, err
		}
	}
	if _, err := dec.Token(); err != nil {
		return st, entryError(st.Entries+1, err)
	}
	return st, nil
}

func entryError(n int, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("read HAR entry %d: %w", n, ErrTruncated)
	}
	return fmt.Errorf("read HAR entry %d: %w", n, err)
}

func (st *Stats) emit(e *entry, line int, o Options, emit func(exchange.Event) error) error {
	if st.Kept >= MaxEntries {
		st.Dropped++
		return nil
	}
	x, ok := e.exchange(o)
	if !ok {
		st.Skipped++
		return nil
	}
	st.Kept++
	x.ID = o.NewID()
	if o.At != nil {
		o.At(x.ID, line)
	}
	open := x
	open.Response, open.Failure, open.Done, open.Request.Body = nil, nil, false, exchange.Body{}
	events := []exchange.Event{exchange.Started{Exchange: open}}
	events = spool(events, x.ID, exchange.RequestSide, &x.Request.Body)
	if x.Response != nil {
		events = spool(events, x.ID, exchange.ResponseSide, &x.Response.Body)
	}
	events = e.frames(events, x.ID)
	for _, ev := range append(events, exchange.Finished{Exchange: x}) {
		if err := emit(ev); err != nil {
			return err
		}
	}
	return nil
}

// spool leaves the beginning of a body in place and makes events of the rest.
func spool(events []exchange.Event, id exchange.ID, side exchange.Side, b *exchange.Body) []exchange.Event {
	if len(b.Head) <= BodyHead {
		return events
	}
	whole := b.Head
	b.Head, b.Spooled = whole[:BodyHead:BodyHead], int64(len(whole)-BodyHead)
	for at := BodyHead; at < len(whole); at += BodyHead {
		end := min(at+BodyHead, len(whole))
		events = append(events, exchange.BodyChunk{ID: id, Side: side, Offset: int64(at), Data: whole[at:end]})
	}
	return events
}
