package androidapp_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
)

// TestBuildsAreNamed: a fault of some builds is not said of every one, and its location is
// in the file that has it.
func TestBuildsAreNamed(t *testing.T) {
	const call = "class L { void f() { AuthnCenterSDK.Builder().isCheckSSL(false).logEnable(true); } }\n"
	const space = `<manifest xmlns:android="http://schemas.android.com/apk/res/android"
    xmlns:tools="http://schemas.android.com/tools">
`
	const page = `<application>
    <activity android:name="com.mobile.auth.gatewayauth.LoginAuthActivity" tools:node="remove"/></application></manifest>`
	tests := []struct{ name, file, text, check, where, build, says string }{
		{"call of a build type", "app/src/release/java/a/L.java", call,
			"code.check-ssl", "app/src/release/java/a/L.java:1", "", "src/release"},
		{"call of Kotlin", "app/src/store/kotlin/a/L.kt", strings.Replace(call, "void", "fun", 1),
			"code.log", "app/src/store/kotlin/a/L.kt:1", "", "src/store"},
		{"call of all", "app/src/main/java/a/L.java", call,
			"code.check-ssl", "app/src/main/java/a/L.java:1", "", "in every build"},
		{"debuggable release", "app/src/release/AndroidManifest.xml",
			space + `<application android:debuggable="true"/></manifest>`,
			"manifest.debuggable", "app/src/release/AndroidManifest.xml:3", "", "of the release build"},
		{"page removed from release", "app/src/release/AndroidManifest.xml", space + page,
			"manifest.activities", "app/src/release/AndroidManifest.xml:3", "release", "is not declared"},
		{"page removed from debug", "app/src/debug/AndroidManifest.xml", space + page,
			"manifest.activities", "app/src/debug/AndroidManifest.xml:3", "debug", "is not declared"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fsys := fstest.MapFS{}
			base(t, fsys, "newest-sdk")
			packAars(t, fsys)
			fsys[tt.file] = &fstest.MapFile{Data: []byte(tt.text)}
			script := fsys["app/build.gradle"]
			store := strings.Replace(string(script.Data), "buildTypes {", "buildTypes {\n store { initWith release }",
				1)
			script.Data = []byte(store)
			r, found := result(t, fsys, tt.check)
			if !found || place(r) != tt.where || r.Build != tt.build || !strings.Contains(r.What.EN, tt.says) {
				t.Errorf("got %q, build %q, at %s", r.What.EN, r.Build, place(r))
			}
		})
	}
}

// result is the first error or warning of a check.
func result(t *testing.T, fsys fstest.MapFS, check string) (finding.Finding, bool) {
	t.Helper()
	app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range androidapp.Check(app, androidapp.Options{Now: today}).Results {
		if r.Check == check && (r.Status == finding.Error || r.Status == finding.Warning) {
			return r, true
		}
	}
	return finding.Finding{}, false
}

// TestManyVariants: past the limit nothing passes, no part counts as broken, and any
// variant can be named.
func TestManyVariants(t *testing.T) {
	fsys := fstest.MapFS{}
	base(t, fsys, "newest-sdk")
	packAars(t, fsys)
	var flavors strings.Builder
	for _, d := range []string{"a", "b"} {
		for i := range 8 {
			fmt.Fprintf(&flavors, "  %s%d { dimension '%s' }\n", d, i, d)
		}
	}
	script := fsys["app/build.gradle"]
	script.Data = []byte(strings.Replace(string(script.Data), "buildTypes {",
		"flavorDimensions 'a', 'b'\n productFlavors {\n"+flavors.String()+" }\n buildTypes {", 1))
	app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range androidapp.Check(app, androidapp.Options{Now: today}).Results {
		if r.Check == "archive.unread" && r.Status == finding.Error {
			t.Errorf("unread: %s", r.What.EN)
		}
		doubted := r.Status == finding.Skipped && strings.Contains(r.What.EN, "more than 64 variants")
		if r.Check == "nsc.cleartext.required" && !doubted {
			t.Errorf("%s %s", r.Status, r.What.EN)
		}
	}
	in := androidapp.Input{Name: "p", FS: fsys}
	app, err = androidapp.OpenChoice(t.Context(), androidapp.Choice{Variant: "A7b7release"}, in)
	if err != nil || app.MoreVariants || app.SDK.Elsewhere || app.Build(facts.Release).Name != "a7B7Release" {
		t.Fatalf("the last variant: %v %+v", err, app)
	}
	if _, err = androidapp.OpenChoice(t.Context(), androidapp.Choice{Variant: "none"}, in); err == nil {
		t.Error("a variant that is not there is taken")
	}
}
