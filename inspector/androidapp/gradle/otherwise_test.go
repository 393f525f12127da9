package gradle_test

import (
	"strings"
	"testing"
)

// TestOtherTarget keeps the target of builds to which a property is given that no file sets.
func TestOtherTarget(t *testing.T) {
	with := func(expr string) string { return strings.Replace(lowered(""), "targetSdk 27", "targetSdk "+expr, 1) }
	kotlin := func(expr string) string {
		return strings.Replace(loweredKotlin(""), "targetSdk = 27", "targetSdk = "+expr, 1)
	}
	tests := []struct{ name, src, value, other string }{
		{"hasProperty", with("project.hasProperty('play') ? 36 : 27"), "27", "36"},
		{"not hasProperty", with("!hasProperty('play') ? 27 : 36"), "27", "36"},
		{"a variable", "-- build.gradle --\next.level = hasProperty('play') ? 36 : 27\n" +
			with("rootProject.ext.level"), "27", "36"},
		{"both", with("hasProperty('play') && 'x' == 'x' ? 36 : 27"), "27", "36"},
		{"compared", with("findProperty('play') == 'true' ? 36 : 27"), "27", "36"},
		{"Kotlin's if", kotlin("if (project.hasProperty(\"play\")) 36 else 27"), "27", "36"},
		{"default", with("(findProperty('t') ?: '27').toInteger()"), "27", "open"},
		{"provider", kotlin("providers.gradleProperty(\"t\").getOrElse(\"27\").toInt()"), "27", "open"},
		{"block", lowered("if (hasProperty('play')) { android { defaultConfig { targetSdk 36 } } }"), "27", "36"},
		{"block, assigned", loweredKotlin("if (hasProperty(\"play\")) { android.defaultConfig.targetSdk = 36 }"),
			"27", "36"},
		{"same", with("hasProperty('play') ? 27 : 27"), "27", ""},
		{"set in a file", "-- gradle.properties --\nplay=1\n" + with("hasProperty('play') ? 36 : 27"), "36", ""},
		{"a word of Gradle's", with("rootProject.hasProperty('android') ? 36 : 27"), "27", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := release(t, tt.src)
			got := p.TargetSDK.Other.Value
			if got == "" && !p.TargetSDK.Other.When.Empty() {
				got = "open"
			}
			if p.TargetSDK.Value != tt.value || got != tt.other {
				t.Errorf("target %q, other %q (%s); want %q and %q", p.TargetSDK.Value, got,
					p.TargetSDK.Other.When.EN, tt.value, tt.other)
			}
		})
	}
}

// TestBlockOfProperty doubts an answer that a block may change which runs only with a property.
func TestBlockOfProperty(t *testing.T) {
	for block, want := range map[string]bool{
		"android { sourceSets { main { res.srcDirs 'src/play/res' } } }":          true,
		"android { defaultConfig { manifestPlaceholders = [k: '2'] } }":           true,
		"android { signingConfigs { release { storeFile file('a') } } }":          false,
		"android { defaultConfig { minSdk 23 } }\ndependencies { api 'a:b:1.0' }": false,
	} {
		p, _ := release(t, lowered("if (project.hasProperty('play')) {\n"+block+"\n}"))
		if got := len(p.Doubts) > 0; got != want {
			t.Errorf("%s: doubts %+v", block, p.Doubts)
		}
	}
}

// TestReactPlaceholder fills the placeholder of React Native's plug-in by build type.
func TestReactPlaceholder(t *testing.T) {
	plug := "apply plugin: 'com.facebook.react'\n"
	_, v := release(t, lowered(plug))
	if s := v.Placeholders["usesCleartextTraffic"]; s.Value != "false" {
		t.Errorf("release: %+v", s)
	}
	_, v = release(t, lowered(plug+"android.defaultConfig.manifestPlaceholders = [usesCleartextTraffic: 'true']"))
	if s := v.Placeholders["usesCleartextTraffic"]; s.Overruled.Empty() {
		t.Errorf("a value of the script's: %+v", s)
	}
}

