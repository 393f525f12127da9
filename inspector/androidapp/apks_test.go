package androidapp_test

import (
	"archive/zip"
	"bytes"
	"testing"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
)

// zipped packs texts, stored.
func zipped(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for name, text := range files {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// TestVariantsOfASetAreOneApp: bundletool writes a base for each group of
// phones (https://developer.android.com/tools/bundletool).
func TestVariantsOfASetAreOneApp(t *testing.T) {
	const head = `<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.app"`
	base := string(
		zipped(t, map[string]string{"AndroidManifest.xml": head +
			`><uses-sdk android:minSdkVersion="21" android:targetSdkVersion="34"/><application/></manifest>`}))
	split := string(zipped(t,
		map[string]string{"AndroidManifest.xml": head + ` split="config.arm64_v8a"><application/></manifest>`}))
	set := zipped(t, map[string]string{
		"splits/base-master.apk": base, "splits/base-master_2.apk": base, "splits/base-arm64_v8a.apk": split,
		"standalones/standalone-hdpi.apk": base, "toc.pb": "x",
	})
	app, err := androidapp.Open(t.Context(), androidapp.Input{
		Name:    "app.apks",
		Content: bytes.NewReader(set),
		Size:    int64(len(set)),
	})
	if err != nil {
		t.Fatal(err)
	}
	if app.Kind != facts.Splits || len(app.Unread) > 0 || len(app.Packages) != 4 {
		t.Errorf("kind %s, unread %v, %d packages", app.Kind, app.Unread, len(app.Packages))
	}
	if b := app.Build(facts.Release); b == nil || !b.Actual || b.TargetSDK != 34 {
		t.Errorf("builds %+v", app.Builds)
	}
}
