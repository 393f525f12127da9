package lint

import (
	"fmt"
	"slices"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/manifest"
)

// needed are the permissions of the SDK's own aars (2.13.3 and 2.14.19), which
// the build merges into the app.
var needed = []string{
	"android.permission.INTERNET",
	"android.permission.ACCESS_NETWORK_STATE",
	"android.permission.ACCESS_WIFI_STATE",
	"android.permission.CHANGE_NETWORK_STATE",
}

var permissionsNeeded = Check{
	ID:    "manifest.permissions.needed",
	Title: t("Permissions that the login needs", "登录所需权限"),
	Doc: t("The SDK needs four permissions. Its aars bring them along; they are missing from an APK only if the manifest removes them. Without CHANGE_NETWORK_STATE the SDK cannot switch to cellular.",
		"SDK 需要四项权限，其 aar 会自动合入；APK 中缺失说明被清单移除。缺少 CHANGE_NETWORK_STATE 时 SDK 无法切换到蜂窝网络。"),
	Certainty: codes.Seen, Source: "manifests of the SDK 2.13.3 and 2.14.19 aars",
	run: func(p *pass) {
		b := p.manifested()
		if b == nil {
			return
		}
		have := map[string]bool{}
		for _, x := range b.Manifest.Permissions {
			if x.MaxSDK > 0 && slices.Contains(needed, x.Name) {
				p.limited(x)
			}
			have[x.Name] = true
		}
		for _, name := range needed {
			if have[name] {
				continue
			}
			status, why, zh := Error, "Number lookup fails without it.", "缺少该权限将无法取号。"
			if !p.compiled() {
				status, why, zh = Hint, "The SDK's aars add it when the app is built.", "构建时由 SDK 的 aar 自动合入。"
				if name == "android.permission.INTERNET" && !p.addedUnread() {
					status = Warning
				}
			}
			p.add(Result{
				Status: status, Subject: name, Where: manifestPlace(b, "manifest"), Why: t(why, zh),
				What:  t(fmt.Sprintf("%s is not declared.", name), fmt.Sprintf("未声明 %s。", name)),
				Fix:   t("Declare it.", "请声明。"),
				Paste: fmt.Sprintf(`<uses-permission android:name="%s"/>`, name), PasteInto: "AndroidManifest.xml <manifest>",
			})
		}
		p.pass("All four are declared.", "四项权限均已声明。")
	},
}

// addedUnread reports that the SDK's aar is in the build and was not read: it adds
// its permissions, which a checkout without the file does not show.
func (p *pass) addedUnread() bool {
	for _, a := range p.App.Aars {
		if a.Used && a.Manifest != nil && facts.AlibabaArtifact(a.Name) {
			return false // it was merged, and does not add this one
		}
	}
	return p.has("auth_number_product") || p.App.SDK.ByPlugin
}

// limited reports a permission that newer phones do not grant: Android passes
// over a uses-permission with a maxSdkVersion below its own level.
func (p *pass) limited(x manifest.Permission) {
	p.add(Result{
		Status: Error, Subject: x.Name, Where: []Location{{File: x.File, Line: x.Line, Element: x.Name}},
		What: t(fmt.Sprintf("%s holds up to API level %d only (maxSdkVersion).", x.Name, x.MaxSDK), fmt.Sprintf("%s 仅在 API %d 及以下有效（maxSdkVersion）。", x.Name, x.MaxSDK)),
		Why:  t("Newer phones do not grant it, and number lookup fails there.", "更新版本的手机不会授予该权限，取号会失败。"),
		Fix:  t("Remove maxSdkVersion.", "请删除 maxSdkVersion。"),
	})
}
