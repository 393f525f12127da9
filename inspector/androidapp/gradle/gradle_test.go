package gradle_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"loginscope/inspector/androidapp/gradle"
)

func TestDependencies(t *testing.T) {
	const file = "app/build.gradle"
	tests := []struct {
		name, line string
		want       []gradle.Dependency
	}{
		{"coordinates", `api 'io.reactivex.rxjava2:rxjava:2.2.10'`, []gradle.Dependency{{Configuration: "api", Group: "io.reactivex.rxjava2", Name: "rxjava", Version: "2.2.10"}}},
		{"kotlin", `implementation("com.squareup.okhttp3:okhttp:4.3.1")`, []gradle.Dependency{{Configuration: "implementation", Group: "com.squareup.okhttp3", Name: "okhttp", Version: "4.3.1"}}},
		{"classifier", `implementation 'g:n:1.0@aar'`, []gradle.Dependency{{Configuration: "implementation", Group: "g", Name: "n", Version: "1.0"}}},
		{"flat aar", `implementation(name: 'auth_number_product-2.13.3-log-online-standard-cuum-release', ext: 'aar')`, []gradle.Dependency{{Configuration: "implementation", Name: "auth_number_product", Version: "2.13.3", AAR: true}}},
		{"flat aar over lines", "implementation(\n    name: 'main-2.2.2-release',\n    ext: 'aar')", []gradle.Dependency{{Configuration: "implementation", Name: "main", Version: "2.2.2", AAR: true}}},
		{"underscore before the version", `implementation(name: 'AuthnCenter_MobileNumberAuth_1.5.3', ext: 'aar')`, []gradle.Dependency{{Configuration: "implementation", Name: "AuthnCenter_MobileNumberAuth", Version: "1.5.3", AAR: true}}},
		{"file", `implementation files('libs/logger-2.2.2-release.aar')`, []gradle.Dependency{{Configuration: "implementation", Name: "logger", Version: "2.2.2", AAR: true}}},
		{"map in kotlin", `implementation(group = "g", name = "n", version = "3")`, []gradle.Dependency{{Configuration: "implementation", Group: "g", Name: "n", Version: "3"}}},
		{"platform", `implementation(platform("g:bom:1.2"))`, []gradle.Dependency{{Configuration: "implementation", Group: "g", Name: "bom", Version: "1.2"}}},
		{"variable", "def v = '9.1'\nimplementation \"g:n:$v\"", []gradle.Dependency{{Configuration: "implementation", Group: "g", Name: "n", Version: "9.1"}}},
		{"commented out", `// implementation(name: 'old-1.0', ext: 'aar')`, nil},
		{"block comment", "/* api 'a:b:1'\n api 'c:d:1' */", nil},
		{"project and tree", "implementation project(':lib')\nimplementation fileTree(dir: 'libs', include: ['*.jar'])", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := gradle.New()
			p.AddBuild(file, "dependencies {\n"+tt.line+"\n}\n")
			for i := range p.Dependencies {
				p.Dependencies[i].File, p.Dependencies[i].Line, p.Dependencies[i].Artifact = "", 0, ""
			}
			if diff := cmp.Diff(tt.want, p.Dependencies); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestSettings(t *testing.T) {
	tests := []struct {
		name, root, app, value, unresolved string
		line                               int
	}{
		{"number", "", "android { defaultConfig {\n targetSdkVersion 33\n} }", "33", "", 2},
		{"assignment", "", "android { defaultConfig { targetSdk = 34 } }", "34", "", 1},
		{"call", "", "android { defaultConfig { targetSdkVersion(35) } }", "35", "", 1},
		{"root variable", "ext {\n  targetSdkVersion = 31\n}", "android { defaultConfig { targetSdkVersion rootProject.ext.targetSdkVersion } }", "31", "", 1},
		{"own constant", "", "val sdk = 36\nandroid { defaultConfig { targetSdk = sdk } }", "36", "", 2},
		{"computed", "", "android { defaultConfig { targetSdk = project.property('x').toInteger() } }", "", "targetSdk = project.property ( 'x' ) .toInteger ( )", 1},
		{"brace on the next line", "", "android\n{\n  defaultConfig\n  {\n    targetSdkVersion 29\n  }\n}", "29", "", 5},
		{"not said", "", "android { }", "", "", 0},
		{"never closed", "", "android { defaultConfig { targetSdk 28", "28", "", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := gradle.New()
			p.AddVariables("build.gradle", tt.root)
			p.AddBuild("app/build.gradle", tt.app)
			if got := p.TargetSDK; got.Value != tt.value || got.Unresolved != tt.unresolved || got.Line != tt.line {
				t.Errorf("got %+v, want %q %q line %d", got, tt.value, tt.unresolved, tt.line)
			}
		})
	}
}

func TestKeeps(t *testing.T) {
	tests := []struct {
		name, rules, pkg string
		want             bool
	}{
		{"package", "-keep class com.mobile.auth.** { *; }", "com.mobile.auth", true},
		{"wider package", "-keep class com.mobile.** { *; }", "com.mobile.auth", true},
		{"interface too", "-keep interface com.mobile.auth.**", "com.mobile.auth", true},
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

func TestSources(t *testing.T) {
	p := gradle.New()
	p.AddSource("A.kt", "AuthnCenterSDK.Builder().setBaseUrl(\"https://t.example.com\") // .isCheckSSL(true)\n  .isCheckSSL( false )\n// .logEnable(true)\nsetAliOneKeyLoginSecret(\"made up\")\n")
	want := []gradle.Call{
		{Name: "setBaseUrl", Arg: `"https://t.example.com"`, File: "A.kt", Line: 1},
		{Name: "isCheckSSL", Arg: "false", File: "A.kt", Line: 2},
		{Name: "setAliOneKeyLoginSecret", Arg: `"…"`, File: "A.kt", Line: 4},
	}
	if diff := cmp.Diff(want, p.Calls); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func FuzzBuild(f *testing.F) {
	f.Add("android { defaultConfig { targetSdk 34 } }\ndependencies { api 'a:b:1' }")
	f.Add("x { { { \"")
	f.Add("/* never closed")
	f.Fuzz(func(t *testing.T, src string) {
		p := gradle.New()
		p.AddBuild("b", src)
		p.AddKeepRules("k", src)
		p.AddProperties("p", src)
		p.AddCatalog("c", src)
		p.AddSource("s", src)
	})
}
