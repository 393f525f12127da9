package gradle_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

// TestModuleThatIsCut leaves a module out of the app if rules take out every line that
// leads to it, and doubts it where that is not certain.
func TestModuleThatIsCut(t *testing.T) {
	const (
		in, out, doubted = "in", "out", "doubted"
		library          = "\napply plugin: 'com.android.library'\n"
	)
	tests := []struct{ name, line, rules, want string }{
		{"a plain line", "implementation project(':mid')", "", in},
		{"transitive = false", "implementation(project(':mid')) { transitive = false }", "", out},
		{"transitive = true", "implementation(project(':mid')) { transitive = true }", "", in},
		{"transitive on a condition", "implementation(project(':mid')) { transitive = System.getenv('T') != null }", "",
			doubted},
		{"exclude on the line", "implementation(project(':mid')) { exclude module: 'net' }", "", out},
		{"exclude another", "implementation(project(':mid')) { exclude module: 'other' }", "", in},
		{"another way", "implementation(project(':mid')) { transitive = false }\nimplementation project(':net')", "", in},
		{"exclude for all", "implementation project(':mid')",
			"configurations.all { exclude group: rootProject.name, module: 'net' }\n", out},
		{"exclude of another group", "implementation project(':mid')",
			"configurations.all { exclude group: 'com.other', module: 'net' }\n", in},
		{"substitution of a line", "implementation project(':net')",
			"configurations.all { resolutionStrategy.dependencySubstitution { substitute project(':net') using " +
				"module('com.x:net:1.0') } }\n", out},
		{"substitution on a condition", "implementation project(':net')",
			"if (System.getenv('T') != null) { configurations.all { resolutionStrategy.dependencySubstitution { " +
				"substitute project(':net') using module('com.x:net:1.0') } } }\n", doubted},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, v := release(t, "-- settings.gradle --\nrootProject.name = 'shop'\ninclude ':app', ':mid', ':net'\n"+
				"-- app/build.gradle --\napply plugin: 'com.android.application'\n"+tt.rules+"dependencies {\n"+tt.line+
				"\n}\n-- mid/build.gradle --"+library+"dependencies { implementation project(':net') }\n"+
				"-- net/build.gradle --"+library)
			reached := v.Reach()
			got, i := out, slices.IndexFunc(reached, func(r gradle.Reached) bool { return r.Path == ":net" })
			if i >= 0 {
				got = in
				if !reached[i].Doubt.Empty() {
					got = doubted
				}
			}
			if got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// TestFilesOfAnotherProject finds files below the project whose method names them.
func TestFilesOfAnotherProject(t *testing.T) {
	for line, want := range map[string]string{
		"files('third/x.jar')":                   "app/third/x.jar",
		"rootProject.files('third/x.jar')":       "third/x.jar",
		"rootProject.file('third/x.jar')":        "third/x.jar",
		"files(rootProject.file('third/x.jar'))": "third/x.jar",
		"project(':net').files('x.jar')":         "net/x.jar",
		"project(':net').files('app/x.jar')":     "net/app/x.jar",
		"project(':app').files('third/x.jar')":   "app/third/x.jar",
	} {
		p, _ := release(t, "-- settings.gradle --\ninclude ':app', ':net'\n-- app/build.gradle --\n"+
			"apply plugin: 'com.android.application'\ndependencies { implementation "+line+" }\n")
		if len(p.Dependencies) != 1 || p.Dependencies[0].Path != want {
			t.Errorf("%s: %+v, want %s", line, p.Dependencies, want)
		}
	}
}

// TestExcludeOfALongChain takes a library out behind any number of modules, as long as no
// other way brings it in.
func TestExcludeOfALongChain(t *testing.T) {
	for _, another := range []bool{false, true} {
		var src strings.Builder
		src.WriteString("-- settings.gradle --\ninclude ':app'\n")
		app := "dependencies { implementation(project(':m0')) { exclude group: 'com.x', module: 'net' } }\n"
		if another {
			app += "dependencies { implementation project(':m250') }\n"
		}
		fmt.Fprintf(&src, "-- app/build.gradle --\napply plugin: 'com.android.application'\n%s", app)
		for i := range 300 {
			next := fmt.Sprintf("implementation project(':m%d')", i+1)
			if i == 299 {
				next = "implementation 'com.x:net:1.0'"
			}
			fmt.Fprintf(&src, "-- m%d/build.gradle --\napply plugin: 'com.android.library'\ndependencies { %s }\n", i, next)
		}
		files := unpack(src.String())
		for i := range 300 {
			files["settings.gradle"] += fmt.Sprintf("include ':m%d'\n", i)
		}
		b := gradle.Load(files, ".")
		variants, _ := b.Apps()[0].Variants()
		p := b.Project(b.Apps()[0], variants[1])
		in := slices.ContainsFunc(p.Dependencies, func(d gradle.Dependency) bool { return d.Name == "net" })
		if in != another {
			t.Errorf("another way %v: in the build %v", another, in)
		}
	}
}
