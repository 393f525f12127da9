package androidapp_test

import (
	"strings"
	"testing"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/finding"
)

// TestReleaseWithoutLogin: a build for users that goes without the SDK that debug has is
// never silent, and what was found of debug alone says so.
func TestReleaseWithoutLogin(t *testing.T) {
	const pages = `<manifest xmlns:android="http://schemas.android.com/apk/res/android"><application>` +
		`<activity android:name="com.mobile.auth.gatewayauth.LoginAuthActivity"/></application></manifest>`
	const line = "\ndependencies { %s(name: 'auth_number_product-2.1', ext: 'aar') }\n"
	tests := []struct {
		name, configuration, release, manifest string
		status                                 finding.Status // "" for no result
		build                                  string         // of the results on HTTP
		debuggable                             finding.Status
	}{
		{"all builds", "implementation", "", pages, "", "", finding.Pass},
		{"debug alone, pages in all", "debugImplementation", "", pages, finding.Error, "", finding.Pass},
		{"debug alone", "debugImplementation", "", noPages, finding.Warning, "debug", finding.Skipped},
		{"debuggable release, pages in all", "debugApi", "debuggable true", pages, finding.Error, "", finding.Error},
		{"debuggable release", "debugApi", "debuggable true", noPages, finding.Warning, "debug", finding.Error},
		{"release alone", "releaseImplementation", "", noPages, "", "", finding.Pass},
	}
	for _, tt := range tests {
		fsys := tree(map[string]string{
			"app/build.gradle": appStart + "buildTypes { release { " + tt.release + " } } }\n" +
				strings.ReplaceAll(line, "%s", tt.configuration),
			"app/src/main/AndroidManifest.xml": tt.manifest,
		})
		app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
		if err != nil {
			t.Fatal(err)
		}
		var status, debuggable finding.Status
		asked := 0
		for _, r := range androidapp.Check(app, androidapp.Options{}).Results {
			switch {
			case r.Check == "build.sdk-present" && r.Subject == "release":
				status = r.Status
				if len(r.Where) == 0 || r.Where[0].Line == 0 || !strings.Contains(r.What.ZH, "debug") {
					t.Errorf("%s: %+v", tt.name, r)
				}
			case r.Check == "manifest.debuggable":
				debuggable = r.Status
			case r.Check == "nsc.cleartext.required" && r.Status != finding.Skipped:
				if asked++; r.Build != tt.build {
					t.Errorf("%s: HTTP of the build %q, want %q: %s", tt.name, r.Build, tt.build, r.What.EN)
				}
			}
		}
		if status != tt.status || debuggable != tt.debuggable || asked == 0 {
			t.Errorf("%s: %q, debuggable %q, %d results on HTTP", tt.name, status, debuggable, asked)
		}
	}
}

// TestAlibabaAlone demands no IDaaS SDK where Alibaba's lies there and no line brings it
// into the build; a jar that lies there is said to.
func TestAlibabaAlone(t *testing.T) {
	tests := []struct{ name, file, idaas, want string }{
		{"an aar that no line takes", "app/libs/auth_number_product-2.14.aar", "", "auth_number_product-2.14.aar lies there"},
		{"a jar that no line takes", "app/libs/phoneNumber-L-AuthSDK-2.12.0.1.jar", "",
			"phoneNumber-L-AuthSDK-2.12.0.1.jar lies there"},
		{"both", "app/libs/auth_number_product-2.14.aar", "app/libs/AuthnCenter_MobileNumberAuth_1.5.3.aar",
			"AuthnCenter_MobileNumberAuth_1.5.3.aar lies there"},
	}
	for _, tt := range tests {
		fsys := tree(map[string]string{
			"app/build.gradle": appStart + "}\ndependencies { implementation 'a.b:c:1' }\n", tt.file: "none",
		})
		delete(fsys, "app/libs/auth_number_product-2.1.aar")
		if tt.idaas != "" {
			fsys[tt.idaas] = fsys[tt.file]
		}
		app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, r := range androidapp.Check(app, androidapp.Options{}).Results {
			if r.Check != "build.aars" {
				continue
			}
			said += r.What.EN + r.Paste + "\n"
			if r.Subject == "AuthnCenter_MobileNumberAuth" && tt.idaas == "" {
				t.Errorf("%s: %s", tt.name, r.What.EN)
			}
			if strings.HasSuffix(tt.file, ".jar") && strings.Contains(r.What.EN, ".jar") &&
				r.Paste != "implementation files('libs/phoneNumber-L-AuthSDK-2.12.0.1.jar')\n" {
				t.Errorf("%s: %s", tt.name, r.Paste)
			}
		}
		if !strings.Contains(said, tt.want) {
			t.Errorf("%s: %q", tt.name, said)
		}
	}
}
