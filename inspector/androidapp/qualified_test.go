package androidapp_test

import (
	"testing"
	"testing/fstest"
	"time"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
)

const (
	permits = `<network-security-config><base-config cleartextTrafficPermitted="true"/></network-security-config>`
	refuses = `<network-security-config><base-config cleartextTrafficPermitted="false"/></network-security-config>`
	named   = `<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="a.b"><application android:networkSecurityConfig="@xml/n"/></manifest>`
)

var old = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// tree is a project of one module app with minSdk 21 and further files, all of
// one time.
func tree(more map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{
		"settings.gradle": {Data: []byte("include ':app'")},
		"app/build.gradle": {
			Data: []byte(
				"apply plugin: 'com.android.application'\nandroid { compileSdk 35\n defaultConfig { applicationId " +
					"'a.b'\n minSdk 21\n targetSdk 35 } }\n")},
		"app/src/main/AndroidManifest.xml":     {Data: []byte(named)},
		"app/src/main/res/xml/n.xml":           {Data: []byte(permits)},
		"app/src/main/res/values/strings.xml":  {Data: []byte("<resources/>")},
		"app/src/main/java/a/b/Main.java":      {Data: []byte("class Main {}")},
		"app/libs/auth_number_product-2.1.aar": {Data: []byte("none")},
	}
	for name, text := range more {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for _, f := range fsys {
		f.ModTime = old
	}
	return fsys
}

func openTree(t *testing.T, fsys fstest.MapFS) *facts.Build {
	t.Helper()
	app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
	if err != nil {
		t.Fatal(err)
	}
	return app.Build(facts.Release)
}

func TestQualifiedConfigurations(t *testing.T) {
	tests := []struct {
		name   string
		files  map[string]string
		judged string
		others int
	}{
		{"a newer phone refuses", map[string]string{"app/src/main/res/xml-v28/n.xml": refuses},
			"app/src/main/res/xml-v28/n.xml", 1},
		{"an older phone refuses",
			map[string]string{"app/src/main/res/xml/n.xml": refuses, "app/src/main/res/xml-v28/n.xml": permits},
			"app/src/main/res/xml/n.xml", 1},
		{"a phone at night refuses", map[string]string{"app/src/main/res/xml-night/n.xml": refuses},
			"app/src/main/res/xml-night/n.xml", 1},
		{"phones that read none",
			map[string]string{"app/src/main/res/xml/n.xml": refuses, "app/src/main/res/xml-v24/n.xml": permits},
			"app/src/main/res/xml-v24/n.xml", 0},
		{"the same everywhere", map[string]string{"app/src/main/res/xml-v26/n.xml": permits},
			"app/src/main/res/xml-v26/n.xml", 1},
	}
	for _, x := range tests {
		t.Run(x.name, func(t *testing.T) {
			b := openTree(t, tree(x.files))
			if b.NSC.Config == nil || b.NSC.Config.File != x.judged || len(b.NSC.Others) != x.others {
				t.Fatalf("judged %+v beside %d, want %s", b.NSC.Config, len(b.NSC.Others), x.judged)
			}
			want := x.files[x.judged] == permits
			if got := b.Policy.For("enrichgw.10010.com").Cleartext; got != want {
				t.Errorf("cleartext %v, want %v", got, want)
			}
		})
	}
}

func TestBuiltManifests(t *testing.T) {
	const merged = `<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="a.built"><uses-sdk android:minSdkVersion="24" android:targetSdkVersion="33"/><application/></manifest>`
	for _, file := range []string{
		// to 3.1
		"app/build/intermediates/manifests/full/release/AndroidManifest.xml",
		// 3.3
		"app/build/intermediates/merged_manifests/release/processReleaseManifest/merged/AndroidManifest.xml",
		// 4.1
		"app/build/intermediates/merged_manifests/release/AndroidManifest.xml",
		// 4.1
		"app/build/intermediates/merged_manifest/release/AndroidManifest.xml",
		// 8.3
		"app/build/intermediates/merged_manifests/release/processReleaseManifest/AndroidManifest.xml",
		// 8.3
		"app/build/intermediates/merged_manifest/release/processReleaseMainManifest/AndroidManifest.xml",
		// 4.1
		"app/build/intermediates/bundle_manifest/release/AndroidManifest.xml",
		// 8.0
		"app/build/intermediates/bundle_manifest/release/processApplicationManifestReleaseForBundle/AndroidManifest.xml",
		// 8.3
		"app/build/intermediates/packaged_manifests/release/processReleaseManifestForPackage/AndroidManifest.xml",
	} {
		fsys := tree(map[string]string{file: merged})
		fsys[file].ModTime = old.Add(time.Hour)
		if b := openTree(t, fsys); b.Built != file || b.TargetSDK != 33 || b.Manifest.Package != "a.built" {
			t.Errorf("%s: built %q, target %d", file, b.Built, b.TargetSDK)
		}
		fsys[file].ModTime = old.Add(-time.Hour)
		if b := openTree(t, fsys); b.Outdated != file || b.Built != "" || b.TargetSDK != 35 {
			t.Errorf("%s: outdated %q, target %d", file, b.Outdated, b.TargetSDK)
		}
	}
}

func TestOutputMetadata(t *testing.T) {
	const file = "app/build/outputs/apk/release/output-metadata.json"
	script := "apply plugin: 'com.android.application'\nandroid { defaultConfig { applicationId " +
		"System.getenv('ID')\n minSdk 21\n targetSdk 35 } }\n"
	said := `{"version": 3, "applicationId": "a.shop", "variantName": "release", "elements": [{"versionCode": 7}]}`
	tests := []struct {
		name, text, want string
		later            time.Duration
	}{
		{"newer", said, "a.shop", time.Hour},
		{"older", said, "", -time.Hour},
		{"of another variant", `{"applicationId": "a.shop", "variantName": "debug"}`, "", time.Hour},
		{"broken", `{"applicationId`, "", time.Hour},
	}
	for _, x := range tests {
		t.Run(x.name, func(t *testing.T) {
			fsys := tree(map[string]string{"app/build.gradle": script, file: x.text})
			fsys[file].ModTime = old.Add(x.later)
			if got := openTree(t, fsys).Manifest.Package; got != x.want {
				t.Errorf("package %q, want %q", got, x.want)
			}
		})
	}
}

// TestBuiltValues: a value that no source holds comes from what the build merged,
// if that is newer than its sources.
func TestBuiltValues(t *testing.T) {
	for _, dir := range []string{"mergeReleaseResources", "release/mergeReleaseResources"} {
		file := "app/build/intermediates/incremental/" + dir + "/merged.dir/values/values.xml"
		fsys := tree(map[string]string{
			file:                       `<resources><bool name="library_check">false</bool></resources>`,
			"app/src/main/java/A.java": `class A { void f() { b.isCheckSSL(getResources().getBoolean(R.bool.library_check)); } }`,
		})
		for _, late := range []bool{true, false} {
			fsys[file].ModTime = old.Add(-time.Hour)
			want := ""
			if late {
				fsys[file].ModTime, want = old.Add(time.Hour), "false"
			}
			app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
			if err != nil || len(app.Code.Calls) != 1 || app.Code.Calls[0].Release != want {
				t.Errorf("%s, newer %v: %+v, %v", dir, late, app.Code.Calls, err)
			}
		}
	}
}
