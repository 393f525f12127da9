package androidapp_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
)

// libraries are aars that are given by themselves.
func libraries(t *testing.T) []androidapp.Input {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range map[string]string{
		"auth_number_product-2.14.19-release.aar!AndroidManifest.xml": `<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.mobile.auth">` +
			`<uses-sdk android:minSdkVersion="21"/><uses-permission android:name="android.permission.INTERNET"/></manifest>`,
		"auth_number_product-2.14.19-release.aar!classes":                                        "com.mobile.auth.gatewayauth.LoginAuthActivity androidx.appcompat.app.AppCompatActivity",
		"auth_number_product-2.14.19-release.aar!proguard.txt":                                   "-keep class com.mobile.auth.**{*;}",
		"auth_number_product-2.14.19-release.aar!jni/arm64-v8a/libpns-2.14.19-X_alijtca_plus.so": "4096",
		"auth_number_product-2.13.3-release.aar!AndroidManifest.xml":                             `<manifest package="com.mobile.auth"/>`,
		"auth_number_product-2.13.3-release.aar!jni/arm64-v8a/libpns-2.14.19-X_alijtca_plus.so":  "4096",
		"empty-1.0.aar!readme": "",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	packAars(t, fsys)
	var out []androidapp.Input
	for _, name := range []string{"auth_number_product-2.14.19-release.aar", "auth_number_product-2.13.3-release.aar",
		"empty-1.0.aar"} {
		b := fsys[name].Data
		out = append(out, androidapp.Input{Name: name, Content: bytes.NewReader(b), Size: int64(len(b))})
	}
	return out
}

// TestLibrary: an aar by itself is judged as what it is, not as an app.
func TestLibrary(t *testing.T) {
	all := libraries(t)
	app, err := androidapp.Open(t.Context(), all[0])
	if err != nil || app.Kind != facts.Library {
		t.Fatalf("kind %q, %v", app.Kind, err)
	}
	r := androidapp.Check(app, androidapp.Options{Now: today})
	var said []string
	for _, x := range r.Results {
		switch {
		case x.Status == finding.Error:
			t.Errorf("error %s: %s", x.Check, x.What.EN)
		case x.Check == "build.library":
			said = append(said, x.What.EN)
		case x.Status == finding.Pass &&
			!slices.Contains([]string{"archive.unread", "build.versions.mixed", "build.libraries.duplicate",
				"build.classes.duplicate"}, x.Check):
			t.Errorf("%s passed for a library: %s", x.Check, x.What.EN)
		}
	}
	text := strings.Join(said, "\n")
	for _, want := range []string{"version 2.14.19: the login SDK itself", "minSdk 21", "adds: INTERNET",
		"declares: none", "LoginAuthActivity extends androidx.appcompat", "they keep: com.mobile.auth.",
		"alijtca_plus.so (4 KB)"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	expect(t, r.Results, "warning build.page-size libpns", true)
}

// TestLibraries: several together show what stands twice, and one that is none.
func TestLibraries(t *testing.T) {
	app, err := androidapp.Open(t.Context(), libraries(t)...)
	if err != nil {
		t.Fatal(err)
	}
	r := androidapp.Check(app, androidapp.Options{Now: today})
	expect(t, r.Results, "error build.library empty-1.0.aar", true)
	expect(t, r.Results, "error build.libraries.duplicate", true)
	expect(t, r.Results, "error build.versions.mixed", true)
}
