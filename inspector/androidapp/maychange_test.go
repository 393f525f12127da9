package androidapp_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/finding"
)

// sound is an app whose manifest and configuration suit the login, with one line
// before its android block.
func sound(line string) map[string]string {
	return map[string]string{
		"app/build.gradle": line + "\n" + appStart + "\n buildTypes { release { minifyEnabled false } }\n" +
			" defaultConfig { ndk { abiFilters 'arm64-v8a' } }\n}\n" +
			"dependencies { implementation files('libs/auth_number_product-2.1.aar') }\n",
		"app/src/main/AndroidManifest.xml": `<manifest xmlns:android="http://schemas.android.com/apk/res/android">` +
			`<uses-permission android:name="android.permission.INTERNET"/>` +
			`<application android:usesCleartextTraffic="true"/></manifest>`,
	}
}

// statuses are the results of one check, by status.
func statuses(t *testing.T, files map[string]string, check string) (out []string, text string) {
	t.Helper()
	fsys := tree(files)
	for name, src := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(src)}
	}
	packAars(t, fsys)
	app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range androidapp.Check(app, androidapp.Options{}).Results {
		if r.Check == check {
			out, text = append(out, string(r.Status)), text+r.What.EN+"\n"
		}
	}
	return out, text
}

// TestMayChange takes no pass for certain where a plug-in or script that was not read
// may set or replace what was seen, and keeps it where only public plug-ins were not read.
func TestMayChange(t *testing.T) {
	tests := []struct{ line, unread string }{
		{"", ""},
		{"apply plugin: 'com.google.gms.google-services'", ""},
		{"plugins { id 'acme.guard' version '1' apply false }", ""},
		{"apply plugin: 'acme.guard'", "the plug-in acme.guard"},
		{"plugins { id 'com.tencent.acme.guard' version '1' }", "the plug-in com.tencent.acme.guard"},
		{"apply plugin: com.acme.Guard", "the plug-in Guard"},
		{"apply from: 'https://example.com/guard.gradle'", "the script https://example.com/guard.gradle"},
	}
	for _, tt := range tests {
		for _, check := range []string{"nsc.cleartext.required", "build.keep-rules", "build.abi",
			"manifest.debuggable"} {
			got, text := statuses(t, sound(tt.line), check)
			pass := slices.Contains(got, string(finding.Pass))
			if pass != (tt.unread == "") {
				t.Errorf("%s: %s: %v\n%s", tt.line, check, got, text)
			}
			if check == "nsc.cleartext.required" && !strings.Contains(text, tt.unread) {
				t.Errorf("%s: %s", tt.line, text)
			}
		}
	}
}
