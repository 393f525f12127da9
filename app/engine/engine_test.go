package engine_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"loginscope/app/engine"
	"loginscope/app/session"
	"loginscope/inspector"
	"loginscope/inspector/ruleset"
	"loginscope/problem"
	"loginscope/proxy"
	"loginscope/proxy/exchange"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func newEngine(t *testing.T, change ...func(*engine.Config)) *engine.Engine {
	t.Helper()
	cfg := engine.Config{Dir: t.TempDir(), Rules: ruleset.Default(), ReportEvery: 10 * time.Millisecond}
	for _, f := range change {
		f(&cfg)
	}
	e, err := engine.New(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := e.Close(ctx); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return e
}

// origin is an HTTPS server that answers like a tenant that refuses a token.
func origin(t *testing.T) *httptest.Server {
	t.Helper()
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"error_code":"LOGIN.1008","error_description":"synthetic"}`)
	}))
	t.Cleanup(s.Close)
	return s
}

// captureOf starts a capture that reaches the origin whatever name is asked for.
func captureOf(t *testing.T, e *engine.Engine, s *httptest.Server) {
	t.Helper()
	roots := s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	err := e.StartCapture(t.Context(), engine.CaptureOptions{Listen: "127.0.0.1:0", Proxy: proxy.Config{
		UpstreamRoots: roots,
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, network, s.Listener.Addr().String())
		},
	}})
	if err != nil {
		t.Fatal(err)
	}
}

// phone is a client that goes through the capture and trusts its root.
func phone(t *testing.T, e *engine.Engine) *http.Client {
	t.Helper()
	authority, err := e.CA()
	if err != nil {
		t.Fatal(err)
	}
	tr := &http.Transport{
		Proxy:           http.ProxyURL(&url.URL{Scheme: "http", Host: e.Status().Address}),
		TLSClientConfig: &tls.Config{RootCAs: authority.Pool()},
	}
	t.Cleanup(tr.CloseIdleConnections)
	return &http.Client{Transport: tr, Timeout: time.Minute}
}

const loginPath = "/api/v2/sdk/login/aliyun-mobile-auth"

func login(t *testing.T, c *http.Client) {
	t.Helper()
	res, err := c.Post("https://example.com"+loginPath, "application/json",
		strings.NewReader(`{"loginToken":"synthetic-token"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if b, err := io.ReadAll(res.Body); err != nil || !strings.Contains(string(b), "LOGIN.1008") {
		t.Fatalf("answer %q, %v", b, err)
	}
}

func idle(t *testing.T, e *engine.Engine) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := e.WaitIdle(ctx); err != nil {
		t.Fatal(err)
	}
}

