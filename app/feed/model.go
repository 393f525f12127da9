// Package feed prepares what the window shows: it reads the session and the
// newest Report with a cursor of its own, folds, filters and orders them off
// the UI goroutine, and hands over one immutable Model at a time. It knows
// nothing of how a Model is drawn.
package feed

import (
	"time"

	"loginscope/app/feed/filter"
	"loginscope/app/session"
	"loginscope/inspector"
	"loginscope/inspector/redact"
	"loginscope/inspector/report"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy/exchange"
)

// Model is one immutable picture of the session. Nothing in it changes after
// it was handed over, so it may be read from any goroutine.
type Model struct {
	// Gen numbers the sessions that were shown; a Model of an older one is stale.
	Gen    int
	Status Status
	// Report is never nil. Masked is the same without sensitive values: what is shown
	// until a person reveals them; see Cover.
	Report, Masked *inspector.Report
	// Rows are the lines that pass the View, in its order.
	Rows []*Row
	// Total counts the lines before the filter; Exchanges counts those of
	// them that are exchanges; Devices counts the phones.
	Total, Exchanges, Devices int
	View                      View
	// FilterErr says what is wrong with View.Filter; the rows then follow the
	// last filter that was right.
	FilterErr error
	// ReadErr says why the session could not be read to its end.
	ReadErr error
	// Values holds values seen so far, by filter field, for completion.
	Values map[string][]string
}

// View is what a person chose to see.
type View struct {
	Filter string
	Sort   Column
	Desc   bool
}

// Column is what the table can be ordered by.
type Column string

// The columns; ByTime is the default.
const (
	ByTime     Column = "time"
	ByDevice   Column = "device"
	ByStep     Column = "step"
	ByRole     Column = "party"
	ByHost     Column = "host"
	ByPath     Column = "path"
	ByStatus   Column = "status"
	ByCode     Column = "code"
	BySize     Column = "size"
	ByDuration Column = "took"
	ByEgress   Column = "egress"
)

// RowKind is what a Row stands for.
type RowKind uint8

// The kinds of Row.
const (
	ExchangeRow RowKind = iota
	StepRow             // a step that no exchange shows: cellular, or from a log
	MarkRow             // a refusal, a tunnel or a block
)

// Key names a Row within a session, whatever its position.
type Key struct {
	Kind RowKind
	ID   uint64 // exchange ID; flow<<16|step; or event number
}

// ExchangeKey is the Key of an exchange's row.
func ExchangeKey(id exchange.ID) Key { return Key{ExchangeRow, uint64(id)} }

// StepKey is the Key of the row of a step that no exchange shows.
func StepKey(flow, step int) Key { return Key{StepRow, uint64(flow)<<16 | uint64(step)} }

// Row is one line of the table. It is replaced, never changed.
type Row struct {
	Key  Key
	Time time.Time
	Done bool
	Item filter.Item
	// Flow is the attempt's ID and Step its index in Flow.Steps; Flow is 0
	// for a line that belongs to no attempt.
	Flow, Step int
	// Label and Note word the line: the step's name, and what stands in place
	// of a path where there is none.
	Label, Note lang.Text
	// Detail is the field's own name for the step, "GetStsToken", "" if none.
	Detail     string
	Outcome    inspector.Outcome
	Visibility inspector.Visibility
	Network    inspector.Network
	// Code is the innermost code, "" if none.
	Code string
	// Mark is the event behind a MarkRow.
	Mark exchange.Event
	// Noted is the note of a person on the exchange, nil for none. It is unmasked.
	Noted *inspector.Note
}

// Status is what the engine is doing.
type Status struct {
	Capturing bool
	// Address is where the proxy listens, "host:port"; it stays after a stop.
	Address string
	// Session names the open session; Path is its file, "" if unsaved.
	Session, Path string
	// ReadOnly is true for a session that was opened for reading.
	ReadOnly bool
	// Evidence is what a person gave to the session beside what was captured, also what is
	// taken off.
	Evidence []Evidence
	// Started is true once the engine is up, so that the window can distinguish
	// "empty" from "not yet known".
	Started bool
	// Busy says what goes on, with both texts empty when nothing does.
	// Progress is from 0 to 1, or negative when unknown.
	Busy     lang.Text
	Progress float32
	// Notices are what a person must know, oldest first; at most 20.
	Notices []Notice
	Health  session.Health
}

// Evidence is a checked app, a file that was read, or an answer. Its Name is unmasked.
type Evidence struct {
	ID, Name string
	Kind     session.EvidenceKind
	// Off is true while it is taken off, Fixed for what cannot be.
	Off, Fixed bool
	// Events counts those of a file.
	Events int64
}

// Notice says what happened, why, and what to do.
type Notice struct {
	ID  int
	Bad bool
	problem.Problem
	// Listen is an address that would be free to listen at, "" if that is not
	// what the notice is about.
	Listen string
	// Question is asked in place of the notice, nil for none. Whatever is answered, the
	// notice is then dismissed.
	Question *Question
}

// Question is what a person must decide before something is done.
type Question struct {
	Title, Text lang.Text
	// Answers are offered beside "Cancel", which does nothing.
	Answers []Answer
}

// Answer is one way to go on. Do returns at once.
type Answer struct {
	Name string // of its button
	Text lang.Text
	Do   func()
}

// FilterEmpty reports whether every line passes.
func (m *Model) FilterEmpty() bool { return m.View.Filter == "" }

// Cover returns Masked, and makes it where the Model was built without.
func (m *Model) Cover() *inspector.Report {
	if m.Masked != nil {
		return m.Masked
	}
	masked := report.Masked(*m.Report)
	return &masked
}

// Masker masks texts by the catalogue and by what the session's evidence showed to be
// secret.
func (m *Model) Masker() redact.Masker { return redact.Masker{Known: m.Report.Known} }
