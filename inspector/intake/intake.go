// Package intake turns files that a person brings into the events that the
// inspector reads: HAR files, device logs and pasted text, also inside gzip and
// zip files of depth one, within limits. It detects the kind, hands each to its own package and estimates how far
// the clocks of several sources are apart. Session files are read by package session, APKs by package androidapp.
//
// Law: it is pure. Bytes come in as an io.Reader and the time as a value; each
// reader holds a bounded part of its input, so a file of any size may be read.
package intake

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"time"

	"loginscope/inspector/har"
	"loginscope/inspector/intake/logcat"
	"loginscope/inspector/intake/text"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy/exchange"
)

// Options says how to read a file.
type Options struct {
	// Name is the file's name, for LogLine.Source and for Detect.
	Name string
	// Device is the phone that the file is from, "" if unknown.
	Device string
	// NewID hands out exchange IDs of the session. Mandatory for HAR files.
	NewID func() exchange.ID
	// Reference dates log lines without a year: the file's modification time,
	// or the present. Zero dates them 1970.
	Reference time.Time
	// Location is the zone of times that carry none; nil is UTC.
	Location *time.Location
	// AllLines keeps every line of a device log and not only those that can
	// matter to a login.
	AllLines bool
	// At is as in har.Options; only HAR files have entries.
	At func(id exchange.ID, line int)
}

// Stats counts what was read.
type Stats struct {
	Kind Kind `json:"kind"`
	// Read counts entries or lines of the file, Kept those that were emitted.
	Read int `json:"read"`
	Kept int `json:"kept"`
	// Dropped counts entries past a bound, Cut those that were shortened.
	Dropped int `json:"dropped,omitempty"`
	Cut     int `json:"cut,omitempty"`
	// Repaired counts entries with look-alike characters put right.
	Repaired int `json:"repaired,omitempty"`
	// YearUnknown is true when log lines without a year were dated 1970.
	YearUnknown bool `json:"year_unknown,omitempty"`
	// Answers are those of a person in a HAR file of Loginscope's own; see har.Document.
	Answers string `json:"-"`
	// Notes are those of such a file, with the IDs that its exchanges got.
	Notes []har.Note `json:"-"`
}

// Errors that callers distinguish.
var (
	// ErrNotHere is returned for a kind that another package reads.
	ErrNotHere = errors.New("not a log, a HAR or a text")
	ErrEmpty   = problem.New("file is empty",
		lang.Both("The file was not imported.", "文件未导入。"),
		lang.Both("It is empty.", "文件为空。"),
		lang.Both("Export it again.", "请重新导出。"))
)

// Read returns the kind of r and emits its events in file order. It stops at the
// first error of r or emit; what was emitted before stays valid.
func Read(r io.Reader, o Options, emit func(exchange.Event) error) (Stats, error) {
	br := bufio.NewReaderSize(r, HeadSize)
	head, err := br.Peek(HeadSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return Stats{}, fmt.Errorf("read %q: %w", o.Name, err)
	}
	kind := Detect(head, o.Name)
	var st Stats
	if kind == Gzip {
		st, err = readGzip(br, o, emit)
	} else {
		st, err = readKind(kind, br, o, emit)
		st.Kind = kind
	}
	if err != nil {
		return st, fmt.Errorf("read %q as %s: %w", o.Name, kind, err)
	}
	return st, nil
}

func readKind(kind Kind, r io.Reader, o Options, emit func(exchange.Event) error) (Stats, error) {
	line := func(l exchange.LogLine) error { return emit(l) }
	switch kind {
	case HAR:
		st, err := har.Read(r, har.Options{NewID: o.NewID, Device: o.Device, At: o.At}, emit)
		return Stats{
			Read: st.Entries + st.Events, Kept: st.Kept + st.Events, Dropped: st.Dropped, Answers: st.Document.Answers,
			Notes: st.Document.Notes,
		}, err
	case Logcat:
		return logStats(logcat.Read(r, o.logcat(), line))
	case Studio:
		return logStats(logcat.ReadStudio(r, o.logcat(), line))
	case Text:
		st, err := text.Read(r,
			text.Options{Source: o.Name, Location: o.Location, Reference: o.Reference, All: o.AllLines}, line)
		return Stats{Read: st.Lines, Kept: st.Kept, Dropped: st.Dropped, Repaired: st.Repaired, Cut: st.Cut}, err
	}
	if err := Refusal(kind); err != nil {
		return Stats{}, err
	}
	return Stats{}, ErrNotHere
}

func (o Options) logcat() logcat.Options {
	return logcat.Options{Source: o.Name, Device: o.Device, Reference: o.Reference, Location: o.Location,
		All: o.AllLines}
}

func logStats(st logcat.Stats, err error) (Stats, error) {
	return Stats{Read: st.Lines, Kept: st.Kept, Dropped: st.Dropped, Cut: st.Cut, YearUnknown: st.YearUnknown}, err
}
