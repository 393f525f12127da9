package engine_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"loginscope/app/engine"
	"loginscope/app/lab"
	"loginscope/app/replay"
	"loginscope/app/replay/secret"
	"loginscope/inspector/ruleset"
	"loginscope/proxy/exchange"
)

// keyring gives each target the keys of a lab account.
type keyring map[string]secret.Keys

func (keyring) Where() string                       { return "the test" }
func (k keyring) Get(n string) (secret.Keys, error) { return k[n], nil }
func (k keyring) Put(n string, s secret.Keys) error { k[n] = s; return nil }
func (k keyring) Delete(n string) error             { delete(k, n); return nil }

// site is an engine, the lab and a replayer between them.
type site struct {
	dir    string
	engine *engine.Engine
	lab    *lab.Lab
	player *replay.Replayer
}

// newSite starts one with a clock of its own; nil is the real clock.
func newSite(t *testing.T, now func() time.Time) *site {
	t.Helper()
	s := &site{dir: t.TempDir()}
	var err error
	if s.engine, err = engine.New(t.Context(), engine.Config{Dir: s.dir, Rules: ruleset.Default(), Now: now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := s.engine.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	if s.lab, err = lab.Start(t.Context(), lab.Config{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.lab.Close() })
	keys := keyring{}
	for target, account := range map[string]string{
		"ready": lab.AccountReady, "no-permission": lab.AccountNoPermission, "arrears": lab.AccountArrears,
		"unsubscribed": lab.AccountUnsubscribed, "unknown-key": "nobody", "wrong-secret": lab.AccountReady,
	} {
		keys[target] = secret.Keys{AccessKeyID: account, AccessKeySecret: lab.AccountSecret(account)}
		put(t, s.engine, replay.Target{Name: target, Kind: replay.KindAlibaba})
	}
	keys["wrong-secret"] = secret.Keys{AccessKeyID: lab.AccountReady, AccessKeySecret: "not-the-secret"}
	put(t, s.engine,
		replay.Target{Name: "tenant", Kind: replay.KindIDaaS, BaseURL: "https://tenant.lab.test",
			ClientID: "lab-client-id"})
	put(t, s.engine,
		replay.Target{Name: "wrong-client", Kind: replay.KindIDaaS, BaseURL: "https://tenant.lab.test",
			ClientID: "nobody"})
	s.player, err = s.engine.Replayer(engine.ReplayOptions{Secrets: keys, Dial: s.lab.Dial, Roots: s.lab.Roots()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func put(t *testing.T, e *engine.Engine, target replay.Target) {
	t.Helper()
	if err := e.Targets().Put(target); err != nil {
		t.Fatal(err)
	}
}

func (s *site) send(t *testing.T, r replay.Request) engine.Replayed {
	t.Helper()
	r.Confirmed = r.Target
	if err := s.engine.WaitIdle(t.Context()); err != nil { // what was sent before is known
		t.Fatal(err)
	}
	out, err := s.engine.Replay(t.Context(), s.player, r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// paced is a clock by which each reading is a step after the one before, so
// that the rate limit never holds.
func paced(step time.Duration) func() time.Time {
	var mu sync.Mutex
	clock := time.Now()
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		clock = clock.Add(step)
		return clock
	}
}

func TestReplayVerdictsNameTheCause(t *testing.T) {
	s := newSite(t, paced(2*time.Second))
	fresh := func(carrier, purpose string) string { return s.lab.IssueToken(carrier, purpose) }
	used := fresh("cu", "login")
	s.send(t, replay.Request{Target: "ready", Call: replay.CallGetMobile, Token: used})
	cut := fresh("ct", "login")
	cases := []struct {
		name  string
		req   replay.Request
		code  string
		token replay.TokenState
		title string
	}{
		{"account, fresh token",
			replay.Request{Target: "ready", Call: replay.CallGetMobile, Token: fresh("cm", "login")}, "OK",
			replay.TokenConsumed, "The target accepts the token"},
		{"account, used token", replay.Request{Target: "ready", Call: replay.CallGetMobile, Token: used},
			"isv.TOKEN_INVALID", replay.TokenRefused, "The token was already used"},
		{"account, cut token", replay.Request{Target: "ready", Call: replay.CallGetMobile, Token: cut[:len(cut)/2]},
			"isv.ACCESS_CODE_ILLEGAL", replay.TokenRefused, "This is not a whole login token"},
		{"account, verify token",
			replay.Request{Target: "ready", Call: replay.CallGetMobile, Token: fresh("cm", "verify")},
			"isv.TOKEN_UNAUTHORIZED_USED", replay.TokenRefused, "A token of the other kind"},
		{"verify call",
			replay.Request{Target: "ready", Call: replay.CallVerifyMobile, Token: fresh("cm", "verify"),
				Phone: "13800000000"}, "OK", replay.TokenConsumed, "The target accepts the token"},
		{"page call", replay.Request{Target: "ready", Call: replay.CallGetPhone, Token: fresh("cm", "h5")}, "OK",
			replay.TokenConsumed, "The target accepts the token"},
		{"no permission",
			replay.Request{Target: "no-permission", Call: replay.CallGetMobile, Token: fresh("cm", "login")},
			"isv.RAM_PERMISSION_DENY", replay.TokenRefused, "The RAM user lacks dypns:GetMobile"},
		{"arrears", replay.Request{Target: "arrears", Call: replay.CallGetMobile, Token: fresh("cm", "login")},
			"isv.OUT_OF_SERVICE", replay.TokenRefused, "The account's service is off"},
		{"not opened", replay.Request{Target: "unsubscribed", Call: replay.CallGetMobile, Token: fresh("cm", "login")},
			"isv.PRODUCT_UNSUBSCRIBE", replay.TokenRefused, "The account's service is off"},
		{"unknown key", replay.Request{Target: "unknown-key", Call: replay.CallGetMobile, Token: fresh("cm", "login")},
			"InvalidAccessKeyId.NotFound", replay.TokenRefused, "The target's own keys are not accepted"},
		{"wrong secret",
			replay.Request{Target: "wrong-secret", Call: replay.CallGetMobile, Token: fresh("cm", "login")},
			"SignatureDoesNotMatch", replay.TokenRefused, "The target's own keys are not accepted"},
		{"scheme", replay.Request{Target: "ready", Call: replay.CallDescribeScheme, Scheme: lab.SchemeCode}, "OK",
			replay.TokenNotNeeded, "The account has this scheme"},
		{"no such scheme", replay.Request{Target: "ready", Call: replay.CallDescribeScheme, Scheme: "FC-NONE"},
			"isv.VERIFY_SCHEME_NOT_EXIST", replay.TokenNotNeeded, "The scheme does not match the app"},
		{"tenant, fresh token", replay.Request{Target: "tenant", Call: replay.CallLogin, Token: fresh("cm", "login")},
			"", replay.TokenConsumed, "The target accepts the token"},
		{"tenant, used token", replay.Request{Target: "tenant", Call: replay.CallLogin, Token: used},
			"IDAAS.SDK.LOGIN.1001", replay.TokenRefused, "The token was already used"},
		{"tenant, wrong client",
			replay.Request{Target: "wrong-client", Call: replay.CallLogin, Token: fresh("cm", "login")},
			"IDAAS.SDK.COMMON.1012", replay.TokenRefused, "The tenant does not know the client id"},
		{"tenant, header dropped",
			replay.Request{Target: "tenant", Call: replay.CallLogin, Token: fresh("cm", "login"),
				Edit: &replay.Edit{Drop: []string{"X-device-fingerprint"}}}, "IDAAS.SDK.COMMON.1003",
			replay.TokenRefused, "A device header is missing"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out := s.send(t, c.req)
			code := ""
			if out.Comparison.Root != nil {
				code = out.Comparison.Root.Code
			}
			t.Logf("%-24s %-30s %-16s %s", c.name, code, out.Result.Token, out.Comparison.Title.EN)
			if code != c.code && !(c.code == "OK" && code == "") || out.Result.Token != c.token {
				t.Errorf("code %q, token %q; want %q, %q", code, out.Result.Token, c.code, c.token)
			}
			if c.title != "" && out.Comparison.Title.EN != c.title {
				t.Errorf("title %q, want %q", out.Comparison.Title.EN, c.title)
			}
		})
	}
}

// A phone logs in through the lab; then its token is tried again.
func TestReplayReportsUsedToken(t *testing.T) {
	s := newSite(t, nil)
	if _, err := s.engine.RunLab(t.Context(), "cm-success", engine.LabOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := s.engine.WaitIdle(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := s.engine.Report().Flows[0]
	token, err := engine.FlowToken(before)
	if err != nil {
		t.Fatal(err)
	}
	h, flow := s.engine.TokenHistory(token)
	if !h.Found || !h.Accepted || len(h.Exchanged) == 0 || flow == nil || flow.ID != before.ID {
		t.Errorf("history %+v, flow %v", h, flow)
	}
	out := s.send(t, replay.Request{Target: "tenant", Call: replay.CallLogin, Token: token})
	if out.Comparison.Title.EN != "The token was already used" &&
		!strings.Contains(out.Comparison.Title.EN, "expired") {
		t.Errorf("verdict %q", out.Comparison.Title.EN)
	}
	if err := s.engine.WaitIdle(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := s.engine.Report().Flows
	if len(after) != 2 || after[0].Verdict.Outcome != before.Verdict.Outcome {
		t.Errorf("the replay changed the attempt: %d flows, %q", len(after), after[0].Verdict.Outcome)
	}
	x, err := s.engine.Session().Exchange(t.Context(), out.Result.Exchange.ID&(1<<48-1))
	if err != nil || x.Origin != exchange.Replayed {
		t.Errorf("recorded exchange: %q, %v", x.Origin, err)
	}
}

func TestReplayLeavesNoKeyInFiles(t *testing.T) {
	s := newSite(t, nil)
	out := s.send(t, replay.Request{
		Target: "ready",
		Call:   replay.CallGetMobile,
		Token:  s.lab.IssueToken("cm", "login"),
	})
	if err := s.engine.WaitIdle(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := s.engine.Close(ctx); err != nil {
		t.Fatal(err)
	}
	planted := []string{lab.AccountReady, lab.AccountSecret(lab.AccountReady)}
	for _, p := range planted {
		if strings.Contains(fmt.Sprintf("%+v", out), p) {
			t.Errorf("the result holds %q", p)
		}
	}
	files := 0
	err := filepath.WalkDir(s.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		raw, err := os.ReadFile(path)
		for _, p := range planted {
			if bytes.Contains(raw, []byte(p)) {
				t.Errorf("%s holds %q", filepath.Base(path), p)
			}
		}
		return err
	})
	if err != nil || files == 0 {
		t.Errorf("%d files, %v", files, err)
	}
}

func TestLoginToVerifiedIDToken(t *testing.T) {
	s := newSite(t, paced(2*time.Second))
	out := s.send(t,
		replay.Request{Target: "tenant", Call: replay.CallLogin, Token: s.lab.IssueToken("cm", "login"),
			ThenIDToken: true})
	if out.Identity == nil || !out.Identity.Issued || !out.Identity.Verified {
		t.Fatalf("identity %+v", out.Identity)
	}
	refused := s.send(t,
		replay.Request{Target: "tenant", Call: replay.CallLogin, Token: "SYNTHETIC-TOKEN-0123456789",
			ThenIDToken: true})
	if refused.Identity != nil {
		t.Errorf("a refused login went on: %+v", refused.Identity)
	}
	id, err := s.player.Identify(t.Context(), "tenant", "no-such-session-token-000000000000")
	if err != nil || id.Issued || id.Verified || id.Why == "" {
		t.Errorf("unknown session: %+v %v", id, err)
	}
}
