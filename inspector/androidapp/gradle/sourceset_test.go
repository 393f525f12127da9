package gradle_test

import (
	"slices"
	"strings"
	"testing"
)

// TestSourceSets sets the source folders of main and release in every way that
// scripts do. A want that begins with "doubt" asks for a doubt with these words.
func TestSourceSets(t *testing.T) {
	kotlin := "-- settings.gradle.kts --\ninclude(\":app\")\n-- app/build.gradle.kts --\nplugins { " +
		"id(\"com.android.application\") }\n"
	tests := []struct{ name, src, set, want string }{
		{"all", app + "android { sourceSets.all { res.srcDirs 'a' } }", "main", "app/a"},
		{"each by its name", app + "android { sourceSets.all { res.srcDirs = [\"x/${name}/res\"] } }", "release",
			"app/x/release/res"},
		{"root of each", kotlin + "android { sourceSets.configureEach { setRoot(\"x/$name\") } }", "main",
			"app/x/main/res"},
		{"manifest by name",
			app + "android { sourceSets { getByName('main').manifest.srcFile 'm/AndroidManifest.xml' } }", "main",
			"app/m/AndroidManifest.xml"},
		{"manifest, assigned", app + "android.sourceSets.main.manifest.srcFile = file('m/AndroidManifest.xml')", "main",
			"app/m/AndroidManifest.xml"},
		{"manifest by index", kotlin + "android.sourceSets[\"main\"].manifest.srcFile(\"m/AndroidManifest.xml\")",
			"main", "app/m/AndroidManifest.xml"},
		{"static folder", app + "android { sourceSets { main { res.addStaticSourceDirectory('a') } } }", "main",
			"app/a"},
		{"setter", kotlin + "android { sourceSets { getByName(\"main\") { res.setSrcDirs(listOf(\"a\")) } } }", "main",
			"app/a"},
		{"directories", kotlin + "android { sourceSets { named(\"main\") { res.directories += \"a\" } } }", "main",
			"app/a"},
		{"directories, added", kotlin + "android.sourceSets.getByName(\"main\").res.directories.add(\"a\")", "main",
			"app/a"},
		{"below the root", app + "android { sourceSets { main { res.srcDirs = [\"$rootDir/shared/res\"] } } }", "main",
			"shared/res"},
		{"file of the root",
			kotlin + "android { sourceSets { getByName(\"main\") { res.srcDir(rootProject.file(\"shared/res\")) } } }",
			"main", "shared/res"},
		{"folders that are there",
			app + "android { sourceSets { main { file('parts').eachDir { res.srcDirs += \"parts/${it.name}/res\" } " +
				"} } }\n-- app/parts/one/res/values/a.xml --\n<resources/>", "main", "app/parts/one/res"},
		{"listed files",
			app + "android { sourceSets { main { res.srcDirs = file('parts').listFiles().collect { \"$it/res\" } } " +
				"} }\n-- app/parts/one/res/values/a.xml --\n<resources/>", "main", "app/parts/one/res"},
		{"flavour", app +
			"android { flavorDimensions 'd'\n productFlavors { x {} }\n productFlavors.all { f -> " +
			"sourceSets[f.name].res.srcDirs += \"rel/${f.name}\" } }", "x", "app/rel/x"},
		{"inside the sets",
			app + "android { flavorDimensions 'd'\n productFlavors { x {} }\n sourceSets { productFlavors.each { f " +
				"-> getByName(f.name) { res.srcDirs = [\"rel/${f.name}\"] } } } }", "x", "app/rel/x"},
		{"of a variant",
			app + "androidComponents { onVariants(selector().withBuildType('release')) { v -> " +
				"v.sources.res?.addStaticSourceDirectory('rel') } }", "release", "app/rel"},
		{"manifest of a variant",
			app + "androidComponents { onVariants(selector().withBuildType('release')) { v -> " +
				"v.sources.manifests.addStaticManifestFile('rel/AndroidManifest.xml') } }", "release",
			"app/rel/AndroidManifest.xml"},
		{"unknown manifest", app + "android { sourceSets { main { manifest.srcFile System.getenv('M') } } }", "main",
			"doubt the manifest of the source set main"},
		{"unknown resources", app + "android { sourceSets { release { res.srcDirs = [System.getenv('M')] } } }",
			"release", "doubt the resources of the source set release"},
		{"perhaps", app +
			"android { sourceSets { if (System.getenv('CI')) { main.manifest.srcFile 'x/AndroidManifest.xml' } } }",
			"main", "doubt the manifest of the source set main"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, v := release(t, tt.src+"\n")
			if want, ok := strings.CutPrefix(tt.want, "doubt "); ok {
				for _, d := range p.Doubts {
					if strings.Contains(d.Text.EN, want) {
						return
					}
				}
				t.Fatalf("doubts are %+v, want %q", p.Doubts, want)
			}
			for _, s := range v.SourceSets {
				if s.Name == tt.set && (s.Manifest == tt.want || slices.Contains(s.Res, tt.want)) {
					return
				}
			}
			t.Errorf("got %+v, want %s in %s; doubts %v", v.SourceSets, tt.want, tt.set, p.Doubts)
		})
	}
}
