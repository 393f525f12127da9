package androidapp_test

import (
	"slices"
	"strings"
	"testing"
)

// TestFieldByBuild judges a field of BuildConfig in every build that is not debuggable.
func TestFieldByBuild(t *testing.T) {
	field := func(value string) string { return "buildConfigField 'boolean', 'CHECK', " + value + "\n" }
	flavors := func(a, b string) string {
		return "android { flavorDimensions 'd'\n productFlavors { a { " + a + "}\n b { " + b + "} } }\n"
	}
	types := func(own string) string { return "android { buildTypes { store { " + own + " } } }\n" }
	tests := []struct{ name, script, want, says string }{
		{"the same in all", flavors("", ""), "pass", ""},
		{"off in a flavour", flavors("", field("'false'")), "error", "in the build bRelease"},
		{"off in a build type", types(field("'false'")), "error", "in the build store"},
		{"off in a copy of release", types("initWith release\n" + field("'false'")), "error", "in the build store"},
		{"off in a debuggable one", types("debuggable true\n" + field("'false'")), "pass", ""},
		{"unknown in a flavour", flavors("", field("System.getenv('CHECK')")), "skipped", "in the build bRelease"},
		{"off in all", flavors(field("'false'"), field("'false'")), "error", "in a release build"},
	}
	for _, tt := range tests {
		files := sound("")
		files["app/build.gradle"] += "android { defaultConfig { " + field("'true'") + "} }\n" + tt.script
		files["app/src/main/java/a/Start.java"] = "package a;\nclass Start { void f() {\n" +
			"AuthnCenterSDK.Builder().init(this).isCheckSSL(BuildConfig.CHECK)\n.logEnable(!BuildConfig.CHECK).build();\n} }\n"
		got, text := statuses(t, files, "code.check-ssl")
		if !slices.Equal(got, []string{tt.want}) || !strings.Contains(text, tt.says) {
			t.Errorf("%s: %v\n%s", tt.name, got, text)
		}
		logs := tt.want
		if logs == "error" {
			logs = "warning"
		}
		if got, text := statuses(t, files, "code.log"); !slices.Equal(got, []string{logs}) {
			t.Errorf("%s, log: %v\n%s", tt.name, got, text)
		}
	}
}

// TestWholeSDK takes one aar that holds the SDK and its tools under another name, as the
// fusion SDK does, for all of them.
func TestWholeSDK(t *testing.T) {
	const aar = "app/libs/fusionauth-1.2.15.aar!"
	files := sound("")
	files["app/build.gradle"] = strings.Replace(files["app/build.gradle"], "auth_number_product-2.1",
		"fusionauth-1.2.15", 1)
	files[aar+"AndroidManifest.xml"] = `<manifest package="com.alicom.fusion.auth"/>`
	files[aar+"classes"] = "com.mobile.auth.gatewayauth.A java.lang.Object\n" +
		"com.nirvana.tools.core.A java.lang.Object\ncom.nirvana.tools.logger.A java.lang.Object\n"
	files[aar+"jni/arm64-v8a/libpns-1.2.15-OnlineRelease_alijtca_plus.so"] = "16384"
	files[aar+"jni/arm64-v8a/libpns-2.14.21-LogOnlineStandardCuumRelease_alijtca_plus.so"] = "16384"
	for _, check := range []string{"build.aars", "build.versions.mixed", "build.libraries.duplicate"} {
		if got, text := statuses(t, files, check); !slices.Equal(got, []string{"pass"}) {
			t.Errorf("%s: %v\n%s", check, got, text)
		}
	}
	const second = "app/libs/auth_number_product-2.13.3.aar!"
	files[second+"AndroidManifest.xml"] = `<manifest package="com.mobile.auth"/>`
	files[second+"jni/arm64-v8a/libpns-2.13.3-LogOnlineStandardCuumRelease_alijtca_plus.so"] = "16384"
	files["app/build.gradle"] += "dependencies { implementation files('libs/auth_number_product-2.13.3.aar') }\n"
	for _, check := range []string{"build.versions.mixed", "build.libraries.duplicate"} {
		if got, text := statuses(t, files, check); !slices.Equal(got, []string{"error"}) {
			t.Errorf("two aars, %s: %v\n%s", check, got, text)
		}
	}
}

// TestProtocolPage: the SDK's page for the protocols is no error where the app has its own.
func TestProtocolPage(t *testing.T) {
	for call, want := range map[string]string{
		"model.setProtocolAction(ACTION);": "warning", "// model.setProtocolAction(ACTION);": "error",
		"model.setProtocolAction(null);": "error",
	} {
		files := sound("")
		files["app/src/main/AndroidManifest.xml"] = strings.Replace(files["app/src/main/AndroidManifest.xml"],
			`"true"/>`, `"true"><activity android:name="com.mobile.auth.gatewayauth.LoginAuthActivity" `+
				`android:exported="false" android:launchMode="singleTop" `+
				`android:configChanges="orientation|keyboardHidden|screenSize"/></application>`, 1)
		files["app/src/main/java/a/Start.java"] = "package a;\nclass Start { void f() {\n" + call + "\n} }\n"
		if got, text := statuses(t, files, "manifest.activities"); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %v\n%s", call, got, text)
		}
	}
}
