package gradle_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"loginscope/inspector/androidapp/gradle"
)

func variantsOf(t *testing.T, src string) ([]gradle.Variant, *gradle.Project) {
	t.Helper()
	b := gradle.Load(unpack(src), ".")
	apps := b.Apps()
	if len(apps) == 0 {
		t.Fatal("no application")
	}
	list, _ := apps[0].Variants()
	return list, b.Project(apps[0], list[len(list)-1])
}

func names(list []gradle.Variant) []string {
	var out []string
	for _, v := range list {
		out = append(out, v.Name)
	}
	return out
}

const enumFlavors = `-- settings.gradle.kts --
pluginManagement { includeBuild("logic") }
include(":app")
-- logic/src/main/kotlin/Flavors.kt --
package shop

@Suppress("EnumEntryName")
enum class Dimension { content }

// The first is for the demonstration.
@Suppress("EnumEntryName")
enum class Kind(val dimension: Dimension, val suffix: String? = null) {
    demo(Dimension.content, suffix = ".demo"),
    prod(Dimension.content),
    ;

    fun nothing() = 1
}

fun configureFlavors(extension: CommonExtension, more: ProductFlavor.(kind: Kind) -> Unit = {}) {
    extension.apply {
        Dimension.entries.forEach { dimension -> flavorDimensions += dimension.name }
        productFlavors {
            Kind.LIST.forEach { kind ->
                register(kind.name) {
                    dimension = kind.dimension.name
                    more(this, kind)
                    if (this@apply is ApplicationExtension && this is ApplicationProductFlavor) {
                        if (kind.suffix != null) {
                            applicationIdSuffix = kind.suffix
                        }
                    }
                }
            }
        }
    }
}
-- app/build.gradle.kts --
plugins { id("com.android.application") }
android {
    namespace = "a.shop"
    defaultConfig { applicationId = "a.shop"; targetSdk = 35; minSdk = 23 }
    configureFlavors(this)
}
`

func TestEnumFlavors(t *testing.T) {
	for _, all := range []string{"entries", "values()"} {
		list, p := variantsOf(t, strings.ReplaceAll(enumFlavors, "LIST", all))
		if diff := cmp.Diff([]string{"demoDebug", "demoRelease", "prodDebug", "prodRelease"}, names(list)); diff != "" {
			t.Errorf("%s: variants (-want +got):\n%s", all, diff)
		}
		if got := list[0].ApplicationID; got.Value != "a.shop.demo" {
			t.Errorf("%s: application ID of demo %+v", all, got)
		}
		if got := list[3].ApplicationID; got.Value != "a.shop" {
			t.Errorf("%s: application ID of prod %+v", all, got)
		}
		if len(p.Doubts) > 0 {
			t.Errorf("%s: doubts %v", all, p.Doubts)
		}
	}
}

func TestUnknownFlavors(t *testing.T) {
	start := app + "android {\n defaultConfig { applicationId 'a.b'\n targetSdk 35 }\n"
	tests := []struct{ name, body, target string }{
		{"a list that is computed",
			"productFlavors { new Channels().all().each { c -> create(c) { dimension 'd' } } }\n}\n", "35"},
		{"names that are computed", "productFlavors { \"${System.getenv('CHANNEL')}\" { dimension 'd' } }\n}\n", "35"},
		{"levels of computed flavours",
			"productFlavors { System.getenv('A').split(',').each { c -> create(c) { targetSdk 27 } } }\n}\n", ""},
		{"a function that is not there", "productFlavors { addChannels(project) }\n}\n", ""},
		{"a condition", "if (System.getenv('X')) { productFlavors { inner { dimension 'd' } } }\n}\n", "35"},
	}
	for _, x := range tests {
		t.Run(x.name, func(t *testing.T) {
			list, p := variantsOf(t,
				start+x.body+
					"-- app/src/shop/AndroidManifest.xml --\n<manifest/>\n-- app/src/test/AndroidManifest.xml "+
					"--\n<manifest/>\n")
			if len(p.Doubts) == 0 {
				t.Fatalf("no doubt; variants %v", names(list))
			}
			if p.TargetSDK.Value != x.target {
				t.Errorf("target %+v, want %q", p.TargetSDK, x.target)
			}
			if got := names(list); x.name != "a condition" && !slices.Contains(got, "shopRelease") {
				t.Errorf("the folder of a likely flavour is not judged: %v", got)
			}
		})
	}
}

