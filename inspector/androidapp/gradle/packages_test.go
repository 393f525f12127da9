package gradle_test

import (
	"slices"
	"strings"
	"testing"
)

// TestLinkedPackages follows the packages that Flutter and React Native link into
// an app, and no others.
func TestLinkedPackages(t *testing.T) {
	const plugin = "flutter:\n  plugin:\n    platforms:\n      android:\n        package: com.x\n"
	const library = "/build.gradle --\napply plugin: 'com.android.library'\n"
	flutter := func(files ...string) string {
		return "-- android/settings.gradle --\ninclude ':app'\n-- android/app/build.gradle --\nplugins { id 'com.android.application'\n id 'dev.flutter.flutter-gradle-plugin' }\n" + strings.Join(files, "")
	}
	react := func(files ...string) string {
		return "-- android/settings.gradle --\ninclude ':app'\n-- android/app/build.gradle --\napply plugin: 'com.android.application'\napply plugin: 'com.facebook.react'\n" + strings.Join(files, "")
	}
	tests := []struct{ name, src, want string }{
		{"Flutter, by path", flutter("-- pubspec.yaml --\nname: a\ndependencies:\n  p:\n    path: './packages/p' # ours\n-- packages/p/pubspec.yaml --\nname: p\n", plugin, "-- packages/p/android", library), "packages/p/android"},
		{"Flutter, of a package", flutter("-- pubspec.yaml --\ndependencies:\n  q: {path: packages/q}\n-- packages/q/pubspec.yaml --\nname: q\ndependencies:\n  p: {path: ../p}\n-- packages/p/pubspec.yaml --\nname: p\n", plugin, "-- packages/p/android", library), "packages/p/android"},
		{"Flutter, no plug-in", flutter("-- pubspec.yaml --\ndependencies:\n  p: {path: packages/p}\n-- packages/p/pubspec.yaml --\nname: p\n-- packages/p/android", library), ""},
		{"Flutter, list", flutter("-- .flutter-plugins-dependencies --\n{\"plugins\": {\"android\": [{\"name\": \"p\", \"path\": \"packages/p/\", \"native_build\": true}]}}\n-- packages/p/android", library), "packages/p/android"},
		{"Flutter, old list", flutter("-- .flutter-plugins --\np=packages/p/\n-- packages/p/android", library), "packages/p/android"},
		{"React Native", react("-- package.json --\n{\"dependencies\": {\"@acme/p\": \"1\"}}\n-- node_modules/@acme/p/android", library), "node_modules/@acme/p/android"},
		{"React Native, folder", react("-- package.json --\n{\"dependencies\": {\"p\": \"file:./modules/p\"}}\n-- modules/p/android", library), "modules/p/android"},
		{"React Native, not depended on", react("-- package.json --\n{\"devDependencies\": {\"p\": \"1\"}}\n-- node_modules/p/android", library), ""},
		{"React Native, switched off", react("-- package.json --\n{\"dependencies\": {\"p\": \"1\"}}\n-- react-native.config.js --\nmodule.exports = {dependencies: {'p': {platforms: {android: null}}}};\n-- node_modules/p/android", library), ""},
		{"no framework", strings.Replace(react("-- package.json --\n{\"dependencies\": {\"p\": \"1\"}}\n-- node_modules/p/android", library), "apply plugin: 'com.facebook.react'\n", "", 1), ""},
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
