package gradle_test

import (
	"strings"
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

// TestPlaceholderSpellings sets one placeholder in every way that scripts do.
func TestPlaceholderSpellings(t *testing.T) {
	const set = "manifestPlaceholders = [k: '1', other: 'x']\n"
	tests := []struct {
		name, defaults, release, outside, want string
		kotlin                                 bool
	}{
		{name: "property", defaults: set + "manifestPlaceholders.k = '2'", want: "2"},
		{name: "index", defaults: set + "manifestPlaceholders['k'] = '2'", want: "2"},
		{name: "put", defaults: set + "manifestPlaceholders.put('k', '2')", want: "2"},
		{name: "putAll", defaults: set + "manifestPlaceholders.putAll([k: '2'])", want: "2"},
		{name: "sum", defaults: set + "manifestPlaceholders += [k: '2']", want: "2"},
		{name: "named argument", defaults: set + "manifestPlaceholders k: '2'", want: "2"},
		{name: "replaced", defaults: set + "manifestPlaceholders = [other: 'y']", want: ""},
		{name: "map of its own", defaults: set + "def m = [:]\nm.k = '2'\nmanifestPlaceholders m", want: "2"},
		{name: "new map", defaults: set, release: "manifestPlaceholders = new HashMap([k: '2'])", want: "2"},
		{name: "release, property", defaults: set, release: "manifestPlaceholders.k = '2'", want: "2"},
		{name: "release, put", defaults: set, release: "manifestPlaceholders.put('k', '2')", want: "2"},
		{name: "release replaces only its own", defaults: set, release: "manifestPlaceholders = [other: 'y']",
			want: "1"},
		{name: "outside", defaults: set, outside: "android.defaultConfig.manifestPlaceholders.k = '2'", want: "2"},
		{name: "outside, build type", defaults: set,
			outside: "android.buildTypes.all { t -> t.manifestPlaceholders = [k: t.name] }", want: "release"},
		{name: "old variants", defaults: set,
			outside: "android.applicationVariants.all { v -> v.mergedFlavor.manifestPlaceholders.k = v.buildType.name }", want: "release"},
		{name: "new variants", defaults: set,
			outside: "androidComponents { onVariants(selector().withBuildType('release')) { v -> " +
				"v.manifestPlaceholders.put('k', '2') } }", want: "2"},
		{name: "new variants, another", defaults: set,
			outside: "androidComponents { onVariants(selector().withBuildType('debug')) { v -> " +
				"v.manifestPlaceholders.put('k', '2') } }", want: "1"},
		{name: "unknown name", defaults: set + "manifestPlaceholders.put(System.getenv('K'), '2')", want: "?"},
		{name: "unknown map", defaults: set + "manifestPlaceholders.putAll(loadIt())", want: "?"},
		{name: "unknown map instead", defaults: set + "manifestPlaceholders = loadIt()", want: "?"},
		{name: "unknown map of release", defaults: set, release: "manifestPlaceholders += loadIt()", want: "?"},
		{name: "Kotlin, index", defaults: "manifestPlaceholders[\"k\"] = \"2\"", want: "2", kotlin: true},
		{name: "Kotlin, map", defaults: "manifestPlaceholders += mapOf(\"k\" to \"2\", \"o\" to 1)", want: "2",
			kotlin: true},
		{name: "Kotlin, pair", defaults: "manifestPlaceholders += \"k\" to \"2\"", want: "2", kotlin: true},
		{name: "Kotlin, pairs", defaults: "manifestPlaceholders.putAll(listOf(\"k\" to \"2\"))", want: "2",
			kotlin: true},
		{name: "Kotlin, block", defaults: "manifestPlaceholders.apply { this[\"k\"] = \"2\" }", want: "2",
			kotlin: true},
		{name: "Kotlin, loop", defaults: "listOf(\"k\" to \"2\").forEach { (key, v) -> manifestPlaceholders[key] = v }",
			want: "2", kotlin: true},
		{name: "Kotlin, by name",
			outside: "android.buildTypes.configureEach { manifestPlaceholders[\"k\"] = if (name == \"release\") " +
				"\"2\" else \"3\" }", want: "2", kotlin: true},
		{name: "Kotlin, function that extends", defaults: "lift()",
			outside: "fun com.android.build.api.dsl.ApplicationDefaultConfig.lift() { manifestPlaceholders[\"k\"] = " +
				"\"2\" }", want: "2", kotlin: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := app
			if tt.kotlin {
				src = "-- settings.gradle.kts --\ninclude(\":app\")\n-- app/build.gradle.kts --\nplugins { " +
					"id(\"com.android.application\") }\n"
			}
			src += "android {\n defaultConfig {\n" + tt.defaults + "\n }\n buildTypes {\n  release {\n" + tt.release +
				"\n  }\n }\n}\n" + tt.outside + "\n"
			_, v := release(t, src)
			got, ok := v.Placeholders["k"]
			if !ok {
				got = v.Placeholders[gradle.AnyPlaceholder]
			}
			known := got.Unresolved.Empty()
			if tt.want == "?" && (got.Value != "" || known) || tt.want != "?" && (got.Value != tt.want || !known) {
				t.Errorf("got %+v, want %q\n%s", got, tt.want, src)
			}
		})
	}
}

// TestOverruledPlaceholder keeps a value that something not read may overrule and
// says by what.
func TestOverruledPlaceholder(t *testing.T) {
	_, v := release(t, app+
		"android { defaultConfig { manifestPlaceholders = [k: '1'] } }\napply from: 'https://example.com/x.gradle'\n")
	if got := v.Placeholders["k"]; got.Value != "1" || !strings.Contains(got.Overruled.EN, "x.gradle") {
		t.Errorf("got %+v", got)
	}
}
