package androidapp_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
)

// TestCopyBesideAndroid judges and mends the android folder of a Flutter project
// alone; a folder that its settings name is no copy.
func TestCopyBesideAndroid(t *testing.T) {
	for _, tt := range []struct {
		name, settings string
		apps           int
	}{
		{"copy", "include ':app'\n", 1},
		{"named by the settings", "include ':app'\nincludeBuild('../android.tmp')\n", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fsys := fstest.MapFS{"pubspec.yaml": {Data: []byte("name: x\n")}}
			for _, dir := range []string{"android", "android.tmp"} {
				fsys[dir+"/settings.gradle"] = &fstest.MapFile{Data: []byte("include ':app'\n")}
				fsys[dir+"/app/build.gradle"] = &fstest.MapFile{Data: []byte(appStart + "}\n" +
					"dependencies { implementation(name: 'auth_number_product-2.1', ext: 'aar') }\n")}
				fsys[dir+"/app/src/main/AndroidManifest.xml"] = &fstest.MapFile{Data: []byte(named)}
				fsys[dir+"/app/src/main/res/xml/n.xml"] = &fstest.MapFile{Data: []byte(refuses)}
			}
			fsys["android/settings.gradle"] = &fstest.MapFile{Data: []byte(tt.settings)}
			app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
			if err != nil {
				t.Fatal(err)
			}
			fixes, err := androidapp.FixNSC(app, androidapp.Options{})
			if err != nil || len(app.All()) != tt.apps || len(fixes) != tt.apps {
				t.Errorf("%v: %d apps, %d fixes", err, len(app.All()), len(fixes))
			}
			said := slices.ContainsFunc(app.Unread,
				func(u facts.Unread) bool { return u.Part == "android.tmp" && u.Passed })
			if said != (tt.apps == 1) {
				t.Errorf("left out: %v", app.Unread)
			}
		})
	}
}

// TestFixLeavesSharedConfigurations writes nothing into the module that several apps
// share where all that the login needs is permitted there.
func TestFixLeavesSharedConfigurations(t *testing.T) {
	for config, want := range map[string]int{permits: 0, refuses: 1} {
		fsys := tree(map[string]string{
			"settings.gradle":               "include ':app', ':shared'",
			"app/build.gradle":              appStart + "}\ndependencies { implementation project(':shared') }\n",
			"shared/build.gradle":           "apply plugin: 'com.android.library'\nandroid { compileSdk 36 }\n",
			"shared/src/main/res/xml/n.xml": config,
		})
		delete(fsys, "app/src/main/res/xml/n.xml")
		app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
		if err != nil {
			t.Fatal(err)
		}
		fixes, err := androidapp.FixNSC(app, androidapp.Options{})
		if err != nil || len(fixes) != want {
			t.Errorf("%s: %v, %d fixes", config, err, len(fixes))
		}
	}
}
