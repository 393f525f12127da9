package androidapp_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/finding"
)

const libraryScript = "apply plugin: 'com.android.library'\nandroid { compileSdk 36 }\n"

// TestAbsentParts says of each part outside of the folder, and of each module that is not
// there, that it was not read, and takes no answer for certain that it may change.
func TestAbsentParts(t *testing.T) {
	line := func(s string) map[string]string { return map[string]string{"app/build.gradle": s} }
	module := func(dir string) map[string]string {
		return map[string]string{"settings.gradle": "include ':app', ':lib'\nproject(':lib').projectDir = " + dir,
			"app/build.gradle": "dependencies { implementation project(':lib') }"}
	}
	flutter := "apply plugin: 'dev.flutter.flutter-gradle-plugin'"
	tests := []struct {
		name  string
		files map[string]string
		part  string // "" where everything was read
		check string // the folder to check instead, "" for none
	}{
		{"nothing", nil, "", ""},
		{"a module", module("new File(rootDir, '../shared/lib')"), "the module :lib from ../shared/lib", "/src"},
		{"two folders above", module("file(\"$rootDir/../../shared/lib\")"),
			"the module :lib from ../../shared/lib", "/"},
		{"an absolute path", module("file('/home/me/lib')"), "the module :lib from /home/me/lib", ""},
		{"a drive", module(`new File('D:\\work\\lib')`), "the module :lib from D:/work/lib", ""},
		{"flat", map[string]string{"settings.gradle": "include ':app'\nincludeFlat 'lib'",
			"app/build.gradle": "dependencies { implementation project(':lib') }"},
			"the module :lib from ../lib", "/src"},
		{"a module that is not checked out", map[string]string{"settings.gradle": "include ':app', ':lib'",
			"app/build.gradle": "dependencies { implementation project(':lib') }"}, "the module :lib from lib", ""},
		{"a module without a script", map[string]string{"settings.gradle": "include ':app', ':lib'",
			"app/build.gradle":               "dependencies { implementation project(':lib') }",
			"lib/src/main/java/a/b/Lib.java": "class Lib {}"}, "the build script of the module :lib from lib", ""},
		{"a module of no settings", line("dependencies { implementation project(':lib') }"), "the module :lib,", ""},
		{"a module on which nothing depends", map[string]string{"settings.gradle": "include ':app', ':lib'"}, "", ""},
		{"a module of the folder", map[string]string{"settings.gradle": "include ':app', ':lib'",
			"app/build.gradle": "dependencies { implementation project(':lib') }",
			"lib/build.gradle": libraryScript}, "", ""},
		{"an aar", line("dependencies { implementation files('../../shared/net-1.0.aar') }"),
			"the file net-1.0.aar from ../shared/net-1.0.aar", "/src"},
		{"a folder of libraries",
			line("dependencies { implementation fileTree(dir: '../../libs', include: ['*.aar']) }"),
			"libraries from ../libs", "/src"},
		{"a flat folder", line("repositories { flatDir { dirs '../../libs' } }\n" +
			"dependencies { implementation(name: 'net', ext: 'aar') }"),
			"the aar net of a flatDir from ../libs", "/src"},
		{"resources", line("android { sourceSets { release { res.srcDirs += '../../shared/res' } } }"),
			"the resources of the source set release from ../shared/res", "/src"},
		{"a manifest", line("android { sourceSets { release { manifest.srcFile '../../shared/M.xml' } } }"),
			"the manifest of the source set release from ../shared/M.xml", "/src"},
		{"a source set", line("android { sourceSets { release { setRoot '../../shared/release' } } }"),
			"the source set release from ../shared/release", "/src"},
		{"an included build", map[string]string{"settings.gradle": "include ':app'\nincludeBuild '../shared'"},
			"an included build from ../shared", "/src"},
		{"an included build that is not checked out",
			map[string]string{"settings.gradle": "include ':app'\nincludeBuild('shared')"},
			"an included build from shared", ""},
		{"a Flutter package", map[string]string{"android/settings.gradle": "include ':app'",
			"android/app/build.gradle": flutter, "pubspec.yaml": "dependencies:\n  net:\n    path: ../net\n"},
			"the package net from ../net", "/src"},
		{"a Flutter package of the folder", map[string]string{"android/settings.gradle": "include ':app'",
			"android/app/build.gradle": flutter, "pubspec.yaml": "dependencies:\n  net:\n    path: net\n",
			"net/pubspec.yaml": "name: net\n"}, "", ""},
		{"Flutter's list", line(flutter),
			"the list of packages that are linked into the app from ../pubspec.yaml", "/src"},
		{"a React Native package", map[string]string{"android/settings.gradle": "include ':app'",
			"android/app/build.gradle": "apply plugin: 'com.facebook.react'",
			"package.json":             `{"dependencies": {"net": "file:../net"}}`},
			"the package net from ../net", "/src"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := checkedAt(t, "/src/proj", soundWith(tt.files))
			pass, said := false, ""
			for _, r := range got {
				pass = pass || r.Check == "nsc.cleartext.required" && r.Status == finding.Pass
				named := strings.Contains(r.What.EN, "The build takes")
				if r.Check == "archive.unread" && r.Status == finding.Skipped && named {
					said += r.What.EN + "\n"
				}
				if r.Check == "nsc.cleartext.required" && tt.part != "" && !strings.Contains(r.What.EN, tt.part) {
					t.Errorf("the main question does not name it: %s", r.What.EN)
				}
			}
			if pass != (tt.part == "") || !strings.Contains(said, tt.part) {
				t.Errorf("pass %v, said %s", pass, said)
			}
			if want := "Check " + tt.check + " instead."; len(tt.check) > 1 && !strings.Contains(said, want) {
				t.Errorf("not said: %s\n%s", want, said)
			}
		})
	}
}

// soundWith is an app whose manifest and configuration suit the login, with more lines in
// its script and more files.
func soundWith(more map[string]string) map[string]string {
	script := "app/build.gradle"
	if _, ok := more["android/app/build.gradle"]; ok {
		script = "android/app/build.gradle"
	}
	base := sound("")
	manifest := strings.Replace(script, "build.gradle", "src/main/AndroidManifest.xml", 1)
	out := map[string]string{script: base["app/build.gradle"] + more[script] + "\n",
		manifest: base["app/src/main/AndroidManifest.xml"], "settings.gradle": "include ':app'"}
	if script != "app/build.gradle" {
		delete(out, "settings.gradle")
	}
	for name, text := range more {
		if name != script {
			out[name] = text
		}
	}
	out[strings.Replace(script, "build.gradle", "libs/auth_number_product-2.1.aar", 1)] = "none"
	return out
}

// checkedAt are the results on a folder of these files alone, which lies at a path.
func checkedAt(t *testing.T, at string, files map[string]string) []finding.Finding {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	packAars(t, fsys)
	app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys, Path: at})
	if err != nil {
		t.Fatal(err)
	}
	return androidapp.Check(app, androidapp.Options{}).Results
}
