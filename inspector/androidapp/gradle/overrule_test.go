package gradle_test

import (
	"strings"
	"testing"
)

// lowered is an application whose own script sets targetSdk 27, with what else
// its scripts hold; files are further ones of the txtar.
func lowered(own string, files ...string) string {
	return "-- settings.gradle --\ninclude ':app'\n-- app/build.gradle --\napply plugin: 'com.android.application'\n" +
		"android {\n compileSdk 36\n defaultConfig {\n  minSdk 21\n  targetSdk 27\n }\n}\n" + own + "\n" +
		strings.Join(files, "")
}

func loweredKotlin(own string, files ...string) string {
	return "-- settings.gradle.kts --\ninclude(\":app\")\n-- app/build.gradle.kts --\nplugins { " +
		"id(\"com.android.application\") }\n" +
		"android {\n compileSdk = 36\n defaultConfig {\n  minSdk = 21\n  targetSdk = 27\n }\n}\n" + own + "\n" +
		strings.Join(files, "")
}

const rootScript, rootKotlin, settingsKotlin = "-- build.gradle --\n", "-- build.gradle.kts --\n",
	"-- settings.gradle.kts --\ninclude(\":app\")\n"

// TestOverruled sets a level from outside the module's android block: what Gradle
// runs later wins.
func TestOverruled(t *testing.T) {
	set := "android { defaultConfig { targetSdk 36 } }"
	prop := "android.defaultConfig.targetSdk = 36"
	tests := []struct{ name, src, want string }{
		{"project block", lowered("", rootScript+"project(':app') { afterEvaluate { "+set+" } }\n"), "36"},
		{"before the module's script", lowered("", rootScript+"project(':app') { ext.x = 1\n }\n"), "27"},
		{"evaluated first", lowered("", rootScript+"evaluationDependsOn(':app')\nproject(':app') { "+set+" }\n"), "36"},
		{"evaluated first, assigned", lowered("", rootScript+"evaluationDependsOn(':app')\nproject(':app')."+prop+"\n"),
			"36"},
		{"subprojects", lowered("", rootScript+"subprojects { afterEvaluate { "+set+" } }\n"), "36"},
		{"subprojects with a parameter",
			lowered("", rootScript+"subprojects { p -> p.afterEvaluate { if (p.hasProperty('android')) p."+prop+
				" } }\n"), "36"},
		{"list of subprojects",
			lowered("", rootScript+"subprojects.findAll { it.name == 'app' }.each { p -> p.afterEvaluate { p."+prop+
				" } }\n"), "36"},
		{"configure of a list", lowered("", rootScript+"configure(subprojects) { afterEvaluate { "+prop+" } }\n"),
			"36"},
		{"class name with its package",
			loweredKotlin("",
				rootKotlin+"subprojects { afterEvaluate { configure<com.android.build.gradle.BaseExtension> { "+
					"defaultConfig { targetSdk = 36 } } } }\n"), "36"},
		{"class object",
			loweredKotlin("extensions.getByType(ApplicationExtension::class.java).defaultConfig { targetSdk = 36 }"),
			"36"},
		{"waits for a plug-in that is there",
			loweredKotlin("pluginManager.withPlugin(\"com.android.application\") { " + prop + " }"), "36"},
		{"waits, and the script comes later",
			lowered("", rootScript+"subprojects { plugins.withId('com.android.application') { "+prop+" } }\n"), "27"},
		{"waits, and puts it off",
			lowered("", rootScript+
				"subprojects { plugins.withType(com.android.build.gradle.AppPlugin) { project.afterEvaluate { "+prop+
				" } } }\n"), "36"},
		{"any plug-in",
			lowered("", rootScript+
				"subprojects { plugins.whenPluginAdded { p -> if (p instanceof com.android.build.gradle.AppPlugin) "+
				"{ project.afterEvaluate { "+prop+" } } } }\n"), "36"},
		{"finalizeDsl", lowered("androidComponents { finalizeDsl { ext -> ext.defaultConfig.targetSdk = 36 } }"), "36"},
		{"beforeVariants",
			loweredKotlin(
				"androidComponents { beforeVariants(selector().withBuildType(\"release\")) { it.targetSdk = 36 } }"),
			"36"},
		{"beforeVariants of another build type",
			loweredKotlin(
				"androidComponents { beforeVariants(selector().withBuildType(\"debug\")) { it.targetSdk = 36 } }"),
			"27"},
		{"applicationVariants",
			lowered("android.applicationVariants.all { v -> v.mergedFlavor.targetSdkVersion = 36 }"), "36"},
		{"each flavour",
			lowered("android { flavorDimensions 'a'\n productFlavors { x {} } " +
				"}\nandroid.productFlavors.configureEach { targetSdk = 36 }"), "36"},
		{"each flavour first, its own after",
			lowered("android { flavorDimensions 'a'\n productFlavors { all { targetSdk 24 }\n x { targetSdk 36 } } }"),
			"36"},
		{"settings, beforeProject",
			strings.Replace(lowered(""), "include ':app'",
				"include ':app'\ngradle.beforeProject { p -> p.afterEvaluate { p."+prop+" } }", 1), "36"},
		{"settings, allprojects",
			strings.Replace(lowered(""), "include ':app'",
				"include ':app'\ngradle.allprojects { afterEvaluate { if (it.hasProperty('android')) "+prop+" } }", 1),
			"36"},
		{"settings, afterProject",
			strings.Replace(lowered(""), "include ':app'",
				"include ':app'\ngradle.afterProject { p -> if (p.name == 'app') { p."+prop+" } }", 1), "36"},
		{"settings, projectsEvaluated",
			strings.Replace(lowered(""), "include ':app'",
				"include ':app'\ngradle.projectsEvaluated { gradle.rootProject.subprojects { "+prop+" } }", 1), "36"},
		{"settings, rootProject",
			loweredKotlin("",
				settingsKotlin+
					"gradle.rootProject { allprojects { afterEvaluate { "+
					"extensions.findByType<BaseExtension>()?.apply { defaultConfig.targetSdk = 36 } } } }\n"), "36"},
		{"plug-in of the script",
			lowered("class Lift implements Plugin<Project> { void apply(Project p) { p.afterEvaluate { p." + prop +
				" } } }\napply plugin: Lift"), "36"},
		{"plug-in in Java",
			strings.Replace(
				lowered("", "-- buildSrc/build.gradle --\ngradlePlugin { plugins { a { id = 'acme.lift'\n "+
					"implementationClass = 'com.acme.Lift' } } }\n"+
					"-- buildSrc/src/main/java/com/acme/Lift.java --\npublic class Lift implements Plugin<Project> "+
					"{\n public void apply(Project project) {\n  project.afterEvaluate(p -> {\n"+
					"   AppExtension ext = p.getExtensions().getByType(AppExtension.class);\n   "+
					"ext.getDefaultConfig().setTargetSdk(36);\n  });\n }\n}\n"),
				"application'\n", "application'\napply plugin: 'acme.lift'\n", 1), "36"},
		{"action of a class without a name",
			lowered("afterEvaluate(new Action<Project>() { void execute(Project p) { p." + prop + " } })"), "36"},
		{"closure of the root", lowered("rootProject.ext.lift(project)", rootScript+"ext.lift = { p -> p."+set+" }\n"),
			"36"},
		{"on a condition that is not known", lowered("if (System.getenv('CI')) { afterEvaluate { " + prop + " } }"),
			""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := release(t, tt.src)
			if p.TargetSDK.Value != tt.want || (tt.want == "") != !p.TargetSDK.Unresolved.Empty() {
				t.Errorf("got %+v, want %q; notes %v", p.TargetSDK, tt.want, p.Notes)
			}
		})
	}
}

