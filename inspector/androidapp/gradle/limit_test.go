package gradle_test

import (
	"fmt"
	"strings"
	"testing"
)

// repeat writes a text for each number below n.
func repeat(n int, format string) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, format, i)
	}
	return out.String()
}

// TestEveryLimitIsReported: what lies behind a limit is not known, so each limit stands among
// those of the project, with the file at which it was reached.
func TestEveryLimitIsReported(t *testing.T) {
	const lib = "apply plugin: 'com.android.library'\n"
	tests := []struct{ name, app, files, where string }{
		{"files of a tree", "dependencies { implementation fileTree('libs') }\n", repeat(5001, "-- app/libs/a%d.jar --\n"),
			"app/build.gradle:2"},
		{"included builds", "", "-- settings.gradle --\ninclude ':app'\n" + repeat(51, "includeBuild 'b%d'\n"),
			"settings.gradle:52"},
		{"properties of a module", "", "-- app/gradle.properties --\n" + repeat(20_001, "k%d=1\n"),
			"app/gradle.properties"},
		{"plug-ins", repeat(60, "apply plugin: 'x.y.p%d'\n"), "", "app/build.gradle"},
		{"plug-ins of the settings", "", "-- settings.gradle --\ninclude ':app'\n" +
			repeat(60, "apply plugin: 'x.y.p%d'\n"), "settings.gradle:52"},
		{"blocks", "android { productFlavors {\n" + repeat(2001, "f%d { minSdkVersion 21 }\n") + "} }\n", "",
			"app/build.gradle:2003"},
		{"steps of one script", "for (i in 0..4000) { for (j in 0..4000) { } }\n", "", "app/build.gradle:2"},
		{"steps of another script", "dependencies { implementation project(':lib') }\n", "-- settings.gradle --\n" +
			"include ':app', ':lib'\n-- lib/build.gradle --\n" + lib + "for (i in 0..4000) { for (j in 0..4000) { } }\n",
			"lib/build.gradle:2"},
		{"steps of all scripts", "", "-- settings.gradle --\ninclude ':app'\n" + repeat(12, "include ':l%d'\n") +
			repeat(12, "-- l%d/build.gradle --\nfor (i in 0..4000) { for (j in 0..4000) { } }\n"), "l"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if testing.Short() && strings.HasPrefix(tt.name, "steps of all") {
				t.Skip("evaluates millions of steps")
			}
			p, _ := release(t, "-- settings.gradle --\ninclude ':app'\n-- app/build.gradle --\n"+
				"apply plugin: 'com.android.application'\n"+tt.app+"android { defaultConfig { applicationId 'a.b' } }\n"+
				tt.files)
			if len(p.Limits) == 0 || !strings.HasPrefix(p.Limits[0].Location(), tt.where) {
				t.Fatalf("limits %v, want %s", p.Limits, tt.where)
			}
			if tt.name == "steps of another script" && p.ApplicationID.Value != "a.b" {
				t.Errorf("the app's own script was not read: %+v", p.ApplicationID)
			}
		})
	}
}

// TestPatternsOfATree matches as Ant does: braces stand for themselves, a slash at the end
// for all in the folder, and a name may be in any language.
func TestPatternsOfATree(t *testing.T) {
	for pattern, want := range map[string]bool{
		"*.aar": true, "**/*.aar": true, "*.{aar,jar}": false, "登录*.aar": true, "sub/": false, "?录-1.aar": true,
		"**": true, "**/": true, "[a-z].aar": false,
	} {
		p, _ := release(t, "-- settings.gradle --\ninclude ':app'\n-- app/build.gradle --\n"+
			"apply plugin: 'com.android.application'\ndependencies { implementation fileTree(dir: 'libs', include: '"+
			pattern+"') }\n-- app/libs/登录-1.aar --\n")
		if got := len(p.Dependencies) == 1; got != want {
			t.Errorf("%s: %v, want %v", pattern, got, want)
		}
	}
}