func rows(t *testing.T, s session.Reader) []session.Row {
	t.Helper()
	var out []session.Row
	for r, err := range s.Rows(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

func TestCapturedLoginIsInspected(t *testing.T) {
	e := newEngine(t)
	if s := e.Snapshot(); s.Generation != 0 || s.Session != nil || s.Report != nil {
		t.Fatalf("a new engine has %+v", s)
	}
	captureOf(t, e, origin(t))
	changed, stop := e.Subscribe()
	defer stop()
	login(t, phone(t, e))
	idle(t, e)
	select {
	case <-changed:
	default:
		t.Error("no notice")
	}
	list := rows(t, e.Session())
	if len(list) != 1 || list[0].Host != "example.com" || list[0].Path != loginPath || !list[0].Done ||
		list[0].ID != 1 {
		t.Fatalf("rows %+v", list)
	}
	r := e.Report()
	if r.Summary.Exchanges != 1 || r.Summary.Steps[string(inspector.StepExchange)] != 1 {
		t.Errorf("summary %+v", r.Summary)
	}
	if len(r.Flows) != 1 || r.Flows[0].Verdict.Root == nil || r.Flows[0].Verdict.Root.Code != "LOGIN.1008" {
		t.Errorf("flows %+v", r.Flows)
	}
	st := e.Status()
	if !st.Capturing || st.Exchanges != 1 || st.Devices != 1 || st.Flows != 1 || st.Problem != nil || st.Path == "" {
		t.Errorf("status %+v", st)
	}
	if err := e.StopCapture(t.Context()); err != nil {
		t.Fatal(err)
	}
	if e.Status().Capturing {
		t.Error("still capturing")
	}
	if c, err := net.Dial("tcp", st.Address); err == nil {
		c.Close()
		t.Error("still listening")
	}
}

func TestPortInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	e := newEngine(t)
	err = e.StartCapture(t.Context(), engine.CaptureOptions{Listen: taken.Addr().String()})
	var port *engine.PortInUse
	if !errors.As(err, &port) || port.Address != taken.Addr().String() || port.Free == "" {
		t.Fatalf("start: %v", err)
	}
	p := problem.Of(err)
	if !strings.Contains(p.Do.EN, port.Free) || !strings.Contains(p.Do.ZH, port.Free) {
		t.Errorf("does not offer %s: %+v", port.Free, p)
	}
	if e.Generation() != 0 {
		t.Error("a session was opened for nothing")
	}
	if err := e.StartCapture(t.Context(), engine.CaptureOptions{Listen: port.Free}); err != nil {
		t.Errorf("offered address: %v", err)
	}
	if err := e.StartCapture(t.Context(), engine.CaptureOptions{}); !errors.Is(err, engine.ErrCapturing) {
		t.Errorf("second capture: %v", err)
	}
}

func TestNewSessionWhileCapturing(t *testing.T) {
	release := make(chan struct{})
	slow := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			<-release
		}
	}))
	defer slow.Close()
	e := newEngine(t)
	captureOf(t, e, slow)
	c := phone(t, e)
	done := make(chan error, 1)
	go func() {
		res, err := c.Get("https://example.com/slow")
		if err == nil {
			err = res.Body.Close()
		}
		done <- err
	}()
	first := e.Session()
	for len(rows(t, first)) == 0 {
		time.Sleep(time.Millisecond)
	}
	path := filepath.Join(t.TempDir(), "second"+session.Ext)
	if err := e.NewSession(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if s := e.Snapshot(); s.Generation != 2 || s.Session == first || s.Status.Path != path || !s.Status.Capturing {
		t.Fatalf("snapshot %+v", s)
	}
	close(release)
	if err := <-done; err != nil {
		t.Errorf("the phone's request was broken: %v", err)
	}
	res, err := c.Get("https://example.com/next")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	idle(t, e)
	for len(rows(t, e.Session())) == 0 {
		time.Sleep(time.Millisecond)
	}
	list := rows(t, e.Session())
	if len(list) != 1 || list[0].Path != "/next" || list[0].ID != 1 {
		t.Errorf("the new session holds %+v", list)
	}
	old, err := session.OpenReadOnly(t.Context(), first.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	if list := rows(t, old); len(list) != 1 || list[0].Path != "/slow" || list[0].Done {
		t.Errorf("the old session holds %+v", list)
	}
}

func TestInvalidFileKeepsCurrentSession(t *testing.T) {
	e := newEngine(t)
	if err := e.NewSession(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad"+session.Ext)
	content := "not a session at all, but somebody's text"
	if err := os.WriteFile(bad, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	before := e.Snapshot()
	foreign, err := session.Create(t.Context(), filepath.Join(dir, "foreign"+session.Ext), session.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer foreign.Close()
	tests := []struct {
		name string
		do   func() error
		want error
	}{
		{"open text", func() error { return e.OpenSession(t.Context(), bad) }, session.ErrNotSession},
		{"continue text", func() error { return e.ContinueSession(t.Context(), bad) }, session.ErrNotSession},
		{"open nothing", func() error { return e.OpenSession(t.Context(), filepath.Join(dir, "none")) },
			os.ErrNotExist},
		{"create over text", func() error { return e.NewSession(t.Context(), bad) }, os.ErrExist},
		{"create nowhere", func() error { return e.NewSession(t.Context(), filepath.Join(dir, "no", "where")) },
			os.ErrNotExist},
		{"continue what another writes", func() error { return e.ContinueSession(t.Context(), foreign.Path()) },
			session.ErrInUse},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.do()
			if !errors.Is(err, tt.want) {
				t.Fatalf("%v, want %v", err, tt.want)
			}
			if p := problem.Of(err); p.What.EN == "" || p.Why.ZH == "" || p.Do.ZH == "" ||
				strings.Contains(p.Why.EN, "sqlite") {
				t.Errorf("explained as %+v", p)
			}
		})
	}
	if after := e.Snapshot(); after.Generation != before.Generation || after.Session != before.Session {
		t.Error("the session was changed")
	}
	if b, _ := os.ReadFile(bad); string(b) != content {
		t.Errorf("the file is now %q", b)
	}
}

func TestReopenedSessionHasSameReport(t *testing.T) {
	e := newEngine(t)
	captureOf(t, e, origin(t))
	login(t, phone(t, e))
	idle(t, e)
	path := e.Status().Path
	if err := e.Rename("第一次登录"); err != nil {
		t.Fatal(err)
	}
	if err := e.NewSession(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	empty := e.Status().Path
	if err := e.OpenWith(t.Context(), path, engine.Opening{Capture: engine.EndCapture}); err != nil {
		t.Fatal(err)
	}
	idle(t, e)
	st := e.Status()
	if st.Capturing || !st.ReadOnly || st.Session.Name != "第一次登录" || st.Exchanges != 1 || len(e.Report().Flows) != 1 {
		t.Errorf("status %+v", st)
	}
	if _, err := os.Stat(empty); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("an empty autosaved session stays: %v", err)
	}
	if err := e.StartCapture(t.Context(), engine.CaptureOptions{Listen: "127.0.0.1:0"}); !errors.Is(err,
		session.ErrReadOnly) {
		t.Errorf("capture into a session opened for reading: %v", err)
	}
	if err := e.ContinueSession(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	captureOf(t, e, origin(t))
	login(t, phone(t, e))
	idle(t, e)
	if list := rows(t, e.Session()); len(list) != 2 || list[1].ID != 2 {
		t.Errorf("rows %+v", list)
	}
	recent, err := e.Recent(t.Context())
	if err != nil || len(recent) != 1 || recent[0].Name != "第一次登录" {
		t.Errorf("recent %+v, %v", recent, err)
	}
}

func TestCloseDuringTraffic(t *testing.T) {
	e := newEngine(t)
	captureOf(t, e, origin(t))
	path := e.Status().Path
	c := phone(t, e)
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if res, err := c.Post("https://example.com"+loginPath, "application/json",
					strings.NewReader(`{}`)); err == nil {
					_, _ = io.Copy(io.Discard, res.Body)
					res.Body.Close()
				}
			}
		})
	}
	for e.Status().Exchanges < 50 {
		time.Sleep(time.Millisecond)
	}
	if err := e.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	close(stop)
	wg.Wait()
	s, err := session.OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list := rows(t, s)
	if len(list) < 50 {
		t.Errorf("%d exchanges", len(list))
	}
	for _, r := range list {
		if !r.Done {
			t.Errorf("exchange %d is still open", r.ID)
		}
	}
	if err := e.NewSession(context.Background(), ""); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("after close: %v", err)
	}
}