// TestUnreadOverrules leaves a level unknown that what cannot be read may set,
// with its line, and keeps it where only public plug-ins and scripts were not read.
func TestUnreadOverrules(t *testing.T) {
	tests := []struct{ name, src, why string }{
		{"URL", lowered("apply from: 'https://example.com/x.gradle'"), "app/build.gradle"},
		{"URL as a resource", lowered("apply from: resources.text.fromUri('https://example.com/x.gradle')"),
			"app/build.gradle"},
		{"URL in Kotlin", loweredKotlin("apply(from = \"https://example.com/x.gradle.kts\")"), "x.gradle.kts"},
		{"missing file", lowered("apply from: '../../shared/android.gradle'"), "shared/android.gradle"},
		{"path that is not known", lowered("apply from: System.getenv('X') + '/a.gradle'"), "a.gradle"},
		{"for the subprojects", lowered("", rootScript+"subprojects { apply from: 'https://example.com/x.gradle' }\n"),
			"x.gradle"},
		{"in the root", lowered("", rootScript+"apply from: 'https://example.com/x.gradle'\n"), "x.gradle"},
		{"in the settings",
			strings.Replace(lowered(""), "include ':app'", "include ':app'\napply from: 'https://example.com/x.gradle'",
				1), "settings.gradle"},
		{"plug-in", lowered("apply plugin: 'com.acme.build'"), "com.acme.build"},
		{"class of a plug-in", lowered("apply plugin: com.acme.Defaults"), "Defaults"},
		{"convention of a large company", lowered("apply plugin: 'com.google.acme.convention'"),
			"com.google.acme.convention"},
		{"plug-in of the root", lowered("", rootScript+"plugins { id 'com.acme.root' version '1' }\n"),
			"com.acme.root"},
		{"plug-in of the settings",
			strings.Replace(lowered(""), "include ':app'",
				"plugins { id 'com.acme.settings' version '1' }\ninclude ':app'", 1), "com.acme.settings"},
		{"code behind an object that is not known",
			lowered("System.getenv('LEVELS').lift { android.defaultConfig.targetSdk = 36 }"),
			"code that could not be followed"},
		{"public plug-ins",
			lowered("apply plugin: 'com.google.gms.google-services'\napply plugin: 'kotlin-kapt'\napply plugin: " +
				"'com.google.dagger.hilt.android'\napply plugin: 'io.gitlab.arturbosch.detekt'\napply plugin: " +
				"'jacoco'\napply plugin: JacocoPlugin"), ""},
		{"plug-in that is not applied",
			lowered("", rootScript+"plugins { id 'com.acme.root' version '1' apply false }\n"), ""},
		{"scripts of frameworks",
			lowered("apply from: '../../node_modules/react-native/react.gradle'\napply from: " +
				"\"$flutterRoot/packages/flutter_tools/gradle/flutter.gradle\"\n" +
				"apply from: new File(['node', '--print'].execute(null, rootDir).text.trim(), '../react.gradle')"), ""},
		{"module beside it", lowered("", "-- lib/build.gradle --\napply from: 'https://example.com/x.gradle'\n"), ""},
		{"branch that is not taken", lowered("if (false) { android.defaultConfig.targetSdk = 36 }"), ""},
		{"plug-in that never comes",
			lowered("pluginManager.withPlugin('com.android.library') { android.defaultConfig.targetSdk = 36 }"), ""},
		{"nothing to repeat", lowered("[].each { android.defaultConfig.targetSdk = 36 }"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := release(t, tt.src)
			got := p.TargetSDK
			said := strings.Contains(got.Unresolved.EN, tt.why)
			if tt.why == "" && got.Value != "27" || tt.why != "" && (got.Value != "" || !said) {
				t.Errorf("got %+v, want a reason with %q; notes %v", got, tt.why, p.Notes)
			}
		})
	}
}
