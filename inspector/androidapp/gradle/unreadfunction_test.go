package gradle_test

import (
	"testing"
)

// plugged is an app whose levels a class of the build logic sets.
func plugged(apply, imports, super string) string {
	return "-- settings.gradle.kts --\npluginManagement { includeBuild(\"logic\") }\ninclude(\":app\")\n" +
		"-- logic/build.gradle.kts --\ngradlePlugin { plugins { register(\"a\") { id = \"acme.app\"; " +
		"implementationClass = \"acme.AppPlug\" } } }\n" +
		"-- logic/src/main/kotlin/AppPlug.kt --\npackage acme\n" + imports + "\nclass AppPlug : " + super + " {\n" +
		"override fun apply(target: Project) {\ntarget.pluginManager.apply(\"com.android.application\")\n" +
		"target.extensions.configure<ApplicationExtension> {\ndefaultConfig.minSdk = 21\ndefaultConfig.targetSdk = 27\n" +
		apply + "\n} } }\n-- app/build.gradle.kts --\nplugins { id(\"acme.app\") }\n"
}

// TestUnreadFunction doubts every answer where a function or a class of a library gets the
// app to configure, and none where a function of a library only reads something.
func TestUnreadFunction(t *testing.T) {
	levels := "android { defaultConfig { minSdk 21\n targetSdk 27 } }\n"
	for _, c := range []struct {
		name, src string
		doubt     bool
	}{
		{"plain", plugged("", "", "Plugin<Project>"), false},
		{"qualified", plugged("com.acme.shared.configureFlavors(this)", "", "Plugin<Project>"), true},
		{"extension", plugged("target.configureFlavors()", "import com.acme.configureFlavors", "Plugin<Project>"), true},
		{"base class", plugged("", "import com.acme.BasePlugin", "BasePlugin()"), true},
		{"not understood", plugged("}\n}\nfun x() {\n val = = 3\n", "", "Plugin<Project>"), true},
		{"Groovy", app + levels + "com.acme.Flavors.configure(project)\n", true},
		{"of android", app + levels + "android { com.acme.Flavors.configure(it) }\n", true},
		{"reads", app + levels + "println project.name\nprintln(project)\ndef v = project.getVersion()\n", false},
		{"another module", app + levels + "dependencies { implementation project(':lib') }\n-- lib/build.gradle --\n", false},
		{"Foundry", app + levels + "apply plugin: 'com.slack.foundry.base'\n", true},
	} {
		p, _ := release(t, c.src)
		if got := len(p.MayChange) > 0; got != c.doubt {
			t.Errorf("%s: may change %+v, notes %+v", c.name, p.MayChange, p.Notes)
		}
	}
}

// TestReference calls what a reference names, as a closure would.
func TestReference(t *testing.T) {
	kts := "-- settings.gradle --\ninclude ':app'\n-- app/build.gradle.kts --\nplugins { id(\"com.android.application\") }\n" +
		"android { defaultConfig { minSdk = 21\n targetSdk = 27 } }\n"
	for name, src := range map[string]string{
		"function": kts + "fun lift(n: Int) { android.defaultConfig.targetSdk = n }\nlistOf(36).forEach(::lift)\n",
		"bound":    kts + "val c = android.defaultConfig\nlistOf(36).forEach(c::targetSdkVersion)\n",
		"groovy":   app + "android { defaultConfig { targetSdk 27 } }\n[36].each(android.defaultConfig.&targetSdkVersion)\n",
		"builder": kts + "extensions.getByName(\"android\").withGroovyBuilder { \"defaultConfig\" { " +
			"\"targetSdkVersion\"(36) } }\n",
		"base": "-- settings.gradle.kts --\ninclude(\":app\")\n-- buildSrc/src/main/kotlin/P.kt --\n" +
			"abstract class Base : Plugin<Project> {\noverride fun apply(target: Project) {\n" +
			"target.pluginManager.apply(\"com.android.application\")\n" +
			"target.extensions.configure<ApplicationExtension> { defaultConfig.targetSdk = 36 } } }\n" +
			"class AppPlug : Base() {\noverride fun apply(target: Project) { super.apply(target) } }\n" +
			"-- app/build.gradle.kts --\napply<AppPlug>()\n",
	} {
		if p, _ := release(t, src); p.TargetSDK.Value != "36" || len(p.Notes) > 0 {
			t.Errorf("%s: %+v, notes %+v", name, p.TargetSDK, p.Notes)
		}
	}
}
