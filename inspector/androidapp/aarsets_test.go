package androidapp

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"loginscope/inspector/finding"
)

// TestAarsOfTwoApps: without a build, the same library in two folders is that of two apps;
// in one folder, or as different libraries, it is one app's.
func TestAarsOfTwoApps(t *testing.T) {
	const a13, a14, idaas = "auth_number_product-2.13.3.aar", "auth_number_product-2.14.19.aar",
		"AuthnCenter_MobileNumberAuth_1.5.3.aar"
	tests := map[string]struct {
		files        []string
		mixed, other int
	}{
		"two apps": {[]string{"one/libs/" + a13, "one/libs/" + idaas, "two/libs/" + a14, "two/libs/" + idaas}, 0, 2},
		"two apps with manifests": {[]string{"one/libs/" + a13, "two/libs/" + a14, "one/src/main/AndroidManifest.xml",
			"two/src/main/AndroidManifest.xml"}, 0, 1},
		"one folder":             {[]string{"libs/" + a13, "libs/" + a14}, 1, 0},
		"two folders of one app": {[]string{"libs/" + a13, "aars/" + idaas}, 0, 0},
	}
	for name, tt := range tests {
		fsys := fstest.MapFS{}
		for _, f := range tt.files {
			data := []byte(`<manifest package="a.b"><application/></manifest>`)
			if strings.HasSuffix(f, ".aar") {
				data = emptyAar(t)
			}
			fsys[f] = &fstest.MapFile{Data: data}
		}
		app, err := Open(t.Context(), Input{Name: "p", FS: fsys})
		if err != nil && !errors.Is(err, ErrNothing) {
			t.Fatal(err)
		}
		mixed, other := 0, 0
		for _, r := range Check(app, Options{}).Results {
			if r.Check == "build.versions.mixed" && r.Status == finding.Error {
				mixed++
			}
			if r.Check == "archive.unread" && strings.Contains(r.What.EN, "another folder holds the same library") {
				other++
			}
		}
		if mixed != tt.mixed || other != tt.other {
			t.Errorf("%s: mixed %d, want %d; said %d times, want %d", name, mixed, tt.mixed, other, tt.other)
		}
	}
}

// emptyAar is an aar that holds nothing but a manifest.
func emptyAar(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create("AndroidManifest.xml")
	if err == nil {
		_, err = f.Write([]byte(`<manifest package="a.b"/>`))
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