// TestLogicElsewhere reads sources of buildSrc from a folder that its script names.
func TestLogicElsewhere(t *testing.T) {
	src := strings.Replace(lowered(""), "targetSdk 27", "targetSdk Levels.TARGET", 1) +
		"-- buildSrc/build.gradle --\nsourceSets { main { java { srcDirs '../shared/java' } } }\n"
	p, _ := release(t, src+"-- shared/java/Levels.java --\npublic class Levels { public static final int TARGET = 30; }\n")
	if p.TargetSDK.Value != "30" {
		t.Errorf("target %+v", p.TargetSDK)
	}
	if p, _ = release(t, src); len(p.Absent) == 0 || p.Absent[0].Path != "shared/java" {
		t.Errorf("absent %+v", p.Absent)
	}
}

// TestNearestAar takes, of two files of one name, the one that lies nearest to the module.
func TestNearestAar(t *testing.T) {
	line := "dependencies { implementation(name: 'a-1', ext: 'aar') }\n"
	p, _ := release(t, lowered(line, "-- app/aars/a-1.aar --\n-- aa/libs/a-1.aar --\n"))
	if d := p.Dependencies[0]; d.Outside != "app/aars/a-1.aar" {
		t.Errorf("%+v", d)
	}
	p, _ = release(t, lowered("android { repositories { flatDir { dirs 'aars' } } }\n"+line,
		"-- app/aars/A-1.aar --\n"))
	if d := p.Dependencies[0]; d.OtherCase != "app/aars/A-1.aar" {
		t.Errorf("%+v", d)
	}
}

// TestOtherFile keeps what a file decides that is not in the folder.
func TestOtherFile(t *testing.T) {
	p, _ := release(t, strings.Replace(lowered(""), "targetSdk 27", "targetSdk file('play.flag').exists() ? 36 : 27", 1))
	if p.TargetSDK.Value != "27" || p.TargetSDK.Other.Value != "36" {
		t.Errorf("target %+v", p.TargetSDK)
	}
	for _, own := range []string{
		"def k = file('k')\nandroid { buildTypes { release { signingConfig = k.exists() ? signingConfigs.a : " +
			"signingConfigs.debug } } }",
		"android { buildTypes { release { if (file('k').exists()) { signingConfig signingConfigs.a } else { " +
			"signingConfig signingConfigs.debug } } } }",
	} {
		if p, _ := release(t, lowered(own)); p.DebugKey.Set() {
			t.Errorf("%s: %+v", own, p.DebugKey)
		}
	}
}

// TestWrittenFlavor judges a folder as a flavour where a script that was not read may make some and one
// writes its name, and not where it is a path alone.
func TestWrittenFlavor(t *testing.T) {
	files := "-- app/src/foss/res/xml/a.xml --\n<a/>\n"
	unread := "apply from: '../../team.gradle'\n"
	for own, want := range map[string]string{
		unread: "",
		unread + "android.sourceSets.main.java.srcDirs += 'src/foss/java'\n": "",
		unread + "dependencies { fossImplementation 'a:b:1' }\n":             "foss",
	} {
		if _, v := release(t, lowered(own, files)); v.Flavor != want {
			t.Errorf("%q: flavour %q, want %q", own, v.Flavor, want)
		}
	}
}

// TestNotIncluded stops the build at a module that complete settings leave out.
func TestNotIncluded(t *testing.T) {
	line := "dependencies { implementation project(':core') }\n"
	if p, _ := release(t, lowered(line)); len(p.Stops) != 1 || p.Stops[0].Name != ":core" {
		t.Errorf("stops %+v", p.Stops)
	}
	open := strings.Replace(lowered(line), "include ':app'", "include ':app'\napply from: '../more.gradle'", 1)
	if p, _ := release(t, open); len(p.Stops) != 0 {
		t.Errorf("settings that were not read whole: %+v", p.Stops)
	}
}

