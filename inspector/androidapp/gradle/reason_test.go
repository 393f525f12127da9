package gradle_test

import (
	"testing"
	"unicode"

	"loginscope/inspector/androidapp/gradle"
	"loginscope/lang"
)

// TestReasonsInBothLanguages: whatever is not known is said in Chinese too.
func TestReasonsInBothLanguages(t *testing.T) {
	config := func(level string) string { return app + "android { defaultConfig { " + level + " } }\n" }
	kotlin := func(level string) string {
		return "-- settings.gradle --\ninclude ':app'\n-- app/build.gradle.kts --\nplugins { " +
			"id(\"com.android.application\") }\nandroid { defaultConfig { targetSdk = " + level + " } }\n"
	}
	for name, src := range map[string]string{
		"condition":     config("targetSdk 36\nif (System.getenv('CI') != null) { targetSdk 27 }"),
		"not there":     config("targetSdk project.property('x').toInteger()"),
		"environment":   config("targetSdk System.getenv('TARGET').toInteger()"),
		"kept at home":  config("targetSdk new File('x/keystore.properties').exists() ? 30 : 36"),
		"file":          config("targetSdk file('level.txt').text.toInteger()"),
		"no level":      config("targetSdk 'latest'"),
		"new object":    kotlin("Levels().target"),
		"plug-in":       config("") + "apply plugin: 'acme.android'\n",
		"script":        config("") + "apply from: 'https://a.example/levels.gradle'\n",
		"unnamed":       config("") + "apply from: System.getenv('LEVELS')\n",
		"overruled":     config("targetSdk 36") + "apply from: 'https://a.example/levels.gradle'\n",
		"unread plugin": config("targetSdk 36") + "apply plugin: System.getenv('PLUGIN')\n",
	} {
		t.Run(name, func(t *testing.T) {
			p, v := release(t, src)
			reasons := []lang.Text{v.TargetSDK.Unresolved, p.Incomplete()}
			for _, list := range [][]gradle.Note{p.Notes, p.Doubts} {
				for _, n := range list {
					reasons = append(reasons, n.Text)
				}
			}
			said := 0
			for _, r := range reasons {
				if r.Empty() {
					continue
				}
				said++
				if !chinese(r.ZH) || chinese(r.EN) {
					t.Errorf("%+v", r)
				}
			}
			if said == 0 {
				t.Errorf("no reason: targetSdk %+v", v.TargetSDK)
			}
		})
	}
}

func chinese(s string) bool {
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			return true
		}
	}
	return false
}
