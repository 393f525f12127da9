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

// What the window's form takes is what the request carries, under the same
// rules as on the command line.
func TestATargetOfTheFormReachesTheRequest(t *testing.T) {
	r := newReplayDesk(newTestEngine(t))
	defer r.close()
	n := ui.NewTarget{Name: " staging ", BaseURL: " https://tenant.example.com ", ClientID: "id-1", OSVersion: "Android 9", Fingerprint: "print-1",
		Agent: "agent-1", DeviceIP: "192.0.2.7", Lang: "zh", Headers: "X-Route: blue\n\n  X-Env:test  \n"}
	if pr := r.Add(t.Context(), n); pr != nil {
		t.Fatalf("%+v", pr)
	}
	d, pr := r.Prepare(t.Context(), ui.ReplayQuestion{Target: "staging", Call: "login", Token: "made-up-token-0001"})
	if pr != nil {
		t.Fatalf("%+v", pr)
	}
	for name, want := range map[string]string{"X-operating-sys-version": "Android 9", "X-device-fingerprint": "print-1", "X-agent": "agent-1",
		"X-device-ip": "192.0.2.7", "X-L": "zh", "X-Route": "blue", "X-Env": "test", "X-client-id": "id-1"} {
		if got := d.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for _, bad := range []ui.NewTarget{
		{Name: "b", BaseURL: n.BaseURL, ClientID: "id", Headers: "no colon"},
		{Name: "b", BaseURL: n.BaseURL, ClientID: "id", Headers: "a b: c"},
		{Name: "b", BaseURL: "http://tenant.example.com", ClientID: "id"},
		{Name: "b", Alibaba: true, Endpoint: "https://x/", KeyID: "i", Key: "k"},
		{Name: "b", Alibaba: true, Endpoint: "gateway.example.com", PlainHTTP: true, KeyID: "i", Key: "k"},
		{Name: "b", Alibaba: true},
	} {
		if pr := r.Add(t.Context(), bad); pr == nil || pr.What.ZH == "" || pr.Do.EN == "" {
			t.Errorf("%+v was saved: %+v", bad, pr)
		}
	}
	if list, _ := r.Targets(t.Context(), false); len(list) != 1 || list[0].Detail != "id-1 · X-L zh · X-Route · X-Env" {
		t.Errorf("targets %+v", list)
	}
}
