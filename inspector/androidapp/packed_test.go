package androidapp_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"loginscope/inspector/androidapp"
)

// inUTF16 writes a text in UTF-16 without a byte order mark.
func inUTF16(s string, big bool) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b := []byte{byte(u), byte(u >> 8)}
		if big {
			b[0], b[1] = b[1], b[0]
		}
		out = append(out, b...)
	}
	return out
}

// TestKeysInPackedFiles finds an AccessKey in whatever the app carries as it is.
func TestKeysInPackedFiles(t *testing.T) {
	key := "id = LTAI5tSYNTHETICkeyNOTREAL1\n"
	for name, tt := range map[string]struct {
		file string
		data []byte
		want string // status
	}{
		"without ending":         {"assets/ali", []byte(key), "error"},
		"UTF-16, low byte first": {"assets/a.properties", inUTF16("\ufeff"+key, false), "error"},
		"UTF-16, without a mark": {"assets/a.json", inUTF16(key, true), "error"},
		"between binary":         {"assets/ali.dat", []byte("\x01\x02\x00\x03" + key + "\x00"), "error"},
		"resource of Java":       {"resources/ali.conf", []byte(key), "error"},
		"properties of Java":     {"resources/deep/ali.properties", []byte(key), "error"},
		"raw resource":           {"res/raw/ali", []byte(key), "error"},
		"picture":                {"assets/ali.png", []byte(key), ""},
		"not packed":             {"notes/ali.dat", []byte(key), ""},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := tree(map[string]string{"app/build.gradle": appStart + "}\n"})
			fsys["app/src/main/"+tt.file] = &fstest.MapFile{Data: tt.data}
			app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, r := range androidapp.Check(app, androidapp.Options{}).Results {
				if r.Check == "code.secrets" && r.Open() {
					got = string(r.Status)
				}
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestLatePermission names a permission that the oldest phones of the app do not grant.
func TestLatePermission(t *testing.T) {
	for minSDK, want := range map[string]string{"21": "warning", "23": ""} {
		fsys := tree(
			map[string]string{"app/build.gradle": strings.ReplaceAll(appStart, "minSdk 21", "minSdk "+minSDK) + "}\n"})
		const manifest = "app/src/main/AndroidManifest.xml"
		fsys[manifest] = &fstest.MapFile{Data: []byte(strings.Replace(string(fsys[manifest].Data), "<application",
			`<uses-permission-sdk-23 android:name="android.permission.INTERNET"/><application`, 1))}
		app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, r := range androidapp.Check(app, androidapp.Options{}).Results {
			if r.Check == "manifest.permissions.needed" && r.Subject == "android.permission.INTERNET" {
				got = string(r.Status)
			}
		}
		if got != want {
			t.Errorf("minSdk %s: got %q, want %q", minSDK, got, want)
		}
	}
}