// TestClassMembers reads a plug-in whose functions, constants and imports stand apart.
func TestClassMembers(t *testing.T) {
	src := "-- settings.gradle.kts --\npluginManagement { includeBuild(\"logic\") }\ninclude(\":app\")\n" +
		"-- app/build.gradle.kts --\nplugins { id(\"acme.app\") }\n" +
		"-- logic/build.gradle.kts --\ngradlePlugin { plugins { register(\"a\") { id = \"acme.app\"; " +
		"implementationClass = \"acme.App\" } } }\n" +
		"-- logic/src/main/kotlin/acme/Base.kt --\npackage acme\nimport io.sentry.android.gradle.SentryPlugin\n" +
		"abstract class Base : Plugin<Project> {\n" +
		" protected fun Project.use(kind: Kind) { name(kind).also { n -> use(id = n) } }\n" +
		" private fun PluginAware.use(id: String) { apply(plugin = id) }\n" +
		" private fun name(kind: Kind) = PREFIX + kind.last\n" +
		" protected fun Project.more() { plugins.apply(SentryPlugin::class) }\n" +
		" private companion object {\n  private const val PREFIX = \"com.android.\"\n }\n}\n" +
		"enum class Kind(val last: String) { App(last = \"application\") }\n" +
		"-- logic/src/main/kotlin/acme/App.kt --\npackage acme\nclass App : Base() {\n" +
		" val level = find()\n private fun find() = 30\n" +
		" override fun apply(project: Project) = with(receiver = project) {\n  use(kind = Kind.App)\n  more()\n" +
		"  extensions.configure<ApplicationExtension> { compileSdk = 36\n defaultConfig { targetSdk = level } }\n }\n}\n"
	p, _ := release(t, src)
	if p.TargetSDK.Value != "30" || len(p.UnknownPlugins) > 0 {
		t.Errorf("target %+v, plug-ins %+v", p.TargetSDK, p.UnknownPlugins)
	}
}

// TestOwnConfiguration takes what a configuration of the script's own names only where one of
// the Android plug-in's extends it.
func TestOwnConfiguration(t *testing.T) {
	const line = "dependencies { sdk 'a:b:1' }\n"
	for conf, want := range map[string]int{
		"configurations { sdk }\n": 0,
		"configurations { sdk\n releaseRuntimeClasspath.extendsFrom sdk }\n":                            1,
		"configurations { sdk\n compileOnly.extendsFrom sdk }\n":                                        0,
		"configurations { sdk\n debugImplementation.extendsFrom(sdk) }\n":                               0,
		"configurations { sdk\n implementation.extendsFrom sdk }\n":                                     1,
		"configurations { sdk\n more\n more.extendsFrom sdk\n api.extendsFrom more }\n":                 1,
		"configurations { sdk }\nconfigurations.releaseImplementation.extendsFrom configurations.sdk\n": 1,
	} {
		if p, _ := release(t, lowered(conf+line)); len(p.Dependencies) != want {
			t.Errorf("%q: %d dependencies, want %d", conf, len(p.Dependencies), want)
		}
	}
}

// TestRewrites doubts what a build changes in place, or defines for each variant.
func TestRewrites(t *testing.T) {
	for own, want := range map[string]bool{
		"task c(type: Copy) { from 'a'; into 'src/main/res/xml' }":                        true,
		"file('src/main/res/xml/a.xml').text = '<a/>'":                                    true,
		"task d(type: Delete) { delete \"$projectDir/src/main/res/xml/a.xml\" }":          true,
		"ant.replace(file: 'src/main/AndroidManifest.xml', token: 'a', value: 'b')":       true,
		"android.applicationVariants.all { v -> v.resValue 'bool', 'ct', 'false' }":       true,
		"task c(type: Copy) { from 'src/main/res/xml'; into 'build/x' }":                  false,
		"task c(type: Copy) { from 'a'; into 'src/main/assets' }":                         false,
		"task c(type: Copy) { from 'a'; into 'src/main/res/drawable' }":                   false,
		"android.applicationVariants.all { v -> v.resValue 'string', 'build_time', '1' }": false,
	} {
		p, _ := release(t, lowered(own))
		if got := len(p.Doubts) > 0; got != want {
			t.Errorf("%s: doubts %+v", own, p.Doubts)
		}
	}
}
