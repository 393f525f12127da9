package session

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"loginscope/proxy/exchange"
)

// SaveCopy writes all that was appended so far into a new file, which must not
// exist yet and which only its owner may read. A session opened for reading can be
// copied as well. The copy holds every value as it was captured; see SaveEdited.
func (s *Session) SaveCopy(ctx context.Context, path string) error {
	return s.copyTo(ctx, path, func(beside string) error { return s.vacuumInto(ctx, beside) })
}

// Edit is what SaveEdited makes of a session. Event and Name are mandatory.
type Edit struct {
	// Event returns what stands in the copy for an event; ok is false for one that is
	// left out.
	Event func(exchange.Event) (edited exchange.Event, ok bool)
	// Note and Evidence return what stands in the copy for a note and a piece of evidence;
	// nil keeps them as they are. Evidence that was taken off is not in the copy, nor are its
	// events.
	Note     func(Note) Note
	Evidence func(Evidence) (edited Evidence, ok bool)
	// Name is the name of the copy.
	Name string
	// Until is the last event of the copy; 0 means the newest one.
	Until Seq
}

// SaveEdited writes a copy as SaveCopy does, of which each event is what the edit
// makes of it. Events keep their order and exchanges their IDs; the numbers of events
// change where some are left out.
func (s *Session) SaveEdited(ctx context.Context, path string, edit Edit) error {
	return s.copyTo(ctx, path, func(beside string) error {
		out, err := Create(ctx, beside, Options{Name: edit.Name, Program: s.Meta().Program})
		if err != nil {
			return err
		}
		return errors.Join(s.editInto(ctx, out, edit), out.Close())
	})
}

func (s *Session) editInto(ctx context.Context, out *Session, edit Edit) error {
	if a := s.Meta().Answers; a != "" {
		if err := out.SetAnswers(a); err != nil {
			return err
		}
	}
	for _, n := range s.Notes() {
		if edit.Note != nil {
			n = edit.Note(n)
		}
		if err := out.SetNote(n); err != nil {
			return err
		}
	}
	numbers := NewRenumbering(s.Evidence())
	for e, err := range s.Events(ctx, 0) {
		if err != nil {
			return err
		}
		if edit.Until > 0 && e.Seq > edit.Until {
			break
		}
		edited, ok := edit.Event(e.Event)
		if !ok {
			continue
		}
		n, err := out.WriteSeq(ctx, edited)
		if err != nil {
			return err
		}
		numbers.Event(e.Seq, n)
	}
	if err := out.editEvidence(numbers.Evidence(), edit); err != nil {
		return err
	}
	return out.Flush(ctx)
}

// editEvidence writes the evidence of a copy.
func (s *Session) editEvidence(list []Evidence, edit Edit) error {
	for _, e := range list {
		ok := true
		if edit.Evidence != nil {
			e, ok = edit.Evidence(e)
		}
		if !ok {
			continue
		}
		if err := s.SetEvidence(e); err != nil {
			return err
		}
	}
	return nil
}

// copyTo lets write make a file in a folder of its own beside path and moves it there
// once it is whole, so that a failure or a kill leaves no half file under the name.
func (s *Session) copyTo(ctx context.Context, path string, write func(beside string) error) (err error) {
	if err := s.Flush(ctx); err != nil {
		return err
	}
	if exists(path) {
		return &FileError{Op: "create", Path: path, Kind: fs.ErrExist}
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), ".loginscope-*")
	if err != nil {
		return fileError("create", path, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	beside := filepath.Join(dir, filepath.Base(path))
	if err := write(beside); err != nil {
		return fileError("create", path, err)
	}
	if exists(path) {
		return &FileError{Op: "create", Path: path, Kind: fs.ErrExist}
	}
	return fileError("create", path, moveInto(beside, path))
}
