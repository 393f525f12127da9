package gradle_test

import (
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

func TestKeptClasses(t *testing.T) {
	for rule, want := range map[string]bool{
		"-keep class com.mobile.auth.** { *; }":                                                true,
		"-keep class com.mobile.auth.**{*;}":                                                   true,
		"-keep public class com.mobile.** { *; }":                                              false,
		"-keep class com.mobile.auth.**":                                                       false,
		"-keep class com.mobile.auth.** {}":                                                    false,
		"-keep class a.b.**, com.mobile.auth.** { *; }":                                        true,
		"-keep,includedescriptorclasses class com.mobile.auth.** { *; }":                       true,
		"-keep class ** { *; }":                                                                true,
		"-dontshrink\n-dontobfuscate":                                                          true,
		"-dontobfuscate":                                                                       false,
		"-keep class com.mobile.auth.* { *; }":                                                 false,
		"-keep class com.mobile.auth.gatewayauth.** { *; }":                                    false,
		"-keep class com.mobile.auth { *; }":                                                   false,
		"-keepclassmembers class com.mobile.auth.** { *; }":                                    false,
		"-keepclasseswithmembers class ** { native <methods>; }":                               false,
		"-keepnames class com.mobile.auth.** { *; }":                                           false,
		"-keep @androidx.annotation.Keep class ** { *; }":                                      false,
		"-keep class ** extends android.app.Activity":                                          false,
		"-keep class ** implements java.io.Serializable { *; }":                                false,
		"-keep,allowobfuscation class com.mobile.auth.** { *; }":                               false,
		"-keep,allowshrinking class com.mobile.auth.** { *; }":                                 false,
		"-keep interface com.mobile.auth.** { *; }":                                            false,
		"-keep class !com.mobile.auth.**,** { *; }":                                            false,
		"-if class a.B\n-keep class com.mobile.auth.** { *; }":                                 false,
		"# -keep class com.mobile.auth.** { *; }":                                              false,
		"-if class a.B\n-keep class a.C\n-keep class com.mobile.auth.** { *; }":                true,
		"-keep class com.mobile.authentication.** { *; }":                                      false,
		"-dontwarn com.mobile.auth.**":                                                         false,
		"-keep class com.mobile.auth.** { *; } # why":                                          true,
		"-keep class com.mobile.auth.Sign { *** get**(); }":                                    false,
		"-keep enum com.mobile.auth.** { *; }":                                                 false,
		"-keep class com.mobile.auth.**{\n  public *;\n}":                                      false,
		"-keep class com.mobile.auth.** { <methods>; }":                                        false,
		"-keep class com.mobile.auth.** { <fields>; <methods>; }":                              true,
		"-keep class com.mobile.auth.** { <init>(...); }":                                      false,
		"-keep class com.mobile.auth.** { *** *; }":                                            false,
		"-keep class com.mobile.auth.** { *** *; *** *(...); <init>(...); }":                   true,
		"-keep,allowoptimization class com.mobile.auth.** { *; }":                              true,
		"-keep , allowaccessmodification , includecode class com.mobile.auth.** { *; }":        true,
		"-keep,allowoptimization,allowrepackage class com.mobile.auth.** { *; }":               false,
		"-keep final class com.mobile.auth.** { *; }":                                          false,
		"-keep abstract class com.mobile.auth.** { *; }":                                       false,
		"-keep class * { *; }":                                                                 true,
		"-keep class com.mobile.auth** { *; }":                                                 true,
		"-keep class com.mobile.auth.*** { *; }":                                               true,
		"-keep class com.*.auth.** { *; }":                                                     true,
		"-keep class com.?.auth.** { *; }":                                                     false,
		"-keep class *.mobile.** { *; }":                                                       true,
		"-keep class **.gatewayauth.** { *; }":                                                 false,
		"-keep class !a.b.**,com.mobile.auth.** { *; }":                                        true,
		"-keep class !com.mobile.auth.ui.**,com.mobile.auth.** { *; }":                         false,
		"-keepclasseswithmembers class com.mobile.auth.** { *; }":                              true,
		"-keep class com.mobile.auth.**\n-keepclassmembers class com.mobile.auth.** { *; }":    true,
		"-keepnames class com.mobile.auth.**\n-keepclassmembers class com.mobile.** { *; }":    false,
		"-keep public class com.mobile.auth.**\n-keepclassmembers class com.mobile.** { *; }":  false,
		"-dontshrink\n-keepnames class com.mobile.auth.** { *; }":                              true,
		"-dontobfuscate\n-keep,allowobfuscation class com.mobile.auth.** { *; }":               true,
		"-dontobfuscate\n-keep,allowshrinking class com.mobile.auth.** { *; }":                 false,
		"-keep class kotlin.** { *; } -keep class com.mobile.auth.** { *; }":                   true,
		"-keep class kotlin.** {*;}-keep class com.mobile.auth.** {*;}":                        true,
		"-if class a.B -keep class com.mobile.auth.** { *; }":                                  false,
		"-assumevalues class a.B { int level() return -1; }\n-keep class com.mobile.** { *; }": true,
	} {
		p := gradle.New()
		p.AddKeepRules("rules.pro", rule)
		if got := p.Keeps("com.mobile.auth"); got != want {
			t.Errorf("%s: %v", rule, got)
		}
	}
}

func TestLibraryRules(t *testing.T) {
	src := "-dontobfuscate\n-dontshrink\n-keep class a.B\n"
	if got := gradle.LibraryRules(src, 8); len(got) != 3 {
		t.Errorf("build tools 8 take all rules, got %q", got)
	}
	if got := gradle.LibraryRules(src, 9); len(got) != 1 || got[0] != "-keep class a.B" {
		t.Errorf("build tools 9 drop the global rules, got %q", got)
	}
}
