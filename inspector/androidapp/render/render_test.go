package render_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"loginscope/codes"
	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/render"
	"loginscope/inspector/finding"
	"loginscope/inspector/sarif"
	"loginscope/lang"
)

// report is of a project in which much is wrong, and one thing was set aside.
func report(t *testing.T) androidapp.Report {
	t.Helper()
	app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "my <b>app</b> | x", FS: fstest.MapFS{
		".loginscope-ignore": {Data: []byte("manifest.activities *LoginAuth*: " +
			"the page comes with \x1b the next <release>\n" +
			"no such check: x\nnsc.referenced\nnsc.valid\n")},
		"app/build.gradle": {Data: []byte("apply plugin: 'com.android.application'\n" +
			"android { defaultConfig { targetSdk 34 } }\n" +
			"dependencies {\n implementation(name: 'auth_number_product-2.13.3', ext: 'aar')\n" +
			" implementation(name: 'auth_number_product-2.12.15', ext: 'aar')\n}\n")},
		"app/src/main/AndroidManifest.xml": {
			Data: []byte(
				`<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="a.b"><application/></manifest>`)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return androidapp.Check(app, androidapp.Options{})
}

func TestMarkdown(t *testing.T) {
	r := report(t)
	for lang, want := range map[string][]string{
		"en": {"# App check: my &lt;b>app&lt;/b>", "## Errors (",
			"com.mobile.auth.gatewayauth.activity.AuthWebVeiwActivity is not declared", "```\n<activity",
			"`nsc.referenced`, confirmed"},
		"zh": {"# 应用检查", "## 错误（", "未声明 com.mobile.auth.gatewayauth.activity.AuthWebVeiwActivity",
			"`nsc.referenced`, 确认"},
	} {
		var buf bytes.Buffer
		if err := render.Markdown(&buf, r, lang); err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(buf.String(), " (", "（")
		for _, w := range want {
			if !strings.Contains(text, strings.ReplaceAll(w, " (", "（")) {
				t.Errorf("%s: no %q in\n%s", lang, w, buf.String()[:600])
			}
		}
		if strings.Contains(text, "<b>") {
			t.Errorf("%s: markup of the app's name survived", lang)
		}
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteErrors(t *testing.T) {
	r := report(t)
	if err := render.SARIF(failing{}, r, sarif.Options{Lang: "en"}); err == nil ||
		!strings.Contains(err.Error(), "disk full") {
		t.Errorf("SARIF: %v", err)
	}
	if err := render.JUnit(failing{}, r, "en", finding.Error); err == nil ||
		!strings.Contains(err.Error(), "disk full") {
		t.Errorf("JUnit: %v", err)
	}
	if err := render.Markdown(failing{}, r, "en"); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("Markdown: %v", err)
	}
}

// TestJSON holds the form of a result, byte for byte: it is a contract.
func TestJSON(t *testing.T) {
	at := finding.Location{File: "app/build.gradle", Line: 7, Element: "x"}
	words := func(s string) lang.Text { return lang.Text{EN: s, ZH: s + "。"} }
	list := render.Results([]finding.Finding{{
		Check: "a.b", Module: ":app", Subject: "s", Build: "debug", Status: finding.Hint, Title: words("t"),
		What: words("w"),
		Why:  words("y"), Fix: words("f"), Paste: "<p>", PasteInto: "q", Certainty: codes.Seen, Source: "here",
		Fingerprint: "00",
		Where:       []finding.Location{at, {File: "b"}}, Suppressed: &finding.Suppression{
			Kind:   "file",
			Reason: "r",
			Where:  &at,
		},
		// what only an inspection prints:
		Actor: codes.Developer, Flows: []int{1}, Causes: []string{"c"}, Count: 2, First: time.Unix(1, 0),
		Last: time.Unix(2, 0),
	}, {Check: "c", Status: finding.Pass, Suppressed: &finding.Suppression{Kind: "baseline"}}})
	got, err := json.MarshalIndent(list, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/results.json")
	if err != nil {
		t.Fatal(err)
	}
	if string(got)+"\n" != string(want) {
		t.Errorf("got\n%s", got)
	}
}
