package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"loginscope/proxy/exchange"
)

// Salvage says what Recover took from a damaged file and what is lost.
type Salvage struct {
	// Path is the new session.
	Path string `json:"path"`
	// Events and Exchanges are whole and in the new file. Of Open exchanges the
	// end is not in it: it is lost, or they had not ended.
	Events    int `json:"events"`
	Exchanges int `json:"exchanges"`
	Open      int `json:"open"`
	// BrokenEvents and BrokenBodies count the records and the parts of bodies
	// that are there and not whole.
	BrokenEvents int `json:"broken_events"`
	BrokenBodies int `json:"broken_bodies"`
	// BrokenPages of Pages could not be read; what was in them is not known.
	Pages       int `json:"pages"`
	BrokenPages int `json:"broken_pages"`
	// MissingBytes were cut off the end of the file.
	MissingBytes int64 `json:"missing_bytes"`
	// AbsentExchanges is how many numbers below the greatest have no record: at
	// most that many exchanges are lost without a trace. It is 0 if nothing
	// else shows damage.
	AbsentExchanges int `json:"absent_exchanges"`
	// Notes are in the new file; BrokenNotes counts the notes and the entries of the list of
	// evidence that are there and not whole.
	Notes       int `json:"notes"`
	BrokenNotes int `json:"broken_notes"`
}

// Whole reports whether nothing of the file was found to be lost.
func (s Salvage) Whole() bool {
	return s.BrokenEvents == 0 && s.BrokenBodies == 0 && s.BrokenPages == 0 && s.MissingBytes == 0 &&
		s.BrokenNotes == 0
}

