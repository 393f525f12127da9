package gradle_test

import (
	"slices"
	"testing"
)

// TestOneLine keeps the levels and the dependencies of a script whatever Groovy one of its
// lines has.
func TestOneLine(t *testing.T) {
	for _, line := range []string{
		"", "android { defaultConfig { manifestPlaceholders = [key: KEY as String] } }",
		"android { signingConfigs { s { storePassword((a.b['x'] | a.c['x']).string) } } }",
		`dependencies { "baselineProfile" project(":x") }`, "def a = 1, b = 2", "def n = (int) 3 >> 1",
		"enum Kind { ONE, TWO }", "def m = this.&getName", "def f = file?[0]", "ext.flag |= true",
		"try (def s = new FileInputStream('a')) { s.text }",
	} {
		p, _ := release(t, app+"android { defaultConfig { minSdk 21\n targetSdk 34 } }\n"+line+
			"\ndependencies { implementation 'a.b:c:1' }\n")
		if p.TargetSDK.Value != "34" || p.MinSDK.Value != "21" || len(p.Notes) > 0 {
			t.Errorf("%s: target %+v, notes %+v", line, p.TargetSDK, p.Notes)
		}
		var names []string
		for _, d := range p.Dependencies {
			names = append(names, d.Name)
		}
		if !slices.Contains(names, "c") {
			t.Errorf("%s: dependencies %q", line, names)
		}
	}
}

// TestNamedByText takes a configuration that a text names as one without quotation marks.
func TestNamedByText(t *testing.T) {
	for _, line := range []string{
		`'implementation' 'a.b:c:1'`, `"implementation" "a.b:c:1"`, `"${'implementation'}" "a.b:c:1"`,
		`'releaseImplementation' group: 'a.b', name: 'c', version: '1'`,
	} {
		p, _ := release(t, app+"dependencies {\n"+line+"\n}\n")
		if len(p.Dependencies) != 1 || p.Dependencies[0].Name != "c" {
			t.Errorf("%s: %+v", line, p.Dependencies)
		}
	}
}
