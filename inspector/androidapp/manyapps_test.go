package androidapp_test

import (
	"fmt"
	"testing"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/finding"
)

// TestManyApps: of more apps than are judged at once, the one with the login is judged
// wherever the settings name it, the others are named as not judged, and each can be chosen.
func TestManyApps(t *testing.T) {
	const n = 30
	files := map[string]string{"app/build.gradle": appStart +
		"}\ndependencies { implementation(name: 'auth_number_product-2.1', ext: 'aar') }\n"}
	for i := range n {
		dir := fmt.Sprintf("demo%02d", i)
		files["settings.gradle"] += "include ':" + dir + "'\n"
		files[dir+"/build.gradle"] = appStart + "}\n"
		files[dir+"/src/main/AndroidManifest.xml"] = noPages
	}
	files["settings.gradle"] += "include ':app'\n"
	in := androidapp.Input{Name: "p", FS: tree(files)}
	app, err := androidapp.Open(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if app.Module != ":app" || len(app.Others) != 19 || app.SDK.Absent() {
		t.Errorf("first is %s, with %d others", app.Module, len(app.Others))
	}
	named := map[string]bool{}
	for _, r := range androidapp.Check(app, androidapp.Options{}).Results {
		if r.Check == "archive.unread" && r.Status == finding.Skipped && r.Module == ":app" {
			named[r.Subject] = true
		}
		if r.Status == finding.Error && r.Check != "archive.unread" && r.Module != ":app" {
			t.Errorf("%s: %s", r.Module, r.What.EN)
		}
	}
	if !named["demo19/build.gradle"] || named["demo18/build.gradle"] {
		t.Errorf("named %v", named)
	}
	one, err := androidapp.OpenChoice(t.Context(), androidapp.Choice{Module: "demo29"}, in)
	if err != nil || one.Module != ":demo29" {
		t.Errorf("chosen: %v, %v", one, err)
	}
}
