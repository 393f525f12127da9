package gradle_test

import (
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

// TestModulesBySettingsPlugin: where a plug-in of the settings includes the modules, those
// of the folder may be there, and the app takes those that its own lines name.
func TestModulesBySettingsPlugin(t *testing.T) {
	src := "-- settings.gradle --\nplugins { id 'io.github.acme.module-assembler' version '1' }\n" +
		"-- app/build.gradle --\napply plugin: 'com.android.application'\ndependencies { implementation " +
		"project(':net') }\n" +
		"-- net/build.gradle --\napply plugin: 'com.android.library'\n-- demo/build.gradle --\napply plugin: " +
		"'com.android.library'\n"
	_, v := release(t, src)
	var got []string
	for _, r := range v.Reach() {
		got = append(got, r.Path)
	}
	if len(got) != 2 || got[0] != ":app" || got[1] != ":net" {
		t.Errorf("reached %v", got)
	}
}

// TestRootAlone: settings that include nothing and have no plug-in that may do so leave
// the root as the only module.
func TestRootAlone(t *testing.T) {
	b := gradle.Load(
		unpack("-- settings.gradle --\nplugins { id 'org.gradle.toolchains.foojay-resolver-convention' version '1' }\n"+
			"-- build.gradle --\napply plugin: 'com.android.application'\n-- sample/build.gradle --\napply plugin: "+
			"'com.android.application'\n"), ".")
	if apps := b.Apps(); len(apps) != 1 || apps[0].Path != ":" {
		t.Errorf("%d apps", len(apps))
	}
}
