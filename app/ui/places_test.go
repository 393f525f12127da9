package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/i18n"
	"loginscope/app/ui/kit"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/lint"
	"loginscope/proxy/exchange"
)

// phoneBench is a desk for phones that notes what it is asked.
type phoneBench struct {
	now   Phones
	asked chan string
}

func (b *phoneBench) note(s string)            { b.asked <- s }
func (b *phoneBench) Phones() Phones           { return b.now }
func (b *phoneBench) Watch()                   {}
func (b *phoneBench) Allow(a string) *Problem  { b.note("allow " + a); return nil }
func (b *phoneBench) Revoke(a string) *Problem { b.note("revoke " + a); return nil }
func (b *phoneBench) Follow(s string) *Problem { b.note("follow " + s); return nil }
func (b *phoneBench) Unfollow(s string)        { b.note("unfollow " + s) }
func (b *phoneBench) InterceptAgain(h string)  { b.note("intercept " + h) }
func (b *phoneBench) AttachUSB(_ context.Context, s string) (int, *Problem) {
	b.note("usb " + s)
	return 0, &Problem{What: codes.Text{EN: "Not attached", ZH: "未连接"}, Why: codes.Text{EN: "No capture runs", ZH: "没有抓包"}}
}
func (b *phoneBench) CleanUp(context.Context) (int, *Problem) { b.note("clean"); return 2, nil }
func (b *phoneBench) InstallCertificate(_ context.Context, s string) *Problem {
	b.note("certificate " + s)
	return nil
}
func (b *phoneBench) Health(context.Context, string) (PhoneHealth, *Problem) {
	b.note("health")
	return PhoneHealth{Facts: []codes.Text{{EN: "Android 14", ZH: "Android 14"}}, Problems: []codes.Text{{EN: "A VPN is on", ZH: "已开启 VPN"}}}, nil
}
func (b *phoneBench) PullApp(_ context.Context, s, name string) ([]string, func(), *Problem) {
	b.note("pull " + name)
	return []string{"/tmp/base.apk"}, func() { b.note("release") }, nil
}

// appBench answers every check with one error and one pass.
type appBench struct{ asked chan AppQuestion }

func (b *appBench) CheckApp(_ context.Context, q AppQuestion) (*AppAnswer, []Problem) {
	b.asked <- q
	if strings.HasSuffix(q.Paths[0], "broken.apk") {
		return nil, []Problem{{What: codes.Text{EN: "broken.apk cannot be read", ZH: "无法读取 broken.apk"}}}
	}
	app := &facts.App{Name: "shop.apk", Kind: facts.APK}
	a := &AppAnswer{Report: androidapp.NewReport(app, []lint.Result{
		{Check: "x.pass", Status: lint.Pass, Title: codes.Text{EN: "All well", ZH: "正常"}},
		{Check: "x.bad", Status: lint.Error, Title: codes.Text{EN: "Cleartext", ZH: "明文"}, Paste: "<domain/>", PasteInto: "a.xml", Where: []lint.Location{{File: "a.xml", Line: 7, Element: "application"}}},
	})}
	fix := AppFix{Path: "/tmp/a.xml", Write: func() *Problem { b.asked <- AppQuestion{Package: "written"}; return nil }}
	fix.Changed, fix.Diff, fix.Text = true, "--- a\n+++ b\n@@ -1 +1 @@\n-<old/>\n+<domain/>\n", []byte("<domain/>")
	a.Fixes = []AppFix{fix}
	return a, nil
}

// replayBench has one tenant and one account, and notes what is sent.
type replayBench struct {
	sent  chan ReplayQuestion
	added chan NewTarget
}

const benchToken = "made-up-token-0001"

func (b *replayBench) Targets(context.Context, bool) ([]Target, *Problem) {
	return []Target{{Name: "staging", Address: "https://tenant.example.com", Calls: []string{"login"}}, {Name: "account", Alibaba: true, Calls: []string{"GetMobile", "VerifyMobile"}}}, nil
}
func (b *replayBench) Add(_ context.Context, t NewTarget) *Problem {
	b.added <- t
	return nil
}
func (b *replayBench) Remove(context.Context, string) *Problem { return nil }
func (b *replayBench) Test(context.Context, string, bool) (Probe, *Problem) {
	return Probe{OK: true, Lines: []codes.Text{{EN: "It answers", ZH: "有响应"}}}, nil
}
func (b *replayBench) KeyPlace(context.Context) codes.Text {
	return codes.Text{EN: "a safe", ZH: "保险箱"}
}
func (b *replayBench) Unlock(string) {}
func (b *replayBench) Token(f *inspector.Flow) string {
	if f.ID == 1 {
		return benchToken
	}
	return ""
}
func (b *replayBench) LabToken(context.Context) (string, *Problem) { return "lab-made-up-token", nil }
func (b *replayBench) Prepare(_ context.Context, q ReplayQuestion) (Draft, *Problem) {
	return Draft{Host: "tenant.example.com", Curl: "curl -X POST ***", Header: exchange.Header{{Name: "X-agent", Value: "a"}}, Body: `{"token":"` + TokenMark + `"}`,
		Notices: []Notice{{Severity: inspector.Warning, Text: codes.Text{EN: "single use", ZH: "只能用一次"}}}}, nil
}
func (b *replayBench) Send(_ context.Context, q ReplayQuestion) (ReplayAnswer, *Problem) {
	b.sent <- q
	return ReplayAnswer{Target: q.Target, Fate: inspector.FateSpent, Title: codes.Text{EN: "Already used", ZH: "已使用"}, Original: &ReplaySide{Flow: 1, Code: "1002"}, Replayed: ReplaySide{Code: "1001", Status: 200}}, nil
}

