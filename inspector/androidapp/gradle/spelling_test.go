package gradle_test

import (
	"slices"
	"strings"
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

// TestBlankBeforeArguments: Kotlin calls a name with a blank before its arguments, too.
func TestBlankBeforeArguments(t *testing.T) {
	p, v := release(t, `-- settings.gradle.kts --
include (":app")
-- app/build.gradle.kts --
plugins { id ("com.android.application") }
dependencies { implementation ("a.b:c:1.0") }
val levels = listOf (19, 27)
android { defaultConfig { minSdk = levels[0]
targetSdk = levels[1] } }
`)
	if v.MinSDK.Value != "19" || v.TargetSDK.Value != "27" {
		t.Errorf("levels %q and %q, want 19 and 27", v.MinSDK.Value, v.TargetSDK.Value)
	}
	if !slices.ContainsFunc(p.Dependencies, func(d gradle.Dependency) bool { return d.Name == "c" }) {
		t.Errorf("dependencies %+v", p.Dependencies)
	}
}

// TestDimensionsAmongFlavors: Groovy finds flavorDimensions from inside productFlavors.
func TestDimensionsAmongFlavors(t *testing.T) {
	b := gradle.Load(unpack(`-- settings.gradle --
include ':app'
-- app/build.gradle --
apply plugin: 'com.android.application'
android {
    defaultConfig { targetSdk 25 }
    productFlavors {
        flavorDimensions 'env'
        inner { dimension 'env' }
        outer { dimension 'env' }
    }
}
`), ".")
	variants, unknown := b.Apps()[0].Variants()
	var names []string
	for _, v := range variants {
		names = append(names, v.Name)
		if v.TargetSDK.Value != "25" {
			t.Errorf("%s: target %q", v.Name, v.TargetSDK.Value)
		}
	}
	slices.Sort(names)
	if got := strings.Join(names, " "); got != "innerDebug innerRelease outerDebug outerRelease" {
		t.Errorf("variants %q, unknown %+v", got, unknown)
	}
}

// TestStandardFunctionsOfPlugins: a plug-in's code that calls what Kotlin itself offers
// makes no level uncertain.
func TestStandardFunctionsOfPlugins(t *testing.T) {
	_, v := release(t, `-- settings.gradle --
includeBuild 'core'
include ':app'
-- core/settings.gradle --
-- core/build.gradle --
apply plugin: 'org.jetbrains.kotlin.jvm'
-- core/src/main/kotlin/E.kt --
class Ext { var list: Array<String> = emptyArray() }
-- app/build.gradle --
apply plugin: 'com.android.application'
android { defaultConfig { minSdk 19 } }
`)
	if v.MinSDK.Value != "19" {
		t.Errorf("minSdk %+v", v.MinSDK)
	}
}

// TestLibraryWithoutResources: a library that builds no resources brings none.
func TestLibraryWithoutResources(t *testing.T) {
	for _, tt := range []struct {
		name, lib, properties string
		off                   bool
	}{
		{"as usual", "", "", false},
		{"block", "androidResources { enable = false }", "", true},
		{"feature", "buildFeatures { androidResources false }", "", true},
		{"default", "", "android.library.defaults.buildfeatures.androidresources=false", true},
		{"default overruled", "buildFeatures { androidResources true }",
			"android.library.defaults.buildfeatures.androidresources=false", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, v := release(t, "-- settings.gradle --\ninclude ':app', ':lib'\n-- gradle.properties --\n"+
				tt.properties+"\n-- app/build.gradle --\napply plugin: 'com.android.application'\n"+
				"dependencies { implementation project(':lib') }\n-- lib/build.gradle --\n"+
				"apply plugin: 'com.android.library'\nandroid { "+tt.lib+" }\n")
			reach := v.Reach()
			if len(reach) != 2 {
				t.Fatalf("reached %d modules", len(reach))
			}
			off := !slices.ContainsFunc(reach[1].SourceSets, func(s gradle.SourceSet) bool { return s.Res != nil })
			if off != tt.off {
				t.Errorf("resources off: %v, want %v", off, tt.off)
			}
		})
	}
}

// TestMembersOfAnyClass: a rule for the members of whichever class stays keeps no part of
// a package.
func TestMembersOfAnyClass(t *testing.T) {
	for rule, part := range map[string]bool{
		"-keepclassmembers class * { public <init>(org.json.JSONObject); }": false,
		"-keepclassmembers class com.mobile.auth.** { public *; }":          true,
		"-keep public class ** { public *; }":                               true,
	} {
		p := gradle.Project{KeepRules: []string{rule}}
		if got := p.Partly("com.mobile.auth") != ""; got != part {
			t.Errorf("%s: a part %v, want %v", rule, got, part)
		}
	}
}
