package lint

import (
	"fmt"
	"slices"
	"strconv"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/merger"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

const (
	sdkMin     = 21 // minSdk of the SDK's aars
	sdkCompile = 30 // compileSdk that Alibaba asks for
)

var sdkLevels = Check{
	ID:    "manifest.sdk-levels",
	Title: t("minSdk, targetSdk, compileSdk", "minSdk、targetSdk、compileSdk"),
	Doc: t("The SDK's aars want minSdk 21 and compileSdk 30 or higher. targetSdk decides which platform "+
		"defaults apply: 24 user CAs, 28 cleartext, 30 signing scheme v2, "+
		"37 local network and Certificate Transparency."+
		" Where the SDK's aar was opened, its own minSdk counts.",
		"SDK 的 aar 要求 minSdk 不低于 21、compileSdk 不低于 30。targetSdk 决定系统默认行为：24 用户 CA，28 明文，30 v2 签名，37 本地网络与证书透明度。"+
			"若已读取 SDK 的 aar，则以其 minSdk 为准。"),
	Certainty: codes.Seen, Source: "https://help.aliyun.com/document_detail/2249362.html",
	Run: func(p *pass) {
		b := p.manifested()
		if b == nil && p.App.Project == nil {
			return
		}
		p.results = nil
		p.mergerLevels()
		compile, where := 0, []finding.Location(nil)
		minSDK, target := 0, 0
		if b != nil {
			compile, where = b.Manifest.CompileSDK.N, manifestLocation(b, "uses-sdk")
			minSDK, target = b.MinSDK, b.TargetSDK
		}
		if x := p.App.Project; x != nil {
			if x.CompileSDK.Set() {
				compile = x.CompileSDK.Int()
			}
			if b == nil {
				minSDK, target = x.MinSDK.Int(), x.TargetSDK.Int()
			}
			if x.MinSDK.Set() {
				where = []finding.Location{{File: x.MinSDK.File, Line: x.MinSDK.Line, Element: "minSdk"}}
			}
		}
		p.unknownLevels(b)
		if minSDK > 0 && minSDK < sdkMin && !p.levelRead() && p.newSDK() {
			p.add(finding.Finding{
				Status: finding.Warning, Subject: "minSdk", Where: where,
				What: t(fmt.Sprintf("minSdk is %d, the SDK wants %d.", minSDK, sdkMin),
					fmt.Sprintf("minSdk 为 %d，SDK 要求 %d。", minSDK, sdkMin)),
				Why: t(
					"The manifest merger refuses the aar, or the app crashes on older phones.",
					"清单合并会报错，或在旧手机上崩溃。",
				),
				Fix:       t("Raise it.", "请提升。"),
				Paste:     p.script(fmt.Sprintf("minSdk %d", sdkMin), fmt.Sprintf("minSdk = %d", sdkMin)),
				PasteInto: p.buildFile("defaultConfig"),
			})
		}
		if compile > 0 && compile < sdkCompile && p.asksForCompileSDK() {
			p.add(finding.Finding{
				Status: finding.Warning, Subject: "compileSdk", Where: where,
				What: t(fmt.Sprintf("compileSdk is %d, Alibaba asks for %d or higher.", compile, sdkCompile),
					fmt.Sprintf("compileSdk 为 %d，阿里云要求不低于 %d。", compile, sdkCompile)),
				Why: t("The aars may not build.", "aar 可能无法编译。"),
				Fix: t("Raise it.", "请提升。"),
				Paste: p.script(fmt.Sprintf("compileSdk %d", sdkCompile),
					fmt.Sprintf("compileSdk = %d", sdkCompile)),
				PasteInto: p.buildFile("android"),
			})
		}
		if minSDK > 0 && minSDK < sdkMin && !p.levelRead() && !p.newSDK() {
			p.add(finding.Finding{
				Status: finding.Skipped, Subject: "minSdk", Where: where,
				What: t(fmt.Sprintf("minSdk is %d; which one the login SDK asks for was not read.", minSDK),
					fmt.Sprintf("minSdk 为 %d；未读取到登录 SDK 要求的 minSdk。", minSDK)),
			})
		}
		if minSDK == 0 && compile == 0 && target == 0 && len(p.results) == 0 {
			p.skip("No level was read.", "未读取到任何 SDK 级别。")
			return
		}
		p.pass(fmt.Sprintf("minSdk %s, targetSdk %s, compileSdk %s.", known(minSDK), known(target), known(compile)),
			fmt.Sprintf("minSdk %s、targetSdk %s、compileSdk %s。", known(minSDK), known(target), known(compile)))
	},
}

// compileAsked is the first version series that the guide with compileSdk 30 is about;
// older aars build with less.
const compileAsked = "2.13"

// firstNew is the first version series whose aars were seen to ask for minSdk 21 and to be
// built on AndroidX; 2.12.9 and 2.12.11.2 ask for 14 and are built on the old support library.
const firstNew = "2.13"

// newSDK reports that the login SDK of the build is known to be of that series or later: by
// its version, by its own aar, or since it is IDaaS'.
func (p *pass) newSDK() bool {
	if v := p.App.SDK.AlibabaVersion(); v != "" {
		return compare(v, firstNew) >= 0
	}
	return p.idaas() || slices.ContainsFunc(p.App.Aars, func(a facts.Aar) bool { return a.Used && a.Alibaba() })
}

// asksForCompileSDK reports that the guide of the SDK in the app asks for a compileSdk,
// or that its version is not known.
func (p *pass) asksForCompileSDK() bool {
	v := p.App.SDK.AlibabaVersion()
	return v == "" || compare(v, compileAsked) >= 0
}

// levelRead reports that the SDK's aar was opened and says its own minSdk: what it
// asks for is compared when the manifests are merged, and the usual level does not
// count.
func (p *pass) levelRead() bool {
	return slices.ContainsFunc(p.App.Aars, func(a facts.Aar) bool {
		return a.Used && a.Broken == "" && a.MinSDK > 0 && a.Alibaba()
	})
}

// known writes a level, "?" for one that is not known.
func known(level int) string {
	if level == 0 {
		return "?"
	}
	return strconv.Itoa(level)
}

// unknownLevels names the levels that could not be worked out, with the reason.
func (p *pass) unknownLevels(b *facts.Build) {
	x := p.App.Project
	if x == nil {
		return
	}
	target, least := x.TargetSDK, x.MinSDK
	if b != nil {
		target, least = b.Target, b.Min
	}
	for _, l := range []struct {
		name string
		why  lang.Text
		file string
		line int
	}{
		{"targetSdk", target.Unresolved, target.File, target.Line},
		{"minSdk", least.Unresolved, least.File, least.Line},
		{"compileSdk", x.CompileSDK.Unresolved, x.CompileSDK.File, x.CompileSDK.Line},
	} {
		if l.why.Empty() {
			continue
		}
		r := finding.Finding{
			Status: finding.Skipped, Subject: l.name,
			What: t(fmt.Sprintf("%s is not known: %s.", l.name, l.why.EN),
				fmt.Sprintf("无法确定 %s：%s。", l.name, l.why.ZH)),
		}
		if l.file != "" {
			r.Where = []finding.Location{{File: l.file, Line: l.line}}
		}
		p.add(r)
	}
}

// mergerLevels reports libraries that ask for a newer phone than the app.
func (p *pass) mergerLevels() {
	seen := map[merger.Conflict]bool{}
	for _, b := range p.actual() {
		for _, c := range b.Conflicts {
			if c.Kind != merger.LibraryMinSDK || seen[c] {
				continue
			}
			seen[c] = true
			p.add(finding.Finding{
				Status: finding.Error, Subject: c.Subject,
				Where: []finding.Location{{File: c.File, Line: c.Line, Element: "uses-sdk"}},
				What: t(fmt.Sprintf("The library asks for a higher minSdk than the app (%s).", c.Detail),
					fmt.Sprintf("该库的 minSdk 高于应用（%s）。", c.Detail)),
				Why: t("The manifest merger stops the build.", "清单合并失败，无法构建。"),
				Fix: t("Raise the app's minSdk, or use another version of the library.", "提升应用的 minSdk，或换用该库的其他版本。"),
			})
		}
	}
}
