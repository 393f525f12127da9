package session

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"loginscope/proxy/exchange"
)

// Law of this file: a check reads every byte of a session, changes nothing, and says of each
// fault where it is. A session without a fault is whole: nothing less was read.

// FaultKind says what is wrong with a part of a session.
type FaultKind string

// The kinds of Fault.
const (
	FaultPage  FaultKind = "page"     // a page of the file is damaged or not reachable
	FaultCut   FaultKind = "cut-off"  // bytes are missing at the end of the file
	FaultEvent FaultKind = "event"    // a record is not whole
	FaultBody  FaultKind = "body"     // a part of a body is not whole
	FaultRow   FaultKind = "row"      // a row of the list does not say what its exchange does
	FaultNote  FaultKind = "note"     // a note or an entry of the list of evidence is not whole
	FaultIndex FaultKind = "index"    // an index does not lead to what it lists
	FaultLimit FaultKind = "too-many" // there are more faults than are listed
)

// MaxFaults limits the faults that a check lists.
const MaxFaults = 1000

// Fault is one thing that is wrong.
type Fault struct {
	Kind FaultKind `json:"kind"`
	// Seq is the event or the row of the list; 0 if it is none.
	Seq Seq `json:"event,omitempty"`
	// Exchange, Side and Offset say which part of a body it is.
	Exchange exchange.ID   `json:"exchange,omitempty"`
	Side     exchange.Side `json:"side,omitempty"`
	Offset   int64         `json:"offset,omitempty"`
	// Page counts the pages of the file from 1, Byte the bytes from 0, both 0 if not known.
	Page int64 `json:"page,omitempty"`
	Byte int64 `json:"byte,omitempty"`
	// Detail is what SQLite or a checksum says, in English.
	Detail string `json:"detail,omitempty"`
}

// Verdict is what a check of a session file says.
type Verdict struct {
	Path string `json:"path"`
	// Whole is true if every byte was read and nothing is wrong.
	Whole bool `json:"whole"`
	// Format is the file format's version, Bytes the file's size.
	Format int   `json:"format"`
	Bytes  int64 `json:"bytes"`
	// The counts are of what is whole.
	Events    int64 `json:"events"`
	Exchanges int64 `json:"exchanges"`
	Bodies    int64 `json:"body_parts"`
	Notes     int64 `json:"notes"`
	// Faults are at most MaxFaults.
	Faults []Fault `json:"faults"`
}

// Check reads a session file to its last byte. The error is for a file of which nothing can
// be read: no session, too new, not there, not readable. A file that is damaged so that SQLite
// refuses it is searched page by page.
func Check(ctx context.Context, path string) (Verdict, error) {
	v := Verdict{Path: path, Faults: []Fault{}}
	if err := checkFile(path); err != nil {
		return v, fileError("open", path, err)
	}
	s, err := openReadOnly(ctx, path, false)
	switch {
	case errors.Is(err, ErrCorrupt), errors.Is(err, ErrNotSession) && looksDamaged(ctx, path):
		return v, v.pages(ctx, path, err)
	case err != nil:
		return v, err
	}
	c := &checker{s: s, v: &v}
	err = c.all(ctx)
	err = errors.Join(err, s.Close())
	if err == nil && len(v.Faults) > 0 {
		err = v.pages(ctx, path, nil)
	}
	v.Whole = err == nil && len(v.Faults) == 0
	return v, err
}

// looksDamaged reports whether a file of which the beginning is not a session's holds records
// of one.
func looksDamaged(ctx context.Context, path string) bool {
	sv, closing, err := survey(ctx, path)
	if err != nil {
		return false
	}
	return closing() == nil && len(sv.events) > 0
}

// survey finds the records of a file without SQLite.
func survey(ctx context.Context, path string) (*salvager, func() error, error) {
	p, err := openPages(path)
	if err != nil {
		return nil, nil, err
	}
	s := newSalvager(p)
	if err := s.scan(ctx); err != nil {
		return nil, nil, errors.Join(err, p.close())
	}
	return s, p.close, nil
}

// pages adds the faults of pages; why is what kept SQLite from reading, nil if nothing did.
func (v *Verdict) pages(ctx context.Context, path string, why error) error {
	s, closing, err := survey(ctx, path)
	if err != nil {
		return fileError("read", path, err)
	}
	var lost Salvage
	s.count(&lost)
	v.Bytes = s.p.bytes
	if why != nil {
		v.Events, v.Notes = int64(len(s.events)), int64(len(s.meta))
		for _, n := range slices.Sorted(tornEvents(s)) {
			v.add(Fault{Kind: FaultEvent, Seq: n, Detail: errSum.Error()})
		}
	}
	for n := int64(1); n < s.p.count; n++ {
		if off := n * int64(s.p.size); !s.good[at{offset: off}] {
			v.add(Fault{Kind: FaultPage, Page: n + 1, Byte: off, Detail: "holds nothing that can be read"})
		}
	}
	if lost.MissingBytes > 0 {
		v.add(Fault{Kind: FaultCut, Byte: s.p.bytes, Detail: fmt.Sprintf("%d bytes are missing", lost.MissingBytes)})
	}
	if why != nil && len(v.Faults) == 0 { // the names of the tables, which no record is in
		v.add(Fault{Kind: FaultPage, Page: 1, Detail: why.Error()})
	}
	return closing()
}

// tornEvents are the numbers of the events of which no copy is whole.
func tornEvents(s *salvager) iter.Seq[Seq] {
	return func(yield func(Seq) bool) {
		for key := range s.torn {
			if n, ok := key.(Seq); ok && !s.whole[key] && !yield(n) {
				return
			}
		}
	}
}

func (v *Verdict) add(f Fault) {
	switch {
	case len(v.Faults) < MaxFaults:
		v.Faults = append(v.Faults, f)
	case len(v.Faults) == MaxFaults:
		v.Faults = append(v.Faults, Fault{Kind: FaultLimit})
	}
}
