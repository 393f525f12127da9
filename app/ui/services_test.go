package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/engine"
	"loginscope/app/feed"
	"loginscope/app/i18n"
	"loginscope/app/replay"
	"loginscope/app/replay/secret"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/app/version"
	"loginscope/inspector"
	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
	"loginscope/inspector/intake/logcat"
	"loginscope/inspector/redact"
	"loginscope/inspector/ruleset"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy"
	"loginscope/proxy/exchange"
	"loginscope/proxy/phone/adb"
	"loginscope/proxy/phone/admit"
	"loginscope/proxy/phone/device"
	"loginscope/proxy/phone/lan"
	"loginscope/proxy/phone/undo"
)

// phoneBench is an engine for phones that notes what it is asked.
type phoneBench struct {
	now   engine.Status
	adb   error
	asked chan string
}

func (b *phoneBench) note(s string)                { b.asked <- s }
func (b *phoneBench) Status() engine.Status        { return b.now }
func (b *phoneBench) Fingerprint() (string, error) { return "AA:BB", nil }
func (b *phoneBench) Allow(a string) bool          { b.note("allow " + a); return false }
func (b *phoneBench) Revoke(a string)              { b.note("revoke " + a) }
func (b *phoneBench) DecryptAgain(h string)        { b.note("intercept " + h) }
func (b *phoneBench) Addresses() ([]lan.Address, error) {
	return []lan.Address{{Interface: "wlan0", IP: netip.MustParseAddr("192.168.1.9")}}, nil
}
func (b *phoneBench) Phones(context.Context) ([]adb.Device, error) { return b.now.Phones, b.adb }
func (b *phoneBench) WatchPhones(ctx context.Context) error        { <-ctx.Done(); return nil }
func (b *phoneBench) FollowLog(ctx context.Context, s string) (logcat.Stats, error) {
	b.note("follow " + s)
	<-ctx.Done()
	b.note("unfollow " + s)
	return logcat.Stats{}, nil
}
func (b *phoneBench) AttachUSB(_ context.Context, s string) (int, error) {
	b.note("usb " + s)
	return 0, engine.ErrNoCapture
}
func (b *phoneBench) CleanPhones(context.Context) ([]undo.Result, error) {
	b.note("clean")
	return []undo.Result{{}, {}}, nil
}
func (b *phoneBench) InstallCertificate(_ context.Context, s string) error {
	b.note("certificate " + s)
	return nil
}
func (b *phoneBench) PhoneState(context.Context, string) (device.State, error) {
	b.note("health")
	return device.State{Release: "14", VPN: device.Yes}, nil
}

// appBench answers every check with one error and one pass, and counts what it
// copied from phones.
type appBench struct {
	asked  chan appQuestion
	copies string // folder of what was copied
}

type appQuestion struct {
	paths []string
	engine.AppOptions
}

func (b *appBench) PullApp(_ context.Context, _, name string) (engine.PulledApp, error) {
	file := filepath.Join(b.copies, name+".apk")
	return engine.PulledApp{Files: []string{file}, Dir: b.copies}, os.WriteFile(file, nil, 0o600)
}

func (b *appBench) CheckApp(_ context.Context, paths []string, o engine.AppOptions) (*engine.AppCheck, error) {
	b.asked <- appQuestion{paths, o}
	if strings.HasSuffix(paths[0], "broken.apk") {
		return nil, &engine.AppError{Path: paths[0], Err: io.ErrUnexpectedEOF}
	}
	app := &facts.App{Name: "shop.apk", Kind: facts.APK}
	return &engine.AppCheck{Report: androidapp.NewReport(app, []finding.Finding{
		{Check: "x.pass", Status: finding.Pass, Title: lang.Text{EN: "All well", ZH: "正常"}},
		{
			Check:     "x.bad",
			Status:    finding.Error,
			Title:     lang.Text{EN: "Cleartext", ZH: "明文"},
			Paste:     "<domain/>",
			PasteInto: "a.xml",
			Where:     []finding.Location{{File: "a.xml", Line: 7, Element: "application"}},
		},
	})}, nil
}

