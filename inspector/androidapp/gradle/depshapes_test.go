package gradle_test

import (
	"strings"
	"testing"
)

// TestDependencyShapes names the same two dependencies in the ways that scripts
// compute them.
func TestDependencyShapes(t *testing.T) {
	const one, two = "a:b:1", "libs/x-2.0.aar"
	const file = "-- app/libs/x-2.0.aar --\n"
	tree := "implementation fileTree(dir: 'libs', include: ['*.aar'])"
	tests := []struct{ name, src string }{
		{"narrowed tree",
			app + "dependencies {\n api 'a:b:1'\n fileTree('libs').matching { include '*.aar' }.each { " +
				"implementation files(it) }\n}\n" + file},
		{"files of a tree",
			app + "dependencies {\n api 'a:b:1'\n for (f in fileTree('libs').files) { implementation files(f) }\n}\n" +
				file},
		{"name without its ending",
			app + "repositories { flatDir { dirs 'libs' } }\ndependencies {\n api 'a:b:1'\n " +
				"fileTree('libs').include('*.aar').each { f -> implementation(name: f.name.lastIndexOf('.').with { " +
				"it != -1 ? f.name[0..<it] : f.name }, ext: 'aar') }\n}\n" + file},
		{"name minus its ending",
			app + "repositories { flatDir { dirs 'libs' } }\ndependencies {\n api 'a:b:1'\n " +
				"file('libs').listFiles().each { f -> implementation(name: f.name - '.aar', ext: 'aar') }\n}\n" + file},
		{"part of a name",
			app + "repositories { flatDir { dirs 'libs' } }\ndependencies {\n api 'a:b:1'\n file('libs').eachFile { " +
				"f -> implementation(name: f.name.substring(0, f.name.lastIndexOf('.')), ext: 'aar') }\n}\n" + file},
		{"list of the root", app + "dependencies {\n rootProject.ext.libs.each { api it }\n " + tree +
			"\n}\n-- build.gradle --\napply from: 'deps.gradle'\n-- deps.gradle --\next.libs = ['a:b:1']\n" + file},
		{"script with dependencies",
			app + "apply from: '../dependencies.gradle'\n-- dependencies.gradle --\ndependencies {\n api 'a:b:1'\n " +
				tree + "\n}\n" + file},
		{"closure of dependencies",
			app + "dependencies rootProject.ext.common\n-- build.gradle --\next.common = {\n api 'a:b:1'\n " +
				"implementation fileTree(dir: \"$rootDir/app/libs\", include: ['*.aar'])\n}\n" + file},
		{"catalogue of another name",
			"-- settings.gradle --\ndependencyResolutionManagement { versionCatalogs { create('deps') { " +
				"from(files(\"$rootDir/cat/deps.toml\")) } } }\ninclude ':app'\n" +
				"-- cat/deps.toml --\n[libraries]\nx = 'a:b:1'\n[bundles]\nall = ['x']\n-- app/build.gradle " +
				"--\napply plugin: 'com.android.application'\ndependencies {\n api deps.bundles.all\n " + tree +
				"\n}\n" + file},
		{"list of buildSrc",
			app + "dependencies {\n Deps.INSTANCE.all.each { api it }\n " + tree +
				"\n}\n-- buildSrc/src/main/kotlin/Deps.kt --\nobject Deps {\n private const val v = \"1\"\n val b = " +
				"\"a:b:$v\"\n val all = listOf(b)\n}\n" + file},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := release(t, tt.src)
			var got []string
			for _, d := range p.Dependencies {
				if d.Path != "" {
					got = append(got, strings.TrimPrefix(d.Path, "app/"))
				} else {
					got = append(got, d.Group+":"+d.Name+":"+d.Version)
				}
			}
			if strings.Join(got, " ") != one+" "+two {
				t.Errorf("got %q; notes %v", got, p.Notes)
			}
		})
	}
}
