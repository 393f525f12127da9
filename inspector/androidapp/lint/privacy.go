package lint

import (
	"loginscope/codes"
	"loginscope/inspector/finding"
)

const privacyPaste = `<activity
    android:name="com.mobile.auth.gatewayauth.PrivacyDialogActivity"
    android:configChanges="orientation|keyboardHidden|screenSize"
    android:exported="false"
    android:launchMode="singleTop"
    android:screenOrientation="behind"
    android:theme="@style/authsdk_activity_dialog"/>
`

var privacyActivity = Check{
	ID:    "manifest.activities.privacy",
	Title: t("PrivacyDialogActivity", "PrivacyDialogActivity"),
	Doc: t("The second-confirmation dialog for the protocols is an activity of its own. The class is in SDK 2.13.3 "+
		"already; the guide's sample manifest leaves it out.",
		"协议二次确认弹窗是独立的 Activity，2.13.3 版 SDK 中已有该类，而接入文档示例未包含。"),
	Certainty: codes.Seen, Source: "classes of SDK 2.13.3; manifest of GitHub fluttercandies/flutter_ali_auth",
	Run: func(p *pass) {
		b := p.manifested()
		if b == nil {
			return
		}
		v := p.App.SDK.AlibabaVersion()
		switch {
		case find(b.Manifest, privacyName) != nil:
		case !p.compiled() && p.absentMayBring(privacyName, privacyName+" is not declared here", "此处未声明 "+privacyName):
			return
		case p.App.SDK.ByPlugin && !p.compiled():
			p.skip(
				"It is not declared here; a package of Flutter or React Native may bring it.",
				"此处未声明；可能由 Flutter 或 React Native 插件带入。",
			)
			return
		case v != "" && compare(v, "2.13.3") < 0:
			p.pass("The SDK version has no such activity.", "该 SDK 版本没有此 Activity。")
		default:
			status := finding.Warning
			if p.App.Code.Files > 0 && p.App.Code.SecondConfirm == "" && !p.App.SDK.ByPlugin {
				status = finding.Hint // nothing that was read switches it on
			}
			p.add(finding.Finding{
				Status: status, Subject: privacyName, Where: manifestLocation(b, "application"),
				What: t("PrivacyDialogActivity is not declared.", "未声明 PrivacyDialogActivity。"),
				Why:  t("If the second confirmation is switched on, its dialog does not appear.", "若开启协议二次确认，弹窗不会出现。"),
				Fix:  t("Declare it.", "请声明。"), Paste: p.themed(privacyPaste),
				PasteInto: "AndroidManifest.xml <application>",
			})
		}
		p.pass("It is declared.", "已声明。")
	},
}
