package gradle_test

import "testing"

// TestThrow reads on behind a throw: a project that builds did not come to it.
func TestThrow(t *testing.T) {
	const (
		load = "def p = new Properties()\ndef f = rootProject.file('local.properties')\nif (f.exists()) { " +
			"f.withReader('UTF-8') { r -> p.load(r) } }\n"
		config = "android { compileSdkVersion 34\ndefaultConfig { applicationId \"a.shop\"\nminSdkVersion " +
			"21\ntargetSdkVersion 34 } }\n"
		plugin = "apply plugin: 'com.android.application'\n"
		kotlin = "android { compileSdk = 34\ndefaultConfig { applicationId = \"a.shop\"\nminSdk = 21\ntargetSdk = " +
			"34 } }\n"
		plugins = "plugins { id(\"com.android.application\") }\n"
		groovy  = "-- settings.gradle --\ninclude ':app'\n-- app/build.gradle --\n"
		kts     = "-- settings.gradle.kts --\ninclude(\":app\")\n-- app/build.gradle.kts --\n"
	)
	tests := []struct {
		name, src string
		doubt     bool
	}{
		{"of a property of a file that is not there", groovy + load + "def root = p.getProperty('flutter.sdk')\n" +
			"if (root == null) { throw new GradleException(\"x\") }\n" + plugin + config, false},
		{"without braces",
			groovy + load + "def root = p['flutter.sdk']\nif (root == null)\n  throw new GradleException('x')\n" +
				plugin + config, false},
		{"of a stream",
			groovy + "def p = new Properties()\np.load(new FileInputStream(rootProject.file('key.properties')))\n" +
				"if (!p.containsKey('store')) throw new GradleException('x')\n" + plugin + config, false},
		{"elvis", kts + plugins + "val v = System.getenv(\"V\") ?: throw GradleException(\"x\")\n" + kotlin, false},
		{"elvis, absent", kts + plugins + "val v = findProperty(\"v\") ?: throw GradleException(\"x\")\n" + kotlin,
			true},
		{"Kotlin", kts + plugins +
			"val root: String? = System.getenv(\"R\")\nif (root == null) {\n  throw GradleException(\"x\")\n}\n" +
			kotlin, false},
		{"in try", groovy +
			"try {\n  if (System.getenv('X') == null) { throw new Exception('x') }\n} catch (Exception e) {\n  " +
			"throw e\n}\n" +
			plugin + config, false},
		{"in catch", groovy + plugin +
			"try { println 'x' } catch (Exception e) { throw new GradleException('x', e) }\n" + config, false},
		{"when", kts + plugins +
			"val n = when (System.getenv(\"N\")) {\n  \"a\" -> 1\n  else -> throw GradleException(\"x\")\n}\n" + kotlin,
			false},
		{"in a function", groovy +
			"def need(k) {\n  if (!project.hasProperty(k)) throw new GradleException(\"no $k\")\n  return 1\n}\n" +
			plugin + "def n = need('x')\n" + config, true},
		{"on no condition", groovy + plugin + "throw new GradleException('x')\n" + config, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, v := release(t, tt.src)
			if v.TargetSDK.Value != "34" || v.MinSDK.Value != "21" || v.ApplicationID.Value != "a.shop" {
				t.Errorf("levels %+v to %+v of %+v", v.MinSDK, v.TargetSDK, v.ApplicationID)
			}
			if got := !p.Incomplete().Empty(); got != tt.doubt {
				t.Errorf("doubt %v (%s), want %v", got, p.Incomplete(), tt.doubt)
			}
		})
	}
}

// TestNoLevels takes no default where no level at all was found.
func TestNoLevels(t *testing.T) {
	for _, src := range []string{app, app + "android { defaultConfig { applicationId 'a.b' } }\n"} {
		_, v := release(t,
			src+"-- build.gradle --\nplugins { id 'com.android.application' version '8.5.0' apply false }\n")
		if v.MinSDK.Unresolved.Empty() || v.TargetSDK.Unresolved.Empty() || v.CompileSDK.Unresolved.Empty() {
			t.Errorf("%q: levels %+v, %+v, %+v", src, v.MinSDK, v.TargetSDK, v.CompileSDK)
		}
	}
}
