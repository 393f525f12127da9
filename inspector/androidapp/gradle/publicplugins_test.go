package gradle_test

import (
	"slices"
	"strings"
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

// TestPublicPlugins leaves levels known beside plug-ins that cannot touch them, and
// unknown beside one that nothing is known of.
func TestPublicPlugins(t *testing.T) {
	known := []string{
		"org.gradle.toolchains.foojay-resolver-convention", "com.jraska.module.graph.assertion",
		"io.gitlab.arturbosch.detekt",
		"com.diffplug.spotless", "org.jlleitschuh.gradle.ktlint", "com.github.ben-manes.versions", "org.sonarqube",
		"org.jetbrains.kotlinx.kover", "org.jetbrains.dokka", "com.google.devtools.ksp",
		"com.google.gms.google-services",
		"com.google.firebase.crashlytics", "dagger.hilt.android.plugin", "com.google.protobuf",
	}
	unknown := []string{"acme.conventions", "com.tencent.acme.app", "com.alibaba.acme", "io.github.someone.config",
		"com.google.acme"}
	for _, id := range append(known, unknown...) {
		inModule := lowered("apply plugin: '" + id + "'")
		plugins := "plugins { id '" + id + "' version '1' }\n"
		inSettings := strings.Replace(lowered(""), "include ':app'", plugins+"include ':app'", 1)
		for _, src := range []string{inModule, inSettings} {
			_, v := release(t, src)
			if got, want := v.TargetSDK.Value == "27", !slices.Contains(unknown, id); got != want {
				t.Errorf("%s: target %+v", id, v.TargetSDK)
			}
		}
	}
}

// TestSecretsFillPlaceholders takes no placeholder for unset beside a plug-in that
// fills some from a file of its own.
func TestSecretsFillPlaceholders(t *testing.T) {
	id := "com.google.android.libraries.mapsplatform.secrets-gradle-plugin"
	for src, want := range map[string]bool{lowered(""): false, lowered("apply plugin: '" + id + "'"): true} {
		_, v := release(t, src)
		if _, any := v.Placeholders[gradle.AnyPlaceholder]; any != want {
			t.Errorf("got %v, want %v", any, want)
		}
	}
}
