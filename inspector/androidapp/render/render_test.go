package render_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/render"
)

func report(t *testing.T) androidapp.Report {
	t.Helper()
	app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "my <b>app</b> | x", FS: fstest.MapFS{
		"app/build.gradle":                 {Data: []byte("apply plugin: 'com.android.application'\nandroid { defaultConfig { targetSdk 34 } }\n")},
		"app/src/main/AndroidManifest.xml": {Data: []byte(`<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="a.b"><application/></manifest>`)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return androidapp.Check(app, androidapp.Options{})
}

// TestSARIF holds what the SARIF 2.1.0 schema demands of the parts we write,
// and that every result points to its rule.
func TestSARIF(t *testing.T) {
	r := report(t)
	for _, lang := range []string{"en", "zh"} {
		var buf bytes.Buffer
		if err := render.SARIF(&buf, r, lang, "1.0"); err != nil {
			t.Fatal(err)
		}
		var log struct {
			Version string
			Runs    []struct {
				Tool struct {
					Driver struct {
						Name  string
						Rules []struct {
							ID               string
							ShortDescription struct{ Text string }
							FullDescription  struct{ Text string }
						}
					}
				}
				Results []struct {
					RuleID, Kind, Level string
					RuleIndex           int
					Message             struct{ Text string }
					Locations           []struct {
						PhysicalLocation struct {
							ArtifactLocation struct{ URI string }
							Region           *struct{ StartLine int }
						}
					}
					PartialFingerprints map[string]string
				}
			}
		}
		if err := json.Unmarshal(buf.Bytes(), &log); err != nil {
			t.Fatal(err)
		}
		if log.Version != "2.1.0" || len(log.Runs) != 1 || len(log.Runs[0].Results) != len(r.Results) {
			t.Fatalf("version %q, %d runs", log.Version, len(log.Runs))
		}
		rules := log.Runs[0].Tool.Driver.Rules
		prints := map[string]bool{}
		for i, x := range log.Runs[0].Results {
			if rules[x.RuleIndex].ID != x.RuleID || rules[x.RuleIndex].FullDescription.Text == "" {
				t.Errorf("result %d: rule %q at %d", i, x.RuleID, x.RuleIndex)
			}
			if x.Message.Text == "" || x.Kind != "fail" && x.Level != "none" || x.Kind == "fail" && x.Level == "none" {
				t.Errorf("result %d: kind %q level %q message %q", i, x.Kind, x.Level, x.Message.Text)
			}
			for _, l := range x.Locations {
				if l.PhysicalLocation.ArtifactLocation.URI == "" || strings.Contains(l.PhysicalLocation.ArtifactLocation.URI, " ") {
					t.Errorf("result %d: URI %q", i, l.PhysicalLocation.ArtifactLocation.URI)
				}
				if g := l.PhysicalLocation.Region; g != nil && g.StartLine < 1 {
					t.Errorf("result %d: line %d", i, g.StartLine)
				}
			}
			prints[x.PartialFingerprints["loginscope/v1"]] = true
		}
		if len(prints) < len(r.Results)/2 {
			t.Errorf("%d fingerprints for %d results", len(prints), len(r.Results))
		}
		if zh := strings.Contains(buf.String(), "授权页"); zh != (lang == "zh") {
			t.Errorf("%s: Chinese text %v", lang, zh)
		}
	}
}

func TestMarkdown(t *testing.T) {
	r := report(t)
	for lang, want := range map[string][]string{
		"en": {"# App check: my &lt;b>app&lt;/b>", "## Errors (", "com.mobile.auth.gatewayauth.LoginAuthActivity is not declared", "```\n<activity", "`nsc.referenced`, seen"},
		"zh": {"# 应用检查", "## 错误（", "未声明 com.mobile.auth.gatewayauth.LoginAuthActivity", "`nsc.referenced`, 已证实"},
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
	if err := render.SARIF(failing{}, r, "en", ""); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("SARIF: %v", err)
	}
	if err := render.Markdown(failing{}, r, "en"); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("Markdown: %v", err)
	}
}

// TestJSON: the report itself is what --json prints.
func TestJSON(t *testing.T) {
	b, err := json.Marshal(report(t))
	if err != nil {
		t.Fatal(err)
	}
	var back struct {
		App     struct{ Kind string }
		Results []struct{ Check, Status string }
		Counts  map[string]int
	}
	if err := json.Unmarshal(b, &back); err != nil || back.App.Kind != "project" || len(back.Results) < 30 || back.Counts["error"] == 0 {
		t.Errorf("%v %+v", err, back)
	}
}
