package androidapp

import (
	"maps"
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

// TestUnusedAarOfLibrary judges the aars in a library module by its lines, which were read as
// those of the app were.
func TestUnusedAarOfLibrary(t *testing.T) {
	for line, want := range map[string]finding.Status{
		"api fileTree(dir: 'libs', include: ['*.jar'])":         finding.Error,
		"compileOnly fileTree(dir: 'libs', include: ['*.aar'])": finding.Error,
		"debugApi fileTree(dir: 'libs', include: ['*.aar'])":    finding.Error,
		"api System.getenv('SDK')":                              finding.Skipped,
		"api fileTree(dir: 'libs', include: ['*.aar'])":         finding.Pass,
	} {
		got := map[finding.Status]bool{}
		for _, r := range ofLibraryLine(t, line) {
			if r.Check == "build.aars" && r.Subject == "auth_number_product" {
				got[r.Status] = true
			}
		}
		if !maps.Equal(got, map[finding.Status]bool{want: true}) && (want != finding.Pass || len(got) > 0) {
			t.Errorf("%s: %v, want %s", line, got, want)
		}
	}
}

// ofLibraryLine are the results on an app whose library module has the SDK's aar in its
// folder and this line of dependencies.
func ofLibraryLine(t *testing.T, line string) []finding.Finding {
	t.Helper()
	fsys := fstest.MapFS{
		"settings.gradle": {Data: []byte("include ':app', ':lib'\n")},
		"app/build.gradle": {
			Data: []byte("apply plugin: 'com.android.application'\ndependencies { implementation project(':lib') }\n")},
		"lib/build.gradle": {
			Data: []byte("apply plugin: 'com.android.library'\ndependencies {\n" + line + "\n}\n")},
		"lib/libs/auth_number_product-2.1.aar": {Data: []byte("none")},
		"app/src/main/AndroidManifest.xml": {Data: []byte(`<manifest ` +
			`xmlns:android="http://schemas.android.com/apk/res/android" package="a.b"><application>` +
			`<activity android:name="com.mobile.auth.gatewayauth.LoginAuthActivity"/></application></manifest>`)},
		"app/src/main/java/a/b/Login.java": {Data: []byte("class Login { PhoneNumberAuthHelper h; }")},
	}
	app, err := Open(t.Context(), Input{Name: "project", FS: fsys})
	if err != nil {
		t.Fatal(err)
	}
	return Check(app, Options{}).Results
}
