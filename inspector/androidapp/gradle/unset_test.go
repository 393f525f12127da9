package gradle_test

import (
	"strings"
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

// TestWhatNobodySets: a property that no script sets has the value of Android's
// plug-in; a name that nothing knows is not true.
func TestWhatNobodySets(t *testing.T) {
	put := func(cond string) string {
		return lowered("android.buildTypes.all { bt -> if (" + cond + ") { bt.manifestPlaceholders.put('k', 'set') } }")
	}
	filter := func(cond string) string {
		return lowered(
			"android { flavorDimensions 'a'\n productFlavors { x {}\n y { applicationIdSuffix '.y' } }\n}\n" +
				"android.productFlavors.all { f -> if (" + cond + ") { f.manifestPlaceholders.put('k', 'set') } }")
	}
	tests := []struct{ name, src, want string }{
		{"debuggable", put("!bt.debuggable"), "set"},
		{"isDebuggable", put("bt.isDebuggable()"), ""},
		{"minifyEnabled", put("bt.minifyEnabled"), ""},
		{"signingConfig", put("bt.signingConfig == null"), "set"},
		{"suffix", filter("!f.applicationIdSuffix"), "set"},
		{"name", put("bt.name == 'release'"), "set"},
		{"name of another", put("bt.name == 'debug'"), ""},
		{"parseBoolean", put("!Boolean.parseBoolean('false')"), "set"},
		{"parseBoolean of null", put("!Boolean.parseBoolean(project.findProperty('dev'))"), "set"},
		{"valueOf", put("Boolean.valueOf('TRUE')"), "set"},
		{"Integer", put("Integer.parseInt('3') > 2"), "set"},
		{"missing property", put("!project.properties['dev']"), "set"},
		{"missing property by name", put("!project.properties.dev"), "set"},
		{"missing property by method", put("!project.properties.containsKey('dev')"), "set"},
		{"loop", lowered(
			"for (bt in android.buildTypes) { if (bt.name == 'release') { bt.manifestPlaceholders.put('k', 'set') } }"),
			"set"},
		{"onVariants inside android",
			lowered("android { androidComponents { onVariants(selector().all()) { v -> " +
				"v.manifestPlaceholders.put('k', 'set') } } }"), "set"},
		{"what nothing knows", put("bt.sparkle"), "?"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, v := release(t, tt.src)
			got := v.Placeholders["k"]
			if tt.want == "?" {
				if got.Value == "set" && got.Unresolved.Empty() {
					t.Errorf("got %+v", got)
				}
				return
			}
			if got.Value != tt.want || !got.Unresolved.Empty() {
				t.Errorf("got %+v, want %q; notes %v", got, tt.want, p.Notes)
			}
		})
	}
}

// TestChainBehindBrackets: a plug-in that is not applied makes no application of the
// root, with and without brackets around its id.
func TestChainBehindBrackets(t *testing.T) {
	for _, line := range []string{
		"alias(libs.plugins.agp) apply false", "id('com.android.application') version '8.7.3' apply false",
		"id 'com.android.application' version '8.7.3' apply false",
		"id(\"com.android.application\").version(\"8.7.3\").apply(false)",
	} {
		src := lowered("", "-- build.gradle --\nplugins {\n "+line+"\n}\n"+
			"-- gradle/libs.versions.toml --\n[plugins]\nagp = { id = \"com.android.application\", version = "+
			"\"8.7.3\" }\n")
		b := gradle.Load(unpack(src), ".")
		var apps []string
		for _, m := range b.Modules() {
			if m.Kind == gradle.Application {
				apps = append(apps, m.Path)
			}
		}
		if strings.Join(apps, " ") != ":app" {
			t.Errorf("%s: applications %v", line, apps)
		}
	}
}

// TestSpread reads the flavours of a variant filter by the names of the list.
func TestSpread(t *testing.T) {
	src := lowered("android { flavorDimensions 'a'\n productFlavors { x {}\n y {} }\n" +
		"variantFilter { v -> def names = v.flavors*.name\n if (names.contains('y')) { setIgnore(true) } }\n}")
	_, v := release(t, src)
	if v.Name != "xRelease" {
		t.Errorf("got %s", v.Name)
	}
	b := gradle.Load(unpack(src), ".")
	for _, m := range b.Modules() {
		built, _ := m.Variants()
		for _, v := range built {
			if strings.HasPrefix(v.Name, "y") {
				t.Errorf("%s is built", v.Name)
			}
		}
	}
}

// TestRegisteredPlugin follows a plug-in whose class a properties file names.
func TestRegisteredPlugin(t *testing.T) {
	src := strings.Replace(
		lowered("", "-- buildSrc/src/main/resources/META-INF/gradle-plugins/acme.env.properties "+
			"--\nimplementation-class=acme.EnvPlugin\n"+
			"-- buildSrc/src/main/groovy/acme/EnvPlugin.groovy --\nclass EnvPlugin implements Plugin<Project> {\n "+
			"void apply(Project project) {\n"+
			"  project.android.defaultConfig.manifestPlaceholders.put('k', 'set')\n }\n}\n"),
		"application'\n", "application'\napply plugin: 'acme.env'\n", 1)
	_, v := release(t, src)
	if v.Placeholders["k"].Value != "set" {
		t.Errorf("got %+v", v.Placeholders)
	}
}

// TestHelperHidesNoWord: a function of the build logic that is named like a word of
// Android's own does not replace it.
func TestHelperHidesNoDSLName(t *testing.T) {
	for _, fun := range []string{
		"private fun KotlinMultiplatformExtension.android(block: Any) {}", "fun ProductFlavors.create(name: String) {}",
		"package a.b\nfun Other.buildTypes(block: Any) {}",
	} {
		src := loweredKotlin("android { buildTypes { create(\"foss\") { manifestPlaceholders[\"k\"] = \"set\" } } }",
			"-- buildSrc/src/main/kotlin/Helper.kt --\n"+fun+"\n")
		b := gradle.Load(unpack(src), ".")
		found := false
		for _, m := range b.Apps() {
			built, _ := m.Variants()
			for _, v := range built {
				found = found || v.Name == "foss" && v.Placeholders["k"].Value == "set" && v.TargetSDK.Value == "27"
			}
		}
		if !found {
			t.Errorf("%s: the build type foss is gone", fun)
		}
	}
}
