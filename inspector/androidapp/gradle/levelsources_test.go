package gradle_test

import (
	"strings"
	"testing"
)

// TestLevelSources reads a level that comes from elsewhere in the folder, or under
// a name that is computed.
func TestLevelSources(t *testing.T) {
	with := func(expr string, files ...string) string {
		return strings.Replace(lowered("", files...), "targetSdk 27", "targetSdk "+expr, 1)
	}
	tests := []struct{ name, src, want string }{
		{"properties of the module",
			with("Integer.parseInt(project.target)",
				"-- gradle.properties --\ntarget=27\n-- app/gradle.properties --\ntarget=36\n"), "36"},
		{"JSON", with("new groovy.json.JsonSlurper().parse(rootProject.file('l.json')).target",
			"-- l.json --\n{\"target\": 36}\n"), "36"},
		{"text of JSON",
			with("new groovy.json.JsonSlurper().parseText(rootProject.file('l.json').text).a.target as int",
				"-- l.json --\n{\"a\": {\"target\": 36}}\n"), "36"},
		{"larger of two", with("Math.max(27, 36)"), "36"},
		{"settings",
			strings.Replace(strings.Replace(lowered(""), "targetSdk 27", "", 1), "include ':app'",
				"plugins { id 'com.android.settings' version '8.5.0' }\nandroid { targetSdk 36 }\ninclude ':app'", 1),
			"36"},
		{"applied to a module",
			lowered("", rootScript+
				"evaluationDependsOn(':app')\napply from: 'c.gradle', to: project(':app')\n-- c.gradle --\nandroid "+
				"{ defaultConfig { targetSdk 36 } }\n"), "36"},
		{"setProperty", lowered("android.defaultConfig.setProperty('targetSdk', 36)"), "36"},
		{"index", lowered("android.defaultConfig['targetSdk'] = 36"), "36"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if p, _ := release(t, tt.src); p.TargetSDK.Value != tt.want {
				t.Errorf("got %+v, want %s", p.TargetSDK, tt.want)
			}
		})
	}
}

// TestManifestByCode doubts the manifest of a build that changes it by code.
func TestManifestByCode(t *testing.T) {
	const doubt = "changes the merged manifest"
	tests := []struct {
		name, script string
		want         bool
	}{
		{"output", "android.applicationVariants.all { v -> v.outputs.all { o -> " +
			"o.processManifestProvider.get().doLast { } } }", true},
		{"task by name", "tasks.whenTaskAdded { t -> if (t.name.endsWith('Manifest')) { t.doLast { } } }", true},
		{"artifact",
			"androidComponents { onVariants { v -> v.artifacts.use(t).wiredWithFiles({ it.a }, { it.b " +
				"}).toTransform(SingleArtifact.MERGED_MANIFEST.INSTANCE) } }", true},
		{"other tasks",
			"tasks.whenTaskAdded { t -> if (t.name == 'assembleRelease') { t.doLast { println 'AndroidManifest.xml' " +
				"} } }", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := release(t, lowered(tt.script))
			got := len(p.Doubts) > 0 && strings.Contains(p.Doubts[0].Text.EN, doubt)
			if got != tt.want {
				t.Errorf("doubts %+v", p.Doubts)
			}
		})
	}
}
