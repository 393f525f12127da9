package app

import (
	"context"
	"testing"
	"time"

	"loginscope/app/engine"
	"loginscope/app/ui"
	"loginscope/inspector/ruleset"
)

// newTestEngine is an Engine in a folder of its own.
func newTestEngine(t *testing.T) *engine.Engine {
	t.Helper()
	e, err := engine.New(engine.Config{Dir: t.TempDir(), Rules: ruleset.Default()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := e.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	return e
}

// A person who confirms two replays one right after the other gets two answers:
// the gap between two requests is waited out and is no error.
func TestASecondReplayAtOnceIsSent(t *testing.T) {
	r := newReplayDesk(newTestEngine(t))
	defer r.close()
	ctx := t.Context()
	token, pr := r.LabToken(ctx)
	if pr != nil {
		t.Fatalf("%+v", pr)
	}
	q := ui.ReplayQuestion{Lab: true, Target: labTenant, Call: "login", Token: token, Confirmed: labTenant}
	for i, good := range []bool{true, false} { // a token is single use
		a, pr := r.Send(ctx, q)
		if pr != nil {
			t.Fatalf("replay %d was not sent: %+v", i, pr)
		}
		if a.Good != good {
			t.Errorf("replay %d: accepted %v: %s", i, a.Good, a.Title.EN)
		}
	}
	if _, pr := r.Test(ctx, labTenant, true); pr != nil {
		t.Errorf("a test right after: %+v", pr)
	}
}
