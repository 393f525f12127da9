package gradle_test

import "testing"

// TestFilesOfAProject: a method of the build logic adds the files of the project that it
// gets.
func TestFilesOfAProject(t *testing.T) {
	for _, added := range []string{"p.fileTree(dir: 'libs', include: ['*.aar'])", "p.files('libs/main-2.2.2.aar')"} {
		p, _ := release(t,
			app+"dependencies { Sdk.add(project) }\n-- app/libs/main-2.2.2.aar --\n-- "+
				"buildSrc/src/main/groovy/Sdk.groovy --\n"+
				"class Sdk { static void add(p) { p.dependencies.add('implementation', "+added+") } }\n")
		if len(p.Dependencies) != 1 || p.Dependencies[0].Path != "app/libs/main-2.2.2.aar" {
			t.Errorf("%s: %+v", added, p.Dependencies)
		}
	}
}
