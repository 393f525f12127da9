package gradle_test

import (
	"testing"
)

// TestUnclosed says where a bracket, quote or comment opens that never ends, and once; the
// levels of the module are open then.
func TestUnclosed(t *testing.T) {
	tests := []struct{ name, script, want, at string }{
		{"inner brace", "android {\n  defaultConfig {\n    targetSdkVersion 28\n  buildTypes {\n  }\n}\n", `"{"`, ":3"},
		{"outer brace", "android {\n  defaultConfig {\n    targetSdkVersion 28\n  }\n", `"{"`, ":2"},
		{"parenthesis", "android { defaultConfig { targetSdkVersion 28 } }\ndependencies {\n  implementation('a:b:1'\n}\n",
			`"("`, ":4"},
		{"quote", "android { defaultConfig { targetSdkVersion 28\n applicationId 'a.b\n} }\n", "'", ":3"},
		{"three quotes", "android { defaultConfig { targetSdkVersion 28 } }\ndef x = \"\"\"\nandroid { }\n", `"""`, ":3"},
		{"comment", "android { defaultConfig { targetSdkVersion 28 } }\n/* android { }\n", "/*", ":3"},
		{"pattern with a quote", "android { defaultConfig { targetSdkVersion 28 } }\ndef f(s) { return /it's/ }\n", "", ""},
		{"texts with brackets", "android { defaultConfig { targetSdkVersion 28\n def a = '{ ( ['\n def b = \"{\" } }\n", "",
			""},
		{"odd indentation", "  android {\ndefaultConfig {\n      targetSdkVersion 28\n}\n}\n", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, v := release(t, "-- settings.gradle --\ninclude ':app'\n-- app/build.gradle --\n"+
				"apply plugin: 'com.android.application'\n"+tt.script)
			got := p.Notes
			if tt.want == "" {
				if len(got) > 0 || v.TargetSDK.Value != "28" {
					t.Errorf("notes %v, target %+v", got, v.TargetSDK)
				}
				return
			}
			text := "the " + tt.want + " that opens here is not closed"
			if len(got) == 0 || got[0].Text.EN != text || got[0].Location() != "app/build.gradle"+tt.at {
				t.Errorf("notes %v, want %q at %s", got, text, tt.at)
			}
			if v.TargetSDK.Value != "" {
				t.Errorf("target %s", v.TargetSDK.Value)
			}
		})
	}
}

// TestMisreadScriptAbove leaves the levels open that a script of the root, which was not
// wholly understood, may set.
func TestMisreadScriptAbove(t *testing.T) {
	_, v := release(t, "-- settings.gradle --\ninclude ':app'\n-- build.gradle --\nsubprojects {\n  afterEvaluate {\n"+
		"-- app/build.gradle --\napply plugin: 'com.android.application'\n"+
		"android { defaultConfig { targetSdkVersion 28 } }\n")
	if v.TargetSDK.Value != "" {
		t.Errorf("target %s", v.TargetSDK.Value)
	}
}
