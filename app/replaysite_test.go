package app

import (
	"context"
	"errors"
	"testing"
	"time"

	"loginscope/app/engine"
	"loginscope/app/replay"
	"loginscope/app/replay/secret"
	"loginscope/inspector/ruleset"
	"loginscope/proxy/exchange"
)

// newTestEngine is an Engine in a folder of its own.
func newTestEngine(t *testing.T) *engine.Engine {
	t.Helper()
	e, err := engine.New(t.Context(), engine.Config{Dir: t.TempDir(), Rules: ruleset.Default()})
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
func TestParallelReplaysAreSent(t *testing.T) {
	r := newReplaySite(newTestEngine(t))
	defer r.close()
	ctx := t.Context()
	token, err := r.LabToken(ctx)
	if err != nil {
		t.Fatal(err)
	}
	q := replay.Request{Target: labTenant, Call: replay.CallLogin, Token: token, Confirmed: labTenant}
	for i, good := range []bool{true, false} { // a token is single use
		a, err := r.Send(ctx, q, true)
		if err != nil {
			t.Fatalf("replay %d was not sent: %v", i, err)
		}
		if a.Comparison.Success != good {
			t.Errorf("replay %d: accepted %v: %s", i, a.Comparison.Success, a.Comparison.Title.EN)
		}
	}
	if _, err := r.Test(ctx, labTenant, true); err != nil {
		t.Errorf("a test right after: %v", err)
	}
}

// A target that is right is kept and its request composed; one that is wrong is
// refused before anything is kept of it.
func TestValidTargetIsSaved(t *testing.T) {
	r := newReplaySite(newTestEngine(t))
	defer r.close()
	n := replay.Target{
		Name:     "staging",
		Kind:     replay.KindIDaaS,
		BaseURL:  "https://tenant.example.com",
		ClientID: "id-1",
		Lang:     "zh",
		Device:   replay.Device{OSVersion: "Android 9", Fingerprint: "print-1", Agent: "agent-1", IP: "192.0.2.7"},
		Headers:  exchange.Header{{Name: "X-Route", Value: "blue"}, {Name: "X-Env", Value: "test"}},
	}
	if err := r.Add(t.Context(), n, secret.Keys{}); err != nil {
		t.Fatal(err)
	}
	d, notices, err := r.Prepare(
		t.Context(),
		replay.Request{Target: "staging", Call: replay.CallLogin, Token: "made-up-token-0001"},
		false,
	)
	if err != nil || len(notices) == 0 {
		t.Fatalf("%v, %d notices", err, len(notices))
	}
	for name, want := range map[string]string{"X-operating-sys-version": "Android 9", "X-device-fingerprint": "print-1",
		"X-agent":     "agent-1",
		"X-device-ip": "192.0.2.7", "X-L": "zh", "X-Route": "blue", "X-Env": "test", "X-client-id": "id-1"} {
		if got := d.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	keys := secret.Keys{AccessKeyID: "i", AccessKeySecret: "k"}
	for _, bad := range []struct {
		t replay.Target
		k secret.Keys
	}{
		{replay.Target{Name: "b", Kind: replay.KindIDaaS, BaseURL: n.BaseURL, ClientID: "id",
			Headers: exchange.Header{{Name: "a b", Value: "c"}}}, secret.Keys{}},
		{replay.Target{Name: "b", Kind: replay.KindIDaaS, BaseURL: "http://tenant.example.com", ClientID: "id"},
			secret.Keys{}},
		{replay.Target{Name: "b", Kind: replay.KindAlibaba, Endpoint: "https://x/"}, keys},
		{replay.Target{Name: "b", Kind: replay.KindAlibaba, Endpoint: "gateway.example.com", PlainHTTP: true}, keys},
		{replay.Target{Name: "b", Kind: replay.KindAlibaba, Endpoint: replay.DefaultEndpoint}, secret.Keys{}},
	} {
		if err := r.Add(t.Context(), bad.t, bad.k); !errors.Is(err, replay.ErrTarget) {
			t.Errorf("%+v: %v", bad.t, err)
		}
	}
	if list, err := r.Targets(t.Context(), false); err != nil || len(list) != 1 {
		t.Errorf("targets %+v, %v", list, err)
	}
}
