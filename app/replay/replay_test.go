package replay

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"loginscope/app/replay/secret"
	"loginscope/inspector/ruleset"
	"loginscope/proxy/exchange"
)

const (
	plantedToken  = "PLANTED-TOKEN-eyJhIjoi"
	plantedSecret = "PLANTED-SECRET-0123456789"
	plantedID     = "PLANTED-KEY-ID-01234"
)

// memorySecrets is a Store in memory.
type memorySecrets map[string]secret.Keys

func (memorySecrets) Where() string { return "memory" }
func (m memorySecrets) Get(n string) (secret.Keys, error) {
	if k, ok := m[n]; ok {
		return k, nil
	}
	return secret.Keys{}, secret.ErrNotFound
}
func (m memorySecrets) Put(n string, k secret.Keys) error { m[n] = k; return nil }
func (m memorySecrets) Delete(n string) error             { delete(m, n); return nil }

type bench struct {
	*Replayer
	targets *Targets
	events  []exchange.Event
	clock   time.Time
}

func newBench(t *testing.T, roots *x509.CertPool) *bench {
	t.Helper()
	b := &bench{
		targets: OpenTargets(filepath.Join(t.TempDir(), "targets.json")),
		clock:   time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC),
	}
	var err error
	b.Replayer, err = New(Config{
		Targets: b.targets, Rules: ruleset.Default(), Roots: roots,
		Now:     func() time.Time { b.clock = b.clock.Add(2 * time.Second); return b.clock },
		Secrets: memorySecrets{"account": {AccessKeyID: plantedID, AccessKeySecret: plantedSecret}},
		Emit:    func(e exchange.Event) { b.events = append(b.events, e) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) tenant(t *testing.T, url string) {
	t.Helper()
	if err := b.targets.Put(
		Target{Name: "tenant", Kind: KindIDaaS, BaseURL: url, ClientID: "client-1", Lang: "zh"}); err != nil {
		t.Fatal(err)
	}
}

func (b *bench) account(t *testing.T, endpoint string, plainHTTP bool) {
	t.Helper()
	if err := b.targets.Put(
		Target{Name: "account", Kind: KindAlibaba, Endpoint: endpoint, PlainHTTP: plainHTTP}); err != nil {
		t.Fatal(err)
	}
}

func tlsServer(t *testing.T, h http.HandlerFunc) (*httptest.Server, *x509.CertPool) {
	t.Helper()
	s := httptest.NewTLSServer(h)
	t.Cleanup(s.Close)
	pool := x509.NewCertPool()
	pool.AddCert(s.Certificate())
	return s, pool
}

var login = Request{Target: "tenant", Call: CallLogin, Token: plantedToken, Confirmed: "tenant", Timeout: time.Minute}

func TestLoginSendsTheDocumentedRequest(t *testing.T) {
	var got *http.Request
	var body string
	s, roots := tlsServer(t, func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		got, body = r, string(raw)
		fmt.Fprint(w, `{"session_token":"s","status":"SUCCESS","expire":432000}`)
	})
	b := newBench(t, roots)
	b.tenant(t, s.URL)
	res, err := b.Send(context.Background(), login)
	if err != nil {
		t.Fatal(err)
	}
	if got.URL.Path != loginPath || got.Method != "POST" || body != `{"access_token":"`+plantedToken+`"}` {
		t.Errorf("sent %s %s %s", got.Method, got.URL.Path, body)
	}
	for _, name := range []string{"X-operating-sys-version", "X-device-fingerprint", "X-agent", "X-client-id", "X-L"} {
		if got.Header.Get(name) == "" {
			t.Errorf("header %s is missing", name)
		}
	}
	if res.Token != TokenConsumed || res.Exchange.Origin != exchange.Replayed || len(b.events) != 2 {
		t.Errorf("token %q, origin %q, %d events", res.Token, res.Exchange.Origin, len(b.events))
	}
}

func TestTokenStateAfterEachAnswer(t *testing.T) {
	elsewhere := httptest.NewServer(
		http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a redirect was followed") }))
	defer elsewhere.Close()
	cases := []struct {
		name    string
		handler http.HandlerFunc
		want    TokenState
		cause   exchange.FailureCause
	}{
		{"error code", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(400)
			fmt.Fprint(w, `{"error_code":"IDAAS.SDK.LOGIN.1008","error_msg":"x"}`)
		}, TokenRefused, ""},
		{"not a login yet",
			func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"status":"MFA_AUTH","state_token":"s"}`) },
			TokenConsumed, ""},
		{"redirect",
			func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, http.StatusFound) },
			TokenMaybe, ""},
		{"not JSON", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>maintenance</html>") },
			TokenMaybe, ""},
		{"5xx", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(503)
			fmt.Fprint(w, `{"error_code":"IDAAS.SDK.COMMON.1008"}`)
		}, TokenMaybe, ""},
		{"reset", func(w http.ResponseWriter, _ *http.Request) {
			c, _, _ := w.(http.Hijacker).Hijack()
			_ = c.Close()
		}, TokenMaybe, exchange.FailReset},
		{"huge", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.Copy(w, io.LimitReader(zeros{}, 8<<20))
		}, TokenMaybe, exchange.FailTruncated},
		{"slow", silent, TokenMaybe, exchange.FailTimeout},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if testing.Short() && c.cause == exchange.FailTimeout {
				t.Skip("waits for a time-out")
			}
			s := httptest.NewServer(c.handler)
			defer s.Close()
			b := newBench(t, nil)
			b.tenant(t, s.URL)
			req := login
			if c.cause == exchange.FailTimeout {
				req.Timeout = 3 * time.Second // long enough to send the request on a busy machine
			}
			res, err := b.Send(context.Background(), req)
			if err != nil {
				t.Fatal(err)
			}
			var cause exchange.FailureCause
			if res.Exchange.Failure != nil {
				cause = res.Exchange.Failure.Cause
			}
			if res.Token != c.want || cause != c.cause {
				t.Errorf("token %q, cause %q; want %q, %q", res.Token, cause, c.want, c.cause)
			}
			if cmp := Compare(res, nil, History{}, b.clock); cmp.Title.EN == "" || cmp.Title.ZH == "" {
				t.Errorf("no verdict: %+v", cmp)
			}
		})
	}
}

// silent reads the request and never answers.
func silent(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // or the server would not notice that the client left
	<-r.Context().Done()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestTokenUnusedWhenNothingSent(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	b := newBench(t, nil)
	b.tenant(t, "http://"+addr)
	res, err := b.Send(context.Background(), login)
	if err != nil || res.Token != TokenUntouched || res.Exchange.Failure.Cause != exchange.FailRefused {
		t.Fatalf("%v %+v", err, res)
	}
}

func TestUntrustedCertificateSendsNoToken(t *testing.T) {
	s, _ := tlsServer(t, func(http.ResponseWriter, *http.Request) { t.Error("the request was sent") })
	b := newBench(t, x509.NewCertPool())
	b.tenant(t, s.URL)
	res, err := b.Send(context.Background(), login)
	if err != nil || res.Token != TokenUntouched || res.Exchange.Failure.Cause != exchange.FailCertificate {
		t.Fatalf("%v %+v", err, res)
	}
}

func TestReplayNeedsConfirmationAndIsLimited(t *testing.T) {
	s := httptest.NewServer(
		http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"error_code":"X"}`) }))
	defer s.Close()
	b := newBench(t, nil)
	b.tenant(t, s.URL)
	req := login
	req.Confirmed = "other"
	if _, err := b.Send(context.Background(), req); !errors.Is(err, ErrUnconfirmed) {
		t.Errorf("unconfirmed: %v", err)
	}
	fixed := time.Unix(1e9, 0)
	b.cfg.Now = func() time.Time { return fixed }
	if _, err := b.Send(context.Background(), login); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Send(context.Background(), login); !errors.Is(err, ErrRate) {
		t.Errorf("second within a second: %v", err)
	}
	for i := range MaxPerWindow - 1 {
		fixed = fixed.Add(MinGap)
		if _, err := b.Send(context.Background(), login); err != nil {
			t.Fatalf("%d: %v", i, err)
		}
	}
	fixed = fixed.Add(MinGap)
	if _, err := b.Send(context.Background(), login); !errors.Is(err, ErrRate) {
		t.Errorf("over the window's bound: %v", err)
	}
}

