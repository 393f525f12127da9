package lint

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/finding"
)

// sdkLibrary is what the names of the SDK's native libraries end in, where no tool
// renamed them.
const sdkLibrary = "alijtca_plus"

// ofSDK reports whether a native library is the SDK's: by the beginning or the end of
// its name. Both were seen in every aar.
func ofSDK(n facts.Native) bool {
	return strings.HasPrefix(n.Name, "libpns-") || strings.Contains(n.Name, sdkLibrary)
}

// usualABIs are those for which the SDK has libraries in the versions that were
// seen.
var usualABIs = []string{"armeabi-v7a", "arm64-v8a", "x86"}

var abis = Check{
	ID:    "build.abi",
	Title: t("Native ABIs", "ABI"),
	Doc: t("The SDK has libraries for armeabi-v7a, arm64-v8a and x86. A phone loads from one ABI folder only: if "+
		"the app has a folder for another ABI, or for one that lacks the SDK's library, the login fails with "+
		"UnsatisfiedLinkError there. There is no x86_64, so most emulators cannot log in."+
		" Where the SDK's aar was opened, the ABIs of its own libraries count instead.",
		"SDK 提供 armeabi-v7a、arm64-v8a 与 x86 的 so。手机只会从一个 ABI 目录加载：若应用含有其他 ABI 目录，或某目录缺少 SDK 的 so，登录时会抛出 "+
			"UnsatisfiedLinkError。没有 x86_64，故多数模拟器无法登录。"+
			"若已读取 SDK 的 aar，则以其中的 so 为准。"),
	Certainty: codes.Seen, Source: "https://help.aliyun.com/document_detail/2249362.html",
	Run: func(p *pass) {
		p.leftOut()
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
			p.add(finding.Finding{
				Status: finding.Hint, What: t("No abiFilters.", "未设置 abiFilters。"),
				Why: t(
					"If another library brings x86_64 or armeabi, phones of that ABI look for the SDK's library "+
						"there and do not find it.",
					"若其他库带入 x86_64 或 armeabi，这类设备会在对应目录找不到 SDK 的 so。",
				),
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

// filters is the line that limits an app to the ABIs of the SDK.
func (p *pass) filters() string {
	groovy, kotlin := strings.Join(p.sdkABIs(), "', '"), strings.Join(p.sdkABIs(), "\", \"")
	return p.script("abiFilters '"+groovy+"'\n", "abiFilters += listOf(\""+kotlin+"\")\n")
}

// sdkABIs are those for which the SDK's aar has its library, where it was opened
// and has any; else the usual ones.
func (p *pass) sdkABIs() []string {
	var have []string
	for _, a := range p.App.Aars {
		if !a.Used || !a.Alibaba() {
			continue
		}
		for _, n := range a.Native {
			if ofSDK(n) && !slices.Contains(have, n.ABI) {
				have = append(have, n.ABI)
			}
		}
	}
	if len(have) == 0 {
		return usualABIs
	}
	slices.Sort(have)
	return have
}

func (p *pass) abiFilters() {
	if p.App.Project == nil {
		return
	}
	have := p.sdkABIs()
	for _, f := range p.App.Project.ABIFilters {
		switch {
		case slices.Contains(have, f.Value):
		case slices.Contains(usualABIs, f.Value):
			p.lacking(f)
		default:
			p.add(finding.Finding{
				Status: finding.Warning, Subject: f.Value, Where: []finding.Location{{
					File:    f.File,
					Line:    f.Line,
					Element: "abiFilters",
				}},
				What: t(fmt.Sprintf("abiFilters names %s, for which the SDK has no library.", f.Value),
					fmt.Sprintf("abiFilters 包含 %s，SDK 没有该 ABI 的 so。", f.Value)),
				Why:   t("UnsatisfiedLinkError on such devices.", "此类设备会抛出 UnsatisfiedLinkError。"),
				Fix:   t("Remove it.", "请移除。"),
				Paste: p.filters(), PasteInto: p.buildFile("ndk"),
			})
		}
	}
}

// sdkLibraries are the SDK's native libraries of the app by ABI: those that its aar has,
// or those that an aar of that name has, where it was not opened.
func (p *pass) sdkLibraries() []facts.Native {
	var out []facts.Native
	for _, a := range p.App.Aars {
		for _, n := range a.Native {
			if a.Used && ofSDK(n) {
				out = append(out, n)
			}
		}
	}
	if len(out) > 0 || p.App.Project == nil {
		return out
	}
	for _, d := range p.App.Project.Dependencies {
		base := strings.TrimSuffix(d.Artifact, ".aar")
		if !d.AAR || !facts.AlibabaArtifact(d.Name) || base == "" {
			continue
		}
		for _, abi := range usualABIs {
			out = append(out, facts.Native{ABI: abi, Name: "lib" + base + "_" + sdkLibrary + ".so"})
		}
	}
	return out
}

// leftOut reports libraries of the SDK that the packaging leaves out of the app.
func (p *pass) leftOut() {
	if p.App.Project == nil {
		return
	}
	libraries := p.sdkLibraries()
	for _, s := range p.App.Project.NativeExcludes {
		where := []finding.Location{{File: s.File, Line: s.Line, Element: "excludes"}}
		if !s.Unresolved.Empty() && len(libraries) > 0 {
			p.add(finding.Finding{
				Status: finding.Skipped, Subject: "excludes", Where: where,
				What: t("Which native libraries the packaging leaves out is not known: "+s.Unresolved.EN+".",
					"无法确定打包时排除了哪些 so："+s.Unresolved.ZH+"。"),
			})
			continue
		}
		for _, n := range libraries {
			if p.packs(n.ABI) && s.Packs(n.ABI, n.Name) {
				p.libraryLeftOut(n, s.Value, where)
			}
		}
	}
}

func (p *pass) libraryLeftOut(n facts.Native, pattern string, where []finding.Location) {
	status := finding.Error
	if n.ABI == "x86" || n.ABI == "x86_64" { // of emulators
		status = finding.Warning
	}
	p.add(finding.Finding{
		Status: status, Subject: n.ABI, Where: where,
		What: t(fmt.Sprintf("The packaging leaves %s of %s out (%s).", n.Name, n.ABI, pattern),
			fmt.Sprintf("打包时排除了 %s 的 %s（%s）。", n.ABI, n.Name, pattern)),
		Why: t("UnsatisfiedLinkError at login on such devices.", "此类设备登录时会抛出 UnsatisfiedLinkError。"),
		Fix: t("Remove the pattern, or narrow it.", "请删除或收窄该规则。"),
	})
}

// packs reports whether the app's filters let an ABI in.
func (p *pass) packs(abi string) bool {
	list := p.App.Project.ABIFilters
	return len(list) == 0 || slices.ContainsFunc(list, func(s gradle.Setting) bool { return s.Value == abi })
}

// lacking reports an ABI for which the SDK usually has a library, but not in the aar
// that was read. Whether the app has a folder for it is not known.
func (p *pass) lacking(f gradle.Setting) {
	p.add(finding.Finding{
		Status: finding.Hint, Subject: f.Value,
		Where: []finding.Location{{File: f.File, Line: f.Line, Element: "abiFilters"}},
		What: t(fmt.Sprintf("abiFilters names %s; the SDK's aar that was read has no library for it.", f.Value),
			fmt.Sprintf("abiFilters 包含 %s，但已读取的 SDK aar 中没有该 ABI 的 so。", f.Value)),
		Why: t("If another library has one, phones of that ABI fail with UnsatisfiedLinkError.",
			"若其他库含有该 ABI 的 so，此类设备会抛出 UnsatisfiedLinkError。"),
		Fix:   t("Use the complete aar, or remove the ABI.", "请使用完整的 aar，或移除该 ABI。"),
		Paste: p.filters(), PasteInto: p.buildFile("ndk"),
	})
}

// hasSDKLibrary reports whether the SDK's library was read under any name.
func (p *pass) hasSDKLibrary() bool {
	return slices.ContainsFunc(p.App.Native, ofSDK)
}

// abiFolders looks for folders of an APK that lack the SDK's library.
func (p *pass) abiFolders() {
	if !p.compiled() {
		return
	}
	has := map[string]bool{}
	for _, n := range p.App.Native {
		has[n.ABI] = has[n.ABI] || ofSDK(n)
	}
	any := false
	for _, found := range has {
		any = any || found
	}
	for abi, found := range has {
		if any && !found {
			p.add(finding.Finding{
				Status: finding.Warning, Subject: abi,
				Where: []finding.Location{{File: p.App.Name, Element: "lib/" + abi}},
				What: t(fmt.Sprintf("lib/%s has libraries, but not the SDK's.", abi),
					fmt.Sprintf("lib/%s 中有 so，但没有 SDK 的 so。", abi)),
				Why: t("UnsatisfiedLinkError on devices of that ABI.", "该 ABI 的设备会抛出 UnsatisfiedLinkError。"),
				Fix: t("Leave that ABI out with abiFilters.", "用 abiFilters 去掉该 ABI。"),
			})
		}
	}
	slices.SortFunc(p.results, func(a, b finding.Finding) int { return strings.Compare(a.Subject, b.Subject) })
}