// replayBench has one tenant and one account, and notes what is sent.
type replayBench struct {
	sent  chan replay.Request
	added chan replay.Target
	keys  secret.Keys // of the target that was added last
}

// benchToken is the token of the first attempt.
const benchToken = "made-up-token-0001"

func (b *replayBench) Targets(context.Context, bool) ([]replay.Target, error) {
	return []replay.Target{
		{Name: "staging", Kind: replay.KindIDaaS, BaseURL: "https://tenant.example.com"},
		{Name: "account", Kind: replay.KindAlibaba},
	}, nil
}
func (b *replayBench) Add(_ context.Context, t replay.Target, k secret.Keys) error {
	b.keys = k
	b.added <- t
	return nil
}
func (b *replayBench) Remove(context.Context, string) error { return nil }
func (b *replayBench) Test(context.Context, string, bool) (replay.Probe, error) {
	return replay.Probe{OK: true, Reachable: true}, nil
}
func (b *replayBench) Keys() secret.Store                       { return secret.Env{} }
func (b *replayBench) Unlock(string)                            {}
func (b *replayBench) LabToken(context.Context) (string, error) { return "lab-made-up-token", nil }
func (b *replayBench) Prepare(_ context.Context, r replay.Request, _ bool) (replay.Draft, []replay.Notice, error) {
	return replay.Draft{
			Method: "POST",
			URL:    "https://tenant.example.com/",
			Header: exchange.Header{{Name: "X-agent", Value: "a"}},
			Body:   `{"token":"` + r.Token + `"}`,
		},
		[]replay.Notice{
			{Severity: finding.Warning, Text: lang.Text{EN: "single use", ZH: "只能用一次"}},
		}, nil
}
func (b *replayBench) Send(_ context.Context, r replay.Request, _ bool) (engine.Replayed, error) {
	b.sent <- r
	step := func(code string) inspector.Step {
		return inspector.Step{
			Kind:    inspector.StepExchange,
			Outcome: inspector.OutcomeFailed,
			Codes:   []inspector.CodeAt{{Code: code}},
		}
	}
	now := step("1001")
	return engine.Replayed{
		Result: replay.Result{
			Target: replay.Target{Name: r.Target, BaseURL: "https://tenant.example.com"},
			Fate:   inspector.FateSpent,
		},
		Comparison: replay.Comparison{Title: lang.Text{EN: "Already used", ZH: "已使用"}},
		Step:       &now,
		Original:   &inspector.Flow{ID: 1, Steps: []inspector.Step{step("1002")}},
	}, nil
}

// tokenModel is the usual Model with a token in the first attempt.
func tokenModel() *feed.Model {
	m := model(1)
	s := &m.Report.Flows[0].Steps[1]
	s.Fields = append(s.Fields, inspector.Field{Name: "token", Value: benchToken, Sensitivity: inspector.Token})
	return m
}

// openServed opens a window with phones, apps and replays.
func openServed(t *testing.T) (*Window, *desk, *phoneBench, *appBench, *replayBench) {
	t.Helper()
	ph := &phoneBench{asked: make(chan string, 20), now: engine.Status{Capturing: true, Address: "192.168.1.9:8899",
		Waiting: []admit.Waiting{
			{Address: "192.168.1.5", Tries: 3, Last: start},
		}, Learned: []proxy.LearnedHost{{Device: "192.168.1.5", Host: "pinned.example.com"}},
		Phones: []adb.Device{
			{Serial: "serial1", Model: "Pixel", State: adb.Online},
			{Serial: "serial2", State: "unauthorized"},
		}}}
	ap := &appBench{asked: make(chan appQuestion, 20), copies: t.TempDir()}
	rp := &replayBench{sent: make(chan replay.Request, 20), added: make(chan replay.Target, 20)}
	w, d := open(t, func(c *Config) { c.Phones, c.Apps, c.Replays = ph, ap, rp })
	return w, d, ph, ap, rp
}