func TestAlibabaCallSignedOnceWithoutKeysInRecord(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1") // must not be used
	t.Setenv("http_proxy", "http://127.0.0.1:1")
	var hits atomic.Int32
	var query string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hits.Add(1)
		query = r.URL.RawQuery
		w.WriteHeader(503)
		fmt.Fprint(w, `{"Code":"ServiceUnavailable","Message":"busy"}`)
	}))
	defer s.Close()
	b := newBench(t, nil)
	b.account(t, strings.TrimPrefix(s.URL, "http://"), true)
	res, err := b.Send(context.Background(),
		Request{Target: "account", Call: CallGetMobile, Token: plantedToken, Confirmed: "account"})
	if err != nil {
		t.Fatal(err)
	}
	if hits.Load() != 1 {
		t.Errorf("sent %d times", hits.Load())
	}
	for _, want := range []string{"Action=GetMobile", "AccessToken=" + plantedToken, "AccessKeyId=" + plantedID,
		"Signature="} {
		if !strings.Contains(query, want) {
			t.Errorf("query lacks %s: %s", want, query)
		}
	}
	record := fmt.Sprintf("%+v", res)
	if strings.Contains(record, plantedID) || strings.Contains(record, plantedSecret) {
		t.Errorf("the record holds a key: %s", record)
	}
	if res.Token != TokenMaybe {
		t.Errorf("token %q", res.Token)
	}
}

