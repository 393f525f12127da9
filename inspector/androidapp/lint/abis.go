package lint

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
)

// sdkABIs are the ABIs that the SDK has libraries for.
var sdkABIs = []string{"armeabi-v7a", "arm64-v8a", "x86"}

var abis = Check{
	ID:    "build.abi",
	Title: t("Native ABIs", "ABI"),
	Doc: t("The SDK has libraries for armeabi-v7a, arm64-v8a and x86. A phone loads from one ABI folder only: if the app has a folder for another ABI, or for one that lacks the SDK's library, the login fails with UnsatisfiedLinkError there. There is no x86_64, so most emulators cannot log in.",
		"SDK 提供 armeabi-v7a、arm64-v8a 与 x86 的 so。手机只会从一个 ABI 目录加载：若应用含有其他 ABI 目录，或某目录缺少 SDK 的 so，登录时会抛出 UnsatisfiedLinkError。没有 x86_64，故多数模拟器无法登录。"),
	Certainty: codes.Seen, Source: "https://help.aliyun.com/document_detail/2249362.html",
	run: func(p *pass) {
		p.abiFilters()
		p.abiFolders()
		if len(p.results) > 0 {
			return
		}
		if (p.App.Project == nil || p.App.Project.BuildFile == "") && len(p.App.Native) == 0 {
			p.skip("No build file and no native library was read.", "未读取到构建文件或 so。")
			return
		}
		if !p.compiled() && p.App.Project != nil && len(p.App.Project.ABIFilters) == 0 {
			p.add(Result{
				Status: Hint, What: t("No abiFilters.", "未设置 abiFilters。"),
				Why:   t("If another library brings x86_64 or armeabi, phones of that ABI look for the SDK's library there and do not find it.", "若其他库带入 x86_64 或 armeabi，这类设备会在对应目录找不到 SDK 的 so。"),
				Fix:   t("Limit the ABIs to those of the SDK.", "将 ABI 限制为 SDK 支持的几种。"),
				Paste: "ndk {\n    " + p.filters() + "}\n", PasteInto: p.buildFile("defaultConfig"),
			})
			return
		}
		if p.compiled() && !p.hasSDKLibrary() {
			p.skip("No native library of the SDK was read.", "未读取到 SDK 的 so。")
			return
		}
		p.pass("Every ABI has the SDK's library.", "各 ABI 均含 SDK 的 so。")
	},
}

func (p *pass) filters() string {
	return p.script("abiFilters 'armeabi-v7a', 'arm64-v8a', 'x86'\n", "abiFilters += listOf(\"armeabi-v7a\", \"arm64-v8a\", \"x86\")\n")
}

func (p *pass) abiFilters() {
	if p.App.Project == nil {
		return
	}
	for _, f := range p.App.Project.ABIFilters {
		if !slices.Contains(sdkABIs, f.Value) {
			p.add(Result{
				Status: Warning, Subject: f.Value, Where: []Location{{File: f.File, Line: f.Line, Element: "abiFilters"}},
				What:  t(fmt.Sprintf("abiFilters names %s, for which the SDK has no library.", f.Value), fmt.Sprintf("abiFilters 包含 %s，SDK 没有该 ABI 的 so。", f.Value)),
				Why:   t("UnsatisfiedLinkError on such devices.", "此类设备会抛出 UnsatisfiedLinkError。"),
				Fix:   t("Remove it.", "请移除。"),
				Paste: p.filters(), PasteInto: p.buildFile("ndk"),
			})
		}
	}
}

// hasSDKLibrary reports whether the SDK's library was read under any name.
func (p *pass) hasSDKLibrary() bool {
	return slices.ContainsFunc(p.App.Native, func(n facts.Native) bool { return strings.Contains(n.Name, "alijtca_plus") })
}

// abiFolders looks for folders of an APK that lack the SDK's library.
func (p *pass) abiFolders() {
	if !p.compiled() {
		return
	}
	has := map[string]bool{}
	for _, n := range p.App.Native {
		has[n.ABI] = has[n.ABI] || strings.Contains(n.Name, "alijtca_plus")
	}
	any := false
	for _, found := range has {
		any = any || found
	}
	for abi, found := range has {
		if any && !found {
			p.add(Result{
				Status: Warning, Subject: abi, Where: []Location{{File: p.App.Name, Element: "lib/" + abi}},
				What: t(fmt.Sprintf("lib/%s has libraries, but not the SDK's.", abi), fmt.Sprintf("lib/%s 中有 so，但没有 SDK 的 so。", abi)),
				Why:  t("UnsatisfiedLinkError on devices of that ABI.", "该 ABI 的设备会抛出 UnsatisfiedLinkError。"),
				Fix:  t("Leave that ABI out with abiFilters.", "用 abiFilters 去掉该 ABI。"),
			})
		}
	}
	slices.SortFunc(p.results, func(a, b Result) int { return strings.Compare(a.Subject, b.Subject) })
}
