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
		"jacoco-report-aggregation", "de.mobilej.unmock", "com.novoda.build-properties",
		"com.aliyun.ams.emas-services",
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

// TestPluginsAboveTheModule leaves the levels of a module open where a plug-in of the
// settings or of the root is one that sets up modules, and known beside any other public
// one, in a project that says whose it is.
func TestPluginsAboveTheModule(t *testing.T) {
	for id, open := range map[string]bool{
		"nl.littlerobots.android-basic-conventions": true, "foundry.base": true, "foundry.root": true,
		"io.github.someone.android-setup": true, "io.github.someone.config": true, "io.github.someone.android.base": true,
		"com.example.shop.rules":    true, // the project's own
		"de.fayard.refreshVersions": false, "com.autonomousapps.build-health": false, "io.github.someone.changelog": false, "..": false,
		"io.github.someone.android.graph": false,
	} {
		plugins := "plugins { id '" + id + "' version '1' }\n"
		app := "-- app/build.gradle --\napply plugin: 'com.android.application'\nandroid { namespace 'com.example.shop'\n" +
			"defaultConfig { targetSdkVersion 27 } }\n"
		for _, src := range []string{
			"-- settings.gradle --\n" + plugins + "include ':app'\n" + app,
			"-- settings.gradle --\ninclude ':app'\n-- build.gradle --\n" + plugins + app,
		} {
			_, v := release(t, src)
			if got := v.TargetSDK.Value == ""; got != open {
				t.Errorf("%s: open %v, target %+v", id, got, v.TargetSDK)
			}
		}
	}
}