// The client takes no proxy from anywhere: with one in the environment a tenant
// far away is still dialled itself.
func TestEnvironmentProxyIsIgnored(t *testing.T) {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY"} {
		t.Setenv(name, "http://127.0.0.1:1")
	}
	var dialled []string
	b := newBench(t, nil)
	b.wire.dial = func(_ context.Context, _, address string) (net.Conn, error) {
		dialled = append(dialled, address)
		return nil, errors.New("the test does not connect")
	}
	if b.wire.client(Target{}).Transport.(*http.Transport).Proxy != nil {
		t.Error("the transport asks for a proxy")
	}
	b.tenant(t, "https://tenant.example.test")
	b.account(t, "dypnsapi.example.test", false)
	for _, r := range []Request{login,
		{Target: "account", Call: CallGetMobile, Token: plantedToken, Confirmed: "account"}} {
		if _, err := b.Send(t.Context(), r); err != nil {
			t.Error(err)
		}
	}
	if want := "tenant.example.test:443 dypnsapi.example.test:443"; strings.Join(dialled, " ") != want {
		t.Errorf("dialled %q, want %q", dialled, want)
	}
}

func TestAlibabaErrorCodeWithHTTP200(t *testing.T) {
	for body, want := range map[string]TokenState{
		`{"Code":"OK","GetMobileResultDTO":{"Mobile":"13800000000"}}`: TokenConsumed,
		`{"Code":"isv.TOKEN_INVALID","Message":"x"}`:                  TokenRefused,
		`<html>`: TokenMaybe,
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }))
		b := newBench(t, nil)
		b.account(t, strings.TrimPrefix(s.URL, "http://"), true)
		res, err := b.Send(context.Background(),
			Request{Target: "account", Call: CallGetMobile, Token: plantedToken, Confirmed: "account"})
		if err != nil || res.Token != want {
			t.Errorf("%s: token %q, %v; want %q", body, res.Token, err, want)
		}
		s.Close()
	}
}

func TestAlibabaTimeoutHidesURL(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a time-out")
	}
	s := httptest.NewServer(http.HandlerFunc(silent))
	defer s.Close()
	b := newBench(t, nil)
	b.account(t, strings.TrimPrefix(s.URL, "http://"), true)
	res, err := b.Send(context.Background(),
		Request{Target: "account", Call: CallGetMobile, Token: plantedToken, Confirmed: "account",
			Timeout: 3 * time.Second})
	if err != nil || res.Exchange.Failure == nil || res.Exchange.Failure.Cause != exchange.FailTimeout {
		t.Fatalf("%v %+v", err, res.Exchange.Failure)
	}
	if d := res.Exchange.Failure.Detail; strings.Contains(d, plantedID) || strings.Contains(d, plantedToken) {
		t.Errorf("detail holds a secret: %s", d)
	}
}

func TestSDKDebugVariableIsRefused(t *testing.T) {
	t.Setenv("DEBUG", "x,tea")
	b := newBench(t, nil)
	b.account(t, "127.0.0.1:9", true)
	_, err := b.Send(context.Background(),
		Request{Target: "account", Call: CallGetMobile, Token: "t", Confirmed: "account"})
	if !errors.Is(err, ErrDebug) {
		t.Fatal(err)
	}
}

func TestDryRunSendsNothing(t *testing.T) {
	b := newBench(t, nil)
	b.tenant(t, "https://tenant.example.test")
	body := `{}`
	req := login
	req.Edit = &Edit{Drop: []string{"x-device-FINGERPRINT"}, Set: map[string]string{"X-L": "en"}, Body: &body}
	d, err := b.DryRun(req)
	if err != nil {
		t.Fatal(err)
	}
	if d.Header.Has("X-device-fingerprint") || d.Header.Get("X-L") != "en" || d.Body != "{}" {
		t.Errorf("%+v", d)
	}
	curl := d.Curl(func(_, v string) string { return v })
	if !strings.HasPrefix(curl, "curl -X POST 'https://tenant.example.test"+loginPath+"'") {
		t.Error(curl)
	}
	req.Edit = &Edit{Set: map[string]string{"Host": "evil.example"}}
	if _, err := b.DryRun(req); !errors.Is(err, ErrRequest) {
		t.Errorf("Host edited: %v", err)
	}
}