// await runs what is posted until the page says a text.
func await(t *testing.T, w *Window, text string) {
	t.Helper()
	deadline := time.Now().Add(5 * time.Second)
	for !says(w, text) {
		if time.Now().After(deadline) {
			t.Fatalf("the page never said %q: %q", text, w.State().Text)
		}
		run(w, 50*time.Millisecond)
	}
}

func says(w *Window, text string) bool {
	return slices.ContainsFunc(w.State().Text, func(s string) bool { return strings.Contains(s, text) })
}

func TestAttachPageActions(t *testing.T) {
	w, d, ph, _, _ := openServed(t)
	press(t, w, "attach") // the button at the top
	if w.State().Page != "attach" {
		t.Fatalf("place %s", w.State().Page)
	}
	await(t, w, "http://192.168.1.9:8899/")
	for _, want := range []string{"http://192.168.1.9:8899/", "192.168.1.5", "Pixel ready", "not allowed yet", "600005",
		"pinned.example.com"} {
		if !says(w, want) {
			t.Errorf("it does not say %q: %q", want, w.State().Text)
		}
	}
	if _, ok := w.env.Controls.All()["attach-qr"]; !ok {
		t.Error("there is no QR code")
	}
	for _, c := range []struct{ press, asked string }{
		{"attach-allow-0", "allow 192.168.1.5"}, {"phone-certificate-0", "certificate serial1"}, {
			"phone-follow-0",
			"follow serial1",
		},
		{"attach-intercept-0", "intercept pinned.example.com"}, {"attach-cleanup", "clean"}, {
			"phone-usb-0",
			"usb serial1",
		},
	} {
		press(t, w, c.press)
		select {
		case got := <-ph.asked:
			if got != c.asked {
				t.Errorf("%s asked for %q, want %q", c.press, got, c.asked)
			}
		case <-time.After(5 * time.Second):
			t.Errorf("%s asked for nothing", c.press)
		}
		run(w, time.Second)
	}
	await(t, w, problem.Of(engine.ErrNoCapture).Why.EN)
	press(t, w, "phone-health-0")
	await(t, w, "A VPN is on")
	press(t, w, "attach-loopback")
	press(t, w, "attach-everywhere")
	if got := strings.Join(d.asked, "; "); got != "start 127.0.0.1:0; start 0.0.0.0:0" &&
		!strings.Contains(got, "0.0.0.0:") {
		t.Errorf("asked %q", got)
	}
	press(t, w, "attach-copy-portal")
	if got := w.cfg.App.Clipboard().Content(); got != "http://192.168.1.9:8899/" {
		t.Errorf("copied %q", got)
	}
	press(t, w, "way-global-proxy")
	if !says(w, "103111") {
		t.Error("the global proxy does not name the code that it causes")
	}
}

// TestLogFollowingEnds: the page's work has a context
// that ends with the program, which waits for it.
func TestLogFollowingEnds(t *testing.T) {
	w, _, ph, _, _ := openServed(t)
	goTo(t, w, "attach")
	asked := func(want string) {
		t.Helper()
		select {
		case got := <-ph.asked:
			if got != want {
				t.Errorf("asked for %q, want %q", got, want)
			}
		case <-time.After(time.Minute):
			t.Fatalf("nothing asked for, want %q", want)
		}
	}
	press(t, w, "phone-follow-0")
	asked("follow serial1")
	ph.now.Logs = []string{"serial1"}
	w.update()
	press(t, w, "phone-unfollow-0")
	asked("unfollow serial1")
	ph.now.Logs = nil
	w.update()
	press(t, w, "phone-follow-0")
	asked("follow serial1")
	ended[w]()
	asked("unfollow serial1")
}