// openPlaces opens a window whose three desks are benches.
func openPlaces(t *testing.T) (*Window, *desk, *phoneBench, *appBench, *replayBench) {
	t.Helper()
	w, d := open(t)
	ph := &phoneBench{asked: make(chan string, 20), now: Phones{Listen: "192.168.1.9:8899", Choices: []Reach{{Interface: "wlan0", Host: "192.168.1.9"}},
		Reaches: []Reach{{Interface: "wlan0", Host: "192.168.1.9", Proxy: "192.168.1.9:8899", Portal: "http://192.168.1.9:8899/"}},
		Waiting: []WaitingDevice{{Address: "192.168.1.5", Tries: 3, Last: start}}, Learned: []LearnedHost{{Device: "192.168.1.5", Host: "pinned.example.com"}},
		Devices: []USBPhone{{Serial: "serial1", Model: "Pixel", State: "device", Ready: true}, {Serial: "serial2", State: "unauthorized"}}}}
	ap, rp := &appBench{make(chan AppQuestion, 20)}, &replayBench{make(chan ReplayQuestion, 20), make(chan NewTarget, 20)}
	w.cfg.Phones, w.cfg.Apps, w.cfg.Replays = ph, ap, rp
	w.build()
	return w, d, ph, ap, rp
}

// await runs what is posted until the place says a text.
func await(t *testing.T, w *Window, text string) {
	t.Helper()
	deadline := time.Now().Add(5 * time.Second)
	for !says(w, text) {
		if time.Now().After(deadline) {
			t.Fatalf("the place never said %q: %q", text, w.State().Text)
		}
		run(w, 50*time.Millisecond)
	}
}

func says(w *Window, text string) bool {
	return slices.ContainsFunc(w.State().Text, func(s string) bool { return strings.Contains(s, text) })
}

