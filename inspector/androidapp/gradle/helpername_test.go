package gradle_test

import (
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

// TestHelperNamedAsConfiguration: a dependency stands where the script writes it, even if
// the build logic has a function of the configuration's name.
func TestHelperNamedAsConfiguration(t *testing.T) {
	for _, name := range []string{"implementation", "api", "debugImplementation"} {
		b := gradle.Load(unpack("-- settings.gradle.kts --\npluginManagement { includeBuild(\"logic\") }\n"+
			"include(\":app\")\n-- app/build.gradle.kts --\nplugins { id(\"com.android.application\") }\n"+
			"dependencies {\n    "+name+"(\"a.b:c:1.0\")\n}\n-- logic/build.gradle.kts --\nplugins { `kotlin-dsl` }\n"+
			"-- logic/src/main/kotlin/Dsl.kt --\nfun DependencyHandlerScope."+name+"(artifact: Dependency) {\n"+
			"    add(\""+name+"\", artifact)\n}\n"), ".")
		variants, _ := b.Apps()[0].Variants()
		found := variants[0].Reach()[0].Dependencies
		if len(found) != 1 || found[0].File != "app/build.gradle.kts" || found[0].Line != 3 || found[0].Version != "1.0" {
			t.Errorf("%s: %+v", name, found)
		}
	}
}
