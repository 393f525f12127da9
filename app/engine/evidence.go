package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"loginscope/app/bundle"
	"loginscope/app/session"
	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/lang"
	"loginscope/problem"
)

// Law of this file: what a person gave to a session is kept in the session and nowhere
// else: the next session begins without, and this one has it again when it is opened.

// Evidence is a piece of evidence of the open session, beside what was captured.
type Evidence struct {
	// ID names it for RemoveEvidence and RestoreEvidence.
	ID   string               `json:"id"`
	Kind session.EvidenceKind `json:"kind"`
	// Name is a file's name without its folder, an app's package or file, or the fact of an
	// answer with its value: "vpn=off". It is unmasked.
	Name  string    `json:"name"`
	Added time.Time `json:"added,omitzero"`
	// Off is true while it is taken off: no verdict, list, copy, report or bundle has it.
	Off bool `json:"off,omitempty"`
	// Fixed is true for a file that cannot be taken off, since a busy capture ran beside its
	// import.
	Fixed bool `json:"fixed,omitempty"`
	// Events counts those of a file.
	Events int64 `json:"events,omitempty"`
}

// Errors of RemoveEvidence and RestoreEvidence.
var (
	ErrNoEvidence = problem.New("no such piece of evidence",
		lang.Both("The evidence was not changed.", "证据未更改。"),
		lang.Both("The open session has no such piece of evidence.", "当前会话没有该项证据。"),
		lang.Both("List the evidence of the session again.", "请重新查看会话的证据列表。"))
	ErrFixedEvidence = problem.New("file cannot be taken off",
		lang.Both("The file stays in the session.", "该文件保留在会话中。"),
		lang.Both("It was read while a busy capture ran, and its events are no longer kept apart.",
			"导入时抓包正忙，其事件无法再单独区分。"),
		lang.Both("Import the file into a new session.", "请将该文件导入新会话。"))
)

const (
	appID    = "app"
	answerID = "answer:"
)

// appData is the Data of an app's evidence.
type appData struct {
	Facts json.RawMessage `json:"facts"`
	// Check is what the bundle writes of the check, nil if the facts came otherwise.
	Check *appRecord `json:"check,omitempty"`
}

// Evidence lists what was given to the open session, oldest first, also what is taken off.
func (e *Engine) Evidence() []Evidence {
	s := e.Session()
	if s == nil {
		return nil
	}
	var out []Evidence
	for _, p := range s.Evidence() {
		one := Evidence{ID: p.ID, Kind: p.Kind, Name: p.Name, Added: p.Added, Off: p.Off, Fixed: p.Scattered}
		for _, r := range p.Events {
			one.Events += int64(r.Last - r.First + 1)
		}
		out = append(out, one)
	}
	for _, a := range answersOf(s.Meta().Answers) {
		out = append(out, Evidence{ID: answerID + string(a.Fact), Kind: session.EvidenceAnswer,
			Name: written([]cause.Signal{a})})
	}
	return out
}

// given is what reports name of it.
func given(s *session.Session) []inspector.Given {
	var out []inspector.Given
	for _, p := range s.Evidence() {
		if !p.Off {
			out = append(out, inspector.Given{Kind: string(p.Kind), Name: p.Name})
		}
	}
	for _, a := range answersOf(s.Meta().Answers) {
		out = append(out, inspector.Given{Kind: string(session.EvidenceAnswer), Name: written([]cause.Signal{a})})
	}
	return out
}

// RemoveEvidence takes a piece of evidence off the open session: the verdict follows, and
// lists and exports no longer have it. RestoreEvidence puts it back. Its error wraps
// session.ErrReadOnly where that counts but is not kept, since the session was opened for
// reading.
func (e *Engine) RemoveEvidence(id string) error {
	if fact, ok := strings.CutPrefix(id, answerID); ok {
		return e.removeAnswer(cause.Fact(fact))
	}
	return e.turnEvidence(id, true)
}

// RestoreEvidence puts back what RemoveEvidence took off.
func (e *Engine) RestoreEvidence(id string) error {
	fact, ok := strings.CutPrefix(id, answerID)
	if !ok {
		return e.turnEvidence(id, false)
	}
	cur := e.opened()
	if cur == nil {
		return errNoSession
	}
	p, err := pieceOf(cur.session, id)
	if err != nil {
		return err
	}
	var value string
	if err := json.Unmarshal(p.Data, &value); err != nil {
		return fmt.Errorf("answer %q: %w", fact, ErrNoEvidence)
	}
	err = kept(e.Answer(cause.Fact(fact), value))
	p.Kind = "" // it is an answer again
	return errors.Join(err, cur.session.SetEvidence(p))
}

// removeAnswer takes an answer back and keeps its value, so that it can be given again.
func (e *Engine) removeAnswer(f cause.Fact) error {
	cur := e.opened()
	if cur == nil {
		return errNoSession
	}
	list := answersOf(cur.session.Meta().Answers)
	i := slices.IndexFunc(list, func(s cause.Signal) bool { return s.Fact == f })
	if i < 0 {
		return ErrNoEvidence
	}
	raw, err := json.Marshal(list[i].Value)
	if err != nil {
		return err
	}
	err = cur.session.SetEvidence(session.Evidence{ID: answerID + string(f), Kind: session.EvidenceAnswer,
		Name: written(list[i : i+1]), Added: e.cfg.Now(), Off: true, Data: raw})
	if kept(err) != nil {
		return err
	}
	return e.Answer(f, "")
}

