package gradle_test

import (
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

// TestInitWith: a copy holds what its origin held at that moment; what the copy is given
// later changes it alone, what it was given before is gone.
func TestInitWith(t *testing.T) {
	kotlin := func(body string) string {
		return "-- settings.gradle.kts --\ninclude(\":app\")\n-- app/build.gradle.kts --\nplugins { " +
			"id(\"com.android.application\") }\nandroid {\n" + body + "\n}\n"
	}
	store := func(body string) string {
		return app +
			"android { buildTypes {\n release { manifestPlaceholders = [k: 'a']\n minifyEnabled true }\n store { " +
			body + " } } }"
	}
	tests := []struct{ name, src, buildType, want, minify string }{
		{"map assigned before", store("initWith release"), "store", "a", "true"},
		{"property", store("initWith release\n manifestPlaceholders.k = 'b'"), "store", "b", "true"},
		{"property leaves the origin", store("initWith release\n manifestPlaceholders.k = 'b'"), "release", "a",
			"true"},
		{"put", store("initWith release\n manifestPlaceholders.put('k', 'b')"), "store", "b", "true"},
		{"index", store("initWith release\n manifestPlaceholders['k'] = 'b'"), "store", "b", "true"},
		{"last", store("manifestPlaceholders = [k: 'b']\n minifyEnabled false\n initWith release"), "store", "a",
			"true"},
		{"of buildTypes", store("initWith buildTypes.release\n manifestPlaceholders.k = 'b'"), "store", "b", "true"},
		{"of nobody knows what", store("initWith buildTypes.getByName(System.getenv('T'))"), "store", "?", "?"},
		{"on a condition",
			store("manifestPlaceholders = [k: 'b']\n minifyEnabled true\n if (System.getenv('T')) { initWith release }"),
			"store", "?", "true"},
		{"of debug",
			app + "android { buildTypes { debug { manifestPlaceholders = [k: 'd'] }\n release { initWith debug\n " +
				"manifestPlaceholders.k = 'r' } } }",
			"release", "r", "false"},
		{"changed afterwards",
			app + "android { buildTypes { release { minifyEnabled false }\n store { initWith release }\n" +
				" release { minifyEnabled true\n manifestPlaceholders = [k: 'late'] } } }", "store", "", "false"},
		{"each other",
			app + "android { buildTypes { a { initWith b\n manifestPlaceholders = [k: '1'] }\n b { initWith a } } }",
			"b", "1", "?"},
		{"kotlin", kotlin(
			"buildTypes {\n release { manifestPlaceholders[\"k\"] = \"a\" }\n create(\"store\") { " +
				"initWith(getByName(\"release\"))\n" +
				" manifestPlaceholders[\"k\"] = \"b\" } }"), "store", "b", "false"},
		{"kotlin release",
			kotlin("buildTypes { release { initWith(getByName(\"debug\"))\n manifestPlaceholders[\"k\"] = \"b\" } }"),
			"release", "b", "false"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := ofBuildType(t, tt.src, tt.buildType)
			got := v.Placeholders["k"]
			if v.Placeholders["*"].Set() && got.Value == "" || !got.Unresolved.Empty() {
				got.Value = "?"
			}
			minify := v.Minify.Value
			if !v.Minify.Unresolved.Empty() {
				minify = "?"
			}
			if got.Value != tt.want || minify != tt.minify {
				t.Errorf("placeholder %q, minify %q, want %q and %q", got.Value, minify, tt.want, tt.minify)
			}
		})
	}
}

// TestInitWithOfFlavor: a flavour copies the dimension and the levels too.
func TestInitWithOfFlavor(t *testing.T) {
	v := ofBuildType(t, app+`android { flavorDimensions 's'
    productFlavors {
        a { dimension 's'; targetSdk 27; manifestPlaceholders = [k: 'a'] }
        b { initWith a; manifestPlaceholders['k'] = 'b' }
    }
}`, "release", "b")
	if v.Placeholders["k"].Value != "b" || v.TargetSDK.Value != "27" {
		t.Errorf("placeholder %+v, target %+v", v.Placeholders["k"], v.TargetSDK)
	}
}

// ofBuildType is the first variant of a build type and, if one is named, of a flavour.
func ofBuildType(t *testing.T, src, buildType string, flavor ...string) gradle.Variant {
	t.Helper()
	b := gradle.Load(unpack(src), ".")
	variants, _ := b.Apps()[0].Variants()
	for _, v := range variants {
		if v.BuildType == buildType && (len(flavor) == 0 || v.Flavor == flavor[0]) {
			return v
		}
	}
	t.Fatalf("no variant of %s", buildType)
	return gradle.Variant{}
}
