package engine_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"loginscope/app/engine"
	"loginscope/app/session"
	"loginscope/inspector/cause"
)

// first is the cause that leads the newest report's only attempt.
func first(t *testing.T, e *engine.Engine) string {
	t.Helper()
	idle(t, e)
	flows := e.Report().Flows
	if len(flows) != 1 || len(flows[0].Verdict.Causes) == 0 {
		t.Fatalf("%d attempts", len(flows))
	}
	return flows[0].Verdict.Causes[0].ID
}

func answer(t *testing.T, e *engine.Engine, f cause.Fact, value string) {
	t.Helper()
	if err := e.Answer(f, value); err != nil {
		t.Fatal(err)
	}
}

func TestAnswersChangeVerdictAndAreStored(t *testing.T) {
	e := newEngine(t)
	if err := e.Answer(cause.VPN, "on"); err == nil {
		t.Error("an answer was taken without a session")
	}
	if _, err := e.AddText(t.Context(), "pasted", `{"code":"600012","msg":"预取号失败"}`); err != nil {
		t.Fatal(err)
	}
	before := first(t, e)
	answer(t, e, cause.VPN, "off")
	answer(t, e, cause.VPN, "on")
	after := first(t, e)
	if after == before {
		t.Errorf("%s leads before and after", before)
	}
	if err := e.Answer("vpn", "perhaps"); err == nil {
		t.Error("an unknown value was taken")
	}
	path := filepath.Join(t.TempDir(), "copy"+session.Ext)
	if err := e.SaveCopy(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	answer(t, e, cause.VPN, "")
	if got := first(t, e); got != before {
		t.Errorf("%s leads after the answer was taken back, %s before", got, before)
	}
	for name, read := range map[string]func(e *engine.Engine) error{
		"opened": func(e *engine.Engine) error { return e.OpenSession(t.Context(), path) },
		"imported": func(e *engine.Engine) error {
			_, err := e.Import(t.Context(), []string{path}, nil)
			return err
		},
	} {
		other := newEngine(t)
		if err := read(other); err != nil {
			t.Fatal(err)
		}
		if got := first(t, other); got != after || len(other.Report().Facts) != 1 {
			t.Errorf("%s: %s leads by %+v, not %s", name, got, other.Report().Facts, after)
		}
	}
	folded, _, err := newEngine(t).Fold(t.Context(), []string{path}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r := folded.Report(); len(r.Facts) != 1 || r.Flows[0].Verdict.Causes[0].ID != after {
		t.Errorf("folded: %+v", r.Facts)
	}
}

func TestAnswersOfASessionOpenedForReading(t *testing.T) {
	e := newEngine(t)
	if _, err := e.AddText(t.Context(), "pasted", `{"code":"600012","msg":"预取号失败"}`); err != nil {
		t.Fatal(err)
	}
	idle(t, e)
	path := e.Status().Path
	if err := errors.Join(e.NewSession(t.Context(), ""), e.OpenSession(t.Context(), path)); err != nil {
		t.Fatal(err)
	}
	before := first(t, e)
	if err := e.Answer(cause.VPN, "on"); !errors.Is(err, session.ErrReadOnly) {
		t.Errorf("error %v", err)
	}
	if first(t, e) == before {
		t.Error("the answer does not count")
	}
	if err := e.OpenSession(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if got := first(t, e); got != before || strings.Contains(e.Status().Session.Answers, "vpn") {
		t.Errorf("%s leads, %+v", got, e.Status().Session)
	}
}
