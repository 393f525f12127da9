package androidapp_test

import (
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/finding"
)

// TestFilesGivenAlone judges single files of a correct project: what was not given
// is not checked, and is no fault.
func TestFilesGivenAlone(t *testing.T) {
	src, err := os.ReadFile("testdata/lint/newest-sdk.txtar")
	if err != nil {
		t.Fatal(err)
	}
	script := "plugins { id 'com.android.application' }\nandroid {\n compileSdk 35\n defaultConfig { minSdk 23\n " +
		"targetSdk 35 }\n" +
		" buildTypes { release { minifyEnabled true\n proguardFiles 'proguard-rules.pro' } }\n}\n" +
		"dependencies { implementation fileTree(dir: 'libs', include: ['*.aar']) }\n"
	files := map[string]string{"app/build.gradle": script, "settings.gradle": "include ':app'\n"}
	for _, f := range txtar.Parse(src).Files {
		switch f.Name {
		case "app/src/main/AndroidManifest.xml", "gradle.properties", "app/proguard-rules.pro":
			files[f.Name] = string(f.Data)
		}
	}
	for name, text := range files {
		app, err := androidapp.Open(t.Context(), androidapp.Input{
			Name:    name,
			Content: strings.NewReader(text),
			Size:    int64(len(text)),
		})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		r := androidapp.Check(app, androidapp.Options{Now: today})
		for _, x := range r.Results {
			if x.Status == finding.Error || x.Status == finding.Warning && x.Check != "nsc.trust.debug" {
				t.Errorf("%s: %s %s %s", name, x.Status, x.Check, x.What.EN)
			}
			if x.Check == "nsc.cleartext.required" && x.Status != finding.Skipped {
				t.Errorf("%s: %s %s", name, x.Status, x.What.EN)
			}
		}
		if told := strings.HasSuffix(name, ".xml"); app.Untold() == told {
			t.Errorf("%s: Untold is %v", name, !told)
		}
	}
}