func TestAttachPageWithoutADBAndOnLoopback(t *testing.T) {
	w, _, ph, _, _ := openServed(t)
	ph.now, ph.adb = engine.Status{Capturing: true, Address: "127.0.0.1:8899"}, adb.ErrNoServer
	goTo(t, w, "attach")
	pr := problem.Of(adb.ErrNoServer)
	await(t, w, pr.Why.EN+" "+pr.Do.EN)
	if !says(w, "only this computer") {
		t.Errorf("it says %q", w.State().Text)
	}
	if _, ok := w.env.Controls.All()["attach-qr"]; ok {
		t.Error("there is a QR code that no phone could use")
	}
}

func TestAppCheckShowsAndSavesFix(t *testing.T) {
	w, _, _, ap, _ := openServed(t)
	goTo(t, w, "appcheck")
	w.env.Controls.All()["check-package"].(*kit.Field).SetText("com.example.shop")
	w.openDropped([]fyne.URI{uri("file:///tmp/shop.apk")})
	await(t, w, "Cleartext")
	q := <-ap.asked
	if q.paths[0] != "/tmp/shop.apk" || q.Package != "com.example.shop" {
		t.Errorf("asked %+v", q)
	}
	for _, want := range []string{"a.xml:7  application", "<domain/>", "errors: 1"} {
		if !says(w, want) {
			t.Errorf("it does not say %q: %q", want, w.State().Text)
		}
	}
	if says(w, "All well") {
		t.Error("what is fine is shown unasked")
	}
	press(t, w, "check-show-pass")
	if !says(w, "All well") || says(w, "Cleartext") {
		t.Errorf("passed only: %q", w.State().Text)
	}
	press(t, w, "check-show-todo")
	press(t, w, "check-paste-1")
	if got := w.cfg.App.Clipboard().Content(); got != "<domain/>" {
		t.Errorf("copied %q", got)
	}
	press(t, w, "language")
	if !says(w, "明文") {
		t.Errorf("the result is lost in Chinese: %q", w.State().Text)
	}
	w.OpenPaths([]string{"/tmp/broken.apk"})
	await(t, w, "broken.apk")
}

func TestPhoneAppIsPulledCheckedAndDeleted(t *testing.T) {
	w, _, _, ap, _ := openServed(t)
	w.refer(page.PhoneApp{Serial: "serial1", Package: "com.example.shop"})
	await(t, w, "Cleartext")
	if q := <-ap.asked; filepath.Base(q.paths[0]) != "com.example.shop.apk" {
		t.Errorf("checked %v", q.paths)
	}
	if _, err := os.Stat(ap.copies); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the copies stay: %v", err)
	}
	if _, ok := w.env.Controls.All()["check-save-0"]; ok {
		t.Error("a fix would be saved beside a copy that is gone")
	}
}

// TestProjectCheckSavesConfiguration takes a real engine.
func TestProjectCheckSavesConfiguration(t *testing.T) {
	eng, err := engine.New(t.Context(), engine.Config{Dir: t.TempDir(), Rules: ruleset.Default()})
	if err != nil {
		t.Fatal(err)
	}
	defer eng.Close(context.Background())
	project := t.TempDir()
	main := filepath.Join(project, "src", "main")
	manifest := `<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.shop">
  <uses-sdk android:minSdkVersion="21" android:targetSdkVersion="34"/><application android:label="Shop"/></manifest>`
	for path, text := range map[string]string{filepath.Join(main, "AndroidManifest.xml"): manifest,
		filepath.Join(project,
			"build.gradle"): "plugins { id 'com.android.application' }\nandroid { namespace 'com.example.shop' }\n"} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700),
			os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	w, _ := open(t, func(c *Config) { c.Apps = eng })
	w.OpenPaths([]string{project})
	await(t, w, "com.example.shop")
	press(t, w, "check-save-0")
	await(t, w, "network_security_config.xml")
	deadline := time.Now().Add(30 * time.Second)
	for w.env.Controls.All()["check-again"] == nil && time.Now().Before(deadline) {
		run(w, 50*time.Millisecond)
	}
	written, err := os.ReadFile(filepath.Join(main, "res", "xml", "network_security_config.xml"))
	if err != nil || !strings.Contains(string(written), "cmpassport.com") {
		t.Errorf("written %q, %v", written, err)
	}
	press(t, w, "check-again")
	await(t, w, "com.example.shop")
}

