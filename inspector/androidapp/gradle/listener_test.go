package gradle_test

import (
	"strings"
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

// TestListenerThatAppliesPlugins follows a listener of the build that applies scripts to
// each module, in the shapes in which builds write one.
func TestListenerThatAppliesPlugins(t *testing.T) {
	const body = `{
  void beforeEvaluate(Project project) {
    if (project.path == ':') { return }
    if (project.name.endsWith('_app')) {
      project.apply { from "${project.rootDir.path}/app.gradle" }
    } else {
      project.apply plugin: 'com.android.library'
    }
  }
  void afterEvaluate(Project project, ProjectState state) {}
}
`
	tests := []struct{ name, settings, files string }{
		{"no name", "", "-- build.gradle --\ngradle.addProjectEvaluationListener(new ProjectEvaluationListener() " + body + ")\n"},
		{"in the settings", "gradle.addListener(new ProjectEvaluationListener() " + body + ")\n", ""},
		{"a class of the script", "", "-- build.gradle --\nclass Rules implements ProjectEvaluationListener " + body +
			"gradle.addListener(new Rules())\n"},
		{"build logic", "", "-- build.gradle --\nbuildscript { Config.init(gradle) }\n" +
			"-- buildSrc/src/main/groovy/Config.groovy --\nimport org.gradle.api.invocation.Gradle\nclass Config {\n" +
			"static init(Gradle gradle) { common(gradle) }\nprivate static common(Gradle gradle) {\n" +
			"gradle.addProjectEvaluationListener(new ProjectEvaluationListener() " +
			strings.ReplaceAll(body, "  void", "  @Override\n  void") + ")\n}\n}\n"},
		{"Kotlin", "", "-- build.gradle.kts --\ngradle.addProjectEvaluationListener(object : ProjectEvaluationListener {\n" +
			"override fun beforeEvaluate(project: Project) {\nif (project.name.endsWith(\"_app\")) {\n" +
			"project.apply(from = \"${project.rootDir.path}/app.gradle\")\n} else {\n" +
			"project.apply(plugin = \"com.android.library\")\n}\n}\n" +
			"override fun afterEvaluate(project: Project, state: ProjectState) {}\n})\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := gradle.Load(unpack("-- settings.gradle --\ninclude ':shop_app', ':net'\n"+
				tt.settings+"-- app.gradle --\napply plugin: 'com.android.application'\nandroid { defaultConfig { targetSdkVersion 30 } }\n"+
				"-- shop_app/build.gradle --\ndependencies { implementation project(':net') }\n"+
				"-- net/build.gradle --\n\n"+tt.files), ".")
			apps := b.Apps()
			if len(apps) != 1 || apps[0].Path != ":shop_app" || len(b.HiddenApps()) > 0 {
				t.Fatalf("apps %v, hidden %v", apps, b.HiddenApps())
			}
			variants, _ := apps[0].Variants()
			if v := variants[1]; v.TargetSDK.Value != "30" || len(v.Reach()) != 2 {
				t.Errorf("target %+v, modules %d", v.TargetSDK, len(v.Reach()))
			}
			for _, m := range b.Modules() {
				if m.Path == ":" && m.Kind != gradle.Other || m.Path == ":net" && m.Kind != gradle.Library {
					t.Errorf("%s is %s", m.Path, m.Kind)
				}
			}
		})
	}
}

// TestListenerThatIsNotRead leaves the levels open that it may set, unless it watches
// alone.
func TestListenerThatIsNotRead(t *testing.T) {
	for listener, open := range map[string]bool{
		"gradle.addListener(new com.example.Rules())":                                           true,
		"gradle.addListener(rules)":                                                             true,
		"gradle.addListener(new TestListener() { void beforeTest(Object t) {} })":               false,
		"gradle.addBuildListener(new BuildListener() { void buildFinished(BuildResult r) {} })": false,
	} {
		_, v := release(t, "-- settings.gradle --\ninclude ':app'\n-- build.gradle --\n"+listener+
			"\n-- app/build.gradle --\napply plugin: 'com.android.application'\n"+
			"android { defaultConfig { targetSdkVersion 30 } }\n")
		if got := v.TargetSDK.Value == ""; got != open {
			t.Errorf("%s: open %v", listener, got)
		}
	}
}

// TestHiddenApps names what applies the application plug-in where no module was found to
// do so, and nothing else.
func TestHiddenApps(t *testing.T) {
	tests := []struct{ name, files, want string }{
		{"a script that nothing applies", "-- app.gradle --\n\napply plugin: 'com.android.application'\n", "app.gradle:2"},
		{"build logic that no module takes",
			"-- build-logic/src/main/kotlin/AppPlugin.kt --\nclass AppPlugin : Plugin<Project> {\n" +
				"override fun apply(target: Project) {\ntarget.pluginManager.apply(\"com.android.application\")\n}\n}\n",
			"build-logic/src/main/kotlin/AppPlugin.kt:3"},
		{"an alias", "-- gradle/libs.versions.toml --\n[plugins]\nandroid-app = { id = \"com.android.application\", " +
			"version = \"8.1.0\" }\n-- rules.gradle.kts --\nplugins { alias(libs.plugins.android.app) }\n",
			"rules.gradle.kts:1"},
		{"a map", "-- app.gradle --\nproject.apply([plugin: 'com.android.application'])\n", "app.gradle:1"},
		{"a version alone", "-- build.gradle --\nplugins { id 'com.android.application' version '8.1.0' apply false }\n" +
			"-- x.gradle.kts --\nplugins { id(\"com.android.application\").version(\"8.1.0\").apply(false) }\n", ""},
		{"a version of the settings", "-- x.gradle --\npluginManagement { plugins { id 'com.android.application' version " +
			"'8.1.0' } }\n", ""},
		{"a question", "-- x.gradle --\npluginManager.withPlugin('com.android.application') { }\n" +
			"if (plugins.hasPlugin('com.android.application')) { }\n", ""},
		{"a comment", "-- x.gradle --\n// apply plugin: 'com.android.application'\n", ""},
		{"a switch that is off", "-- lib/build.gradle --\nif (alone.toBoolean()) { apply plugin: " +
			"'com.android.application' } else { apply plugin: 'com.android.library' }\n" +
			"-- gradle.properties --\nalone=false\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := gradle.Load(unpack("-- settings.gradle --\ninclude ':lib'\n"+tt.files), ".")
			var got []string
			for _, n := range b.HiddenApps() {
				got = append(got, n.Location())
			}
			if s := strings.Join(got, ", "); s != tt.want || len(b.Apps()) > 0 {
				t.Errorf("%q, want %q; apps %d", s, tt.want, len(b.Apps()))
			}
		})
	}
}
