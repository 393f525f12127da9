package session

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"loginscope/lang"
	"loginscope/problem"
)

// Law of this file: what a person gave to the session belongs to it and to no other. It
// can be taken off and put back: the events of a file that was taken off stay in the
// session's file, and no reader sees them.

const (
	// MaxEvidence limits the pieces of evidence of one session.
	MaxEvidence = 256
	// maxRanges limits the runs of events of one file: an import beside a busy capture
	// has many.
	maxRanges = 1 << 16
)

// Errors of SetEvidence.
var (
	ErrEvidenceMany = problem.New("session has too many pieces of evidence",
		lang.Both("The file, app or answer was not added to the session's list.", "文件、应用或回答未加入会话的证据列表。"),
		lang.Both("The list has 256 entries already.", "列表已有 256 项。"),
		lang.Both("Begin a new session for another case.", "请为其他案例新建会话。"))
	errTooBig = errors.New("value is too big for a session")
)

// EvidenceKind says what a piece of evidence is.
type EvidenceKind string

// The kinds of Evidence.
const (
	EvidenceApp    EvidenceKind = "app"    // the result of an app check
	EvidenceFile   EvidenceKind = "file"   // a file that was read into the session
	EvidenceAnswer EvidenceKind = "answer" // what a person answered of phone or app
)

// Range is a run of events, both ends included.
type Range struct {
	First Seq `json:"first"`
	Last  Seq `json:"last"`
}

// Evidence is something that a person gave to the session beside what was captured.
type Evidence struct {
	// ID names it within its session: "file-1".
	ID   string       `json:"id"`
	Kind EvidenceKind `json:"kind"`
	// Name is what a person sees: a file's name without its folder, an app's package,
	// the fact that was answered. It is unmasked.
	Name  string    `json:"name"`
	Added time.Time `json:"added,omitzero"`
	// Off is true while it is taken off.
	Off bool `json:"off,omitempty"`
	// Events are those of a file, oldest first.
	Events []Range `json:"events,omitempty"`
	// Scattered is true for a file whose events are in too many runs to be listed: it
	// cannot be taken off.
	Scattered bool `json:"scattered,omitempty"`
	// Data is what the kind needs beside: the facts of an app, the value of an answer.
	Data json.RawMessage `json:"data,omitempty"`
}

// Adds extends the events of a file by one that came after the others.
func (e *Evidence) Adds(n Seq) {
	last := len(e.Events) - 1
	switch {
	case n == 0 || e.Scattered:
	case last >= 0 && e.Events[last].Last+1 == n:
		e.Events[last].Last = n
	case len(e.Events) == maxRanges:
		e.Events, e.Scattered = nil, true
	default:
		e.Events = append(e.Events, Range{n, n})
	}
}

// sound is why the piece cannot be kept.
func (e Evidence) sound() error {
	if e.ID == "" || len(e.ID) > 128 || len(e.Events) > maxRanges {
		return fmt.Errorf("evidence %.40q: %w", e.ID, errWire)
	}
	before := Seq(0)
	for _, r := range e.Events {
		if r.First <= before || r.Last < r.First {
			return fmt.Errorf("evidence %.40q: events %d to %d: %w", e.ID, r.First, r.Last, errWire)
		}
		before = r.Last
	}
	return nil
}

// SetEvidence keeps a piece of evidence in place of an earlier one with its ID; one
// without a Kind is forgotten. The error of a Session that was opened for reading is
// ErrReadOnly; it then has the piece until it is closed. Readers with a cursor must
// begin anew after a file was taken off or put back.
func (s *Session) SetEvidence(e Evidence) error {
	if err := e.sound(); err != nil {
		return err
	}
	return s.setValue(keyEvidence+e.ID, e, func(a *annex) error {
		if _, known := a.evidence[e.ID]; !known && len(a.evidence) >= MaxEvidence {
			return ErrEvidenceMany
		}
		a.keepEvidence(e)
		return nil
	})
}

// Evidence lists what was given to the session, oldest first, also what is taken off.
func (s *Session) Evidence() []Evidence {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.annex.sortedEvidence()
}

func (a *annex) sortedEvidence() []Evidence {
	out := make([]Evidence, 0, len(a.evidence))
	for _, e := range a.evidence {
		e.Events = slices.Clone(e.Events)
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b Evidence) int {
		return cmp.Or(a.Added.Compare(b.Added), strings.Compare(a.ID, b.ID))
	})
	return out
}

func (a *annex) keepEvidence(e Evidence) {
	if e.Kind == "" {
		delete(a.evidence, e.ID)
		return
	}
	if a.evidence == nil {
		a.evidence = map[string]Evidence{}
	}
	a.evidence[e.ID] = e
}

// readEvidence takes a piece of evidence of the file.
func (a *annex) readEvidence(raw []byte) error {
	var e Evidence
	if err := decodeValue(raw, &e); err != nil {
		return err
	}
	if err := e.sound(); err != nil {
		return err
	}
	if _, known := a.evidence[e.ID]; !known && len(a.evidence) >= MaxEvidence {
		return errors.Join(ErrEvidenceMany, errWire)
	}
	a.keepEvidence(e)
	return nil
}

// hide makes the readers pass over the events of files that are taken off. It needs mu.
func (s *Session) hide() {
	var off []Range
	for _, e := range s.annex.evidence {
		if e.Off {
			off = append(off, e.Events...)
		}
	}
	slices.SortFunc(off, func(a, b Range) int { return cmp.Compare(a.First, b.First) })
	s.hidden.Store(&off)
}

// shows reports whether an event belongs to nothing that is taken off.
func (s *Session) shows(n Seq) bool {
	off := s.hidden.Load()
	if off == nil || len(*off) == 0 {
		return true
	}
	return !within(*off, n)
}

// within reports whether one of the runs, which are in order, holds n.
func within(runs []Range, n Seq) bool {
	i, exact := slices.BinarySearchFunc(runs, n, func(r Range, n Seq) int { return cmp.Compare(r.First, n) })
	return exact || i > 0 && runs[i-1].Last >= n
}

// visible leaves out what is taken off.
func visible[T any](s *Session, seq func(T) Seq, all iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for v, err := range all {
			if (err != nil || s.shows(seq(v))) && !yield(v, err) {
				return
			}
		}
	}
}

func eventSeq(e SeqEvent) Seq { return e.Seq }

func rowSeq(r Row) Seq { return r.Seq }

// Renumbering carries the events of files over into another session, in which they have
// other numbers. What is taken off is not carried over.
type Renumbering struct {
	from, to []Evidence
}

// NewRenumbering begins for the evidence of a session that is copied.
func NewRenumbering(from []Evidence) *Renumbering {
	r := &Renumbering{}
	for _, e := range from {
		if !e.Off {
			r.from = append(r.from, e)
			e.Events = nil
			r.to = append(r.to, e)
		}
	}
	return r
}

// Event says that the event with the number before has the number after in the copy, 0 if
// it is not in it.
func (r *Renumbering) Event(before, after Seq) {
	for i := range r.from {
		if within(r.from[i].Events, before) {
			r.to[i].Adds(after)
		}
	}
}

// Evidence is that of the copy.
func (r *Renumbering) Evidence() []Evidence { return r.to }
