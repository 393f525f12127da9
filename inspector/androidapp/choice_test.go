package androidapp_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
)

func TestPartThatIsNotThere(t *testing.T) {
	fsys := tree(map[string]string{
		"settings.gradle": "include ':app', ':other', ':lib'",
		"other/build.gradle": "apply plugin: 'com.android.application'\nandroid { flavorDimensions 'd'\n " +
			"productFlavors { x {} } }\n",
		"lib/build.gradle": "apply plugin: 'com.android.library'\n",
	})
	tests := []struct {
		name   string
		choice androidapp.Choice
		want   string
	}{
		{"module", androidapp.Choice{Module: "nowhere"}, "there are: :app, :other; libraries: :lib"},
		{"library", androidapp.Choice{Module: "lib"}, "there are: :app, :other; libraries: :lib"},
		{"variant", androidapp.Choice{Variant: "yRelease"}, "there are: debug, release, xDebug, xRelease"},
		{"variant of the other module", androidapp.Choice{Module: ":app", Variant: "xRelease"},
			"there are: debug, release"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := androidapp.OpenChoice(t.Context(), tt.choice, androidapp.Input{Name: "p", FS: fsys})
			var part *androidapp.PartError
			if !errors.As(err, &part) || !strings.HasSuffix(part.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	app, err := androidapp.OpenChoice(t.Context(), androidapp.Choice{Variant: "xRelease"}, androidapp.Input{
		Name: "p",
		FS:   fsys,
	})
	if err != nil || app.Module != ":other" || len(app.Others) != 0 {
		t.Fatalf("a variant that one module has: %v, %+v", err, app)
	}
	want := []facts.Choice{
		{Module: ":app", Variants: []string{"debug", "release"}},
		{Module: ":other", Variants: []string{"xDebug", "xRelease"}},
	}
	if (app.Chosen != facts.Chosen{Variant: "xRelease"}) || !reflect.DeepEqual(app.Choices, want) {
		t.Errorf("chosen %+v of %+v", app.Chosen, app.Choices)
	}
}

// TestSilentScript says one thing of an empty build script and judges what lies
// beside it.
func TestSilentScript(t *testing.T) {
	for name, script := range map[string]string{"empty": "", "comment": "// apply plugin: 'com.android.application'\n",
		"too large": "//" + strings.Repeat("x", 5<<20)} {
		fsys := tree(map[string]string{"app/build.gradle": script})
		app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
		if err != nil {
			t.Fatal(err)
		}
		if len(app.Unread) != 2 || !app.Unread[1].Passed && !app.Unread[0].Passed { // the aar of the tree is none
			t.Errorf("%s: unread %+v", name, app.Unread)
		}
		for _, r := range androidapp.Check(app, androidapp.Options{}).Results {
			if r.Check == "build.aars" && r.Status == "error" && strings.Contains(r.What.EN, "no dependency") {
				t.Errorf("%s: %s", name, r.What.EN)
			}
		}
	}
	_, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fstest.MapFS{"build.gradle": {}}})
	if !errors.Is(err, androidapp.ErrSilent) {
		t.Errorf("nothing but an empty script: %v", err)
	}
}

// TestConfigOfAnotherBuild does not hold the configuration of src/debug against the
// release build that was chosen, whose own fault is said once.
func TestConfigOfAnotherBuild(t *testing.T) {
	files := map[string]string{
		"app/src/main/AndroidManifest.xml":  ownPages,
		"app/src/debug/res/xml/nsc.xml":     permits,
		"app/src/debug/AndroidManifest.xml": strings.ReplaceAll(named, "@xml/n", "@xml/nsc"),
	}
	fsys := tree(files)
	delete(fsys, "app/src/main/res/xml/n.xml")
	for _, variant := range []string{"", "release"} {
		app, err := androidapp.OpenChoice(t.Context(), androidapp.Choice{Variant: variant},
			androidapp.Input{Name: "p", FS: fsys})
		if err != nil {
			t.Fatal(err)
		}
		var got []finding.Status
		for _, r := range androidapp.Check(app, androidapp.Options{}).Results {
			if r.Check == "nsc.referenced" {
				got = append(got, r.Status)
			}
		}
		if len(got) != 1 || got[0] != finding.Hint {
			t.Errorf("variant %q: %v", variant, got)
		}
	}
}
