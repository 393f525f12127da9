package gradle_test

import (
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

func TestKeptClasses(t *testing.T) {
	for rule, want := range map[string]bool{
		"-keep class com.mobile.auth.** { *; }":                                 true,
		"-keep class com.mobile.auth.**{*;}":                                    true,
		"-keep class com.mobile.auth.**{\n  public *;\n}":                       true,
		"-keep public class com.mobile.** { *; }":                               false,
		"-keep class com.mobile.auth.**":                                        false,
		"-keep class com.mobile.auth.** {}":                                     false,
		"-keep class a.b.**, com.mobile.auth.** { *; }":                         true,
		"-keep,includedescriptorclasses class com.mobile.auth.** { *; }":        true,
		"-keep class ** { *; }":                                                 true,
		"-dontshrink\n-dontobfuscate":                                           true,
		"-dontobfuscate":                                                        false,
		"-keep class com.mobile.auth.* { *; }":                                  false,
		"-keep class com.mobile.auth.gatewayauth.** { *; }":                     false,
		"-keep class com.mobile.auth { *; }":                                    false,
		"-keepclassmembers class com.mobile.auth.** { *; }":                     false,
		"-keepclasseswithmembers class ** { native <methods>; }":                false,
		"-keepnames class com.mobile.auth.** { *; }":                            false,
		"-keep @androidx.annotation.Keep class ** { *; }":                       false,
		"-keep class ** extends android.app.Activity":                           false,
		"-keep class ** implements java.io.Serializable { *; }":                 false,
		"-keep,allowobfuscation class com.mobile.auth.** { *; }":                false,
		"-keep,allowshrinking class com.mobile.auth.** { *; }":                  false,
		"-keep interface com.mobile.auth.** { *; }":                             false,
		"-keep class !com.mobile.auth.**,** { *; }":                             false,
		"-if class a.B\n-keep class com.mobile.auth.** { *; }":                  false,
		"# -keep class com.mobile.auth.** { *; }":                               false,
		"-if class a.B\n-keep class a.C\n-keep class com.mobile.auth.** { *; }": true,
		"-keep class com.mobile.authentication.** { *; }":                       false,
		"-dontwarn com.mobile.auth.**":                                          false,
		"-keep class com.mobile.auth.** { *; } # why":                           true,
		"-keep class com.mobile.auth.Sign { *** get**(); }":                     false,
		"-keep enum com.mobile.auth.** { *; }":                                  false,
		"-keep class kotlin.** { *; } -keep class com.mobile.auth.** { *; }":    false,
	} {
		p := gradle.New()
		p.AddKeepRules("rules.pro", rule)
		if got := p.Keeps("com.mobile.auth"); got != want {
			t.Errorf("%s: %v", rule, got)
		}
	}
}