func TestSwitchedOff(t *testing.T) {
	flavors := "android {\n flavorDimensions 'd'\n productFlavors { a { dimension 'd' }\n b { dimension 'd' } }\n"
	all := []string{"aDebug", "aRelease", "bDebug", "bRelease"}
	tests := []struct {
		name, body string
		want       []string
	}{
		{"variantFilter",
			"variantFilter { v -> if (v.buildType.name == 'debug' && v.flavors[0].name == 'b') { setIgnore(true) } " +
				"}\n}\n", []string{"aDebug", "aRelease", "bRelease"}},
		{"by name", "variantFilter { variant -> variant.setIgnore(variant.name.startsWith('b')) }\n}\n", []string{
			"aDebug",
			"aRelease",
		}},
		{"beforeVariants",
			"}\nandroidComponents { beforeVariants(selector().withBuildType('debug')) { it.enable = false } }\n",
			[]string{
				"aRelease",
				"bRelease",
			}},
		{"by flavour",
			"}\nandroidComponents { beforeVariants(selector().withFlavor('d', 'b')) { v -> v.enable = false } }\n",
			[]string{
				"aDebug",
				"aRelease",
			}},
		{"by question",
			"}\nandroidComponents { beforeVariants { v -> if (v.buildType == 'debug') { v.enable = false } } }\n",
			[]string{
				"aRelease",
				"bRelease",
			}},
		{"not known",
			"}\nandroidComponents { beforeVariants { v -> if (System.getenv('CI')) { v.enable = false } } }\n", all},
		{"everything", "}\nandroidComponents { beforeVariants { v -> v.enable = false } }\n", all},
	}
	for _, x := range tests {
		t.Run(x.name, func(t *testing.T) {
			list, _ := variantsOf(t, app+flavors+x.body)
			if diff := cmp.Diff(x.want, names(list)); diff != "" {
				t.Errorf("variants (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMissingDimension(t *testing.T) {
	src := func(own string) string {
		return "-- settings.gradle --\ninclude ':app', ':lib'\n-- lib/build.gradle --\napply plugin: " +
			"'com.android.library'\n" +
			"android {\n flavorDimensions 'store'\n productFlavors { cn { dimension 'store' }\n world { dimension " +
			"'store' } }\n}\n" +
			"-- app/build.gradle --\napply plugin: 'com.android.application'\nandroid { defaultConfig { " + own +
			" } }\n" +
			"dependencies { implementation project(':lib') }\n"
	}
	tests := []struct {
		name, own, want string
		doubt           bool
	}{
		{"named", "missingDimensionStrategy 'store', 'world'", "lib/src/world/AndroidManifest.xml", false},
		{"the second that is there", "missingDimensionStrategy 'store', 'gone', 'world'",
			"lib/src/world/AndroidManifest.xml", false},
		{"nothing chooses", "", "lib/src/cn/AndroidManifest.xml", true},
	}
	for _, x := range tests {
		t.Run(x.name, func(t *testing.T) {
			list, p := variantsOf(t, src(x.own))
			has := slices.ContainsFunc(list[0].Reach()[1].SourceSets,
				func(s gradle.SourceSet) bool { return s.Manifest == x.want })
			if !has || len(p.Doubts) > 0 != x.doubt {
				t.Errorf("source sets %v, doubts %v", list[0].Reach()[1].SourceSets, p.Doubts)
			}
		})
	}
}

// TestFlavorsOfList doubts the flavours of a module that a script or a plug-in makes from a
// list which is not known, and judges the folders that may be theirs.
func TestFlavorsOfList(t *testing.T) {
	load := "val model = Gson().fromJson(FileReader(file(\"f.json\")), Model::class.java)\n"
	for _, loop := range []string{
		"model.flavors.forEach { f -> register(f.name) { dimension = \"a\" } }",
		"model.forEach { create(it.name) }", "model.names.onEach { maybeCreate(it) }",
	} {
		p, _ := release(t, "-- settings.gradle --\ninclude ':app'\n-- app/build.gradle.kts --\n"+
			"plugins { id(\"com.android.application\") }\n"+load+"android { productFlavors { "+loop+" } }\n"+
			"-- app/src/staff/AndroidManifest.xml --\n<manifest/>\n")
		if len(p.Doubts) == 0 {
			t.Errorf("%s: no doubt", loop)
		}
	}
}
