package androidapp

import (
	"strings"
	"testing"
	"testing/fstest"

	"loginscope/inspector/finding"
)

// TestUnusedAar: an aar that no dependency line names is an error, and is not judged where
// some dependencies could not be read.
func TestUnusedAar(t *testing.T) {
	for extra, want := range map[string]finding.Status{"": finding.Error,
		"implementation System.getenv('SDK')": finding.Skipped} {
		fsys := fstest.MapFS{
			"settings.gradle": {Data: []byte("include ':app'\n")},
			"app/build.gradle": {
				Data: []byte("apply plugin: 'com.android.application'\ndependencies {\n" + extra + "\n}\n")},
			"app/libs/auth_number_product-2.1.aar": {Data: []byte("none")},
			"app/src/main/AndroidManifest.xml":     {Data: []byte(`<manifest package="a.b"><application/></manifest>`)},
			"app/src/main/java/a/b/Login.java":     {Data: []byte("class Login { PhoneNumberAuthHelper h; }")},
		}
		app, err := Open(t.Context(), Input{Name: "project", FS: fsys})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, r := range Check(app, Options{}).Results {
			if r.Check == "build.aars" && strings.Contains(r.What.EN, "auth_number_product-2.1.aar lies there") {
				found = true
				if r.Status != want {
					t.Errorf("%q: %s, want %s: %s", extra, r.Status, want, r.What.EN)
				}
			}
		}
		if !found {
			t.Errorf("%q: nothing about the aar", extra)
		}
	}
}
