package androidapp_test

import (
	"slices"
	"testing"
)

// TestConstantBySourceSet judges a constant as the source set of release builds has it.
func TestConstantBySourceSet(t *testing.T) {
	flags := func(value string) string {
		return "package a;\nclass Flags { static final boolean CHECK = " + value + "; }\n"
	}
	const flavors = "android { flavorDimensions 'd'\n productFlavors { x {}\n y {} } }"
	tests := []struct{ name, script, first, one, second, two, want string }{
		{"off in debug", "", "debug", "false", "release", "true", "pass"},
		{"off in release", "", "debug", "true", "release", "false", "error"},
		{"off in one of two flavours", flavors, "x", "true", "y", "false", "skipped"},
		{"off in both flavours", flavors, "x", "false", "y", "false", "error"},
	}
	for _, tt := range tests {
		files := sound("")
		files["app/build.gradle"] += tt.script
		files["app/src/"+tt.first+"/java/a/Flags.java"] = flags(tt.one)
		files["app/src/"+tt.second+"/java/a/Flags.java"] = flags(tt.two)
		files["app/src/main/java/a/Start.java"] = "package a;\nclass Start { void f() {\n" +
			"AuthnCenterSDK.Builder().init(this).isCheckSSL(Flags.CHECK).build(); } }\n"
		if got, text := statuses(t, files, "code.check-ssl"); !slices.Contains(got, tt.want) {
			t.Errorf("%s: %v\n%s", tt.name, got, text)
		}
	}
}

// TestOwnBuildType names a build type of the project's own that is debuggable, and
// passes one that is not.
func TestOwnBuildType(t *testing.T) {
	for own, want := range map[string]bool{
		"store { initWith release\n debuggable true }":    true,
		"store { initWith release }":                      false,
		"debugLocal { initWith debug }":                   false,
		"benchmark { initWith debug }":                    true,
		"benchmark { initWith debug\n debuggable false }": false,
	} {
		files := sound("")
		files["app/build.gradle"] += "android { buildTypes { " + own + " } }\n"
		got, text := statuses(t, files, "manifest.debuggable")
		if slices.Contains(got, "hint") != want || !slices.Contains(got, "pass") {
			t.Errorf("%s: %v\n%s", own, got, text)
		}
	}
}

// TestLibraryLeftOut makes the SDK's library an error that the packaging takes out.
func TestLibraryLeftOut(t *testing.T) {
	for pattern, want := range map[string]string{
		"lib/*/*alijtca*.so": "error", "**/arm64-v8a/**": "error", "lib/mips/*.so": "pass", "lib/x86/**": "pass",
	} {
		files := sound("")
		files["app/build.gradle"] += "android { packaging { jniLibs { excludes += '" + pattern + "' } } }\n"
		if got, text := statuses(t, files, "build.abi"); !slices.Contains(got, want) {
			t.Errorf("%s: %v\n%s", pattern, got, text)
		}
	}
}
