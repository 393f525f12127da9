package gradle_test

import "testing"

// TestLocalRepositories finds the aar of a dependency in the folders that a build
// declares as repositories.
func TestLocalRepositories(t *testing.T) {
	const line, aar = "dependencies { implementation 'com.acme:lib:1.0' }\n",
		"-- repo/com/acme/lib/1.0/lib-1.0.aar --\n"
	const found = "repo/com/acme/lib/1.0/lib-1.0.aar"
	const flat = "dependencies { implementation(name: 'x', ext: 'aar') }\n"
	settings := func(block string) string {
		return "-- settings.gradle --\n" + block +
			"\ninclude ':app'\n-- app/build.gradle --\napply plugin: 'com.android.application'\n"
	}
	tests := []struct{ name, src, path, outside string }{
		{"relative to the module", app + "repositories { maven { url '../repo' } }\n" + line + aar, found, ""},
		{"uri", app + "repositories { maven { url = uri('../repo') } }\n" + line + aar, found, ""},
		{"below the root", app + "repositories { maven { url \"$rootDir/repo\" } }\n" + line + aar, found, ""},
		{"file URL", app + "repositories { maven { url \"file://${rootProject.projectDir}/repo\" } }\n" + line + aar,
			found, ""},
		{"for all modules", app + line + aar +
			"-- build.gradle --\nallprojects { repositories { maven { url \"$rootDir/repo\" } } }\n", found, ""},
		{"in the settings",
			settings("dependencyResolutionManagement { repositories { maven { url = uri('repo') } } }") + line + aar,
			found, ""},
		{"open version",
			app + "repositories { maven { url '../repo' } }\ndependencies { implementation 'com.acme:lib:+' }\n" + aar,
			found, ""},
		{"another repository", app + "repositories { maven { url 'https://example.com/repo' } }\n" + line + aar, "",
			""},
		{"flat folder", app + "repositories { flatDir { dirs 'libs', '../aars' } }\n" + flat +
			"-- aars/x.aar --\n-- old/x.aar --\n", "aars/x.aar", ""},
		{"flat folder by argument", app + "repositories { flatDir dirs: '../aars' }\n" + flat + "-- aars/x.aar --\n",
			"aars/x.aar", ""},
		{"flat folder of the settings",
			settings("dependencyResolutionManagement { repositories { flatDir { dirs 'libs' } } }") + flat +
				"-- libs/x.aar --\n", "libs/x.aar", ""},
		{"outside of the flat folder", app + "repositories { flatDir { dirs 'libs' } }\n" + flat + "-- old/x.aar --\n",
			"", "old/x.aar"},
		{"no flat folder", app + flat + "-- app/libs/x.aar --\n", "", "app/libs/x.aar"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := release(t, tt.src)
			if len(p.Dependencies) != 1 || p.Dependencies[0].Path != tt.path ||
				p.Dependencies[0].Outside != tt.outside {
				t.Errorf("got %+v, want %q, outside %q", p.Dependencies, tt.path, tt.outside)
			}
		})
	}
}

// TestLocalPom follows what an artifact of a local repository depends on there.
func TestLocalPom(t *testing.T) {
	p, _ := release(t,
		app+"repositories { maven { url '../repo' } }\ndependencies { implementation 'com.acme:outer:1.0' }\n"+
			"-- repo/com/acme/outer/1.0/outer-1.0.aar --\n-- repo/com/acme/outer/1.0/outer-1.0.pom "+
			"--\n<project><dependencies>"+
			"<dependency><groupId>com.acme</groupId><artifactId>lib</artifactId><version>1.0</version></dependency>"+
			"<dependency><groupId>com.acme</groupId><artifactId>tests</artifactId><version>1.0</version><scope>test</scope></dependency>"+
			"</dependencies></project>\n-- repo/com/acme/lib/1.0/lib-1.0.aar --\n-- "+
			"repo/com/acme/tests/1.0/tests-1.0.aar --\n")
	if len(p.Dependencies) != 2 || !p.Depends("repo/com/acme/lib/1.0/lib-1.0.aar") ||
		p.Depends("repo/com/acme/tests/1.0/tests-1.0.aar") {
		t.Errorf("got %+v", p.Dependencies)
	}
}
