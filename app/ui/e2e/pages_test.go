//go:build e2e

package e2e

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"loginscope/app/ui/state"
	"loginscope/proxy/phone/adbtest"
)

func says(st state.State, text string) bool {
	return slices.ContainsFunc(st.Text, func(s string) bool { return strings.Contains(s, text) })
}

func has(control string) func(state.State) bool {
	return func(st state.State) bool { _, ok := st.Controls[control]; return ok }
}

// press clicks a control, wherever it has to be scrolled to.
func (s *Screen) press(t *testing.T, control string) {
	t.Helper()
	if err := s.Click(control); err != nil {
		s.failed(t)
		t.Fatal(err)
	}
}

// A tester with a phone: where to listen, what to scan, what to type.
func TestAttachingAPhoneIsExplained(t *testing.T) {
	phone := adbtest.Start(t,
		&adbtest.Device{Props: map[string]string{"ro.product.model": "Test phone", "ro.build.version.release": "14",
			"gsm.sim.state": "LOADED"}})
	client := adbtest.Server(t, phone)
	_, port, err := net.SplitHostPort(client.Addr)
	must(t, err)
	t.Setenv("ANDROID_ADB_SERVER_PORT", port)
	s := open(t, "en_US.UTF-8")
	s.captures(t)
	s.press(t, "attach")
	st := s.until(t, "the place",
		func(st state.State) bool { return st.Page == "attach" && says(st, "only this computer") })
	if has("attach-qr")(st) {
		t.Error("a QR code is shown while no phone could reach it")
	}
	s.press(t, "attach-everywhere")
	st = s.until(t, "the addresses", func(st state.State) bool {
		return has("attach-qr")(st) && has("attach-copy-portal")(st) && says(st, "http://")
	})
	if qr := st.Controls["attach-qr"]; qr.W < 100 || qr.H < 100 {
		t.Errorf("the QR code is %v by %v pixels", qr.W, qr.H)
	}
	s.until(t, "the phone on the cable",
		func(st state.State) bool { return says(st, "ready") && has("phone-usb-0")(st) })
	must(t, s.Shot(filepath.Join(artifacts(), "attach-en.png")))
	s.press(t, "phone-usb-0")
	s.until(t, "the port forward", func(st state.State) bool { return says(st, "127.0.0.1, port") })
	s.press(t, "phone-health-0")
	s.until(t, "the phone's state", func(st state.State) bool { return says(st, "Android 14") })
	must(t, s.Shot(filepath.Join(artifacts(), "attach-usb-en.png")))
	s.press(t, "attach-cleanup")
	s.until(t, "the clean-up", func(st state.State) bool { return says(st, "Cleaned up: 1") })
}

const shopManifest = `<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.shop">
  <uses-sdk android:minSdkVersion="21" android:targetSdkVersion="34"/>
  <uses-permission android:name="android.permission.INTERNET"/>
  <application android:label="Shop"><activity android:name=".Main" android:exported="true"/></application>
</manifest>`

// A developer before the first run: the APK, its signature, and the project's
// configuration put right.
func TestAppCheckAndFix(t *testing.T) {
	apk := signedAPK(t)
	s := open(t, "en_US.UTF-8", apk)
	st := s.until(t, "the check of the APK",
		func(st state.State) bool { return st.Page == "appcheck" && says(st, "com.example.shop") })
	for _, want := range []string{"MD5 ", "SHA-256 ", "onekey.cmpassport.com", "errors: "} {
		if !says(st, want) {
			t.Errorf("it does not say %q: %q", want, st.Text)
		}
	}
	must(t, s.Shot(filepath.Join(artifacts(), "appcheck-en.png")))
	s.Close()

	project := filepath.Join(t.TempDir(), "shop")
	main := filepath.Join(project, "app", "src", "main")
	must(t, os.MkdirAll(main, 0o755))
	must(t, os.WriteFile(filepath.Join(main, "AndroidManifest.xml"), []byte(shopManifest), 0o600))
	must(t, os.WriteFile(filepath.Join(project, "app", "build.gradle"),
		[]byte("plugins { id 'com.android.application' }\nandroid { namespace 'com.example.shop' }\n"), 0o600))
	s = open(t, "zh_CN.UTF-8", project)
	s.until(t, "the check of the project",
		func(st state.State) bool { return st.Page == "appcheck" && says(st, "enrichgw.10010.com") })
	s.press(t, "check-save-0")
	s.until(t, "the file", func(st state.State) bool { return says(st, "已写入") })
	must(t, s.Shot(filepath.Join(artifacts(), "appcheck-zh.png")))
	fixed, err := os.ReadFile(filepath.Join(main, "res", "xml", "network_security_config.xml"))
	must(t, err)
	if !strings.Contains(string(fixed), "onekey.cmpassport.com") ||
		!strings.Contains(string(fixed), "debug-overrides") {
		t.Errorf("the saved file lacks a rule:\n%s", fixed)
	}
}

