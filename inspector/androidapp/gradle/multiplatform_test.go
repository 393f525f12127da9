package gradle_test

import (
	"slices"
	"testing"
)

// TestMultiplatformLayout: Kotlin's multiplatform plug-in has Android's sources in
// src/androidMain, unless the old layout was asked for.
func TestMultiplatformLayout(t *testing.T) {
	src := "-- settings.gradle.kts --\ninclude(\":app\")\n-- app/build.gradle.kts --\n" +
		"plugins {\n id(\"com.android.application\")\n kotlin(\"multiplatform\")\n}\nkotlin { androidTarget() }\n"
	tests := []struct {
		name, more, manifest string
		res                  bool
	}{
		{"new", "-- app/src/androidMain/AndroidManifest.xml --\n<manifest/>\n",
			"app/src/androidMain/AndroidManifest.xml", true},
		{"manifest in the old folder", "-- app/src/main/AndroidManifest.xml --\n<manifest/>\n",
			"app/src/main/AndroidManifest.xml", true},
		{"old layout",
			"-- gradle.properties --\nkotlin.mpp.androidSourceSetLayoutVersion=1\n-- " +
				"app/src/androidMain/AndroidManifest.xml --\n<manifest/>\n",
			"app/src/main/AndroidManifest.xml", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, v := release(t, src+tt.more)
			main := v.SourceSets[len(v.SourceSets)-1]
			if res := slices.Contains(main.Res, "app/src/androidMain/res"); main.Manifest != tt.manifest ||
				res != tt.res {
				t.Errorf("main is %+v", main)
			}
		})
	}
}
