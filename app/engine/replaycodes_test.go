package engine_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"loginscope/app/engine"
	"loginscope/app/lab"
	"loginscope/app/replay"
	"loginscope/app/replay/secret"
	"loginscope/codes"
	"loginscope/inspector/ruleset"
	"loginscope/proxy/exchange"
)

// anyKeys gives each target the lab account that its name is.
type anyKeys struct{ keyring }

func (anyKeys) Get(account string) (secret.Keys, error) {
	return secret.Keys{AccessKeyID: account, AccessKeySecret: lab.AccountSecret(account)}, nil
}

func playground(t *testing.T) (*engine.Engine, *lab.Lab, *replay.Replayer) {
	t.Helper()
	e, err := engine.New(
		t.Context(),
		engine.Config{Dir: t.TempDir(), Rules: ruleset.Default(), Now: paced(21 * time.Second)},
	)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = e.Close(ctx)
	})
	l, err := lab.Start(t.Context(), lab.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	p, err := e.Replayer(engine.ReplayOptions{Secrets: anyKeys{}, Dial: l.Dial, Roots: l.Roots()})
	if err != nil {
		t.Fatal(err)
	}
	return e, l, p
}

// Every code of the server API and every error of the tenant's SDK API, as the
// answer to a replay, is named by its verdict.
func TestReplayNamesEveryServerCode(t *testing.T) {
	if testing.Short() {
		t.Skip("replays a token for every code of the tables")
	}
	e, l, p := playground(t)
	named := 0
	for _, row := range append(codes.ByIssuer(codes.AlibabaAPI), codes.ByIssuer(codes.IDaaS)...) {
		if row.Kind != codes.Failure || row.Issuer == codes.IDaaS && !strings.HasPrefix(row.Code, "IDAAS.SDK.") {
			continue // other families belong to other calls of the tenant
		}
		target, r := answering(row)
		put(t, e, target)
		if r.Call.Consumes() {
			r.Token = l.IssueToken("cm", "login")
		}
		out, err := e.Replay(t.Context(), p, r)
		if err != nil {
			t.Errorf("%s: %v", row.Code, err)
			continue
		}
		if err := e.Targets().Remove(target.Name); err != nil {
			t.Fatal(err)
		}
		root := out.Comparison.Root
		if root == nil || !sameCode(root.Code, row.Code) {
			t.Errorf("%s: the verdict names %v", row.Code, root)
			continue
		}
		if out.Comparison.Cause.EN == "" || out.Comparison.Cause.ZH == "" || out.Comparison.Title.ZH == "" {
			t.Errorf("%s: the verdict has no cause: %+v", row.Code, out.Comparison)
		}
		named++
		t.Logf("%-34s %s", row.Code, out.Comparison.Title.EN)
	}
	t.Logf("%d codes named", named)
	if named < 80 {
		t.Errorf("only %d codes were tried", named)
	}
}

// answering is a target whose every answer is one code.
func answering(row codes.Code) (replay.Target, replay.Request) {
	if row.Issuer == codes.AlibabaAPI {
		name := lab.AccountAnswering(row.Code)
		return replay.Target{Name: name, Kind: replay.KindAlibaba},
			replay.Request{Target: name, Call: replay.CallGetMobile, Confirmed: name}
	}
	short := strings.TrimPrefix(strings.TrimPrefix(row.Code, "IDAAS."), "SDK.")
	return replay.Target{Name: "tenant", Kind: replay.KindIDaaS, BaseURL: "https://tenant.lab.test",
			ClientID: lab.ClientAnswering(short)},
		replay.Request{Target: "tenant", Call: replay.CallLogin, Confirmed: "tenant"}
}

func sameCode(a, b string) bool {
	trim := func(s string) string { return strings.TrimPrefix(strings.TrimPrefix(s, "IDAAS."), "SDK.") }
	return trim(a) == trim(b)
}

// Whatever goes wrong on the way has a result of its own, and what became of
// the token is said as well as it can be known.
func TestReplayResultOfEveryFault(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for servers that do not answer")
	}
	e, l, p := playground(t)
	want := map[string]exchange.FailureCause{
		"silent": exchange.FailTimeout, "reset": exchange.FailReset, "close": exchange.FailReset,
		"cut":  exchange.FailTruncated,
		"huge": exchange.FailTruncated, "garbage": "", "empty": "", "busy": "", "redirect": "",
	}
	for fault, cause := range want {
		timeout := time.Minute
		if fault == "silent" {
			timeout = 5 * time.Second // long enough to send the request on a busy machine
		}
		account, client := lab.AccountFault(fault), lab.ClientFault(fault)
		put(t, e, replay.Target{Name: account, Kind: replay.KindAlibaba})
		put(t, e, replay.Target{Name: "tenant", Kind: replay.KindIDaaS, BaseURL: "https://tenant.lab.test",
			ClientID: client})
		for target, call := range map[string]replay.Call{account: replay.CallGetMobile, "tenant": replay.CallLogin} {
			out, err := e.Replay(t.Context(), p,
				replay.Request{Target: target, Call: call, Confirmed: target, Token: l.IssueToken("cm", "login"),
					Timeout: timeout})
			if err != nil {
				t.Errorf("%s %s: %v", fault, call, err)
				continue
			}
			var got exchange.FailureCause
			if f := out.Result.Exchange.Failure; f != nil {
				got = f.Cause
			}
			t.Logf("%-9s %-10s %-10q %-16s %s", fault, call, got, out.Result.Token, out.Comparison.Title.EN)
			if got != cause || out.Result.Token != replay.TokenMaybe || out.Comparison.Title.ZH == "" {
				t.Errorf("%s %s: cause %q, token %q, title %q", fault, call, got, out.Result.Token,
					out.Comparison.Title.EN)
			}
		}
	}
}
