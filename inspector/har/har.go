// Package har reads and writes HTTP Archive 1.2 files. It reads those of browsers
// (Chrome, Firefox, Safari), of other proxies (Charles, Fiddler, Proxyman, Reqable,
// ProxyPin, Whistle, HTTP Toolkit, mitmproxy) and of libraries, with the liberties that
// each of them takes. What it writes, it reads back without a loss. One entry at a time
// is held in memory.
package har

import (
	"encoding/json"
	"errors"
	"io"

	"loginscope/inspector/intake/lines"
	"loginscope/proxy/exchange"
)

// Limits of what is read.
const (
	// MaxEntry limits the bytes of one entry of the file, body included. A larger one
	// is read over.
	MaxEntry = 64 << 20
	// MaxEntries limits the entries that one file yields; the rest is counted.
	MaxEntries = 2_000_000
	// BodyHead limits the bytes of a body that go into Body.Head; the rest
	// goes out as exchange.BodyChunk events of at most this size.
	BodyHead = 256 << 10
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
	Broken  int // not read, or not wholly: larger than MaxEntry, or not what the format allows
	Events  int // emitted beside the exchanges; only Loginscope's own files hold some
	// Document is what the file says of itself; its Version is 0 for other tools' files.
	Document Document
}

// Read emits each entry as Started, its BodyChunks and WebSocket Frames if any,
// and Finished, in file order; then what else a file of Loginscope's own holds. An
// entry that cannot be read does not keep the others from being read: the error,
// an [*EntryError], names the first. What stood before an error was emitted.
func Read(r io.Reader, o Options, emit func(exchange.Event) error) (Stats, error) {
	if o.NewID == nil {
		return Stats{}, errors.New("read HAR: Options.NewID is missing")
	}
	f := &file{scanner: newScanner(lines.Plain(r)), o: o, emit: emit, ids: map[exchange.ID]exchange.ID{},
		noted: map[exchange.ID]exchange.ID{}}
	err := f.object(func(name string) error {
		if b, err := f.peek(); name != "log" || b != '{' {
			return errors.Join(err, f.skip())
		}
		return f.object(f.member)
	})
	f.st.Document.Notes = f.notes(f.st.Document.Notes)
	return f.st, f.verdict(err)
}

// notes gives notes the IDs of what was read; those on what is not in the file are left out.
func (f *file) notes(list []Note) []Note {
	var out []Note
	for _, n := range list {
		had := n.Exchange != 0
		if n.Exchange = f.noted[n.Exchange]; !had || n.Exchange != 0 {
			out = append(out, n)
		}
	}
	return out
}

// isNoted reports whether there is a note on an exchange of the file or on an attempt of it.
func (f *file) isNoted(id exchange.ID) bool {
	if f.wanted == nil {
		f.wanted = map[exchange.ID]bool{}
		for _, n := range f.st.Document.Notes {
			f.wanted[n.Exchange] = true
		}
	}
	return f.wanted[id]
}

// file is one file while it is read.
type file struct {
	*scanner
	o    Options
	emit func(exchange.Event) error
	st   Stats
	// ids are the session's IDs of exchanges of which parts stand behind the entries,
	// by those in the file.
	ids    map[exchange.ID]exchange.ID
	stage  stage
	first  *EntryError                 // the first entry that is broken
	done   error                       // of emit
	noted  map[exchange.ID]exchange.ID // of exchanges with a note: their new IDs
	wanted map[exchange.ID]bool        // of exchanges with a note, nil before the first entry
}

// stage is how far a file was read.
type stage int

const (
	beforeEntries stage = iota
	inEntries
	afterEntries
)

// member reads a member of the log.
func (f *file) member(name string) error {
	b, err := f.peek()
	if err != nil {
		return err
	}
	switch {
	case name == "_loginscope" && f.stage == beforeEntries:
		if err := f.next(maxKey); err != nil && !errors.Is(err, errLarge) {
			return err
		}
		_ = json.Unmarshal(f.value, &f.st.Document) // what is not understood says nothing
		return nil
	case name == "entries" && b == '[' && f.stage == beforeEntries:
		f.stage = inEntries
		if err := f.list('[', ']', f.entry); err != nil {
			return err
		}
		f.stage = afterEntries
		return nil
	case name == "_events" && b == '[' && f.stage == afterEntries && f.st.Document.Version > 0:
		return f.list('[', ']', f.event)
	}
	return f.skip()
}

// entry reads one entry.
func (f *file) entry() error {
	if _, err := f.peek(); err != nil { // the line is that of the brace
		return err
	}
	line, offset := f.line+1, f.offset
	err := f.next(MaxEntry)
	if err != nil && !errors.Is(err, errLarge) {
		return err
	}
	f.st.Entries++
	var e entry
	if err == nil {
		err = json.Unmarshal(f.value, &e)
	}
	if err != nil {
		f.st.Broken++
		if f.first == nil {
			f.first = &EntryError{Entry: f.st.Entries, Line: line, Offset: offset, Err: err}
		}
	}
	return f.keep(&e, line, err != nil)
}

// event reads one element of "_events".
func (f *file) event() error {
	line, offset := f.line+1, f.offset
	err := f.next(MaxEntry)
	if err != nil && !errors.Is(err, errLarge) {
		return err
	}
	var ev exchange.Event
	if err == nil {
		ev, err = readEvent(f.value, f.ids)
	}
	if err != nil {
		f.st.Broken++
		if f.first == nil {
			f.first = &EntryError{Entry: f.st.Entries, Line: line, Offset: offset, Err: err}
		}
	}
	if ev == nil {
		return nil
	}
	f.st.Events++
	return f.send(ev)
}

// send emits an event. An error of the receiver ends the reading.
func (f *file) send(ev exchange.Event) error {
	if err := f.emit(ev); err != nil {
		f.done = err
	}
	return f.done
}

// keep emits an entry, of a broken one what was understood.
func (f *file) keep(e *entry, line int, broken bool) error {
	if f.st.Kept >= MaxEntries {
		f.st.Dropped++
		return nil
	}
	x, ok := e.exchange(f.o)
	if !ok {
		if !broken {
			f.st.Skipped++
		}
		return nil
	}
	f.st.Kept++
	x.ID = f.o.NewID()
	if e.Own != nil && e.Own.More {
		f.ids[e.Own.ID] = x.ID
	}
	if e.Own != nil && f.isNoted(e.Own.ID) {
		f.noted[e.Own.ID] = x.ID
	}
	if f.o.At != nil {
		f.o.At(x.ID, line)
	}
	for _, ev := range e.events(x) {
		if err := f.send(ev); err != nil {
			return err
		}
	}
	return nil
}
