package gradle_test

import (
	"slices"
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

// TestDynamicFeature: a feature's manifest is merged into the app's, its resources are not.
func TestDynamicFeature(t *testing.T) {
	_, v := release(t, "-- settings.gradle --\ninclude ':app', ':login'\n-- app/build.gradle --\n"+
		"apply plugin: 'com.android.application'\nandroid { dynamicFeatures = [':login'] }\n"+
		"-- login/build.gradle --\napply plugin: 'com.android.dynamic-feature'\ndependencies { implementation "+
		"project(':app') }\n")
	reach := v.Reach()
	if len(reach) != 2 || reach[1].Path != ":login" {
		t.Fatalf("reached %d modules", len(reach))
	}
	if s := reach[1].SourceSets; len(s) == 0 || s[len(s)-1].Manifest != "login/src/main/AndroidManifest.xml" ||
		slices.ContainsFunc(s, func(s gradle.SourceSet) bool { return s.Res != nil }) {
		t.Errorf("source sets %+v", s)
	}
}

// TestVersionsInPluginManagement: a version there applies the plug-in nowhere.
func TestVersionsInPluginManagement(t *testing.T) {
	b := gradle.Load(
		unpack("-- settings.gradle --\npluginManagement { plugins { id 'com.android.application' version '8.5.0'\n"+
			" id 'com.acme.house' version '1' } }\ninclude ':app'\n-- build.gradle --\n"+
			"-- app/build.gradle --\nplugins { id 'com.android.application' }\nandroid { defaultConfig { targetSdk "+
			"27 } }\n"), ".")
	apps := b.Apps()
	if len(apps) != 1 || apps[0].Path != ":app" || b.AGP().Value != "8.5.0" {
		t.Fatalf("%d apps, version %q", len(apps), b.AGP().Value)
	}
	if v, _ := apps[0].Variants(); v[0].TargetSDK.Value != "27" {
		t.Errorf("target %+v", v[0].TargetSDK)
	}
}

// TestFlatDirOfLibraryAlone: the app looks all aars up in its own repositories.
func TestFlatDirOfLibraryAlone(t *testing.T) {
	src := func(app string) string {
		return "-- settings.gradle --\ninclude ':app', ':sdk'\n-- app/build.gradle --\napply plugin: " +
			"'com.android.application'\n" + app +
			"\ndependencies { implementation project(':sdk') }\n-- sdk/build.gradle --\napply plugin: " +
			"'com.android.library'\n" +
			"repositories { flatDir { dirs 'libs' } }\ndependencies { api(name: 'main-2.2.2', ext: 'aar') }\n-- " +
			"sdk/libs/main-2.2.2.aar --\n"
	}
	for app, outside := range map[string]string{
		"": "sdk/libs/main-2.2.2.aar",
		"repositories { flatDir { dirs '../sdk/libs' } }": "",
	} {
		p, _ := release(t, src(app))
		i := slices.IndexFunc(p.Dependencies, func(d gradle.Dependency) bool { return d.AAR })
		if i < 0 || p.Dependencies[i].Outside != outside {
			t.Errorf("%q: %+v", app, p.Dependencies)
		}
	}
}