func TestRunLab(t *testing.T) {
	e := newEngine(t)
	result, err := e.RunLab(t.Context(), "cm-success", engine.LabOptions{})
	if err != nil {
		t.Fatal(err)
	}
	r := e.Report()
	if !result.SignedIn || len(r.Flows) != 1 || r.Flows[0].Verdict.Outcome != inspector.SignedIn {
		t.Errorf("signed in %v, flows %+v", result.SignedIn, r.Flows)
	}
	if r.Summary.Exchanges == 0 || r.Summary.LogLines == 0 {
		t.Errorf("summary %+v", r.Summary)
	}
	if st := e.Status(); st.Lab != "" || st.Capturing {
		t.Errorf("status %+v", st)
	}
	_, err = e.RunLab(t.Context(), "no-such", engine.LabOptions{})
	var unknown *engine.UnknownScenario
	if !errors.As(err, &unknown) {
		t.Errorf("unknown scenario: %v", err)
	}
}

func TestRunLabGivesUp(t *testing.T) {
	e := newEngine(t)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	begin := time.Now()
	_, err := e.RunLab(ctx, "cm-success", engine.LabOptions{Pace: 10})
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(begin) > 10*time.Second {
		t.Errorf("run: %v after %v", err, time.Since(begin))
	}
	if st := e.Status(); st.Lab != "" {
		t.Errorf("still running %q", st.Lab)
	}
}