func TestReplayNeedsConfirmation(t *testing.T) {
	w, _, _, _, rp := openServed(t)
	show(w, tokenModel())
	w.refer(page.Attempt{ID: 1})
	goTo(t, w, "replay")
	await(t, w, "● staging")
	if says(w, benchToken) || !says(w, redact.Value(inspector.Token, benchToken)) {
		t.Errorf("the token is not masked: %q", w.State().Text)
	}
	press(t, w, "replay-prepare")
	await(t, w, "single use")
	press(t, w, "replay-compose")
	press(t, w, "compose-drop-0")
	run(w, time.Second)
	press(t, w, "replay-send")
	select {
	case q := <-rp.sent:
		t.Fatalf("sent before it was confirmed: %+v", q)
	case <-time.After(50 * time.Millisecond):
	}
	if b := w.env.Controls.All()["replay-confirm"].(*kit.Button); b.Text() != "Send to staging" {
		t.Errorf("the confirmation says %q", b.Text())
	}
	press(t, w, "replay-confirm")
	await(t, w, "Already used")
	q := <-rp.sent
	if q.Confirmed != "staging" || q.Token != benchToken || q.Edit == nil || fmt.Sprint(q.Edit.Drop) != "[X-agent]" ||
		q.Edit.Body != nil {
		t.Errorf("sent %+v", q)
	}
	for _, want := range []string{"1001", "1002", "spent: it cannot be used again"} {
		if !says(w, want) {
			t.Errorf("the result does not say %q: %q", want, w.State().Text)
		}
	}
	if _, ok := w.State().Controls["replay-send"]; ok {
		t.Error("the same draft could be sent again")
	}
}

func TestReplayWithoutTokenOffersNoSending(t *testing.T) {
	w, _, _, _, _ := openServed(t)
	goTo(t, w, "replay")
	await(t, w, "● staging")
	if _, ok := w.env.Controls.All()["replay-prepare"]; ok {
		t.Error("a request without a token can be prepared")
	}
	w.env.Controls.All()["replay-token"].(*kit.Field).SetText("pasted-made-up-token")
	if _, ok := w.env.Controls.All()["replay-prepare"]; !ok {
		t.Error("a pasted token cannot be tried")
	}
}

func TestTargetKeysAreHiddenAndSentOnce(t *testing.T) {
	w, _, _, _, rp := openServed(t)
	goTo(t, w, "replay")
	await(t, w, "● staging")
	press(t, w, "target-add")
	press(t, w, "target-kind-alibaba")
	for name, text := range map[string]string{"target-name": "mine", "target-keyid": "made-up-id",
		"target-key": "made-up-secret"} {
		e := w.env.Controls.All()[name].(*kit.Field)
		e.SetText(text)
		if name != "target-name" && !e.Password {
			t.Errorf("%s shows what is typed", name)
		}
	}
	show(w, model(1)) // an attempt comes in while somebody types
	press(t, w, "target-save")
	got := <-rp.added
	if got.Name != "mine" || rp.keys.AccessKeyID != "made-up-id" || rp.keys.AccessKeySecret != "made-up-secret" ||
		got.Kind != replay.KindAlibaba {
		t.Errorf("added %+v", got)
	}
	for name, c := range w.State().Controls {
		if strings.Contains(c.Text, "made-up-secret") {
			t.Errorf("%s tells the secret", name)
		}
	}
	run(w, time.Second)
	if _, ok := w.State().Controls["target-save"]; ok {
		t.Error("the form stays open")
	}
}

