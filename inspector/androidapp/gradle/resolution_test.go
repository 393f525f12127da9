package gradle_test

import (
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

// taken is what a release build takes of a library: its version, "-" for excluded, "?"
// behind what may be another.
func taken(p *gradle.Project, name string) string {
	for _, d := range p.Dependencies {
		if d.Name != name {
			continue
		}
		v := d.Effective()
		if !d.Doubt.Empty() {
			v += "?"
		}
		return v
	}
	for _, e := range p.Excluded {
		if e.Name == name {
			return "-"
		}
	}
	return "none"
}

// TestExclude takes out what exclude rules take out of the release build.
func TestExclude(t *testing.T) {
	const lines = "dependencies {\n implementation 'g:n:1'\n implementation(name: 'flat-2.0', ext: 'aar')\n}\n"
	const kotlin = "dependencies {\n implementation(\"g:n:1\")\n implementation(files(\"libs/flat-2.0.aar\"))\n}\n"
	const net = "-- settings.gradle --\ninclude ':app', ':net'\n-- net/build.gradle --\n" +
		"apply plugin: 'com.android.library'\nandroid { compileSdk 36 }\n" + lines
	catalogue := "-- gradle/libs.versions.toml --\n[libraries]\nn = \"g:n:1\"\n"
	convention := "-- buildSrc/src/main/kotlin/acme.base.gradle.kts --\n" +
		"configurations.all { exclude(group = \"g\", module = \"n\") }\n"
	tests := []struct{ name, src, n, flat string }{
		{"nothing", lowered(lines), "1", "2.0"},
		{"all", lowered(lines + "configurations.all { exclude group: 'g', module: 'n' }"), "-", "2.0"},
		{"all in its block", lowered(lines + "configurations { all { exclude group: 'g' } }"), "-", "2.0"},
		{"each", lowered(lines + "configurations.configureEach { exclude module: 'n' }"), "-", "2.0"},
		{"spread", lowered(lines + "configurations { all*.exclude module: 'n' }"), "-", "2.0"},
		{"loop", lowered(lines + "configurations.each { c -> c.exclude(group: 'g', module: 'n') }"), "-", "2.0"},
		{"one configuration", lowered(lines + "configurations { implementation { exclude module: 'n' } }"), "-", "2.0"},
		{"by name", lowered(lines + "configurations.named('releaseRuntimeClasspath') { exclude module: 'n' }"), "-",
			"2.0"},
		{"another build type", lowered(lines + "configurations.debugRuntimeClasspath.exclude module: 'n'"), "1", "2.0"},
		{"tests", lowered(lines + "configurations.testImplementation { exclude module: 'n' }"), "1", "2.0"},
		{"named in the block", lowered(lines +
			"configurations.all { if (name == 'debugRuntimeClasspath') exclude module: 'n' }"), "1", "2.0"},
		{"another group", lowered(lines + "configurations.all { exclude group: 'h', module: 'n' }"), "1", "2.0"},
		{"flat aar", lowered(lines + "configurations.all { exclude module: 'flat-2.0' }"), "1", "-"},
		{"flat aar by half its name", lowered(lines + "configurations.all { exclude module: 'flat' }"), "1", "2.0"},
		{"closure of another line", lowered(lines +
			"dependencies { implementation('a:b:1') { exclude module: 'n' } }"), "1", "2.0"},
		{"condition", lowered(lines + "if (System.getenv('X')) configurations.all { exclude module: 'n' }"), "1?",
			"2.0"},
		{"unknown group", lowered(lines + "configurations.all { exclude group: System.getenv('X'), module: 'n' }"),
			"1?", "2.0"},
		{"chosen configurations", lowered(lines +
			"configurations.matching { it.name == x }.all { exclude module: 'n' }"), "1?", "2.0"},
		{"root", lowered(lines, rootScript+"subprojects { configurations.all { exclude group: 'g' } }\n"), "-", "2.0"},
		{"Kotlin", loweredKotlin(kotlin + "configurations.all { exclude(group = \"g\", module = \"n\") }"), "-", "2.0"},
		{"Kotlin, positions", loweredKotlin(kotlin + "configurations { implementation { exclude(\"g\", \"n\") } }"),
			"-", "2.0"},
		{"Kotlin, map", loweredKotlin(kotlin + "configurations.all { exclude(mapOf(\"module\" to \"n\")) }"), "-",
			"2.0"},
		{"file", loweredKotlin(kotlin + "configurations.all { exclude(module = \"flat\") }"), "1", "2.0"},
		{"catalogue", loweredKotlin(kotlin+"configurations.all { exclude(libs.n.get().group, libs.n.get().name) }",
			catalogue), "-", "2.0"},
		{"convention plug-in", lowered(lines+"apply plugin: 'acme.base'", convention), "-", "2.0"},
		{"on the way to a module",
			lowered("dependencies { implementation(project(':net')) { exclude group: 'g' } }", net), "-", "2.0"},
		{"on one of two ways",
			lowered("dependencies {\n implementation(project(':net')) { exclude group: 'g' }\n"+
				" implementation project(':two')\n}",
				"-- settings.gradle --\ninclude ':app', ':net', ':two'\n-- two/build.gradle --\n"+
					"apply plugin: 'com.android.library'\n"+
					"dependencies { api project(':net') }\n"+
					net[len("-- settings.gradle --\ninclude ':app', ':net'\n"):]), "1", "2.0"},
		{"in the module itself", lowered("dependencies { implementation project(':net') }", net+
			"configurations.all { exclude group: 'g' }\n"), "-", "2.0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := release(t, tt.src)
			if n, flat := taken(p, "n"), taken(p, "flat"); n != tt.n || flat != tt.flat {
				t.Errorf("got %s and %s, want %s and %s", n, flat, tt.n, tt.flat)
			}
		})
	}
}

