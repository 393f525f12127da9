package gradle_test

import "testing"

// TestWrittenLevelStays: a level that stands in the app's own script is set by that
// script, whatever public plug-ins were not read; a team's own may set another one.
func TestWrittenLevelStays(t *testing.T) {
	const id = "android { namespace 'com.example.login' }\n"
	root := func(plugin string) string {
		return lowered(id, rootScript+"plugins { id '"+plugin+"' version '1' }\n")
	}
	settings := func(plugin string) string {
		return "-- settings.gradle --\nplugins { id '" + plugin +
			"' version '1' }\ninclude ':app'\n-- app/build.gradle --\n" +
			"apply plugin: 'com.android.application'\n" + id + "android.defaultConfig.targetSdk = 27\n"
	}
	tests := []struct{ name, src, want string }{
		{"of the root", root("com.automattic.android.measure-builds"), "27"},
		{"of the settings", settings("org.acme.cache"), "27"},
		{"of the app", lowered(id + "apply plugin: 'org.acme.upload'"), "27"},
		{"of the project's own group in the root", root("com.example.defaults"), ""},
		{"of the project's own group in the app", lowered(id + "apply plugin: 'com.example.defaults'"), ""},
		{"without a public name", lowered(id + "apply plugin: 'defaults'"), ""},
		{"a convention", lowered(id + "apply plugin: 'org.acme.convention'"), ""},
		{"a level that a plug-in sets", "-- settings.gradle --\ninclude ':app'\n-- app/build.gradle --\n" +
			"apply plugin: 'com.android.application'\napply plugin: 'org.acme.android.levels'\n" + id, ""},
		{"a script on an object", lowered(id, "-- repositories.gradle --\nrepositories { google() }\n"+rootScript+
			"buildscript { handler -> apply from: 'repositories.gradle', to: handler }\n"), "27"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := release(t, tt.src)
			if p.TargetSDK.Value != tt.want || tt.want == "" && p.TargetSDK.Unresolved.Empty() {
				t.Errorf("target %+v", p.TargetSDK)
			}
		})
	}
}