// Recover reads the damaged session at from, page by page and around what is
// broken, and writes what is whole into a new session at to, which must not
// exist. The damaged file is not changed. Each record has a checksum, so that
// nothing false is taken for true. The error wraps ErrNotSession if not one
// record of a session was found.
func Recover(ctx context.Context, from, to string) (out Salvage, err error) {
	var unfit *FileError
	if err := checkFile(from); errors.As(err, &unfit) {
		unfit.Op = "recover"
		return out, unfit
	} else if err != nil {
		return out, fileError("recover", from, err)
	}
	if exists(to) {
		return out, &FileError{Op: "create", Path: to, Kind: fs.ErrExist}
	}
	p, err := openPages(from)
	if err != nil {
		return out, fileError("recover", from, err)
	}
	defer func() { err = errors.Join(err, p.close()) }()
	s := newSalvager(p)
	if err := s.scan(ctx); err != nil {
		return out, err
	}
	if len(s.events) == 0 {
		return out, &FileError{Op: "recover", Path: from, Kind: ErrNotSession,
			Err: errors.New("no whole record of a session is in it")}
	}
	if err := s.write(ctx, from, to, &out); err != nil {
		return out, errors.Join(err, removeIfThere(to))
	}
	s.count(&out)
	return out, nil
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// found is where a whole row lies.
type found struct {
	at    at
	cell  int
	seq   Seq // of an event
	side  exchange.Side
	start int64 // of a part of a body
}

// bodyPart identifies one part of a body.
type bodyPart struct {
	id    exchange.ID
	side  exchange.Side
	start int64
}

// salvager reads one damaged file. It holds some hundred bytes for each row.
type salvager struct {
	p      *pages
	events []found
	chunks map[exchange.ID][]found
	// whole and torn are the rows, by Seq or bodyPart, of which a copy is whole
	// and of which one is not: the log repeats pages of the file.
	whole, torn map[any]bool
	unnamed     int         // rows too damaged to be identified
	good        map[at]bool // pages that could be read
	meta        map[string]metaRow
	annex       annex
	evidence    []Evidence // with the numbers of the new file
}

func newSalvager(p *pages) *salvager {
	return &salvager{p: p, chunks: map[exchange.ID][]found{}, whole: map[any]bool{}, torn: map[any]bool{},
		good: map[at]bool{}, meta: map[string]metaRow{}}
}

// scan reads every page once and notes where the whole rows are.
func (s *salvager) scan(ctx context.Context) error {
	page := make([]byte, s.p.size)
	for a := range s.p.all {
		if err := ctx.Err(); err != nil {
			return err
		}
		if s.p.read(a, page) {
			s.scanPage(a, page)
		}
	}
	return nil
}

func (s *salvager) scanPage(a at, page []byte) {
	kind := s.p.tree(a, page)[0]
	if treeKinds[kind] && kind != leafTable {
		s.good[a] = true
		return
	}
	broken, ours := 0, false
	for n := range s.p.cells(a, page) {
		rowid, data, ok := s.p.payload(a, page, n, func(a at) { s.good[a] = true })
		if !ok {
			broken++
			continue
		}
		ours = s.note(rowid, data, found{at: a, cell: n}) || ours
	}
	if ours || kind == leafTable && s.p.cells(a, page) == 0 {
		s.good[a] = true
		s.unnamed += broken
	}
}

// note keeps a row of ours that is whole, and reports whether it looks like one.
func (s *salvager) note(rowid int64, data []byte, f found) bool {
	c, ok := columns(data)
	switch {
	case !ok:
		return false
	case isEventRow(c):
		f.seq = Seq(rowid)
		if s.add(f.seq, eventSum(rowid, c) == c[6].num) {
			s.events = append(s.events, f)
		}
	case isChunkRow(c):
		id := exchange.ID(c[1].num)
		f.side, f.start = exchange.Side(c[2].num), c[3].num
		if s.add(bodyPart{id, f.side, f.start}, chunkSum(c) == c[6].num) {
			s.chunks[id] = append(s.chunks[id], f)
		}
	case len(c) == 3 && c[1].isText && c[2].isText: // of the table meta
		s.noteMeta(rowid, string(c[1].raw), string(c[2].raw))
	default:
		return len(c) == 17 // of the list, which is made anew from the events
	}
	return true
}

// add notes a row and reports whether it is whole and new.
func (s *salvager) add(key any, whole bool) bool {
	if !whole {
		s.torn[key] = true
		return false
	}
	was := s.whole[key]
	s.whole[key] = true
	return !was
}

// noteMeta keeps the newest value of a key.
func (s *salvager) noteMeta(rowid int64, key, value string) {
	if was, ok := s.meta[key]; !ok || rowid >= was.rowid {
		s.meta[key] = metaRow{rowid, value}
	}
}

func isEventRow(c []value) bool {
	return len(c) == 7 && c[0].null && c[1].isInt && c[2].isInt && isBlob(c[3]) &&
		(c[4].null || isBlob(c[4])) && (c[5].null || isBlob(c[5])) && c[6].isInt
}

func isChunkRow(c []value) bool {
	return len(c) == 7 && c[0].null && c[1].isInt && c[2].isInt && c[3].isInt && c[4].isInt && isBlob(c[5]) &&
		c[6].isInt
}

func isBlob(v value) bool { return v.raw != nil && !v.isText && !v.isInt }

func eventSum(rowid int64, c []value) int64 {
	return checksum([]int64{rowid, c[1].num, c[2].num}, c[3].raw, c[4].raw, c[5].raw)
}

func chunkSum(c []value) int64 {
	return checksum([]int64{c[1].num, c[2].num, c[3].num}, c[5].raw)
}

// metaRow is a row of the table meta.
type metaRow struct {
	rowid int64
	value string
}

// write puts what was found into a new session: each part of a body before the
// end of its exchange, as a capture emits them.
func (s *salvager) write(ctx context.Context, from, to string, out *Salvage) error {
	dst, err := Create(ctx, to, s.options(from))
	if err != nil {
		return err
	}
	slices.SortFunc(s.events, func(a, b found) int { return cmp.Compare(a.seq, b.seq) })
	known := map[exchange.ID]bool{} // whether it ended
	if list := s.meta[keyAnswers].value; list != "" {
		err = dst.SetAnswers(list)
	}
	err = errors.Join(err, s.writeNotes(dst, out))
	err = errors.Join(err, s.writeEvents(ctx, dst, known, out))
	for id := range s.chunks {
		if err == nil {
			err = s.writeBodies(ctx, dst, id)
		}
	}
	if err == nil {
		err = s.writeEvidence(dst)
	}
	if err = errors.Join(err, dst.Close()); err != nil {
		return err
	}
	out.Path, out.Exchanges = to, len(known)
	last := exchange.ID(0)
	for id, ended := range known {
		if last = max(last, id); !ended {
			out.Open++
		}
	}
	out.AbsentExchanges = int(last) - len(known)
	return nil
}

func (s *salvager) options(from string) Options {
	o := Options{Name: nameOf(from)}
	if name := s.meta[keyName].value; name != "" {
		o.Name = name
	}
	if created, err := time.Parse(time.RFC3339Nano, s.meta[keyCreated].value); err == nil {
		o.Now = func() time.Time { return created }
	}
	return o
}

func (s *salvager) writeEvents(ctx context.Context, dst *Session, known map[exchange.ID]bool, out *Salvage) error {
	for _, f := range s.events {
		e, err := s.event(f)
		if err != nil {
			s.torn[f.seq] = true
			delete(s.whole, f.seq)
			continue
		}
		if x, ok := snapshotOf(e); ok {
			_, ended := e.(exchange.Finished)
			known[x.ID] = known[x.ID] || ended
			if ended {
				if err := s.writeBodies(ctx, dst, x.ID); err != nil {
					return err
				}
			}
		}
		n, err := dst.WriteSeq(ctx, e)
		if err != nil {
			return err
		}
		s.renumber(f.seq, n)
		out.Events++
	}
	return nil
}

// event reads a row again and decodes it.
func (s *salvager) event(f found) (exchange.Event, error) {
	c, err := s.row(f)
	if err != nil {
		return nil, err
	}
	r := record{kind: kind(c[1].num), id: exchange.ID(c[2].num), data: c[3].raw}
	if r.request, err = unpack(c[4].raw); err != nil {
		return nil, err
	}
	if r.response, err = unpack(c[5].raw); err != nil {
		return nil, err
	}
	return r.event()
}

// row reads a row that scan found.
func (s *salvager) row(f found) ([]value, error) {
	page := make([]byte, s.p.size)
	if s.p.read(f.at, page) {
		if _, data, ok := s.p.payload(f.at, page, f.cell, func(at) {}); ok {
			if c, ok := columns(data); ok && len(c) == 7 {
				return c, nil
			}
		}
	}
	return nil, fmt.Errorf("read again at %d: %w", f.at.offset, errWire)
}

// writeBodies writes what there is of an exchange's two bodies.
func (s *salvager) writeBodies(ctx context.Context, dst *Session, id exchange.ID) error {
	parts := s.chunks[id]
	delete(s.chunks, id)
	slices.SortFunc(parts, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.side, b.side), cmp.Compare(a.start, b.start))
	})
	for _, f := range parts {
		c, err := s.row(f)
		if err != nil {
			return err
		}
		data, err := unpack(c[5].raw)
		if err != nil || int64(len(data)) != c[4].num {
			s.torn[bodyPart{id, f.side, f.start}] = true
			delete(s.whole, bodyPart{id, f.side, f.start})
			continue
		}
		if err := dst.Write(ctx, exchange.BodyChunk{ID: id, Side: f.side, Offset: f.start, Data: data}); err != nil {
			return err
		}
	}
	return nil
}

// count says what is lost.
func (s *salvager) count(out *Salvage) {
	out.BrokenEvents = s.unnamed
	for key := range s.torn {
		switch _, part := key.(bodyPart); {
		case s.whole[key]:
		case part:
			out.BrokenBodies++
		default:
			out.BrokenEvents++
		}
	}
	out.Pages = int(s.p.count)
	for n := int64(1); n < s.p.count; n++ { // the first page holds the names of the tables
		if !s.good[at{offset: n * int64(s.p.size)}] {
			out.BrokenPages++
		}
	}
	if want := s.p.want * int64(s.p.size); s.p.log == nil && want > s.p.bytes {
		out.MissingBytes = want - s.p.bytes
	}
	if out.Whole() {
		out.AbsentExchanges = 0
	}
}