func TestAttachPlaceSaysHowAndAsksForWhatIsPressed(t *testing.T) {
	w, d, ph, _, _ := openPlaces(t)
	press(t, w, "attach") // the button at the top
	if w.place != Attach {
		t.Fatalf("place %s", w.place)
	}
	for _, want := range []string{"http://192.168.1.9:8899/", "192.168.1.5", "Pixel ready", "not allowed yet", "600005", "pinned.example.com"} {
		if !says(w, want) {
			t.Errorf("it does not say %q: %q", want, w.State().Text)
		}
	}
	if _, ok := w.env.Controls.All()["attach-qr"]; !ok {
		t.Error("there is no QR code")
	}
	for _, c := range []struct{ press, asked string }{
		{"attach-allow-0", "allow 192.168.1.5"}, {"phone-certificate-0", "certificate serial1"}, {"phone-follow-0", "follow serial1"},
		{"attach-intercept-0", "intercept pinned.example.com"}, {"attach-cleanup", "clean"}, {"phone-usb-0", "usb serial1"},
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
	if pr := w.attach.trouble["serial1"]; pr == nil || pr.What.EN != "Not attached" {
		t.Errorf("the refusal is not kept: %+v", pr)
	}
	press(t, w, "phone-health-0")
	await(t, w, "A VPN is on")
	press(t, w, "attach-loopback")
	press(t, w, "attach-everywhere")
	if got := strings.Join(d.asked, "; "); got != "start 127.0.0.1:0; start 0.0.0.0:0" && !strings.Contains(got, "0.0.0.0:") {
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

func TestAttachPlaceIsKindWithoutADBAndOnLoopback(t *testing.T) {
	w, _, ph, _, _ := openPlaces(t)
	ph.now = Phones{Listen: "127.0.0.1:8899", Loopback: true, ADB: &Problem{Why: codes.Text{EN: "adb is not installed."}, Do: codes.Text{EN: "Everything else works."}}}
	w.goTo(Attach)
	if !says(w, "adb is not installed. Everything else works.") || !says(w, "only this computer") {
		t.Errorf("it says %q", w.State().Text)
	}
	if _, ok := w.env.Controls.All()["attach-qr"]; ok {
		t.Error("there is a QR code that no phone could use")
	}
}

func TestAppCheckShowsWhatToChangeAndSavesIt(t *testing.T) {
	w, _, _, ap, _ := openPlaces(t)
	w.goTo(AppCheck)
	w.env.Controls.All()["check-package"].(*kit.Field).SetText("com.example.shop")
	w.openDropped([]fyne.URI{uri("file:///tmp/shop.apk")})
	await(t, w, "Cleartext")
	q := <-ap.asked
	if q.Paths[0] != "/tmp/shop.apk" || q.Package != "com.example.shop" {
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
	press(t, w, "check-save-0")
	await(t, w, "/tmp/a.xml")
	if q := <-ap.asked; q.Package != "written" {
		t.Errorf("saved by %+v", q)
	}
	press(t, w, "language")
	if !says(w, "明文") {
		t.Errorf("the result is lost in Chinese: %q", w.State().Text)
	}
	w.checkApp([]string{"/tmp/broken.apk"})
	await(t, w, "无法读取 broken.apk")
}

func TestAnAppOnAPhoneIsCopiedCheckedAndReleased(t *testing.T) {
	w, _, ph, ap, _ := openPlaces(t)
	w.checkOnPhone("serial1", "com.example.shop")
	await(t, w, "Cleartext")
	if q := <-ap.asked; q.Paths[0] != "/tmp/base.apk" {
		t.Errorf("checked %v", q.Paths)
	}
	if got := []string{<-ph.asked, <-ph.asked}; fmt.Sprint(got) != "[pull com.example.shop release]" {
		t.Errorf("asked %q", got)
	}
	if _, ok := w.env.Controls.All()["check-save-0"]; ok {
		t.Error("a fix would be saved beside a copy that is gone")
	}
}

func TestReplayIsSentOnceConfirmedForItsTarget(t *testing.T) {
	w, _, _, _, rp := openPlaces(t)
	show(w, model(1))
	w.selectFlow(1)
	w.goTo(Replay)
	await(t, w, "● staging")
	if says(w, benchToken) || !says(w, "***") {
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
	if q.Confirmed != "staging" || q.Token != benchToken || fmt.Sprint(q.Drop) != "[X-agent]" || q.Body != "" {
		t.Errorf("sent %+v", q)
	}
	for _, want := range []string{"1001", "1002", "spent: it cannot be used again"} {
		if !says(w, want) {
			t.Errorf("the result does not say %q: %q", want, w.State().Text)
		}
	}
	if _, ok := w.State().Controls["replay-send"]; ok && w.replay.drafted {
		t.Error("the same draft could be sent again")
	}
}

func TestReplayWithoutTokenOffersNoSending(t *testing.T) {
	w, _, _, _, _ := openPlaces(t)
	w.goTo(Replay)
	await(t, w, "● staging")
	if _, ok := w.env.Controls.All()["replay-prepare"]; ok {
		t.Error("a request without a token can be prepared")
	}
	w.env.Controls.All()["replay-token"].(*kit.Field).SetText("pasted-made-up-token")
	if _, ok := w.env.Controls.All()["replay-prepare"]; !ok {
		t.Error("a pasted token cannot be tried")
	}
}

func TestKeysOfATargetAreHiddenAndHandedOverOnce(t *testing.T) {
	w, _, _, _, rp := openPlaces(t)
	w.goTo(Replay)
	await(t, w, "● staging")
	press(t, w, "target-add")
	press(t, w, "target-kind-alibaba")
	for name, text := range map[string]string{"target-name": "mine", "target-keyid": "made-up-id", "target-key": "made-up-secret"} {
		e := w.env.Controls.All()[name].(*kit.Field)
		e.SetText(text)
		if name != "target-name" && !e.Password {
			t.Errorf("%s shows what is typed", name)
		}
	}
	show(w, model(1)) // an attempt comes in while somebody types
	press(t, w, "target-save")
	got := <-rp.added
	if got.Name != "mine" || got.KeyID != "made-up-id" || got.Key != "made-up-secret" || !got.Alibaba {
		t.Errorf("added %+v", got)
	}
	for name, c := range w.State().Controls {
		if strings.Contains(c.Text, "made-up-secret") {
			t.Errorf("%s tells the secret", name)
		}
	}
	run(w, time.Second)
	if w.replay.adding {
		t.Error("the form stays open")
	}
}

func TestATargetTakesWhatTheCommandLineTakes(t *testing.T) {
	w, _, _, _, rp := openPlaces(t)
	w.goTo(Replay)
	await(t, w, "● staging")
	press(t, w, "target-add")
	fill := func(texts map[string]string) {
		for name, text := range texts {
			w.env.Controls.All()["target-"+name].(*kit.Field).SetText(text)
		}
	}
	fill(map[string]string{"name": "mine", "base": "https://tenant.example.com", "client": "id"})
	if _, ok := w.State().Controls["target-agent"]; ok {
		t.Error("what few need is shown at once")
	}
	press(t, w, "target-more")
	if _, ok := w.State().Controls["target-agent"]; !ok {
		t.Error("what few need cannot be opened")
	}
	fill(map[string]string{"os": "Android 9", "fingerprint": "p", "agent": "a", "ip": "192.0.2.7", "headers": "X-A: b\nX-C: d"})
	press(t, w, "target-xl-zh")
	press(t, w, "target-save")
	want := NewTarget{Name: "mine", BaseURL: "https://tenant.example.com", ClientID: "id", OSVersion: "Android 9", Fingerprint: "p", Agent: "a", DeviceIP: "192.0.2.7", Lang: "zh", Headers: "X-A: b\nX-C: d"}
	if got := <-rp.added; got != want {
		t.Errorf("added %+v", got)
	}
	run(w, time.Second)
	press(t, w, "target-add")
	press(t, w, "target-kind-alibaba")
	press(t, w, "target-more")
	fill(map[string]string{"name": "account", "endpoint": "127.0.0.1:9", "region": "cn-hangzhou", "keyid": "i", "key": "k", "sts": "s"})
	w.env.Controls.All()["target-plainhttp"].(*widget.Check).SetChecked(true)
	press(t, w, "target-save")
	want = NewTarget{Name: "account", Alibaba: true, Endpoint: "127.0.0.1:9", Region: "cn-hangzhou", KeyID: "i", Key: "k", STS: "s", PlainHTTP: true}
	if got := <-rp.added; got != want {
		t.Errorf("added %+v", got)
	}
}

func TestPlacesFitInBothLanguagesAndSizes(t *testing.T) {
	w, _, _, _, _ := openPlaces(t)
	show(w, model(1))
	w.checkApp([]string{"/tmp/shop.apk"})
	await(t, w, "Cleartext")
	for _, size := range []fyne.Size{{Width: 1280, Height: 800}, {Width: 1024, Height: 700}} {
		w.win.Resize(size)
		for range 2 {
			for _, p := range []Place{Attach, AppCheck, Replay} {
				press(t, w, "place-"+string(p))
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

// captureBench keeps choices, unless it is told to complain.
type captureBench struct {
	kept    CaptureChoices
	problem *Problem
}

func (b *captureBench) Choices() CaptureChoices { return b.kept }
func (b *captureBench) Choose(_ context.Context, c CaptureChoices) *Problem {
	if b.problem == nil {
		b.kept = c
	}
	return b.problem
}

// TestCaptureChoicesAreTypedAndKept: what was typed outlives a change of
// language, what is wrong says so and stays, what is good is kept.
func TestCaptureChoicesAreTypedAndKept(t *testing.T) {
	w, _ := open(t)
	b := &captureBench{kept: CaptureChoices{PassThrough: "old.example"}, problem: &Problem{What: codes.Text{EN: "It is wrong.", ZH: "有误。"}}}
	w.cfg.Captures = b
	w.build()
	w.goTo(Setup)
	field := func(name string) *kit.Field { return w.env.Controls.All()["capture-"+name].(*kit.Field) }
	if field("passthrough").Text != "old.example" {
		t.Errorf("shown %q", field("passthrough").Text)
	}
	field("skipverify").SetText("a.example")
	field("port").SetText("9000")
	w.env.Controls.All()["capture-carriers"].(*widget.Check).SetChecked(true)
	press(t, w, "capture-keep")
	run(w, time.Second)
	if s := w.State(); !slices.Contains(s.Text, "It is wrong.") || b.kept.Port != "" {
		t.Errorf("%v, kept %+v", s.Text, b.kept)
	}
	w.setLanguage(i18n.ZH)
	w.goTo(Setup)
	if field("port").Text != "9000" || !slices.Contains(w.State().Text, "有误。") {
		t.Errorf("after the language: port %q, %v", field("port").Text, w.State().Text)
	}
	b.problem = nil
	press(t, w, "capture-keep")
	run(w, time.Second)
	if want := (CaptureChoices{Port: "9000", PassThrough: "old.example", SkipVerify: "a.example", Carriers: true}); b.kept != want {
		t.Errorf("kept %+v", b.kept)
	}
	if s := w.State(); len(s.Text) != 1 || w.capture.typed != nil {
		t.Errorf("%v, draft %+v", s.Text, w.capture.typed)
	}
	field("port").SetText("9001")
	if w.capture.kept || w.capture.typed == nil || b.kept.Port != "9000" {
		t.Errorf("typing again: %+v", w.capture)
	}
}
