package gradle_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/txtar"

	"loginscope/inspector/androidapp/gradle"
	"loginscope/lang"
)

// folder is a build in memory.
type folder map[string]string

func (f folder) Read(name string) ([]byte, error) {
	s, ok := f[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return []byte(s), nil
}

func (f folder) Has(name string) bool {
	_, ok := f[name]
	return ok || len(f.List(name)) > 0
}

func (f folder) List(dir string) []string {
	var out []string
	for name := range f {
		if dir == "." || strings.HasPrefix(name, dir+"/") {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

func unpack(src string) folder {
	f := folder{}
	for _, x := range txtar.Parse([]byte(src)).Files {
		f[x.Name] = string(x.Data)
	}
	return f
}

// release is the summary of the first application's first release build.
func release(t testing.TB, src string) (*gradle.Project, gradle.Variant) {
	t.Helper()
	b := gradle.Load(unpack(src), ".")
	apps := b.Apps()
	if len(apps) == 0 {
		t.Fatalf("no application among %d modules", len(b.Modules()))
	}
	variants, _ := apps[0].Variants()
	for _, v := range variants {
		if v.BuildType == "release" {
			return b.Project(apps[0], v), v
		}
	}
	t.Fatal("no release build")
	return nil, gradle.Variant{}
}

// releaseIn is the first release build of the build in a folder.
func releaseIn(t testing.TB, src, dir string) gradle.Variant {
	t.Helper()
	apps := gradle.Load(unpack(src), dir).Apps()
	if len(apps) == 0 {
		t.Fatal("no application")
	}
	variants, _ := apps[0].Variants()
	i := slices.IndexFunc(variants, func(v gradle.Variant) bool { return v.BuildType == "release" })
	return variants[i]
}

const app = "-- settings.gradle --\ninclude ':app'\n-- app/build.gradle --\napply plugin: 'com.android.application'\n"

func TestDependencies(t *testing.T) {
	dep := func(group, name, version string) []gradle.Dependency {
		return []gradle.Dependency{{Configuration: "implementation", Group: group, Name: name, Version: version}}
	}
	aar := func(name, version, file string) []gradle.Dependency {
		return []gradle.Dependency{
			{Configuration: "implementation", Name: name, Version: version, AAR: true, Artifact: file}}
	}
	tests := []struct {
		name, line string
		want       []gradle.Dependency
	}{
		{"coordinates", `implementation 'io.reactivex.rxjava2:rxjava:2.2.10'`,
			dep("io.reactivex.rxjava2", "rxjava", "2.2.10")},
		{"parentheses", `implementation("com.squareup.okhttp3:okhttp:4.3.1")`,
			dep("com.squareup.okhttp3", "okhttp", "4.3.1")},
		{"classifier", `implementation 'g:n:1.0@aar'`, dep("g", "n", "1.0")},
		{"flat aar", `implementation(name: 'auth_number_product-2.13.3-log-online-standard-cuum-release', ext: 'aar')`,
			aar("auth_number_product", "2.13.3", "auth_number_product-2.13.3-log-online-standard-cuum-release")},
		{"flat aar over lines", "implementation(\n    name: 'main-2.2.2-release',\n    ext: 'aar')",
			aar("main", "2.2.2", "main-2.2.2-release")},
		{"flat aar without parentheses", "implementation name: 'main-2.2.2-release', ext: 'aar'",
			aar("main", "2.2.2", "main-2.2.2-release")},
		{"underscore before the version", `implementation(name: 'AuthnCenter_MobileNumberAuth_1.5.3', ext: 'aar')`,
			aar("AuthnCenter_MobileNumberAuth", "1.5.3", "AuthnCenter_MobileNumberAuth_1.5.3")},
		{"aar in short", `implementation ':main-2.2.2-release@aar'`, aar("main", "2.2.2", "main-2.2.2-release")},
		{"file", `implementation files('libs/logger-2.2.2-release.aar')`, []gradle.Dependency{{
			Configuration: "implementation", Name: "logger", Version: "2.2.2", AAR: true,
			Artifact: "logger-2.2.2-release.aar", Path: "app/libs/logger-2.2.2-release.aar",
		}}},
		{"map", `implementation([group: 'g', name: 'n', version: '3'])`, dep("g", "n", "3")},
		{"platform", `implementation(platform("g:bom:1.2"))`, dep("g", "bom", "1.2")},
		{"variable", "def v = '9.1'\nimplementation \"g:n:$v\"", dep("g", "n", "9.1")},
		{"expression in a text", "def v = [x: '9.2']\nimplementation \"g:n:${v.x}\"", dep("g", "n", "9.2")},
		{"closure behind", "implementation('g:n:1') { exclude group: 'x' }", dep("g", "n", "1")},
		{"repetition", "['a:b:1', 'c:d:2'].each { implementation it }",
			append(dep("a", "b", "1"), dep("c", "d", "2")...)},
		{"repetition over a map", "[x: 'a:b:1'].each { k, v -> implementation v }", dep("a", "b", "1")},
		{"commented out", `// implementation(name: 'old-1.0', ext: 'aar')`, nil},
		{"block comment", "/* api 'a:b:1'\n api 'c:d:1' */", nil},
		{"tests are no part of the app",
			"testImplementation 'a:b:1'\nandroidTestImplementation 'a:c:1'\ncompileOnly 'a:d:1'\nkapt 'a:e:1'", nil},
		{"another build type", "debugImplementation 'a:b:1'", nil},
		{"not taken", "if (false) { implementation 'a:b:1' }", nil},
		{"perhaps taken", "if (System.getenv('CI')) { implementation 'a:b:1' }", []gradle.Dependency{{
			Configuration: "implementation", Group: "a", Name: "b", Version: "1", Maybe: true}}},
		{"not known", "implementation deps.okhttp", []gradle.Dependency{{Configuration: "implementation",
			Unresolved: lang.Both("okhttp is not in the files that were read", "已读取的文件中没有 okhttp")}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := release(t, app+"dependencies {\n"+tt.line+"\n}\n")
			for i := range p.Dependencies {
				p.Dependencies[i].File, p.Dependencies[i].Line = "", 0
			}
			if diff := cmp.Diff(tt.want, p.Dependencies, cmpopts.IgnoreUnexported(gradle.Dependency{})); diff != "" {
				t.Errorf("-want +got:\n%s\nnotes %v", diff, p.Notes)
			}
		})
	}
}

// TestTarget spells a target in the ways that builds use.
func TestTarget(t *testing.T) {
	kts := "-- settings.gradle.kts --\ninclude(\":app\")\n-- app/build.gradle.kts --\nplugins { " +
		"id(\"com.android.application\") }\n"
	config := func(s string) string { return app + "android {\n  defaultConfig {\n " + s + "\n  }\n}\n" }
	kotlin := func(s string) string { return kts + "android {\n  defaultConfig {\n " + s + "\n  }\n}\n" }
	tests := []struct{ name, src, value, unresolved string }{
		{"number", config("targetSdkVersion 33"), "33", ""},
		{"assignment", config("targetSdk = 34"), "34", ""},
		{"call", config("targetSdkVersion(35)"), "35", ""},
		{"text", config("targetSdkVersion '35'"), "35", ""},
		{"setter", config("setTargetSdkVersion(36)"), "36", ""},
		{"preview", config("targetSdkPreview 'Baklava'"), "36", ""},
		{"block of AGP 9", config("targetSdk { version = release(36) }"), "36", ""},
		{"block of AGP 9 in Kotlin", kotlin("targetSdk {\n version = release(36) {\n minorApiLevel = 1\n }\n }"), "36",
			""},
		{"Kotlin", kotlin("targetSdk = 36"), "36", ""},
		{"Kotlin property", kotlin("targetSdk = property(\"levels.target\").toString().toInt()") +
			"-- gradle.properties --\nlevels.target=35\n", "35", ""},
		{"Kotlin constant", strings.Replace(kotlin("targetSdk = sdk"), "android {", "val sdk = 36\nandroid {", 1), "36",
			""},
		{"extra in Kotlin", kotlin("targetSdk = rootProject.extra[\"target\"] as Int") +
			"-- build.gradle.kts --\nextra[\"target\"] = 35\n", "35", ""},
		{"delegated extra",
			strings.Replace(kotlin("targetSdk = target"), "android {",
				"val target: Int by rootProject.extra\nandroid {", 1) +
				"-- build.gradle.kts --\nval target by extra(34)\n", "34", ""},
		{"root variable", config("targetSdkVersion rootProject.ext.targetSdkVersion") +
			"-- build.gradle --\next {\n  targetSdkVersion = 31\n}\n", "31", ""},
		{"root variable without ext",
			config("targetSdkVersion rootProject.target") + "-- build.gradle --\next.target = 31\n", "31", ""},
		{"buildscript ext",
			config("targetSdkVersion target") + "-- build.gradle --\nbuildscript { ext { target = 32 } }\n", "32", ""},
		{"map of an applied script", config("targetSdkVersion rootProject.ext.android['target']") +
			"-- build.gradle --\napply from: 'config.gradle'\n-- config.gradle --\next {\n android = [\n  target: " +
			"33,\n ]\n}\n", "33", ""},
		{"safeExtGet", strings.Replace(config("targetSdkVersion safeExtGet('target', 28)"), "android {",
			"def safeExtGet(prop, fallback) { rootProject.ext.has(prop) ? rootProject.ext.get(prop) : fallback "+
				"}\nandroid {", 1) +
			"-- build.gradle --\next { target = 34 }\n", "34", ""},
		{"fallback", strings.Replace(config("targetSdkVersion safeExtGet('target', 28)"), "android {",
			"def safeExtGet(prop, fallback) {\n    return rootProject.ext.has(prop) ? rootProject.ext.get(prop) : "+
				"fallback\n}\nandroid {", 1), "28", ""},
		{"property with default", config("targetSdk project.findProperty('t') ?: 30"), "30", ""},
		{"catalogue", config("targetSdk libs.versions.sdk.target.get().toInteger()") +
			"-- gradle/libs.versions.toml --\n[versions]\nsdk-target = \"35\"\n", "35", ""},
		{"properties", config("targetSdk TARGET as int") + "-- gradle.properties --\nTARGET = 29\n", "29", ""},
		{"brace on the next line", app + "android\n{\n  defaultConfig\n  {\n    targetSdkVersion 29\n  }\n}", "29", ""},
		{"never closed", app + "android { defaultConfig { targetSdk 28", "",
			"the script says 28, but the part of the script that was not understood may set another value (app/build.gradle:2)"},
		{"not said", app + "android { compileSdk 35 }", "", ""},
		{"commented out", config("minSdk 21\n// targetSdk 30"), "", ""},
		{"last one counts", config("targetSdk 30\ntargetSdk 31"), "31", ""},
		{"known condition", config("if (project.hasProperty('x')) { targetSdk 30 } else { targetSdk 31 }"), "31", ""},
		{"unknown condition", config("targetSdk 36\nif (System.getenv('CI') != null) { targetSdk 27 }"), "",
			"it depends on a condition that is not known"},
		{"condition without effect", config("targetSdk 36\nif (System.getenv('CI') != null) { targetSdk 36 }"), "36",
			""},
		{"computed", config("targetSdk project.property('x').toInteger()"), "", "x is not in the files that were read"},
		{"of another tool", config("targetSdk flutter.targetSdkVersion"), "",
			"targetSdkVersion is not in the files that were read"},
		{"buildSrc", kotlin("targetSdk = Versions.target") +
			"-- buildSrc/src/main/kotlin/Versions.kt --\nobject Versions {\n    const val target = 34\n}\n", "34", ""},
		{"unread plug-in", strings.Replace(config(""), "apply plugin", "apply plugin: 'acme.android'\napply plugin", 1),
			"", "the plug-in acme.android may set it"},
		{"public plug-in",
			strings.Replace(config("minSdk 21"), "apply plugin", "apply plugin: 'de.undercouch.download'\napply plugin",
				1), "", ""},
		{"plug-in that nobody knows",
			strings.Replace(config("minSdk 21"), "apply plugin", "apply plugin: 'de.acme.download'\napply plugin", 1),
			"", "the plug-in de.acme.download may set it"},
		{"shared by the root",
			app + "-- build.gradle --\nsubprojects {\n afterEvaluate {\n  android { defaultConfig { targetSdk 30 } " +
				"}\n }\n}\n", "30", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, v := release(t, tt.src)
			if v.TargetSDK.Value != tt.value || v.TargetSDK.Unresolved.EN != tt.unresolved {
				t.Errorf("got %+v, want %q %q; notes %v", v.TargetSDK, tt.value, tt.unresolved, p.Notes)
			}
		})
	}
}

// TestDefaults leaves the target out: its default depends on the plug-in.
func TestDefaults(t *testing.T) {
	config := "android {\n compileSdk 35\n defaultConfig { minSdk 21 }\n}\n"
	tests := []struct {
		name, root, want string
		major            int
	}{
		{"AGP 8 by buildscript",
			"-- build.gradle --\nbuildscript { dependencies { classpath 'com.android.tools.build:gradle:8.1.0' } }\n",
			"21", 8},
		{"AGP 9 by buildscript",
			"-- build.gradle --\nbuildscript {\n ext.agp = '9.0.1'\n dependencies { classpath " +
				"\"com.android.tools.build:gradle:$agp\" }\n}\n", "35", 9},
		{"AGP 9 by plug-in",
			"-- build.gradle --\nplugins {\n id 'com.android.application' version '9.0.0' apply false\n}\n", "35", 9},
		{"AGP by catalogue",
			"-- build.gradle.kts --\nplugins { alias(libs.plugins.agp) apply false }\n-- gradle/libs.versions.toml --\n" +
				"[versions]\nv = \"8.5.0\"\n[plugins]\nagp = { id = \"com.android.application\", version.ref = " +
				"\"v\" }\n", "21", 8},
		{"AGP 9 with the old default",
			"-- gradle.properties --\nandroid.sdk.defaultTargetSdkToCompileSdkIfUnset=false\n" +
				"-- build.gradle --\nbuildscript { dependencies { classpath 'com.android.tools.build:gradle:9.1.0' " +
				"} }\n", "21", 9},
		{"no version", "", "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, v := release(t, app+config+tt.root)
			got := v.DefaultTarget(21)
			if got.Value != tt.want || p.AGPMajor() != tt.major || (tt.want == "") != !got.Unresolved.Empty() {
				t.Errorf("got %+v with AGP %+v, want %q", got, p.AGP, tt.want)
			}
		})
	}
}

// TestGraph follows modules, conventions and applied scripts.
func TestGraph(t *testing.T) {
	const lib = "apply plugin: 'com.android.library'\n"
	tests := []struct{ name, src, apps, modules string }{
		{"by dependency only",
			"-- settings.gradle --\ninclude ':app', ':a', ':b', ':c'\n-- app/build.gradle --\napply plugin: " +
				"'com.android.application'\n" +
				"dependencies { implementation project(':a') }\n-- a/build.gradle --\n" + lib +
				"dependencies { api project(path: ':b') }\n-- b/build.gradle --\n" + lib +
				"-- c/build.gradle --\n" + lib, ":app", ":app :a :b"},
		{"two apps",
			"-- settings.gradle --\ninclude ':one'\ninclude ':two'\n-- one/build.gradle --\napply plugin: " +
				"'com.android.application'\n" +
				"-- two/build.gradle --\nplugins { id 'com.android.application' }\n", ":one :two", ":one"},
		{"comment", "-- settings.gradle --\ninclude ':app', ':lib'\n-- app/build.gradle --\napply plugin: " +
			"'com.android.application'\n" +
			"-- lib/build.gradle --\n// apply plugin: 'com.android.application'\n" + lib, ":app", ":app"},
		{"by property", "-- settings.gradle --\ninclude ':app', ':part'\n-- gradle.properties --\nisModule=false\n" +
			"-- app/build.gradle --\napply plugin: 'com.android.application'\nif (!isModule.toBoolean()) {\n " +
			"dependencies { implementation project(':part') }\n}\n" +
			"-- part/build.gradle --\nif (isModule.toBoolean()) {\n    apply plugin: 'com.android.application'\n} " +
			"else {\n    apply plugin: 'com.android.library'\n}\n", ":app", ":app :part"},
		{"accessors",
			"-- settings.gradle.kts --\ninclude(\":app\", \":core:net-work\")\n-- app/build.gradle.kts --\nplugins " +
				"{ id(\"com.android.application\") }\n" +
				"dependencies { implementation(projects.core.netWork) }\n-- core/net-work/build.gradle.kts " +
				"--\nplugins { id(\"com.android.library\") }\n", ":app", ":app :core:net-work"},
		{"project folder",
			"-- settings.gradle --\ninclude ':app'\nproject(':app').projectDir = new File(rootDir, 'clients/phone')\n" +
				"-- clients/phone/build.gradle --\napply plugin: 'com.android.application'\n", ":app", ":app"},
		{"script plug-in",
			"-- settings.gradle --\npluginManagement { includeBuild('logic') }\ninclude ':app'\n-- app/build.gradle " +
				"--\nplugins { id 'my.app' }\n" +
				"-- logic/src/main/kotlin/my.app.gradle.kts --\nplugins { id(\"com.android.application\") }\n", ":app",
			":app"},
		{"plug-in class",
			"-- settings.gradle.kts --\npluginManagement { includeBuild(\"logic\") }\ninclude(\":app\")\n-- " +
				"app/build.gradle.kts --\nplugins { id(\"my.app\") }\n" +
				"-- logic/build.gradle.kts --\ngradlePlugin { plugins { register(\"app\") {\n id = \"my.app\"\n " +
				"implementationClass = \"x.AppPlugin1\" } } }\n" +
				"-- logic/src/main/kotlin/AppPlugin1.kt --\npackage x\nclass AppPlugin1 : Plugin<Project> {\n " +
				"override fun apply(target: Project) {\n  with(target) {\n" +
				"   with(pluginManager) { apply(\"com.android.application\") }\n   " +
				"extensions.configure<ApplicationExtension> { defaultConfig.targetSdk = 36 }\n  }\n }\n}\n", ":app",
			":app"},
		{"a function of build logic that shares a name",
			"-- settings.gradle.kts --\npluginManagement { includeBuild(\"logic\") }\ninclude(\":app\")\n" +
				"-- gradle/libs.versions.toml --\n[plugins]\nmy-app = { id = \"my.app\" }\n-- app/build.gradle.kts " +
				"--\nplugins { alias(libs.plugins.my.app) }\n" +
				"-- logic/build.gradle.kts --\ngradlePlugin { plugins { register(\"app\") {\n id = " +
				"libs.plugins.my.app.get().pluginId\n implementationClass = \"MyApp\" } } }\n" +
				"-- logic/src/main/kotlin/MyApp.kt --\nprivate fun String.alias(indent: Int): String = buildString " +
				"{ append(this@alias) }\n" +
				"class MyApp : Plugin<Project> {\n override fun apply(target: Project) = with(target) { " +
				"apply(plugin = \"com.android.application\") }\n}\n", ":app", ":app"},
		{"loop over modules",
			"-- settings.gradle --\n['app', 'lib'].each { include \":$it\" }\n-- app/build.gradle --\napply plugin: " +
				"'com.android.application'\n", ":app", ":app"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := gradle.Load(unpack(tt.src), ".")
			var apps, modules []string
			for _, m := range b.Apps() {
				apps = append(apps, m.Path)
			}
			if strings.Join(apps, " ") != tt.apps {
				t.Fatalf("apps %v, want %s", apps, tt.apps)
			}
			variants, _ := b.Apps()[0].Variants()
			for _, r := range variants[1].Reach() {
				modules = append(modules, r.Path)
			}
			if strings.Join(modules, " ") != tt.modules {
				t.Errorf("modules %v, want %s", modules, tt.modules)
			}
		})
	}
}

// TestVariants holds names, IDs and source sets of the builds.
func TestVariants(t *testing.T) {
	src := app + `android {
    namespace 'com.x'
    flavorDimensions 'store', 'env'
    defaultConfig { applicationId 'com.x.app'; minSdk 21; targetSdk 35; manifestPlaceholders = [host: 'd', key: 'k'] }
    productFlavors {
        huawei { dimension 'store'; applicationIdSuffix '.hw'; manifestPlaceholders = [host: 'h'] }
        dev { dimension 'env'; targetSdk 27 }
        prod { dimension 'env' }
    }
    buildTypes {
        debug { applicationIdSuffix '.debug' }
        staging { initWith release; minifyEnabled true; debuggable true; manifestPlaceholders = [host: 's'] }
    }
}
`
	b := gradle.Load(unpack(src), ".")
	variants, more := b.Apps()[0].Variants()
	var got []string
	for _, v := range variants {
		got = append(got,
			strings.Join([]string{v.Name, v.ApplicationID.Value, v.TargetSDK.Value, v.Debuggable.Value,
				v.Placeholders["host"].Value, v.Placeholders["key"].Value}, " "))
	}
	want := []string{
		"huaweiDevDebug com.x.app.hw.debug 27 true h k", "huaweiDevRelease com.x.app.hw 27 false h k",
		"huaweiDevStaging com.x.app.hw 27 true s k",
		"huaweiProdDebug com.x.app.hw.debug 35 true h k", "huaweiProdRelease com.x.app.hw 35 false h k",
		"huaweiProdStaging com.x.app.hw 35 true s k",
	}
	if diff := cmp.Diff(want, got); diff != "" || more {
		t.Errorf("-want +got:\n%s", diff)
	}
	var sets []string
	for _, s := range variants[1].SourceSets {
		sets = append(sets, s.Name)
	}
	if diff := cmp.Diff([]string{"huaweiDevRelease", "release", "huaweiDev", "huawei", "dev", "main"},
		sets); diff != "" {
		t.Errorf("source sets -want +got:\n%s", diff)
	}
}

func FuzzBuild(f *testing.F) {
	f.Add("android { defaultConfig { targetSdk 34 } }\ndependencies { api 'a:b:1' }", "")
	f.Add("x { { { \"", "class A : B<C> { fun apply(t: P) = with(t) { } }")
	f.Add("/* never closed", "val x by lazy { }")
	f.Add("def f(x) { f(x) }\nf(1)", "fun f(x: Int): Int = f(x)\nval y = f(1)")
	f.Add("while (true) { x.each { y -> [1,2].each { } } }", "when (x) { 1 -> 2 else -> 3 }")
	f.Fuzz(func(t *testing.T, groovy, kotlin string) {
		b := gradle.Load(folder{
			"settings.gradle": groovy + "\ninclude ':app', ':lib'", "build.gradle": groovy,
			"app/build.gradle": "apply plugin: 'com.android.application'\n" + groovy, "lib/build.gradle.kts": kotlin,
			"buildSrc/src/main/kotlin/A.kt": kotlin, "gradle/libs.versions.toml": groovy, "gradle.properties": kotlin,
		}, ".")
		for _, m := range b.Modules() {
			variants, _ := m.Variants()
			for _, v := range variants {
				b.Project(m, v)
				v.RuleFiles()
			}
		}
		p := gradle.New()
		p.AddKeepRules("k", groovy)
	})
}

func TestKeeps(t *testing.T) {
	tests := []struct {
		name, rules, pkg string
		want             bool
	}{
		{"package", "-keep class com.mobile.auth.** { *; }", "com.mobile.auth", true},
		{"wider package", "-keep class com.mobile.** { *; }", "com.mobile.auth", true},
		{"interfaces alone", "-keep interface com.mobile.auth.**", "com.mobile.auth", false},
		{"over lines", "-keep class\n    com.nirvana.**\n    { *; }", "com.nirvana", true},
		{"one class", "-keep class com.mobile.auth.A { *; }", "com.mobile.auth", false},
		{"direct children only", "-keep class com.mobile.auth.* { *; }", "com.mobile.auth", false},
		{"names only", "-keepclassmembernames class com.mobile.auth.** { *; }", "com.mobile.auth", false},
		{"commented out", "# -keep class com.mobile.auth.** { *; }", "com.mobile.auth", false},
		{"no warning is no keeping", "-dontwarn com.mobile.auth.**", "com.mobile.auth", false},
		{"neighbour", "-keep class com.mobile.authors.** { *; }", "com.mobile.auth", false},
		{"everything", "-keep class ** { *; }", "com.mobile.auth", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := gradle.New()
			p.AddKeepRules("proguard-rules.pro", tt.rules)
			if got := p.Keeps(tt.pkg); got != tt.want {
				t.Errorf("Keeps = %v, want %v; rules %q", got, tt.want, p.KeepRules)
			}
		})
	}
}
