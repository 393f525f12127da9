package lint

import (
	"fmt"
	"slices"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/finding"
)

// The SDK's activities, in its own spelling.
const (
	authActivity    = "com.mobile.auth.gatewayauth.LoginAuthActivity"
	webActivity     = "com.mobile.auth.gatewayauth.activity.AuthWebVeiwActivity" // sic
	privacyName     = "com.mobile.auth.gatewayauth.PrivacyDialogActivity"
	authDialogTheme = "authsdk_activity_dialog"
)

const authPaste = `<activity
    android:name="com.mobile.auth.gatewayauth.LoginAuthActivity"
    android:configChanges="orientation|keyboardHidden|screenSize"
    android:exported="false"
    android:launchMode="singleTop"
    android:screenOrientation="behind"
    android:theme="@style/authsdk_activity_dialog"/>
`

const webPaste = `<activity
    android:name="com.mobile.auth.gatewayauth.activity.AuthWebVeiwActivity"
    android:configChanges="orientation|keyboardHidden|screenSize"
    android:exported="false"
    android:launchMode="singleTop"
    android:screenOrientation="behind"/>
`

var activities = Check{
	ID:    "manifest.activities",
	Title: t("The SDK's two authorisation activities", "SDK 的两个授权页 Activity"),
	Doc: t("The SDK's aars declare no activity, so the app must: LoginAuthActivity and AuthWebVeiwActivity (sic), "+
		"not exported, singleTop, and handling orientation, keyboardHidden and screenSize themselves.",
		"SDK 的 aar 不含 Activity 声明，须由应用声明 LoginAuthActivity 与 AuthWebVeiwActivity（原文如此）：不导出、singleTop，并自行处理 "+
			"orientation、keyboardHidden、screenSize。"),
	Certainty: codes.Seen, Source: "integration guide, Configure AndroidManifest",
	Run: func(p *pass) {
		b := p.manifested()
		if b == nil {
			return
		}
		for _, a := range []struct{ name, paste string }{{authActivity, authPaste}, {webActivity, webPaste}} {
			p.activity(b, a.name, p.themed(a.paste))
		}
		p.pass("Both are declared as the guide asks.", "两者均按文档声明。")
	},
}

func find(m *manifest.Manifest, name string) *manifest.Activity {
	for i := range m.Activities {
		if m.Activities[i].Name == name {
			return &m.Activities[i]
		}
	}
	return nil
}

// replacedWhy is what the SDK's page for the protocols is for where the app has its own.
var replacedWhy = t("The app opens a page of its own for the protocols (setProtocolAction); the SDK's page is missing "+
	"only where that is not set.",
	"应用通过 setProtocolAction 打开自己的协议页；仅在未设置时才需要 SDK 的协议页。")

// replaced reports whether a page is the SDK's for the protocols and some source sets
// one of the app's own.
func (p *pass) replaced(name string) bool {
	return name == webActivity && p.App.Code.ProtocolPage != ""
}

// off reports that android:enabled is known to be false.
func off(enabled manifest.Bool) bool { return enabled.Known() && !enabled.Is }

// undecided reports that android:enabled is written and cannot be read.
func undecided(enabled manifest.Bool) bool { return enabled.Set && !enabled.Known() }

func (p *pass) activity(b *facts.Build, name, paste string) {
	a := find(b.Manifest, name)
	if a == nil && !p.compiled() && p.absentMayBring(name, name+" is not declared here", "此处未声明 "+name) {
		return
	}
	if a == nil && p.App.SDK.ByPlugin && !p.compiled() {
		p.add(finding.Finding{
			Status: finding.Skipped, Subject: name,
			What: t(name+
				" is not declared here; a package of Flutter or React Native may bring it, and that is not in this "+
				"folder.", "此处未声明 "+name+"；可能由不在此目录中的 Flutter 或 React Native 插件带入。"),
		})
		return
	}
	if a == nil {
		r := finding.Finding{
			Status: finding.Error, Subject: name, Where: manifestLocation(b, "application"),
			What: t(name+" is not declared.", "未声明 "+name+"。"),
			Why:  t("The authorisation page cannot open: 600002.", "授权页无法打开：600002。"),
			Fix:  t("Declare it.", "请声明。"), Paste: paste, PasteInto: "AndroidManifest.xml <application>",
		}
		if p.replaced(name) {
			r.Status, r.Why = finding.Warning, replacedWhy
		}
		p.add(r)
		return
	}
	wrong := func(status finding.Status, en, zh, why, whyZH string) {
		p.add(finding.Finding{
			Status: status, Subject: name,
			Where: []finding.Location{{File: a.File, Line: a.Line, Element: "activity " + name}},
			What:  t(en, zh), Why: t(why, whyZH),
			Fix: t("Declare it as in the guide.", "按文档声明。"), Paste: paste,
			PasteInto: "AndroidManifest.xml <application>",
		})
	}
	all := b.Manifest.Application.Enabled
	switch {
	case off(a.Enabled) || off(all):
		wrong(finding.Error, name+" is disabled (android:enabled).", name+" 被禁用（android:enabled）。",
			"Android starts no disabled activity: 600002.", "系统不会启动被禁用的 Activity：600002。")
	case undecided(a.Enabled) || undecided(all):
		p.add(finding.Finding{
			Status: finding.Skipped, Subject: name, Where: []finding.Location{{
				File:    a.File,
				Line:    a.Line,
				Element: "activity " + name,
			}},
			What: t("Whether "+name+" is enabled depends on a value that cannot be read here.",
				name+" 是否启用取决于此处无法读取的值。"),
		})
	}
	switch {
	case a.Exported.Set && a.Exported.Is:
		wrong(finding.Error, name+" is exported.", name+" 被导出。",
			"Any app on the phone can open the authorisation page.", "手机上任意应用都能拉起授权页。")
	case !a.Exported.Set && a.HasFilter:
		wrong(finding.Error, name+" has an intent filter and no android:exported.",
			name+" 有 intent-filter 却未设 android:exported。",
			"It is exported before Android 12 and cannot be installed from 12 on.", "Android 12 以前会被导出，12 及以上无法安装。")
	}
	if a.LaunchMode.Text != "singleTop" {
		wrong(finding.Warning, fmt.Sprintf("%s has launchMode %q, the guide says singleTop.", name, a.LaunchMode.Text),
			fmt.Sprintf("%s 的 launchMode 为 %q，文档要求 singleTop。", name, a.LaunchMode.Text),
			"A double tap opens the page twice.", "连点会打开两个授权页。")
	}
	var missing []string
	for _, c := range []string{"orientation", "keyboardHidden", "screenSize"} {
		if !slices.Contains(a.ConfigChanges, c) {
			missing = append(missing, c)
		}
	}
	if len(missing) > 0 {
		wrong(finding.Warning, fmt.Sprintf("%s does not handle %s.", name, list(missing)),
			fmt.Sprintf("%s 的 configChanges 缺少 %s。", name, listZH(missing)),
			"Turning the phone restarts the page and loses the login under way.", "旋转屏幕会重建授权页，中断登录。")
	}
}
