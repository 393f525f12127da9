package androidapp_test

import (
	"testing"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/finding"
)

// TestLogOfAlibabasSDK names the switch of that SDK's own log where it is on in a release
// build.
func TestLogOfAlibabasSDK(t *testing.T) {
	for call, want := range map[string]finding.Status{
		"helper.getReporter().setLoggerEnable(true);":              finding.Hint,
		"helper.getReporter().setLoggerEnable(false);":             finding.Pass,
		"helper.getReporter().setLoggerEnable(BuildConfig.DEBUG);": finding.Pass,
		"// helper.getReporter().setLoggerEnable(true);":           finding.Pass,
		"helper.getReporter().setLoggerEnable(remote());":          finding.Skipped,
	} {
		app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: tree(map[string]string{
			"app/build.gradle":             appStart + "}\n",
			"app/src/main/java/a/b/L.java": "package a.b;\nclass L { void f(PhoneNumberAuthHelper helper) {\n" + call + "\n} }\n",
		})})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range androidapp.Check(app, androidapp.Options{}).Results {
			if r.Check == "code.log" && r.Status != want {
				t.Errorf("%s: %s, want %s: %s", call, r.Status, want, r.What.EN)
			}
		}
	}
}
