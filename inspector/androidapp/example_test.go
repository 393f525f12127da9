package androidapp_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/finding"
)

// A manifest alone is checked as far as it goes: what stands in other files is
// skipped, never passed.
func ExampleCheck() {
	const manifest = `<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.app">
  <uses-permission android:name="android.permission.INTERNET"/>
  <application android:usesCleartextTraffic="false"/>
</manifest>`
	app, err := androidapp.Open(context.Background(), androidapp.Input{
		Name: "AndroidManifest.xml", Content: strings.NewReader(manifest), Size: int64(len(manifest)),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	report := androidapp.Check(app, androidapp.Options{Now: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)})
	fmt.Println("failed:", report.Failed())
	for _, r := range report.Results {
		if r.Shown() == finding.Error {
			fmt.Println(r.Check, r.Subject)
		}
	}
	// Output:
	// failed: true
	// nsc.cleartext.required enrichgw.10010.com
	// nsc.cleartext.required onekey.cmpassport.com
	// manifest.activities com.mobile.auth.gatewayauth.LoginAuthActivity
	// manifest.activities com.mobile.auth.gatewayauth.activity.AuthWebVeiwActivity
}