func signedAPK(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	run := func(name string, args ...string) {
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %s", name, err, out)
		}
	}
	must(t, os.WriteFile(filepath.Join(dir, "AndroidManifest.xml"), []byte(shopManifest), 0o600))
	run("aapt", "package", "-f", "-M", "AndroidManifest.xml", "-I",
		"/usr/share/android-framework-res/framework-res.apk", "-F", "plain.apk")
	run("keytool", "-genkeypair", "-keystore", "k.jks", "-storepass", "made-up", "-keypass", "made-up", "-alias", "a",
		"-keyalg", "RSA", "-dname", "CN=Shop", "-validity", "100")
	run("apksigner", "sign", "--ks", "k.jks", "--ks-pass", "pass:made-up", "--out", "shop.apk", "plain.apk")
	return filepath.Join(dir, "shop.apk")
}

// A support engineer: is it the token, or the tenant?
func TestReplayAgainstLab(t *testing.T) {
	s := open(t, "en_US.UTF-8")
	s.press(t, "place-replay")
	s.press(t, "replay-lab")
	s.until(t, "the lab's targets", func(st state.State) bool { return says(st, "lab-tenant") })
	s.press(t, "target-1") // the tenant
	s.press(t, "replay-labtoken")
	s.until(t, "a token", func(st state.State) bool { return says(st, "Pasted: ") })
	s.press(t, "replay-idtoken")
	s.press(t, "replay-prepare")
	st := s.until(t, "the request",
		func(st state.State) bool { return says(st, "curl -X POST") && has("replay-send")(st) })
	if says(st, "bG9naW5zY29wZS1sYWI6") { // how the lab's tokens begin
		t.Error("the token is on the screen")
	}
	s.press(t, "replay-send")
	st = s.until(t, "the confirmation", has("replay-confirm"))
	if got := st.Controls["replay-confirm"].Text; got != "Send to lab-tenant" {
		t.Errorf("the confirmation says %q", got)
	}
	must(t, s.Shot(filepath.Join(artifacts(), "replay-confirm-en.png")))
	s.press(t, "replay-confirm")
	s.until(t, "the verdict", func(st state.State) bool {
		return says(st, "The target accepts the token") && says(st, "its signature matches")
	})
	must(t, s.Shot(filepath.Join(artifacts(), "replay-en.png")))

	// The same token once more: it was single use.
	s.press(t, "replay-prepare")
	s.until(t, "the warning", func(st state.State) bool { return says(st, "already sent to a server") })
	s.press(t, "replay-send")
	s.press(t, "replay-confirm")
	s.until(t, "the second verdict", func(st state.State) bool { return says(st, "The token was already used") })
	must(t, s.Shot(filepath.Join(artifacts(), "replay-used-en.png")))
}

// An account's keys are typed once, and stand nowhere on the disk in clear.
func TestKeysAreKeptLocked(t *testing.T) {
	s := open(t, "en_US.UTF-8")
	s.press(t, "place-replay")
	s.press(t, "target-add")
	s.press(t, "target-kind-alibaba")
	for _, f := range [][2]string{{"target-name", "mine"}, {"target-keyid", "plantedid"},
		{"target-key", "plantedkey"}} {
		s.press(t, f[0])
		must(t, s.Type(f[1]))
	}
	s.press(t, "target-save")
	s.until(t, "the question for a passphrase", has("replay-passphrase")) // there is no keychain here
	must(t, s.Shot(filepath.Join(artifacts(), "replay-unlock-en.png")))
	must(t, s.Type("made up phrase"))
	must(t, s.Key("Return"))
	s.until(t, "the target", func(st state.State) bool { return says(st, "● mine") })
	files := 0
	must(t, filepath.WalkDir(filepath.Dir(s.socket), func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		raw, err := os.ReadFile(path)
		files++
		if strings.Contains(string(raw), "planted") {
			t.Errorf("%s holds a key in clear", path)
		}
		return err
	}))
	if files == 0 {
		t.Error("no file was looked at")
	}
	if strings.Contains(s.Log(), "planted") {
		t.Error("the program printed a key")
	}
}

// A support engineer: a code by its number, by words, and
// every code of a text that somebody sent.
func TestCodeSearch(t *testing.T) {
	s := open(t, "en_US.UTF-8")
	s.press(t, "place-codes")
	for _, c := range []struct{ typed, want string }{
		{"1105", "1105 apiKey refused"}, {"timed out", "102507"}, {"time", "best 20"},
	} {
		s.press(t, "codes-search")
		must(t, s.Key("ctrl+a"))
		must(t, s.Type(c.typed))
		s.until(t, c.want+" for "+c.typed,
			func(st state.State) bool { return st.Controls["codes-search"].Text == c.typed && says(st, c.want) })
	}
	s.press(t, "codes-paste")
	must(t, s.Type(
		`customer 4711: {"code":"600012","carrierFailedResultData":"{\"result\":80006}","vendorName":"ct_sjl"} and then 1105 from cu`))
	s.press(t, "codes-explain")
	st := s.until(t, "the explanations", func(st state.State) bool { return says(st, "600012 ") && says(st, "80006 ") })
	if n := phoneNumber.FindString(strings.Join(st.Text, " ")); n != "" {
		t.Errorf("a phone number is on the screen: %s", n)
	}
	must(t, s.Shot(filepath.Join(artifacts(), "codes-paste-en.png")))
}
