package lint

import (
	"fmt"

	"loginscope/codes"
)

const (
	sdkMin     = 21 // minSdk of the SDK's aars
	sdkCompile = 30 // compileSdk that Alibaba asks for
)

var sdkLevels = Check{
	ID:    "manifest.sdk-levels",
	Title: t("minSdk, targetSdk, compileSdk", "minSdk、targetSdk、compileSdk"),
	Doc: t("The SDK's aars want minSdk 21 and compileSdk 30 or higher. targetSdk decides which defaults of the platform hold: 24 user CAs, 28 cleartext, 30 signing scheme v2, 37 local network and Certificate Transparency.",
		"SDK 的 aar 要求 minSdk 不低于 21、compileSdk 不低于 30。targetSdk 决定系统默认行为：24 用户 CA，28 明文，30 v2 签名，37 本地网络与证书透明度。"),
	Certainty: codes.Seen, Source: "https://help.aliyun.com/document_detail/2249362.html",
	run: func(p *pass) {
		b := p.manifested()
		if b == nil && p.App.Project == nil {
			return
		}
		p.results = nil
		compile, where := 0, []Location(nil)
		minSDK, target := 0, 0
		if b != nil {
			compile, where = b.Manifest.CompileSDK.N, manifestPlace(b, "uses-sdk")
			minSDK, target = b.MinSDK, b.TargetSDK
		}
		if x := p.App.Project; x != nil {
			if x.CompileSDK.Set() {
				compile = x.CompileSDK.Int()
			}
			if x.MinSDK.Set() {
				minSDK = x.MinSDK.Int()
				where = []Location{{File: x.MinSDK.File, Line: x.MinSDK.Line, Element: "minSdk"}}
			}
			if x.TargetSDK.Unresolved != "" {
				p.add(Result{
					Status: Skipped, Subject: "targetSdk", Where: []Location{{File: x.TargetSDK.File, Line: x.TargetSDK.Line}},
					What: t("targetSdk is computed: "+x.TargetSDK.Unresolved, "targetSdk 由脚本计算："+x.TargetSDK.Unresolved),
				})
			}
		}
		if minSDK > 0 && minSDK < sdkMin {
			p.add(Result{
				Status: Warning, Subject: "minSdk", Where: where,
				What: t(fmt.Sprintf("minSdk is %d, the SDK wants %d.", minSDK, sdkMin), fmt.Sprintf("minSdk 为 %d，SDK 要求 %d。", minSDK, sdkMin)),
				Why:  t("The manifest merger refuses the aar, or the app crashes on older phones.", "清单合并会报错，或在旧手机上崩溃。"),
				Fix:  t("Raise it.", "请提升。"), Paste: p.script(fmt.Sprintf("minSdk %d", sdkMin), fmt.Sprintf("minSdk = %d", sdkMin)), PasteInto: p.buildFile("defaultConfig"),
			})
		}
		if compile > 0 && compile < sdkCompile {
			p.add(Result{
				Status: Warning, Subject: "compileSdk", Where: where,
				What: t(fmt.Sprintf("compileSdk is %d, Alibaba asks for %d or higher.", compile, sdkCompile), fmt.Sprintf("compileSdk 为 %d，阿里云要求不低于 %d。", compile, sdkCompile)),
				Why:  t("The aars may not build.", "aar 可能无法编译。"),
				Fix:  t("Raise it.", "请提升。"), Paste: p.script(fmt.Sprintf("compileSdk %d", sdkCompile), fmt.Sprintf("compileSdk = %d", sdkCompile)), PasteInto: p.buildFile("android"),
			})
		}
		p.pass(fmt.Sprintf("minSdk %d, targetSdk %d, compileSdk %d (0: not said).", minSDK, target, compile), fmt.Sprintf("minSdk %d、targetSdk %d、compileSdk %d（0 表示未说明）。", minSDK, target, compile))
	},
}
