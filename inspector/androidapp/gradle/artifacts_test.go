package gradle_test

import (
	"slices"
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

// TestModuleThatWrapsAnAar takes the file of a module whose only artifact is an aar, in the
// spellings of its script, and none that belongs to another configuration.
func TestModuleThatWrapsAnAar(t *testing.T) {
	for script, want := range map[string]bool{
		"configurations.maybeCreate('default')\nartifacts.add('default', file('x.aar'))":               true,
		"configurations.create('default')\nartifacts { add('default', file('x.aar')) }":                true,
		"configurations { create('default') }\nartifacts { 'default'(file('x.aar')) }":                 true,
		"configurations.maybeCreate('default')\nartifacts.add('default', file(\"$projectDir/x.aar\"))": true,
		"configurations.maybeCreate('other')\nartifacts.add('other', file('x.aar'))":                   false,
		"apply plugin: 'com.android.library'\nartifacts.add('default', file('x.aar'))":                 false,
		"configurations.maybeCreate('default')\n// artifacts.add('default', file('x.aar'))":            false,
	} {
		p, _ := release(t, "-- settings.gradle --\ninclude ':app', ':wrap'\n-- app/build.gradle --\n"+
			"apply plugin: 'com.android.application'\ndependencies { implementation project(':wrap') }\n"+
			"-- wrap/build.gradle --\n"+script+"\n-- wrap/x.aar --\n")
		got := slices.ContainsFunc(p.Dependencies, func(d gradle.Dependency) bool { return d.Path == "wrap/x.aar" })
		if got != want || p.Depends("wrap/x.aar") != want {
			t.Errorf("%s: %v, want %v", script, got, want)
		}
	}
}
