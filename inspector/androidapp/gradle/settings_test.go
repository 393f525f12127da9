package gradle_test

import (
	"strings"
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

// moved is a build whose application lies in dir.
func moved(dir, settings string, more ...string) string {
	return "-- settings.gradle --\n" + settings + "\n-- " + dir +
		"/build.gradle --\napply plugin: 'com.android.application'\n" + strings.Join(more, "")
}

func movedKotlin(dir, settings string, more ...string) string {
	return strings.Replace(moved(dir, settings, more...), "settings.gradle --", "settings.gradle.kts --", 1)
}

// TestModuleFolders finds a module wherever the settings put it.
func TestModuleFolders(t *testing.T) {
	tests := []struct{ name, src string }{
		{"new file", moved("x/app", "include ':app'\nproject(':app').projectDir = new File(rootDir, 'x/app')")},
		{"file", moved("x/app", "include ':app'\nproject(':app').projectDir = file('x/app')")},
		{"text as a file", moved("x/app", "include ':app'\nproject(':app').projectDir = 'x/app' as File")},
		{"setter", moved("x/app", "include ':app'\nproject(':app').setProjectDir(new File(settingsDir, './x/app'))")},
		{"block", moved("x/app", "include ':app'\nproject(':app').with { projectDir = file('x/app') }")},
		{"settings", moved(
			"x/app",
			"settings.include ':app'\nsettings.project(':app').projectDir = new File('x/app')",
		)},
		{"Kotlin, apply", movedKotlin(
			"x/app",
			"include(\":app\")\nproject(\":app\").apply { projectDir = rootDir.resolve(\"x/app\") }",
		)},
		{"Kotlin, function", movedKotlin(
			"x/app",
			"place(\":app\", \"x/app\")\nfun place(name: String, dir: String) {\n include(name)\n "+
				"project(name).projectDir = File(settingsDir, dir)\n}",
		)},
		{"Kotlin, function of the settings", movedKotlin(
			"x/app",
			"fun Settings.place(name: String, dir: String) {\n include(name)\n project(name).projectDir = "+
				"file(dir)\n}\nplace(\":app\", \"x/app\")",
		)},
		{"Kotlin, class", movedKotlin(
			"x/app",
			"data class M(val n: String, val d: String)\nlistOf(M(\":app\", \"x/app\")).forEach { include(it.n); "+
				"project(it.n).projectDir = file(it.d) }",
		)},
		{"closure", moved(
			"x/app",
			"def place = { name, dir ->\n include name\n project(name).projectDir = file(dir)\n}\nplace(':app', "+
				"'x/app')",
		)},
		{"each child", moved(
			"x/app",
			"include ':app'\nrootProject.children.each { it.projectDir = file(\"x/${it.name}\") }",
		)},
		{"name of the script",
			strings.Replace(
				moved("app",
					"include ':app'\nrootProject.children.each { it.buildFileName = 'gradle/' + it.name + '.gradle' }"),
				"app/build.gradle", "app/gradle/app.gradle", 1)},
		{"list that grows", moved(
			"app",
			"def list = []\nlist << ':app'\nlist.add(':other')\nlist.each { include it }",
		)},
		{"folders", moved(
			"x/app",
			"file('x').eachDir { d ->\n include \":${d.name}\"\n project(\":${d.name}\").projectDir = d\n}",
		)},
		{"all folders", moved(
			"x/app",
			"rootDir.eachDirRecurse { d -> if (new File(d, 'build.gradle').exists()) { include \":${d.name}\"\n "+
				"project(\":${d.name}\").projectDir = d } }",
		)},
		{"files", moved(
			"x/app",
			"new File(rootDir, 'x').listFiles().findAll { it.directory }.each { include \":${it.name}\"; "+
				"project(\":${it.name}\").projectDir = it }",
		)},
		{"file tree", moved(
			"x/app",
			"fileTree('.') { include '**/build.gradle' }.each { include it.parentFile.path.replace(rootDir.path, "+
				"'').replace('/', ':') }",
		)},
		{"Kotlin, walk", movedKotlin(
			"x/app",
			"rootDir.walkTopDown().filter { it.name == \"build.gradle\" }.forEach { "+
				"include(it.parentFile.relativeTo(rootDir).path.replace(\"/\", \":\")) }",
		)},
		{"lines of a file", moved("app", "file('modules.txt').eachLine { include it }", "-- modules.txt --\n:app\n")},
		{"text of a file",
			moved("app", "file('modules.txt').text.split('\\n').each { include it.trim() }",
				"-- modules.txt --\n:app\n")},
		{"name that is not known", moved("x/app", "include System.getenv('MODULE')")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := gradle.Load(unpack(tt.src), ".")
			apps := b.Apps()
			if len(apps) != 1 || !strings.HasSuffix(apps[0].File, ".gradle") {
				t.Errorf("apps %+v among %d modules", apps, len(b.Modules()))
			}
		})
	}
}

// TestIncludedBuilds takes a module of an included build for its coordinates.
func TestIncludedBuilds(t *testing.T) {
	library := "-- libs/build.gradle --\ngroup = 'com.acme'\n-- libs/one/build.gradle --\napply plugin: " +
		"'com.android.library'\n-- libs/settings.gradle --\nrootProject.name = 'libs'\ninclude ':one'\n"
	tests := []struct{ name, include, line string }{
		{"by group and name", "includeBuild 'libs'", "com.acme:one:1.0"},
		{"by a rule",
			"includeBuild('libs') { dependencySubstitution { substitute module('org.other:x') using project(':one') } }", "org.other:x:2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, v := release(t,
				moved("app", tt.include+"\ninclude ':app'", "dependencies { implementation '"+tt.line+"' }\n", library))
			if r := v.Reach(); len(r) != 2 || r[1].Dir != "libs/one" {
				t.Errorf("reached %d modules", len(r))
			}
		})
	}
}
