package androidapp_test

import (
	"testing"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/finding"
)

// TestDebuggableByBuildType judges debug-overrides by what the scripts say of the build
// type and not by its name.
func TestDebuggableByBuildType(t *testing.T) {
	const overrides = "<network-security-config><debug-overrides><trust-anchors><certificates src=\"user\"/>" +
		"</trust-anchors></debug-overrides></network-security-config>"
	for types, want := range map[string][2]finding.Status{
		"":                            {finding.Pass, finding.Pass},
		"debug { debuggable false }":  {finding.Hint, finding.Pass},
		"release { debuggable true }": {finding.Pass, finding.Warning},
		"debug { debuggable false }\nrelease { debuggable true }": {finding.Hint, finding.Warning},
	} {
		app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: tree(map[string]string{
			"app/build.gradle":           appStart + "buildTypes {\n" + types + "\n}\n}\n",
			"app/src/main/res/xml/n.xml": overrides,
			"app/src/main/AndroidManifest.xml": `<manifest xmlns:android="http://schemas.android.com/apk/res/android" ` +
				`package="a.b"><application android:networkSecurityConfig="@xml/n"/></manifest>`,
		})})
		if err != nil {
			t.Fatal(err)
		}
		got := [2]finding.Status{}
		for _, r := range androidapp.Check(app, androidapp.Options{}).Results {
			switch r.Check {
			case "nsc.trust.debug":
				got[0] = r.Status
			case "nsc.trust.release":
				got[1] = r.Status
			}
		}
		if got != want {
			t.Errorf("%q: %v, want %v", types, got, want)
		}
	}
}
