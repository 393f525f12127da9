package engine_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loginscope/app/engine"
	"loginscope/app/session"
	"loginscope/inspector"
	"loginscope/inspector/cause"
)

const failedLogin = `{"code":"600012","msg":"预取号失败"}`

// addText gives the session a pasted text.
func addText(t *testing.T, e *engine.Engine, source, text string) {
	t.Helper()
	if _, err := e.AddText(t.Context(), source, text); err != nil {
		t.Fatal(err)
	}
}

// pieces are the names of what is on, with a minus before what is off.
func pieces(e *engine.Engine) string {
	var out []string
	for _, p := range e.Evidence() {
		sign := ""
		if p.Off {
			sign = "-"
		}
		out = append(out, sign+p.Name)
	}
	return strings.Join(out, " ")
}

// idOfPiece is the ID of the piece of a name.
func idOfPiece(t *testing.T, e *engine.Engine, name string) string {
	t.Helper()
	for _, p := range e.Evidence() {
		if p.Name == name {
			return p.ID
		}
	}
	t.Fatalf("no %q in %s", name, pieces(e))
	return ""
}

func turn(t *testing.T, e *engine.Engine, name string, change func(string) error) {
	t.Helper()
	if err := change(idOfPiece(t, e, name)); err != nil {
		t.Fatal(err)
	}
	idle(t, e)
}

func TestEvidenceIsTakenOffAndPutBack(t *testing.T) {
	e := newEngine(t)
	addText(t, e, "first", failedLogin)
	addText(t, e, "second", `{"code":"600011","msg":"获取token失败"}`)
	e.SetApp(&inspector.AppFacts{Package: "com.example.shop"})
	answer(t, e, cause.VPN, "on")
	idle(t, e)
	if got := pieces(e); got != "first second com.example.shop vpn=on" {
		t.Errorf("evidence %s", got)
	}
	all := len(e.Report().Given)
	lines := e.Report().Summary.LogLines
	view := e.Snapshot().View

	turn(t, e, "second", e.RemoveEvidence)
	turn(t, e, "vpn=on", e.RemoveEvidence)
	turn(t, e, "com.example.shop", e.RemoveEvidence)
	r := e.Report()
	if all != 4 || len(r.Given) != 1 || r.Given[0].Name != "first" || len(r.Facts) != 0 {
		t.Errorf("given %d, then %+v; facts %+v", all, r.Given, r.Facts)
	}
	if r.Summary.LogLines >= lines || r.Summary.LogLines == 0 {
		t.Errorf("%d lines, then %d", lines, r.Summary.LogLines)
	}
	if e.Snapshot().View == view {
		t.Error("who reads the session is not said to begin anew")
	}

	turn(t, e, "second", e.RestoreEvidence)
	turn(t, e, "vpn=on", e.RestoreEvidence)
	turn(t, e, "com.example.shop", e.RestoreEvidence)
	if r := e.Report(); len(r.Given) != 4 || r.Summary.LogLines != lines || len(r.Facts) != 1 {
		t.Errorf("given %+v, %d lines of %d", r.Given, r.Summary.LogLines, lines)
	}
	if err := e.RemoveEvidence("file-9"); !errors.Is(err, engine.ErrNoEvidence) {
		t.Errorf("unknown evidence: %v", err)
	}
}

