package gradle_test

import "testing"

// TestReleaseWithTheDebugKey finds release builds that are signed with the key of the
// developer's computer.
func TestReleaseWithTheDebugKey(t *testing.T) {
	const kotlin = "-- settings.gradle.kts --\ninclude(\":app\")\n-- app/build.gradle.kts --\nplugins { " +
		"id(\"com.android.application\") }\n"
	ofRelease := func(s string) string { return app + "android { buildTypes { release { " + s + " } } }\n" }
	tests := []struct {
		name, src string
		want      int // the line, 0 for none
	}{
		{"none", ofRelease("minifyEnabled true"), 0},
		{"debug", ofRelease("signingConfig signingConfigs.debug"), 2},
		{"by assignment", ofRelease("signingConfig = signingConfigs.debug"), 2},
		{"by name", ofRelease("signingConfig = signingConfigs.getByName('debug')"), 2},
		{"in Kotlin", kotlin + "android { buildTypes { getByName(\"release\") { signingConfig = " +
			"signingConfigs.getByName(\"debug\") } } }\n", 2},
		{"its own", app + "android { signingConfigs { release { storeFile file('a.jks') } }\n" +
			"buildTypes { release { signingConfig signingConfigs.release } } }\n", 0},
		{"debug with a keystore of the project", app + "android { signingConfigs { debug { storeFile " +
			"file('a.jks') } }\n" +
			"buildTypes { release { signingConfig signingConfigs.debug } } }\n", 0},
		{"on a condition", ofRelease("if (System.getenv('CI') == null) { signingConfig signingConfigs.debug }"), 0},
		{"of a flavour", app + "android { flavorDimensions 'a'\nproductFlavors { x { signingConfig " +
			"signingConfigs.debug } } }\n", 3},
		{"of the build type before the flavour", app + "android { flavorDimensions 'a'\nproductFlavors { x { " +
			"signingConfig signingConfigs.debug } }\nsigningConfigs { own { storeFile file('a') } }\n" +
			"buildTypes { release { signingConfig signingConfigs.own } } }\n", 0},
		{"made from debug", ofRelease("initWith debug"), 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if p, _ := release(t, tt.src); p.DebugKey.Line != tt.want {
				t.Errorf("%+v, want line %d", p.DebugKey, tt.want)
			}
		})
	}
}
