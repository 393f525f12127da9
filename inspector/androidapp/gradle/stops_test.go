package gradle_test

import (
	"slices"
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

// TestStops finds what ends a build for certain, and nothing where that is not known.
func TestStops(t *testing.T) {
	const agp8 = "-- build.gradle --\nplugins { id 'com.android.application' version '8.2.0' apply false }\n"
	const agp7 = "-- build.gradle --\nplugins { id 'com.android.application' version '7.4.2' apply false }\n"
	const head = "-- app/build.gradle --\nplugins { id 'com.android.application' }\n"
	const space = "android { namespace 'com.x' }\n"
	settings := func(mode string) string {
		return "-- settings.gradle --\ndependencyResolutionManagement { " + mode + " }\ninclude ':app'\n"
	}
	const include = "-- settings.gradle --\ninclude ':app', ':lib'\n"
	const off = "defaultConfig { buildConfigField 'int', 'N', '1' }"
	tests := []struct {
		name, src string
		want      []gradle.StopKind
	}{
		{"nothing", agp8 + include + head + space, nil},
		{"no namespace", agp8 + include + head + "android { compileSdk 34 }\n", []gradle.StopKind{gradle.NoNamespace}},
		{"no namespace before AGP 8", agp7 + include + head + "android { compileSdk 34 }\n", nil},
		{"no namespace, AGP unknown", include + head + "android { compileSdk 34 }\n", nil},
		{"namespace from the root", agp8 + "subprojects { afterEvaluate { android { namespace 'com.x' } } " +
			"}\n" + include +
			head + "android { compileSdk 34 }\n", nil},
		{"a plug-in may set it", agp8 + include + "-- app/build.gradle --\nplugins { id 'com.android.application'\n" +
			"id 'acme.android.convention' }\nandroid { compileSdk 34 }\n", nil},
		{"a library without one", agp8 + include + head + space + "dependencies { implementation project(':lib') }\n" +
			"-- lib/build.gradle --\nplugins { id 'com.android.library' }\nandroid { compileSdk 34 }\n",
			[]gradle.StopKind{gradle.NoNamespace}},
		{"a library that is not built", agp8 + include + head + space +
			"-- lib/build.gradle --\nplugins { id 'com.android.library' }\nandroid { compileSdk 34 }\n", nil},
		{"refused repositories", agp8 + settings("repositoriesMode.set(RepositoriesMode.FAIL_ON_PROJECT_REPOS)") +
			head +
			space + "repositories { flatDir { dirs 'libs' } }\n", []gradle.StopKind{gradle.ProjectRepositories}},
		{"refused, by a block for all", agp8 + "allprojects { repositories { google() } }\n" +
			settings("repositoriesMode = RepositoriesMode.FAIL_ON_PROJECT_REPOS") + head + space,
			[]gradle.StopKind{gradle.ProjectRepositories}},
		{"preferred", agp8 + settings("repositoriesMode.set(RepositoriesMode.PREFER_PROJECT)") + head + space +
			"repositories { flatDir { dirs 'libs' } }\n", nil},
		{"refused, none declared", agp8 + settings("repositoriesMode.set(RepositoriesMode.FAIL_ON_PROJECT_REPOS)") +
			head +
			space, nil},
		{"repositories of the build script", agp8 +
			settings("repositoriesMode.set(RepositoriesMode.FAIL_ON_PROJECT_REPOS)") + head +
			"buildscript { repositories { google() } }\n" + space, nil},
		{"fields without a class", agp8 + include + head + "android { namespace 'com.x'\n" + off + " }\n",
			[]gradle.StopKind{gradle.FieldsWithoutBuildConfig}},
		{"fields with one", agp8 + include + head + "android { namespace 'com.x'\n" + off +
			"\nbuildFeatures { buildConfig true } }\n", nil},
		{"fields with one by property", agp8 + "-- gradle.properties " +
			"--\nandroid.defaults.buildfeatures.buildconfig=true\n" +
			include + head + "android { namespace 'com.x'\n" + off + " }\n", nil},
		{"fields before AGP 8", agp7 + include + head + "android { namespace 'com.x'\n" + off + " }\n", nil},
		{"compile", agp7 + include + head + space + "dependencies { compile 'a:b:1'\ncompile 'c:d:1' }\n",
			[]gradle.StopKind{gradle.RemovedConfiguration}},
		{"compile of one's own", agp7 + include + head + space +
			"configurations { compile }\ndependencies { compile 'a:b:1' }\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := release(t, tt.src)
			var got []gradle.StopKind
			for _, s := range p.Stops {
				got = append(got, s.Kind)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}

// TestPreferredSettings has no effect of a flat folder that a module declares where the
// settings' repositories alone count.
func TestPreferredSettings(t *testing.T) {
	p, _ := release(t, "-- settings.gradle --\ndependencyResolutionManagement { "+
		"repositoriesMode.set(RepositoriesMode.PREFER_SETTINGS)\nrepositories { google() } }\ninclude ':app'\n"+
		"-- app/build.gradle --\nplugins { id 'com.android.application' }\nrepositories { flatDir { dirs 'libs' } }\n"+
		"dependencies { implementation(name: 'x', ext: 'aar') }\n-- app/libs/x.aar --\n")
	if d := p.Dependencies[0]; d.Path != "" || d.Outside != "app/libs/x.aar" || p.Ignored.Line != 2 {
		t.Errorf("%+v, ignored %+v", d, p.Ignored)
	}
}
