package gradle_test

import (
	"slices"
	"strings"
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

// TestLinkedPackages follows the packages that Flutter and React Native link into
// an app, and no others.
func TestLinkedPackages(t *testing.T) {
	const plugin = "flutter:\n  plugin:\n    platforms:\n      android:\n        package: com.x\n"
	const library = "/build.gradle --\napply plugin: 'com.android.library'\n"
	flutter := func(files ...string) string {
		return "-- android/settings.gradle --\ninclude ':app'\n-- android/app/build.gradle --\nplugins { id " +
			"'com.android.application'\n id 'dev.flutter.flutter-gradle-plugin' }\n" + strings.Join(files, "")
	}
	react := func(files ...string) string {
		return "-- android/settings.gradle --\ninclude ':app'\n-- android/app/build.gradle --\napply plugin: " +
			"'com.android.application'\napply plugin: 'com.facebook.react'\n" + strings.Join(files, "")
	}
	tests := []struct{ name, src, want string }{
		{"Flutter, by path",
			flutter("-- pubspec.yaml --\nname: a\ndependencies:\n  p:\n    path: './packages/p' # ours\n-- "+
				"packages/p/pubspec.yaml --\nname: p\n", plugin, "-- packages/p/android", library),
			"packages/p/android"},
		{"Flutter, of a package",
			flutter("-- pubspec.yaml --\ndependencies:\n  q: {path: packages/q}\n-- packages/q/pubspec.yaml "+
				"--\nname: q\ndependencies:\n  p: {path: ../p}\n-- packages/p/pubspec.yaml --\nname: p\n", plugin,
				"-- packages/p/android", library), "packages/p/android"},
		{"Flutter, no plug-in",
			flutter("-- pubspec.yaml --\ndependencies:\n  p: {path: packages/p}\n-- packages/p/pubspec.yaml "+
				"--\nname: p\n-- packages/p/android", library), ""},
		{"Flutter, list",
			flutter("-- .flutter-plugins-dependencies --\n{\"plugins\": {\"android\": [{\"name\": \"p\", \"path\": "+
				"\"packages/p/\", \"native_build\": true}]}}\n-- packages/p/android", library), "packages/p/android"},
		{"Flutter, old list", flutter("-- .flutter-plugins --\np=packages/p/\n-- packages/p/android", library),
			"packages/p/android"},
		{"React Native",
			react("-- package.json --\n{\"dependencies\": {\"@acme/p\": \"1\"}}\n-- node_modules/@acme/p/android",
				library), "node_modules/@acme/p/android"},
		{"React Native, folder",
			react("-- package.json --\n{\"dependencies\": {\"p\": \"file:./modules/p\"}}\n-- modules/p/android",
				library), "modules/p/android"},
		{"React Native, not depended on",
			react("-- package.json --\n{\"devDependencies\": {\"p\": \"1\"}}\n-- node_modules/p/android", library), ""},
		{"React Native, switched off",
			react("-- package.json --\n{\"dependencies\": {\"p\": \"1\"}}\n-- react-native.config.js "+
				"--\nmodule.exports = {dependencies: {'p': {platforms: {android: null}}}};\n-- node_modules/p/android",
				library), ""},
		{"no framework",
			strings.Replace(react("-- package.json --\n{\"dependencies\": {\"p\": \"1\"}}\n-- node_modules/p/android",
				library), "apply plugin: 'com.facebook.react'\n", "", 1), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := releaseIn(t, tt.src, "android")
			var got []string
			for _, r := range v.Reach()[1:] {
				got = append(got, r.Dir)
			}
			if want := strings.Fields(tt.want); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// TestDevPackage links a package under dev_dependencies of the app, with a doubt, and
// none of those that another package needs for its own tests.
func TestDevPackage(t *testing.T) {
	script := "plugins {\n id 'com.android.application'\n id 'dev.flutter.flutter-gradle-plugin'\n}\n" +
		"android { compileSdk 36 }\n"
	library := "apply plugin: 'com.android.library'\nandroid { compileSdk 36 }\n"
	plugin := "\nflutter:\n  plugin:\n    platforms:\n      android:\n        package: a.b\n"
	for list, want := range map[string]int{"dependencies": 0, "dev_dependencies": 1} {
		src := "-- example/pubspec.yaml --\nname: e\n" + list + ":\n  my_login:\n    path: ../\n" +
			"-- example/android/settings.gradle --\ninclude ':app'\n-- example/android/app/build.gradle --\n" + script +
			"-- pubspec.yaml --\nname: my_login\ndev_dependencies:\n  other:\n    path: other\n" + plugin +
			"-- android/build.gradle --\n" + library +
			"-- other/pubspec.yaml --\nname: other\n" + plugin + "-- other/android/build.gradle --\n" + library
		b := gradle.Load(unpack(src), "example/android")
		m := b.Apps()[0]
		v, _ := m.Variants()
		p := b.Project(m, v[0])
		if len(p.Modules) != 2 || p.Modules[1] != ":my_login" || len(p.Doubts) != want {
			t.Errorf("%s: modules %v, doubts %v", list, p.Modules, p.Doubts)
		}
	}
}
