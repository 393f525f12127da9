package engine

import (
	"time"

	"loginscope/app/session"
	"loginscope/inspector"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy/exchange"
)

// On is what a note stands on in the open session: an exchange, an attempt by its number
// in the newest Report, or the session itself if both are 0.
type On struct {
	Exchange exchange.ID
	Attempt  int
}

// ErrNoSubject: there is nothing of that number to write a note on.
var ErrNoSubject = problem.New("no such exchange or attempt",
	lang.Both("The note was not kept.", "备注未保存。"),
	lang.Both("The session has no exchange or attempt of that number.", "会话中没有该编号的请求或登录尝试。"),
	lang.Both("Take the number from the list or from the report.", "请以列表或报告中的编号为准。"))

// SetNote writes a text on something in the open session, in place of an earlier one; ""
// removes it. Its mark stays. Reports have it from now on, masked like any text. The error
// wraps ErrNoSubject or one of session.SetNote; with session.ErrReadOnly the note counts
// but is not kept.
func (e *Engine) SetNote(on On, text string) error {
	return e.annotate(on, func(n *session.Note) { n.Text = text })
}

// SetMark puts a mark on something in the open session; "" removes it. Its text stays.
// Errors are as for SetNote.
func (e *Engine) SetMark(on On, mark session.Mark) error {
	return e.annotate(on, func(n *session.Note) { n.Mark = mark })
}

// Notes are the notes of the open session as reports have them, unmasked.
func (e *Engine) Notes() []inspector.Note {
	cur := e.opened()
	if cur == nil {
		return nil
	}
	var r inspector.Report
	if now := e.Report(); now != nil {
		r = *now
	}
	return inspector.NotesOn(notesOf(cur.session), r.Flows)
}

func (e *Engine) annotate(on On, change func(*session.Note)) error {
	cur := e.opened()
	if cur == nil {
		return errNoSession
	}
	subject, err := e.subject(cur, on)
	if err != nil {
		return err
	}
	n := session.Note{Subject: subject}
	for _, was := range cur.session.Notes() {
		if was.Is(subject) {
			n.Text, n.Mark = was.Text, was.Mark
		}
	}
	change(&n)
	n.Changed = e.cfg.Now().UTC()
	err = cur.session.SetNote(n)
	if kept(err) == nil {
		cur.inspection.refresh()
	}
	return err
}

// subject finds what a note is on by what stays the same.
func (e *Engine) subject(cur *current, on On) (session.Subject, error) {
	switch {
	case on.Exchange != 0:
		if _, err := cur.session.Exchange(e.life, on.Exchange); err != nil {
			return session.Subject{}, ErrNoSubject
		}
		return session.Subject{Kind: session.OnExchange, Exchange: on.Exchange}, nil
	case on.Attempt == 0:
		return session.Subject{Kind: session.OnSession}, nil
	}
	r := e.Report()
	if r == nil || on.Attempt < 1 || on.Attempt > len(r.Flows) {
		return session.Subject{}, ErrNoSubject
	}
	f := &r.Flows[on.Attempt-1]
	s := session.Subject{Kind: session.OnAttempt, Exchange: r.HoldOf(f), Number: f.ID}
	if !f.Start.IsZero() {
		s.Start = f.Start.UnixNano()
	}
	// An earlier note may have another hold of the same attempt.
	for _, n := range cur.session.Notes() {
		if at := inspector.NotesOn([]inspector.NoteOn{noteOn(n)}, r.Flows); at[0].Attempt == f.ID {
			return n.Subject, nil
		}
	}
	return s, nil
}

// notesOf are the notes of a session as the inspector takes them.
func notesOf(s *session.Session) []inspector.NoteOn {
	var out []inspector.NoteOn
	for _, n := range s.Notes() {
		out = append(out, noteOn(n))
	}
	return out
}

func noteOn(n session.Note) inspector.NoteOn {
	out := inspector.NoteOn{Text: n.Text, Mark: string(n.Mark), Exchange: n.Exchange,
		Attempt: n.Kind == session.OnAttempt, Number: n.Number}
	if n.Start != 0 {
		out.Start = time.Unix(0, n.Start).UTC()
	}
	return out
}
