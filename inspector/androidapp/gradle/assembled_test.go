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

// TestModulesBesideNamedOnes: where the settings include modules by name and some more in
// a way that is not known, an app of the folder counts in doubt, a module that a line
// names counts, and any other does not.
func TestModulesBesideNamedOnes(t *testing.T) {
	const app, lib = "\napply plugin: 'com.android.application'\n", "\napply plugin: 'com.android.library'\n"
	tests := []struct {
		name, settings string
		more           bool
	}{
		{"names alone", "include ':app'", false},
		{"plug-in", "plugins { id 'io.github.acme.module-assembler' version '1' }\ninclude ':app'", true},
		{"plug-in that includes nothing",
			"plugins { id 'org.gradle.toolchains.foojay-resolver-convention' version '1' }\ninclude ':app'", false},
		{"script that was not read", "include ':app'\napply from: 'https://example.com/modules.gradle'", true},
		{"block of an unknown method", "include ':app'\nmodules.discover { include it }", true},
		{"files of a tree", "include ':app'\nfileTree('.') { include '**/build.gradle' }.visit { include it.path }", true},
		{"patterns of a tree", "include ':app'\nfileTree('.') { include '**/build.gradle' }", false},
		{"branch that is off", "include ':app'\nif (false) { include ':shop' }", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := gradle.Load(unpack("-- settings.gradle --\n"+tt.settings+"\n-- app/build.gradle --"+app+
				"dependencies { implementation project(':feature:net') }\n-- feature/net/build.gradle --"+lib+
				"-- shop/build.gradle --"+app+"-- spare/build.gradle --"+lib), ".")
			have := map[string]*gradle.Module{}
			for _, m := range b.Modules() {
				have[m.Path] = m
			}
			net, shop := have[":feature:net"] != nil, have[":shop"]
			if net != tt.more || (shop != nil) != tt.more {
				t.Fatalf("net %v, shop %v, want %v", net, shop != nil, tt.more)
			}
			if shop == nil {
				return
			}
			variants, _ := shop.Variants()
			if len(b.Project(shop, variants[1]).Doubts) == 0 {
				t.Error("no doubt on the app that no line includes")
			}
		})
	}
}
