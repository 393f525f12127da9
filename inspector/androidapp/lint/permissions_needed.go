package lint

import (
	"fmt"
	"slices"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/androidapp/merger"
	"loginscope/inspector/finding"
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
	Doc: t("The SDK needs four permissions. Its aars bring them along; they are missing from an APK only if the "+
		"manifest removes them. Without CHANGE_NETWORK_STATE the SDK cannot switch to cellular.",
		"SDK 需要四项权限，其 aar 会自动合入；APK 中缺失说明被清单移除。缺少 CHANGE_NETWORK_STATE 时 SDK 无法切换到蜂窝网络。"),
	Certainty: codes.Seen, Source: "manifests of the SDK 2.13.3 and 2.14.19 aars",
	Run: func(p *pass) {
		b := p.manifested()
		if b == nil {
			return
		}
		have := map[string]bool{}
		for _, x := range b.Manifest.Permissions {
			if x.MaxSDK > 0 && slices.Contains(needed, x.Name) {
				p.limited(x)
			}
			have[x.Name] = have[x.Name] || x.Since == 0 || b.MinSDK >= x.Since
		}
		for _, name := range needed {
			if have[name] || p.takenAway(b, name) || p.late(b, name) {
				continue
			}
			status, why, zh := p.undeclared(name)
			p.add(finding.Finding{
				Status: status, Subject: name, Where: manifestLocation(b, "manifest"), Why: t(why, zh),
				What:      t(fmt.Sprintf("%s is not declared.", name), fmt.Sprintf("未声明 %s。", name)),
				Fix:       t("Declare it.", "请声明。"),
				Paste:     fmt.Sprintf(`<uses-permission android:name="%s"/>`, name),
				PasteInto: "AndroidManifest.xml <manifest>",
			})
		}
		p.pass("All four are declared.", "四项权限均已声明。")
	},
}

// undeclared judges a permission that no manifest declares: the SDK's aars add it,
// unless those that were read do not.
func (p *pass) undeclared(name string) (status finding.Status, why, zh string) {
	internet := name == "android.permission.INTERNET"
	switch {
	case p.compiled():
		return finding.Error, "Number lookup fails without it.", "缺少该权限将无法取号。"
	case p.addedNot() && internet:
		return finding.Error, "The aars that were read do not add it, and nothing reaches the network without it.",
			"已读取的 aar 不会合入该权限，缺少它将无法联网。"
	case p.addedNot():
		return finding.Hint, "The aars that were read do not add it.", "已读取的 aar 不会合入该权限。"
	case internet && !p.addedUnread():
		return finding.Warning, "Where the SDK's aars are in the build they add it; none was found.",
			"SDK 的 aar 会合入该权限，但未发现 aar。"
	}
	return finding.Hint, "The SDK's aars add it when the app is built.", "构建时由 SDK 的 aar 自动合入。"
}

// takenAway reports a permission that a manifest removes, whoever declares it. The
// build is named if debug builds have it.
func (p *pass) takenAway(b *facts.Build, name string) bool {
	i := slices.IndexFunc(b.Removed, func(r merger.Removal) bool { return r.Name == name || r.Name == "" })
	if i < 0 {
		return false
	}
	build := ""
	for _, other := range p.actual() {
		if other.Variant != b.Variant && !slices.Contains(other.Removed, b.Removed[i]) {
			build = string(b.Variant)
		}
	}
	at := b.Removed[i]
	p.add(finding.Finding{
		Status: finding.Error, Subject: name, Build: build, Where: []finding.Location{{
			File:    at.File,
			Line:    at.Line,
			Element: "uses-permission",
		}},
		What: t(fmt.Sprintf("The manifest takes %s away (tools:node).", name),
			fmt.Sprintf("清单用 tools:node 移除了 %s。", name)),
		Why: t(
			"It is not in the app, although the SDK's aars declare it; number lookup fails without it.",
			"即使 SDK 的 aar 声明了该权限，应用中也没有；缺少它将无法取号。",
		),
		Fix: t("Delete the removal.", "请删除该移除标记。"),
	})
	return true
}

// late reports a permission that only newer phones grant than those that the app
// runs on (uses-permission-sdk-23).
func (p *pass) late(b *facts.Build, name string) bool {
	i := slices.IndexFunc(b.Manifest.Permissions, func(x manifest.Permission) bool { return x.Name == name })
	if i < 0 {
		return false
	}
	x := b.Manifest.Permissions[i]
	p.add(finding.Finding{
		Status: finding.Warning, Subject: name, Where: []finding.Location{{
			File:    x.File,
			Line:    x.Line,
			Element: "uses-permission-sdk-23",
		}},
		What: t(fmt.Sprintf("%s is granted from API level %d on only (uses-permission-sdk-23).", name, x.Since),
			fmt.Sprintf("%s 仅在 API %d 及以上授予（uses-permission-sdk-23）。", name, x.Since)),
		Why: t("Older phones on which the app runs do not have it, and number lookup fails there.",
			"应用支持的更旧机型没有该权限，取号会失败。"),
		Fix: t("Declare it by uses-permission.", "请改用 uses-permission 声明。"),
	})
	return true
}

// addedUnread reports that the SDK's aar is in the build and was not read: it adds
// its permissions, which a checkout without the file does not show.
func (p *pass) addedUnread() bool {
	return !p.addedNot() && (p.has("auth_number_product") || p.App.SDK.ByPlugin)
}

// addedNot reports that the SDK's aar was read and merged: what is missing then, it
// does not add.
func (p *pass) addedNot() bool {
	return slices.ContainsFunc(p.App.Aars, func(a facts.Aar) bool {
		return a.Used && a.Manifest != nil && a.Alibaba()
	})
}

// limited reports a permission that newer phones do not grant: Android passes
// over a uses-permission with a maxSdkVersion below its own level.
func (p *pass) limited(x manifest.Permission) {
	p.add(finding.Finding{
		Status: finding.Error, Subject: x.Name,
		Where: []finding.Location{{File: x.File, Line: x.Line, Element: x.Name}},
		What: t(fmt.Sprintf("%s holds up to API level %d only (maxSdkVersion).", x.Name, x.MaxSDK),
			fmt.Sprintf("%s 仅在 API %d 及以下有效（maxSdkVersion）。", x.Name, x.MaxSDK)),
		Why: t("Newer phones do not grant it, and number lookup fails there.", "更新版本的手机不会授予该权限，取号会失败。"),
		Fix: t("Remove maxSdkVersion.", "请删除 maxSdkVersion。"),
	})
}
