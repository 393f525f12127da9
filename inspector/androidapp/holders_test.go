package androidapp_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
)

const (
	ownPages = `<manifest xmlns:android="http://schemas.android.com/apk/res/android"><application>` +
		`<activity android:name="com.mobile.auth.gatewayauth.LoginAuthActivity"/></application></manifest>`
	noPages  = `<manifest xmlns:android="http://schemas.android.com/apk/res/android"><application/></manifest>`
	appStart = "apply plugin: 'com.android.application'\n" +
		"android { compileSdk 36\n defaultConfig { minSdk 21\n targetSdk 36 }\n"
)

// TestSecondApplication judges the application that has the login, and says of
// another one beside it that it has none.
func TestSecondApplication(t *testing.T) {
	login := "\ndependencies { implementation(name: 'auth_number_product-2.1', ext: 'aar') }\n"
	tests := []struct{ name, script, manifest, want string }{
		{"neither line nor page", appStart + "}\n", noPages, ":app"},
		{"Kotlin", "", noPages, ":app"},
		{"plug-in that was not read", appStart + "}\napply plugin: 'acme.conventions'\n", noPages, ":app"},
		{"dependency", appStart + "}\n" + login, noPages, ""},
		{"page", appStart + "}\n", ownPages, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := map[string]string{
				"settings.gradle": "include ':app', ':demo'", "app/build.gradle": appStart + "}\n" + login,
				"demo/build.gradle": tt.script, "demo/src/main/AndroidManifest.xml": tt.manifest,
			}
			if tt.script == "" {
				delete(files, "demo/build.gradle")
				files["demo/build.gradle.kts"] = "plugins { id(\"com.android.application\") }\n" +
					"android { compileSdk = 36 }\n"
			}
			app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: tree(files)})
			if err != nil || len(app.Others) != 1 {
				t.Fatal(err, len(app.Others))
			}
			if got := app.Others[0].SDK.OtherApp; got != tt.want || app.SDK.OtherApp != "" {
				t.Errorf("got %q and %q", got, app.SDK.OtherApp)
			}
			for _, r := range androidapp.Check(app, androidapp.Options{}).Results {
				if r.Module != ":demo" || r.Check == "archive.unread" || tt.want == "" {
					continue
				}
				if r.Status == "error" || r.Status == "warning" {
					t.Errorf("%s: %s", r.Check, r.What.EN)
				}
			}
		})
	}
}

// TestBuildTypesWithout leaves out the builds that go without the login, and judges
// those whose dependency was forgotten.
func TestBuildTypesWithout(t *testing.T) {
	tests := []struct{ name, types, configuration, manifest, without string }{
		{"debug goes without", "", "releaseImplementation", ownPages, "debug"},
		{"release was forgotten", "", "debugImplementation", ownPages, ""},
		{"release goes without", "", "debugImplementation", noPages, "release"},
		{"initWith copies no dependency", "buildTypes { store { initWith release } }", "releaseImplementation",
			ownPages, "debug"},
		{"a type from debug", "buildTypes { inner { initWith debug } }", "releaseImplementation",
			ownPages, "debug inner"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			script := appStart + tt.types + "}\ndependencies { " + tt.configuration +
				"(name: 'auth_number_product-2.1', ext: 'aar') }\n"
			app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: tree(map[string]string{
				"app/build.gradle": script, "app/src/main/AndroidManifest.xml": tt.manifest,
			})})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(app.SDK.Without, " "); got != tt.without {
				t.Errorf("got %q", got)
			}
			judged := func(b facts.Build) bool { return slices.Contains(app.SDK.Without, b.Name) }
			if slices.ContainsFunc(app.Builds, judged) {
				t.Errorf("a build without the login is judged: %v", app.SDK.Without)
			}
		})
	}
}

// TestAppOrder has the app with the login stand for the folder, whichever build comes
// first, and one line for the other.
func TestAppOrder(t *testing.T) {
	login := "\ndependencies { implementation(name: 'auth_number_product-2.1', ext: 'aar') }\n"
	for _, with := range []string{"aaa", "bbb"} {
		files := map[string]string{}
		for _, dir := range []string{"aaa", "bbb"} {
			files[dir+"/settings.gradle"] = "include ':app'"
			files[dir+"/app/build.gradle"] = appStart + "}\n"
			files[dir+"/app/src/main/AndroidManifest.xml"] = noPages
		}
		files[with+"/app/build.gradle"] += login
		fsys := fstest.MapFS{}
		for name, text := range files {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
		app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
		if err != nil || len(app.Others) != 1 {
			t.Fatal(err, len(app.Others))
		}
		if app.SDK.Absent() || app.Module != with+":app" || !app.Others[0].SDK.Absent() {
			t.Errorf("login in %s: first is %s", with, app.Module)
		}
		skipped := 0
		for _, r := range androidapp.Check(app, androidapp.Options{}).Results {
			if r.Module != app.Module && r.Status == finding.Skipped {
				skipped++
			}
		}
		if skipped != 1 {
			t.Errorf("login in %s: %d lines on what the other app does not have", with, skipped)
		}
	}
}
