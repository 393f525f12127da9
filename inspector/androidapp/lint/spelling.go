package lint

import (
	"fmt"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/finding"
)

// misspelt maps what people write to what the SDK's class is really called.
var misspelt = map[string]string{
	"com.mobile.auth.gatewayauth.activity.AuthWebViewActivity": webActivity,
	"com.mobile.auth.gatewayauth.AuthWebViewActivity":          webActivity,
	"com.mobile.auth.gatewayauth.AuthWebVeiwActivity":          webActivity,
	"com.mobile.auth.gatewayauth.activity.LoginAuthActivity":   authActivity,
}

var spelling = Check{
	ID:    "manifest.activities.spelling",
	Title: t("Spelling of the SDK's classes", "SDK 类名拼写"),
	Doc: t("The SDK's web page activity is spelt AuthWebVeiwActivity. A corrected spelling names a class that does "+
		"not exist, and the protocol pages do not open.",
		"SDK 的网页 Activity 类名拼写为 AuthWebVeiwActivity；“改正”后的拼写指向不存在的类，协议页无法打开。"),
	Certainty: codes.Seen, Source: "integration guide; SDK 2.13.3 aar",
	Run: func(p *pass) {
		b := p.manifested()
		if b == nil {
			return
		}
		for _, a := range b.Manifest.Activities {
			right, wrong := misspelt[a.Name]
			if !wrong && strings.HasPrefix(a.Name, b.Manifest.Package+".com.mobile.auth.") {
				right, wrong = strings.TrimPrefix(a.Name, b.Manifest.Package+"."), true
			}
			if wrong {
				p.add(finding.Finding{
					Status: finding.Error, Subject: a.Name, Where: []finding.Location{{
						File:    a.File,
						Line:    a.Line,
						Element: "activity " + a.Name,
					}},
					What: t(fmt.Sprintf("%s does not exist; the class is %s.", a.Name, right),
						fmt.Sprintf("不存在 %s，正确类名为 %s。", a.Name, right)),
					Why: t(
						"ActivityNotFoundException when the page is to open.",
						"打开页面时抛出 ActivityNotFoundException。",
					),
					Fix:   t("Use the SDK's own spelling.", "使用 SDK 的原始拼写。"),
					Paste: fmt.Sprintf("android:name=%q", right), PasteInto: "activity",
				})
			}
		}
		p.pass("No class is misspelt.", "类名均正确。")
	},
}
