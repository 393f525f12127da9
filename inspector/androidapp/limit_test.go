package androidapp_test

import (
	"fmt"
	"strings"
	"testing"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
)

const flavoredApp = appStart + " flavorDimensions 's'\n productFlavors { foss { }\n full { } } }\n"

// TestLimits takes no answer on a build for certain behind a limit of the evaluation, and
// says where it was reached.
func TestLimits(t *testing.T) {
	again := "def again(n) { again(n)\n again(n)\n again(n) }\n"
	tests := []struct {
		name, file, text, where string
	}{
		{"a function that calls itself", "app/build.gradle", again + "again(1)\n" + flavoredApp, "app/build.gradle:1"},
		{"two that call each other", "app/build.gradle",
			"def a(n) { b(n)\n b(n) }\ndef b(n) { a(n)\n a(n) }\na(1)\n" + flavoredApp, "app/build.gradle:"},
		{"steps", "build.gradle",
			"for (i in 0..400) { for (j in 0..400) { for (k in 0..400) { } } }\n", "build.gradle:1"},
		{"nesting", "app/build.gradle", flavoredApp + "def x = " + strings.Repeat("(", 400) + "1" +
			strings.Repeat(")", 400) + "\n", "app/build.gradle:"},
		{"tokens", "app/build.gradle", flavoredApp + strings.Repeat("x = 1\n", 110_000), "app/build.gradle:"},
		{"items", "app/build.gradle", flavoredApp + "def l = 'a" + strings.Repeat(",a", 6000) + "'.split(',')\n",
			"app/build.gradle:"},
		{"build logic", "buildSrc/build.gradle", again + "again(1)\n", "buildSrc/build.gradle:1"},
		{"a source of build logic", "buildSrc/src/main/kotlin/A.kt",
			"fun again(n: Int) { again(n)\n again(n) }\nval x = again(1)\n", "buildSrc/src/main/kotlin/A.kt:1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p",
				FS: tree(map[string]string{tt.file: tt.text})})
			if err != nil {
				t.Fatal(err)
			}
			said := false
			for _, r := range androidapp.Check(app, androidapp.Options{}).Results {
				if r.Status == finding.Pass && (r.Check == "archive.unread" || r.Check == "nsc.cleartext.required") {
					t.Errorf("passes: %s: %s", r.Check, r.What.EN)
				}
				for _, at := range r.Where {
					said = said || r.Check == "archive.unread" && strings.HasPrefix(fmt.Sprintf("%s:%d", at.File, at.Line), tt.where)
				}
			}
			if !said {
				t.Error("archive.unread does not say where the limit was reached")
			}
		})
	}
}

// TestHelperOfTheSameName follows a helper that calls a method of its own name on a part
// of what it extends: that method is another one.
func TestHelperOfTheSameName(t *testing.T) {
	app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: tree(map[string]string{
		"app/build.gradle": "apply plugin: 'a.coverage'\n" + flavoredApp,
		"buildSrc/build.gradle.kts": "plugins { `kotlin-dsl` }\n" +
			"gradlePlugin { plugins { register(\"c\") { id = \"a.coverage\"\n implementationClass = \"Coverage\" } } }\n",
		"buildSrc/src/main/kotlin/Coverage.kt": `
interface Extent { val off: Property<Boolean>
    val line: Property<Int>
    val branch: Property<Int> }
fun Extent.finish() {
    off.finish()
    line.finish()
    branch.finish()
}
class Coverage : Plugin<Project> {
    override fun apply(target: Project) {
        val extent = target.extensions.create<Extent>("extent")
        extent.finish()
    }
}
`})})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(app.Project.Limits); n != 0 {
		t.Errorf("limits %+v", app.Project.Limits)
	}
	if app.Build(facts.Release).TargetSDK != 36 || len(app.Flavors) == 0 {
		t.Errorf("target %d, flavours %+v", app.Build(facts.Release).TargetSDK, app.Flavors)
	}
}
