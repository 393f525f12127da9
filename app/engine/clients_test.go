package engine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"loginscope/app/engine"
	"loginscope/app/lab"
	"loginscope/inspector"
	"loginscope/inspector/ruleset"
	"loginscope/proxy"
	"loginscope/proxy/proxytest"
)

const loginURL = "https://tenant.lab.test/api/v2/sdk/login/aliyun-mobile-auth"

var deviceHeaders = []string{"X-operating-sys-version: Android 14", "X-device-fingerprint: synthetic", "X-agent: test",
	"X-client-id: lab-client-id"}

// Two clients that were not written here log in to the lab's tenant through
// the captured proxy, and each login is read from the wire.
func TestRealClientsLogInThroughProxy(t *testing.T) {
	if testing.Short() {
		t.Skip("starts real clients")
	}
	clients := map[string]func(t *testing.T, rig *proxytest.Rig, body string) string{
		"curl": func(t *testing.T, rig *proxytest.Rig, body string) string {
			args := []string{"-sS", "--data-raw", body, "-H", "Content-Type: application/json"}
			for _, h := range deviceHeaders {
				args = append(args, "-H", h)
			}
			return rig.Curl(t, append(args, loginURL)...).Out
		},
		"okhttp": func(t *testing.T, rig *proxytest.Rig, body string) string {
			return rig.OkHTTP(t, append([]string{"post", loginURL, body}, deviceHeaders...)...).Out
		},
	}
	for name, login := range clients {
		t.Run(name, func(t *testing.T) {
			e, l := capturing(t)
			authority, err := e.CA()
			if err != nil {
				t.Fatal(err)
			}
			rig := &proxytest.Rig{Addr: e.Status().Address, CAFile: authority.CertFile()}
			answer := login(t, rig, fmt.Sprintf(`{"access_token":%q}`, l.IssueToken("cm", "login")))
			if !strings.Contains(answer, `"status":"SUCCESS"`) {
				t.Fatalf("the tenant answered %s", answer)
			}
			if err := e.WaitIdle(t.Context()); err != nil {
				t.Fatal(err)
			}
			flows := e.Report().Flows
			if len(flows) != 1 || flows[0].Verdict.Outcome != inspector.SignedIn {
				t.Fatalf("%d flows: %+v", len(flows), flows)
			}
			seen := 0
			for _, s := range flows[0].Steps {
				if s.Kind == inspector.StepExchange && s.Visibility == inspector.Visible &&
					s.Outcome == inspector.OutcomeOK {
					seen++
				}
			}
			if seen != 1 {
				t.Errorf("the exchange was seen %d times", seen)
			}
		})
	}
}

// capturing is an engine whose proxy reaches the lab and nothing else.
func capturing(t *testing.T) (*engine.Engine, *lab.Lab) {
	t.Helper()
	e, err := engine.New(t.Context(), engine.Config{Dir: t.TempDir(), Rules: ruleset.Default()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := e.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	l, err := lab.Start(t.Context(), lab.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	o := engine.CaptureOptions{Listen: "127.0.0.1:0", Proxy: proxy.Config{Dial: l.Dial, UpstreamRoots: l.Roots()}}
	if err := e.StartCapture(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	return e, l
}
