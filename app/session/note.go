package session

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy/exchange"
)

// Law of this file: notes are values of the table meta, so that a program that does not
// know them reads the rest. The newest value of a key counts.

const (
	// MaxNote limits the text of one note, in bytes.
	MaxNote = 16 << 10
	// MaxNotes limits the notes of one session.
	MaxNotes = 10_000
)

// Errors of SetNote.
var (
	ErrNoteLong = problem.New("note is too long",
		lang.Both("The note was not kept.", "备注未保存。"),
		lang.Both("It is longer than 16 KiB.", "备注超过 16 KiB。"),
		lang.Both("Shorten it, or split it over several exchanges.", "请缩短备注，或分写到多个请求上。"))
	ErrNotesMany = problem.New("session has too many notes",
		lang.Both("The note was not kept.", "备注未保存。"),
		lang.Both("The session has 10,000 notes already.", "该会话已有 10,000 条备注。"),
		lang.Both("Remove notes that are no longer needed.", "请删除不再需要的备注。"))
	ErrMark = problem.New("no such mark",
		lang.Both("The mark was not set.", "标记未设置。"),
		lang.Both("There is no mark of that name.", "没有该名称的标记。"),
		lang.Both("Use star, red, yellow, green or blue.", "可用的标记：star、red、yellow、green、blue。"))
)

// SubjectKind says on what a note stands.
type SubjectKind string

// The kinds of Subject.
const (
	OnSession  SubjectKind = "session"
	OnExchange SubjectKind = "exchange"
	OnAttempt  SubjectKind = "attempt"
)

// Subject is on what a note stands. An attempt has no number of its own in the
// evidence: it is found by an exchange of it, else by its start, else by its number.
type Subject struct {
	Kind SubjectKind `json:"on"`
	// Exchange is the exchange, or one that belongs to the attempt; 0 if none does.
	Exchange exchange.ID `json:"exchange,omitempty"`
	// Start is when the attempt began, in nanoseconds since 1970; 0 if not known.
	Start int64 `json:"start,omitempty"`
	// Number is the attempt's when the note was written.
	Number int `json:"number,omitempty"`
}

// key names the subject among the session's notes: the number of an attempt that
// has another hold may change.
func (s Subject) key() string {
	switch {
	case s.Kind == OnSession:
		return "session"
	case s.Kind == OnExchange || s.Exchange != 0:
		return string(s.Kind) + ":" + strconv.FormatUint(uint64(s.Exchange), 10)
	case s.Start != 0:
		return string(s.Kind) + "@" + strconv.FormatInt(s.Start, 10)
	}
	return string(s.Kind) + "#" + strconv.Itoa(s.Number)
}

// Mark is a sign that a person puts on something to find it again.
type Mark string

// The marks; "" is none.
const (
	MarkStar   Mark = "star"
	MarkRed    Mark = "red"
	MarkYellow Mark = "yellow"
	MarkGreen  Mark = "green"
	MarkBlue   Mark = "blue"
)

// MarkList are the marks in their order.
func MarkList() []Mark { return []Mark{MarkStar, MarkRed, MarkYellow, MarkGreen, MarkBlue} }

// Name is the mark's name in the lexicon.
func (m Mark) Name() lang.Text { return lang.Name(lang.Mark, m) }

// Note is what a person wrote on a Subject, unmasked.
type Note struct {
	Subject
	Text    string    `json:"text,omitempty"`
	Mark    Mark      `json:"mark,omitempty"`
	Changed time.Time `json:"changed,omitzero"`
}

// Is reports whether both are the same thing.
func (s Subject) Is(other Subject) bool { return s.key() == other.key() }

// empty reports whether the note says nothing: it was removed.
func (n Note) empty() bool { return n.Text == "" && n.Mark == "" }

// sound is why the note cannot be kept.
func (n Note) sound() error {
	switch {
	case len(n.Text) > MaxNote:
		return ErrNoteLong
	case n.Mark != "" && !slices.Contains(MarkList(), n.Mark):
		return fmt.Errorf("%q: %w", string(n.Mark), ErrMark)
	case n.Kind != OnSession && n.Kind != OnExchange && n.Kind != OnAttempt:
		return fmt.Errorf("note on %q: %w", string(n.Kind), errWire)
	}
	return nil
}

// SetNote keeps a note in place of an earlier one on the same Subject; one without
// text and mark removes it. The error wraps ErrNoteLong, ErrNotesMany or ErrMark; that
// of a Session that was opened for reading is ErrReadOnly, which then has the note
// until it is closed.
func (s *Session) SetNote(n Note) error {
	n.Text = strings.ToValidUTF8(n.Text, string(utf8.RuneError))
	if err := n.sound(); err != nil {
		return err
	}
	return s.setValue(keyNote+n.key(), n, func(a *annex) error {
		if _, known := a.notes[n.key()]; !known && !n.empty() && len(a.notes) >= MaxNotes {
			return ErrNotesMany
		}
		a.note(n)
		return nil
	})
}

// Notes are the session's notes: that on the session, those on attempts, then those
// on exchanges.
func (s *Session) Notes() []Note {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.annex.sortedNotes()
}

func (a *annex) sortedNotes() []Note {
	out := make([]Note, 0, len(a.notes))
	for _, n := range a.notes {
		out = append(out, n)
	}
	order := []SubjectKind{OnSession, OnAttempt, OnExchange}
	slices.SortFunc(out, func(a, b Note) int {
		return cmp.Or(
			cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind)), cmp.Compare(a.Number, b.Number),
			cmp.Compare(a.Exchange, b.Exchange), cmp.Compare(a.Start, b.Start))
	})
	return out
}

// note takes a note that is sound.
func (a *annex) note(n Note) {
	if n.empty() {
		delete(a.notes, n.key())
		return
	}
	if a.notes == nil {
		a.notes = map[string]Note{}
	}
	a.notes[n.key()] = n
}

// readNote takes a note of the file.
func (a *annex) readNote(raw []byte) error {
	var n Note
	if err := decodeValue(raw, &n); err != nil {
		return err
	}
	if err := n.sound(); err != nil {
		return err
	}
	if _, known := a.notes[n.key()]; !known && len(a.notes) >= MaxNotes {
		return errors.Join(ErrNotesMany, errWire)
	}
	a.note(n)
	return nil
}