// kept drops the error that something counts but is not in the file.
func kept(err error) error {
	if errors.Is(err, session.ErrReadOnly) {
		return nil
	}
	return err
}

func (e *Engine) opened() *current {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.cur
}

func pieceOf(s *session.Session, id string) (session.Evidence, error) {
	for _, p := range s.Evidence() {
		if p.ID == id {
			return p, nil
		}
	}
	return session.Evidence{}, ErrNoEvidence
}

// turnEvidence takes a piece off or puts it back.
func (e *Engine) turnEvidence(id string, off bool) error {
	cur := e.opened()
	if cur == nil {
		return errNoSession
	}
	p, err := pieceOf(cur.session, id)
	switch {
	case err != nil:
		return err
	case p.Scattered && off:
		return ErrFixedEvidence
	case p.Off == off:
		return nil
	}
	p.Off = off
	err = cur.session.SetEvidence(p)
	if kept(err) != nil {
		return err
	}
	e.set(func() {
		if e.cur == cur {
			cur.readApp()
			if len(p.Events) > 0 {
				e.view++
			}
		}
	})
	if len(p.Events) > 0 {
		cur.inspection.restart()
	} else {
		cur.inspection.refresh()
	}
	return err
}

// readApp finds the facts of the app that are in force.
func (c *current) readApp() {
	c.app = nil
	if p, err := pieceOf(c.session, appID); err == nil {
		c.app = appIn(p)
	}
}

// appIn are the facts of an app in its evidence, nil if it is taken off or says nothing.
func appIn(p session.Evidence) *inspector.AppFacts {
	var d appData
	if p.Off || p.Kind != session.EvidenceApp || json.Unmarshal(p.Data, &d) != nil {
		return nil
	}
	facts, err := bundle.DecodeApp(d.Facts)
	if err != nil {
		return nil
	}
	return facts
}

// SetApp gives the inspection what is known of the app, nil for nothing. It belongs to
// the open session, or to the first that is opened after it: the next begins without.
func (e *Engine) SetApp(facts *inspector.AppFacts) { e.giveApp(facts, nil) }

// giveApp keeps what is known of the app as evidence of the session.
func (e *Engine) giveApp(facts *inspector.AppFacts, check *appRecord) {
	piece, err := appPiece(facts, check, e.cfg.Now())
	if err != nil { // too long to be kept: what it says of the login is not
		piece, err = appPiece(facts, nil, e.cfg.Now())
	}
	if err != nil {
		e.cfg.Log.Warn("facts of an app were not kept", "error", err)
		return
	}
	e.mu.Lock()
	cur := e.cur
	if cur == nil {
		e.pending = &piece
		e.mu.Unlock()
		return
	}
	e.mu.Unlock()
	cur.take(e, piece)
}

// take keeps the app's evidence in the session; in memory if it was opened for reading.
func (c *current) take(e *Engine, piece session.Evidence) {
	if err := kept(c.session.SetEvidence(piece)); err != nil {
		e.cfg.Log.Warn("facts of an app were not kept", "error", err)
	}
	e.set(c.readApp)
	c.inspection.refresh()
}

// maxCheck limits the stored part of an app's check, in bytes.
const maxCheck = 4 << 20

func appPiece(facts *inspector.AppFacts, check *appRecord, now time.Time) (session.Evidence, error) {
	piece := session.Evidence{ID: appID, Added: now.UTC()}
	if facts == nil {
		return piece, nil
	}
	raw, err := bundle.EncodeApp(facts, nil)
	if err != nil {
		return piece, err
	}
	piece.Kind, piece.Name = session.EvidenceApp, facts.Package
	if check != nil && check.Form.Name != "" {
		piece.Name = check.Form.Name
	}
	if piece.Name == "" {
		piece.Name = "app"
	}
	piece.Data, err = json.Marshal(appData{raw, check})
	if err == nil && len(piece.Data) > maxCheck {
		err = fmt.Errorf("%d bytes of results", len(piece.Data))
	}
	return piece, err
}

// give keeps what was read as evidence of the session that it was read into: a file, or the
// app of a session that was read, unless this one has an app of its own.
func (j *job) give(p session.Evidence) error {
	if p.Kind == session.EvidenceApp {
		if _, err := pieceOf(j.cur.session, appID); err == nil {
			return nil
		}
		j.cur.take(j.e, p)
		return nil
	}
	if len(p.Events) == 0 && !p.Scattered {
		return nil
	}
	j.e.mu.Lock()
	defer j.e.mu.Unlock()
	p.Added = j.e.cfg.Now().UTC()
	taken := map[string]bool{}
	for _, was := range j.cur.session.Evidence() {
		taken[was.ID] = true
	}
	for n := 1; p.ID == "" || taken[p.ID]; n++ {
		p.ID = fmt.Sprintf("file-%d", n)
	}
	err := j.cur.session.SetEvidence(p)
	if errors.Is(err, session.ErrEvidenceMany) {
		return nil // its events count; it cannot be taken off by itself
	}
	return err
}

// note keeps a note of a session that was read. What both say of themselves stands together.
func (j *job) note(n session.Note) error {
	for _, was := range j.cur.session.Notes() {
		if n.Kind != session.OnSession || !was.Is(n.Subject) || was.Text == "" {
			continue
		}
		if joined := was.Text + "\n" + n.Text; len(joined) <= session.MaxNote {
			n.Text = joined
		} else {
			n.Text = was.Text
		}
		if n.Mark == "" {
			n.Mark = was.Mark
		}
	}
	return j.cur.session.SetNote(n)
}
