package androidapp_test

import (
	"strings"
	"testing"

	"loginscope/inspector/androidapp"
)

// TestSaidAsItIs: a property that is not written is not said to be empty, a level that
// was not determined not to be unknown to everyone, and a default that holds for want of
// a value not to be all there is.
func TestSaidAsItIs(t *testing.T) {
	attribute := strings.Replace(noPages, "<application", `<application android:usesCleartextTraffic="${http}"`, 1)
	script := appStart + "}\ndependencies { implementation(name: 'auth_number_product-2.1', ext: 'aar')\n" +
		"implementation 'com.android.support:design:28.0.0' }\n"
	tests := []struct{ name, file, text, check, want, zh string }{
		{"not written", "gradle.properties", "android.useAndroidX=true\n", "build.androidx",
			"android.enableJetifier is not set.", "未设置 android.enableJetifier。"},
		{"written otherwise", "gradle.properties", "android.useAndroidX=true\nandroid.enableJetifier=false\n",
			"build.androidx", `android.enableJetifier is "false", not true.`, "不是 true"},
		{"placeholder that is not known", "app/src/main/AndroidManifest.xml", attribute, "nsc.cleartext.required",
			"as the value ${http} of android:usesCleartextTraffic is not known.", "的取值 ${http} 无法确定"},
		{"level that is not determined", "app/build.gradle",
			strings.Replace(script, "targetSdk 36", "targetSdk target", 1), "nsc.cleartext.required",
			"targetSdk not determined, 36 assumed", "targetSdk 无法确定，按 36 判断"},
	}
	for _, tt := range tests {
		fsys := tree(map[string]string{"app/build.gradle": script, "app/src/main/AndroidManifest.xml": noPages})
		delete(fsys, "app/src/main/res/xml/n.xml")
		for name, f := range tree(map[string]string{tt.file: tt.text}) {
			if name == tt.file {
				fsys[name] = f
			}
		}
		app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, r := range androidapp.Check(app, androidapp.Options{}).Results {
			if r.Check == tt.check {
				said += r.What.EN + r.What.ZH + "\n"
			}
		}
		if !strings.Contains(said, tt.want) || !strings.Contains(said, tt.zh) {
			t.Errorf("%s: %q", tt.name, said)
		}
	}
}
