package androidapp_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"loginscope/inspector/androidapp"
)

// TestUnreadOfBuild names what of a build was not read, and what Gradle refuses.
func TestUnreadOfBuild(t *testing.T) {
	tests := []struct{ name, tail, catalogue, want string }{
		{"nothing", "}\n", "", "pass Every file of the folder was read."},
		{"a library of a repository", "}\ndependencies { implementation 'a.b:net:1.0@aar' }\n", "", "skipped a.b:net"},
		{"a plug-in", "}\napply plugin: 'acme.conventions'\n", "", "skipped acme.conventions"},
		{"a script", "}\napply from: 'none.gradle'\n", "", "skipped was not read"},
		{"a key twice", "}\n", "[versions]\na = \"1\"\na = \"2\"\n", "error Gradle refuses the file"},
		{"a key twice, in Chinese", "}\n", "[versions]\na = \"1\"\na = \"2\"\n", "error Gradle 拒绝该文件：versions.a 重复定义"},
		{"a table twice", "}\n", "[versions]\na = \"1\"\n[versions]\nb = \"2\"\n", "error Gradle refuses the file"},
		{"a key twice inline", "}\n", "[libraries]\na = { module = \"a:b\", version = \"1\", version = \"2\" }\n",
			"error Gradle refuses the file"},
		{"each key once", "}\n", "[versions]\na = \"1\"\nb = \"2\"\n", "pass Every file of the folder was read."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fsys := tree(map[string]string{"app/build.gradle": appStart + tt.tail})
			delete(fsys, "app/libs/auth_number_product-2.1.aar")
			if tt.catalogue != "" {
				fsys["gradle/libs.versions.toml"] = &fstest.MapFile{Data: []byte(tt.catalogue)}
			}
			app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
			if err != nil {
				t.Fatal(err)
			}
			var said []string
			for _, r := range androidapp.Check(app, androidapp.Options{}).Results {
				if r.Check == "archive.unread" {
					said = append(said, string(r.Status)+" "+r.What.EN+r.What.ZH)
				}
			}
			status, words, _ := strings.Cut(tt.want, " ")
			found := false
			for _, s := range said {
				found = found || strings.HasPrefix(s, status+" ") && strings.Contains(s, words)
			}
			if !found || strings.Contains(strings.Join(said, "\n"), "Everything was read") {
				t.Errorf("said %q", said)
			}
		})
	}
}

// TestForgottenEnding takes no aar for a part of the build that a dependency names
// without its ending.
func TestForgottenEnding(t *testing.T) {
	for line, missing := range map[string]int{
		"implementation files('libs/auth_number_product-2.1')":     1,
		"implementation files('libs/auth_number_product-2.1.aar')": 0,
		"implementation files('build/classes')":                    0,
	} {
		fsys := tree(map[string]string{"app/build.gradle": appStart + "}\ndependencies { " + line + " }\n"})
		app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
		if err != nil {
			t.Fatal(err)
		}
		if used := app.Aars[0].Used; used != strings.Contains(line, ".aar") || len(app.MissingFiles) != missing {
			t.Errorf("%s: used %v, missing %v", line, used, app.MissingFiles)
		}
	}
}