func TestEvidenceBelongsToItsSession(t *testing.T) {
	e := newEngine(t)
	e.SetApp(&inspector.AppFacts{Package: "com.example.shop"}) // before the first session
	addText(t, e, "first", failedLogin)
	addText(t, e, "second", failedLogin)
	turn(t, e, "second", e.RemoveEvidence)
	path := e.Status().Path
	masked := filepath.Join(t.TempDir(), "masked"+session.Ext)
	if err := e.SaveMasked(t.Context(), masked); err != nil {
		t.Fatal(err)
	}
	if err := e.NewSession(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if got := pieces(e); got != "" {
		t.Errorf("the next session has %s", got)
	}
	for _, one := range []struct{ path, want string }{
		{path, "com.example.shop first -second"}, {masked, "com.example.shop first"},
	} {
		if err := e.OpenSession(t.Context(), one.path); err != nil {
			t.Fatal(err)
		}
		idle(t, e)
		if got := pieces(e); got != one.want || e.Report().Summary.LogLines != 1 {
			t.Errorf("%s: %s, %+v", filepath.Base(one.path), got, e.Report().Summary)
		}
	}
	turn(t, e, "first", func(id string) error {
		if err := e.RemoveEvidence(id); !errors.Is(err, session.ErrReadOnly) {
			t.Errorf("taken off a session that is read: %v", err)
		}
		return nil
	})
	if e.Report().Summary.LogLines != 0 {
		t.Error("what was taken off a session that is read still counts")
	}
}

func TestNotesStandOnWhatTheyWereWrittenOn(t *testing.T) {
	e := newEngine(t)
	captureOf(t, e, origin(t))
	login(t, phone(t, e))
	idle(t, e)
	set := func(on engine.On, text string, mark session.Mark) {
		t.Helper()
		if err := errors.Join(e.SetNote(on, text), e.SetMark(on, mark)); err != nil {
			t.Fatal(err)
		}
	}
	set(engine.On{}, "客户反馈 13800138000 无法登录", "")
	set(engine.On{Exchange: 1}, "first request", session.MarkStar)
	set(engine.On{Attempt: 1}, "looks like the VPN", session.MarkRed)
	set(engine.On{Attempt: 1}, "looks like the tunnel", session.MarkRed)
	idle(t, e)
	check := func(e *engine.Engine, sentence string) {
		t.Helper()
		r := e.Report()
		want := []inspector.Note{{Text: sentence}, {Attempt: 1, Mark: "red", Text: "looks like the tunnel"},
			{Exchange: 1, Mark: "star", Text: "first request"}}
		if len(r.Notes) != 3 || r.Notes[0] != want[0] || r.Notes[1] != want[1] || r.Notes[2] != want[2] {
			t.Errorf("notes %+v", r.Notes)
		}
	}
	check(e, "客户反馈 13800138000 无法登录")
	for _, on := range []engine.On{{Exchange: 9}, {Attempt: 2}} {
		if err := e.SetNote(on, "nothing"); !errors.Is(err, engine.ErrNoSubject) {
			t.Errorf("%+v: %v", on, err)
		}
	}
	if err := e.SetMark(engine.On{}, "purple"); !errors.Is(err, session.ErrMark) {
		t.Errorf("unknown mark: %v", err)
	}
	if err := e.SetNote(engine.On{}, strings.Repeat("x", session.MaxNote+1)); !errors.Is(err, session.ErrNoteLong) {
		t.Errorf("long note: %v", err)
	}
	dir := t.TempDir()
	plain, masked := filepath.Join(dir, "plain"+session.Ext), filepath.Join(dir, "masked"+session.Ext)
	if err := errors.Join(e.SaveCopy(t.Context(), plain), e.SaveMasked(t.Context(), masked)); err != nil {
		t.Fatal(err)
	}
	other := newEngine(t)
	if err := other.OpenSession(t.Context(), plain); err != nil {
		t.Fatal(err)
	}
	idle(t, other)
	check(other, "客户反馈 13800138000 无法登录")
	if err := other.OpenSession(t.Context(), masked); err != nil {
		t.Fatal(err)
	}
	idle(t, other)
	if n := other.Notes(); len(n) != 3 || strings.Contains(n[0].Text, "13800138000") || n[1].Attempt != 1 {
		t.Errorf("masked notes %+v", n)
	}
	// An import gives exchanges other numbers.
	third := newEngine(t)
	addText(t, third, "before", failedLogin)
	third.Session().NewID()
	if _, err := third.Import(t.Context(), []string{plain}, nil); err != nil {
		t.Fatal(err)
	}
	idle(t, third)
	for _, n := range third.Notes() {
		if n.Lost || n.Exchange == 1 {
			t.Errorf("imported: %+v", n)
		}
	}
	if len(third.Notes()) != 3 {
		t.Errorf("imported: %+v", third.Notes())
	}
}

func TestOpeningAsksBeforeItEndsACapture(t *testing.T) {
	e := newEngine(t)
	addText(t, e, "first", failedLogin)
	idle(t, e)
	path := e.Status().Path
	if err := e.NewSession(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	captureOf(t, e, origin(t))
	login(t, phone(t, e))
	before := e.Status()
	for _, o := range []engine.Opening{{}, {Continue: true}, {Capture: engine.MoveCapture}} {
		var runs *engine.CaptureRunsError
		if err := e.OpenWith(t.Context(), path, o); !errors.As(err, &runs) || runs.CanMove != o.Continue {
			t.Errorf("%+v: %v", o, err)
		}
	}
	if now := e.Status(); !now.Capturing || now.Path != before.Path {
		t.Errorf("status %+v", now)
	}
	move := engine.Opening{Continue: true, Capture: engine.MoveCapture}
	if err := e.OpenWith(t.Context(), path, move); err != nil {
		t.Fatal(err)
	}
	login(t, phone(t, e))
	idle(t, e)
	if now := e.Status(); !now.Capturing || now.Path != path || now.Exchanges != 1 || pieces(e) != "first" {
		t.Errorf("status %+v with %s", now, pieces(e))
	}
}

func TestGoingOnKeepsWhatWasDoneWhileReading(t *testing.T) {
	e := newEngine(t)
	addText(t, e, "first", failedLogin)
	idle(t, e)
	path := e.Status().Path
	if err := errors.Join(e.NewSession(t.Context(), ""), e.OpenSession(t.Context(), path)); err != nil {
		t.Fatal(err)
	}
	if err := e.SetNote(engine.On{}, "seen"); !errors.Is(err, session.ErrReadOnly) {
		t.Errorf("note in a session that is read: %v", err)
	}
	if err := e.ContinueSession(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	idle(t, e)
	if n := e.Notes(); len(n) != 1 || n[0].Text != "seen" {
		t.Errorf("notes %+v", n)
	}
}

func TestDeletedSessionIsPutBack(t *testing.T) {
	e := newEngine(t)
	addText(t, e, "first", failedLogin)
	idle(t, e)
	path := e.Status().Path
	if _, err := e.DeleteSession(t.Context(), path); !errors.Is(err, engine.ErrOpen) {
		t.Errorf("the open session: %v", err)
	}
	if err := e.NewSession(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	was, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d, err := e.DeleteSession(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
	if list, err := e.Trash(t.Context()); err != nil || len(list) != 1 || list[0].Path != path || list[0].ID != d.ID {
		t.Errorf("trash %+v, %v", list, err)
	}
	back, err := e.RestoreSession(t.Context(), d.ID)
	if err != nil || back != path {
		t.Fatalf("%s, %v", back, err)
	}
	if now, err := os.ReadFile(path); err != nil || string(now) != string(was) {
		t.Errorf("it was changed: %v", err)
	}
	if _, err := e.RestoreSession(t.Context(), d.ID); !errors.Is(err, session.ErrNotTrash) {
		t.Errorf("put back twice: %v", err)
	}
}