func TestTargetFormEqualsCommandLine(t *testing.T) {
	w, _, _, _, rp := openServed(t)
	goTo(t, w, "replay")
	await(t, w, "● staging")
	press(t, w, "target-add")
	fill := func(texts map[string]string) {
		for name, text := range texts {
			w.env.Controls.All()["target-"+name].(*kit.Field).SetText(text)
		}
	}
	fill(map[string]string{"name": " mine ", "base": " https://tenant.example.com ", "client": "id"})
	if _, ok := w.State().Controls["target-agent"]; ok {
		t.Error("what few need is shown at once")
	}
	press(t, w, "target-more")
	if _, ok := w.State().Controls["target-agent"]; !ok {
		t.Error("what few need cannot be opened")
	}
	fill(
		map[string]string{
			"os":          "Android 9",
			"fingerprint": "p",
			"agent":       "a",
			"ip":          "192.0.2.7",
			"headers":     "X-A: b\n\n  X-C:d  ",
		},
	)
	press(t, w, "target-xl-zh")
	press(t, w, "target-save")
	want := replay.Target{
		Name:     "mine",
		Kind:     replay.KindIDaaS,
		BaseURL:  "https://tenant.example.com",
		ClientID: "id",
		Lang:     "zh",
		Device:   replay.Device{OSVersion: "Android 9", Fingerprint: "p", Agent: "a", IP: "192.0.2.7"},
		Headers:  exchange.Header{{Name: "X-A", Value: "b"}, {Name: "X-C", Value: "d"}},
	}
	if got := <-rp.added; !reflect.DeepEqual(got, want) {
		t.Errorf("added %+v", got)
	}
	run(w, time.Second)
	press(t, w, "target-add")
	press(t, w, "target-kind-alibaba")
	press(t, w, "target-more")
	fill(
		map[string]string{
			"name":     "account",
			"endpoint": "127.0.0.1:9",
			"region":   "cn-hangzhou",
			"keyid":    "i",
			"key":      "k",
			"sts":      "s",
		},
	)
	w.env.Controls.All()["target-plainhttp"].(*widget.Check).SetChecked(true)
	press(t, w, "target-save")
	want = replay.Target{
		Name:      "account",
		Kind:      replay.KindAlibaba,
		Endpoint:  "127.0.0.1:9",
		Region:    "cn-hangzhou",
		PlainHTTP: true,
	}
	if got := <-rp.added; !reflect.DeepEqual(got, want) ||
		rp.keys != (secret.Keys{AccessKeyID: "i", AccessKeySecret: "k", STSToken: "s"}) {
		t.Errorf("added %+v", got)
	}
}

// TestInvalidHeaderIsNotSaved: the form stays and says why.
func TestInvalidHeaderIsNotSaved(t *testing.T) {
	w, _, _, _, rp := openServed(t)
	goTo(t, w, "replay")
	await(t, w, "● staging")
	press(t, w, "target-add")
	w.env.Controls.All()["target-headers"].(*kit.Field).SetText("no colon")
	press(t, w, "target-save")
	if len(rp.added) != 0 || !w.State().Dialog {
		t.Errorf("%d saved, dialog %v", len(rp.added), w.State().Dialog)
	}
}