// TestResolved works out the version that counts.
func TestResolved(t *testing.T) {
	line := func(version string) string { return "dependencies { implementation 'g:n:" + version + "' }\n" }
	strategy := func(s string) string { return "configurations.all { resolutionStrategy { " + s + " } }\n" }
	const details = "eachDependency { d -> if (d.requested.group == 'g' && d.requested.name == 'n') " +
		"d.useVersion('1.0') }"
	tests := []struct{ name, own, want string }{
		{"one line", line("1.9"), "1.9"},
		{"newest of two lines", line("1.9") + line("1.10"), "1.10"},
		{"release before its candidate", line("2.0-rc1") + line("2.0"), "2.0"},
		{"strictly", "dependencies { implementation('g:n') { version { strictly '1.0' } } }\n" + line("2.0"), "1.0"},
		{"strictly in short", line("1.0!!") + line("2.0"), "1.0"},
		{"required", "dependencies { implementation('g:n') { version { require '1.0' } } }\n" + line("2.0"), "2.0"},
		{"force of a line", "dependencies { implementation('g:n:1.0') { force = true } }\n" + line("2.0"), "1.0"},
		{"force", line("2.0") + strategy("force 'g:n:1.0'"), "1.0"},
		{"force of several", line("2.0") +
			"configurations.configureEach { resolutionStrategy.force('a:b:1', 'g:n:1.0') }", "1.0"},
		{"forcedModules", line("2.0") + strategy("forcedModules = ['g:n:1.0']"), "1.0"},
		{"force where nothing is resolved", line("2.0") +
			"configurations.implementation { resolutionStrategy.force 'g:n:1.0' }", "2.0"},
		{"force of another", line("2.0") + strategy("force 'g:m:1.0'"), "2.0"},
		{"unknown force", line("2.0") + strategy("force System.getenv('X')"), "2.0?"},
		{"useVersion", line("2.0") + strategy(details), "1.0"},
		{"useVersion of the property", line("2.0") + "configurations.all { resolutionStrategy." + details + " }",
			"1.0"},
		{"useVersion of another", "dependencies { implementation 'g:m:1' }\n" + line("2.0") +
			strategy("eachDependency { if (it.requested.name == 'm') it.useVersion '9' }"), "2.0"},
		{"useVersion on an unknown condition", line("2.0") +
			strategy("eachDependency { d -> if (System.getenv('X')) d.useVersion '9' }"), "2.0?"},
		{"useTarget", line("2.0") +
			strategy("eachDependency { d -> if (d.requested.name == 'n') d.useTarget 'g:n:1.0' }"), "1.0"},
		{"useTarget of another library", line("2.0") +
			strategy("eachDependency { d -> if (d.requested.name == 'n') d.useTarget 'g:m:1.0' }"), "none"},
		{"substituted", line("2.0") +
			strategy("dependencySubstitution { substitute module('g:n') using module('g:n:1.0') }"), "1.0"},
		{"substituted in the old spelling", line("2.0") +
			strategy("dependencySubstitution { substitute(module('g:n')).because('x').with(module('g:n:1.0')) }"),
			"1.0"},
		{"substituted by another library", line("2.0") +
			strategy("dependencySubstitution { substitute module('g:n') using module('h:m:1.0') }"), "none"},
		{"substituted only in one version", line("2.0") +
			strategy("dependencySubstitution { substitute module('g:n:1.5') using module('h:m:1.0') }"), "2.0"},
		{"constraint", line("1.0") + "dependencies { constraints { implementation 'g:n:2.0' } }", "2.0"},
		{"lower constraint", line("2.0") + "dependencies { constraints { implementation 'g:n:1.0' } }", "2.0"},
		{"strict constraint", line("2.0") +
			"dependencies { constraints { implementation('g:n') { version { strictly '1.0' } } } }", "1.0"},
		{"constraint for a line without a version",
			"dependencies {\n implementation 'g:n'\n constraints { api 'g:n:1.0' }\n}", "1.0"},
		{"constraint alone", "dependencies { constraints { api 'g:n:1.0' } }", "none"},
		{"constraint of tests", line("1.0") + "dependencies { constraints { testImplementation 'g:n:2.0' } }", "1.0"},
		{"platform", line("1.0") + "dependencies { implementation platform('a:bom:1') }", "1.0"},
		{"enforced platform", line("1.0") + "dependencies { implementation enforcedPlatform('a:bom:1') }", "1.0?"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := release(t, lowered(tt.own))
			if got := taken(p, "n"); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// TestResolvedInKotlin reads the same in Kotlin and with a catalogue.
func TestResolvedInKotlin(t *testing.T) {
	const line = "dependencies { implementation(libs.n) }\n"
	toml := "-- gradle/libs.versions.toml --\n[versions]\nold = { strictly = \"1.0\" }\n" +
		"[libraries]\nn = \"g:n:2.0\"\n" +
		"older = \"g:n:1.0\"\nstrict = { module = \"g:n\", version.ref = \"old\" }\n"
	bom := "-- settings.gradle.kts --\ninclude(\":app\", \":bom\")\n-- bom/build.gradle.kts --\n" +
		"plugins { `java-platform` }\n" +
		"dependencies { constraints { api(\"g:n:3.0\") } }\n"
	for own, want := range map[string]string{
		line: "2.0",
		line +
			"configurations.all { resolutionStrategy.force(libs.older) }": "1.0",
		line +
			"configurations.all { resolutionStrategy.eachDependency { " +
			"if (requested.group == \"g\") useVersion(\"1.0\") } }": "1.0",
		line +
			"configurations.all { resolutionStrategy.dependencySubstitution { " +
			"substitute(module(\"g:n\")).using(module(\"g:n:1.0\")) } }": "1.0",
		line +
			"dependencies { implementation(\"g:n\") { version { strictly(\"1.0\") } } }": "1.0",
		line +
			"dependencies { implementation(libs.strict) }": "1.0",
		line +
			"dependencies { implementation(platform(project(\":bom\"))) }": "3.0",
		line +
			"dependencies { constraints { implementation(\"g:n\") { " +
			"version { strictly(\"[1.0, 2.0[\"); prefer(\"1.5\") } } } }": "1.5",
	} {
		p, _ := release(t, loweredKotlin(own, toml, bom))
		if got := taken(p, "n"); got != want {
			t.Errorf("%s: got %s, want %s", own, got, want)
		}
	}
}