func TestExplainDescribesEveryCode(t *testing.T) {
	for _, err := range []error{
		engine.ErrCapturing, engine.ErrLabBusy, engine.ErrImporting, engine.ErrApp, engine.ErrItself,
		engine.ErrUnknownFile, engine.ErrFolder, engine.ErrClosed, context.Canceled, os.ErrNotExist, os.ErrPermission,
		&engine.PortInUse{Address: "127.0.0.1:1"}, errors.New("something else"),
		&session.FileError{Op: "open", Path: "/a", Kind: session.ErrCorrupt},
		&session.FileError{Op: "write", Path: "/a", Kind: session.ErrFull},
	} {
		p := problem.Of(fmt.Errorf("outer: %w", err))
		for _, s := range []string{p.What.EN, p.What.ZH, p.Why.EN, p.Why.ZH, p.Do.EN, p.Do.ZH} {
			if s == "" {
				t.Errorf("%v: %+v", err, p)
			}
		}
	}
}

func TestDamagedEventIsAProblem(t *testing.T) {
	e := newEngine(t)
	path := filepath.Join(t.TempDir(), "damaged"+session.Ext)
	s, err := session.Create(t.Context(), path, session.Options{})
	if err != nil {
		t.Fatal(err)
	}
	const text = "a line that is damaged later"
	s.Append(exchange.LogLine{Tag: "AuthSDK", Text: "a good line"})
	s.Append(exchange.LogLine{Tag: "AuthSDK", Text: text})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, bytes.Replace(b, []byte(text), []byte(strings.ToUpper(text)), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := e.OpenSession(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if err := e.WaitIdle(t.Context()); !errors.Is(err, session.ErrCorrupt) {
		t.Errorf("wait: %v", err)
	}
	st := e.Status()
	if st.Problem == nil || !errors.Is(st.Problem.Err, session.ErrCorrupt) || st.Problem.What.ZH == "" {
		t.Errorf("problem %+v", st.Problem)
	}
	if e.Report() == nil {
		t.Error("what could be read was not reported")
	}
}

func TestOpenSessionReopened(t *testing.T) {
	e := newEngine(t)
	captureOf(t, e, origin(t))
	login(t, phone(t, e))
	if err := e.StopCapture(t.Context()); err != nil {
		t.Fatal(err)
	}
	path := e.Status().Path
	for _, reopened := range []func(context.Context, string) error{e.OpenSession, e.ContinueSession, e.ContinueSession,
		e.OpenSession} {
		if err := reopened(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		idle(t, e)
		if st := e.Status(); st.Path != path || st.Exchanges != 1 {
			t.Errorf("status %+v", st)
		}
	}
	if left, _ := filepath.Glob(path + "-*"); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestUnusableAddresses(t *testing.T) {
	e := newEngine(t)
	for _, address := range []string{"127.0.0.1", "127.0.0.1:99999", "192.0.2.1:8899", "nonsense"} {
		err := e.StartCapture(t.Context(), engine.CaptureOptions{Listen: address})
		var bad *engine.ListenError
		if !errors.As(err, &bad) || bad.Address != address {
			t.Errorf("%q: %v", address, err)
			continue
		}
		if p := problem.Of(err); !strings.Contains(p.What.ZH, address) || p.Do.ZH == "" {
			t.Errorf("%q is explained as %+v", address, p)
		}
	}
	if st := e.Status(); st.Capturing || st.Path != "" {
		t.Errorf("status %+v", st)
	}
}