func TestPagesFitInBothLanguagesAndSizes(t *testing.T) {
	w, _, _, _, _ := openServed(t)
	show(w, model(1))
	w.OpenPaths([]string{"/tmp/shop.apk"})
	await(t, w, "Cleartext")
	for _, size := range []fyne.Size{{Width: 1280, Height: 800}, {Width: 1024, Height: 700}} {
		w.win.Resize(size)
		for range 2 {
			for _, p := range []string{"attach", "appcheck", "replay"} {
				press(t, w, "place-"+p)
				run(w, 200*time.Millisecond)
				s := w.State()
				if len(s.Text) == 0 {
					t.Errorf("%s says nothing", p)
				}
				for _, text := range s.Text {
					if strings.Contains(text, "«") {
						t.Errorf("%s lacks a text: %s", p, text)
					}
				}
				for name, c := range s.Controls {
					if c.X < 0 || c.X+c.W > size.Width+1 || strings.Contains(c.Text, "«") {
						t.Errorf("%s at %v: %s %q reaches from %v to %v", p, size, name, c.Text, c.X, c.X+c.W)
					}
				}
			}
			press(t, w, "language")
		}
	}
}

// captureBench keeps choices, unless it is set to fail.
type captureBench struct {
	kept engine.Typed
	err  error
}

func (b *captureBench) Choices() engine.Typed { return b.kept }
func (b *captureBench) Choose(_ context.Context, c engine.Typed) error {
	if b.err == nil {
		b.kept = c
	}
	return b.err
}

// TestWindowShowsVersion in both languages, with what is not recorded.
func TestWindowShowsVersion(t *testing.T) {
	w, _ := open(t)
	b := version.Read()
	for _, l := range []i18n.Lang{i18n.EN, i18n.ZH} {
		w.look.SetLanguage(l)
		goTo(t, w, "settings")
		shown := strings.Join(w.State().Text, "\n")
		if !strings.Contains(shown, b.Title()+" (") || !strings.Contains(shown, b.Origin().In(string(l))) {
			t.Errorf("%s: %s", l, shown)
		}
	}
}

// TestCaptureSettingsAreSaved: what was typed outlives a change of
// language, what is wrong says so and stays, what is good is kept.
func TestCaptureSettingsAreSaved(t *testing.T) {
	wrong := &engine.ChoiceError{Choice: engine.ChoicePort, Value: "9000"}
	b := &captureBench{kept: engine.Typed{PassThrough: "old.example"}, err: wrong}
	w, _ := open(t, func(c *Config) { c.Captures = b })
	goTo(t, w, "settings")
	field := func(name string) *kit.Field { return w.env.Controls.All()["capture-"+name].(*kit.Field) }
	if field("passthrough").Text != "old.example" {
		t.Errorf("shown %q", field("passthrough").Text)
	}
	field("skipverify").SetText("a.example")
	field("port").SetText("9000")
	w.env.Controls.All()["capture-carriers"].(*widget.Check).SetChecked(true)
	press(t, w, "capture-keep")
	run(w, time.Second)
	if s := w.State(); !slices.Contains(s.Text, problem.Of(wrong).What.EN) || b.kept.Port != "" {
		t.Errorf("%v, kept %+v", s.Text, b.kept)
	}
	w.look.SetLanguage(i18n.ZH)
	goTo(t, w, "settings")
	if field("port").Text != "9000" || !slices.Contains(w.State().Text, problem.Of(wrong).What.ZH) {
		t.Errorf("after the language: port %q, %v", field("port").Text, w.State().Text)
	}
	b.err = nil
	press(t, w, "capture-keep")
	run(w, time.Second)
	if want := (engine.Typed{Port: "9000", PassThrough: "old.example", SkipVerify: "a.example",
		Carriers: true}); b.kept != want {
		t.Errorf("kept %+v", b.kept)
	}
	kept := w.env.T("settings.kept")
	if s := w.State(); !slices.Contains(s.Text, kept) {
		t.Errorf("it says %v", s.Text)
	}
	field("port").SetText("9001")
	w.update()
	if s := w.State(); slices.Contains(s.Text, kept) || slices.Contains(s.Text, problem.Of(wrong).What.ZH) ||
		b.kept.Port != "9000" {
		t.Errorf("typing again: it says %v, kept %+v", s.Text, b.kept)
	}
}
