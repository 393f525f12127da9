package lint

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/signing"
	"loginscope/inspector/finding"
)

var signingSchemes = Check{
	ID:    "identity.signing-schemes",
	Title: t("Signature of the file", "安装包签名"),
	Doc: t("With targetSdk 30 Android 11 wants APK signature scheme v2 or later; Android 6 and older know v1 only. "+
		"A file that was changed after signing is refused: the digest of the whole is computed for v2 and later, "+
		"those of the entries for v1 where it counts.",
		"targetSdk 30 起 Android 11 要求 v2 或更高签名方案；Android 6 及更早只认 v1。"+
			"签名后被修改的文件会被拒绝：对 v2 及以上重新计算整体摘要，v1 起作用时重新计算每个条目的摘要。"),
	Certainty: codes.Seen,
	Source:    "https://developer.android.com/about/versions/11/behavior-changes-11#minimum-signature-scheme",
	Run: func(p *pass) {
		if len(p.App.Packages) == 0 || p.App.Kind == facts.Bundle {
			p.skip("No APK among the inputs.", "输入中没有 APK。")
			return
		}
		b := p.manifested()
		for _, pkg := range p.App.Packages {
			p.schemes(pkg, b)
		}
		p.pass("The signatures read are in order.", "签名正常。")
	},
}

func (p *pass) schemes(pkg facts.Package, b *facts.Build) {
	wrong := func(subject string, en, zh, why, whyZH, fix, fixZH string) {
		p.add(finding.Finding{
			Status: finding.Error, Subject: subject, Where: []finding.Location{{File: pkg.File, Element: subject}},
			What: t(en, zh), Why: t(why, whyZH), Fix: t(fix, fixZH),
		})
	}
	s := pkg.Signing
	for _, e := range s.Errors {
		wrong("signature", "A signature cannot be read: "+e+".", "签名无法读取："+e+"。", "The app will probably not install.",
			"应用很可能无法安装。", "Sign the file again.", "请重新签名。")
	}
	if s.Content == signing.Altered {
		wrong("content", "The file was changed after it was signed.", "文件在签名后被修改。",
			"INSTALL_PARSE_FAILED_NO_CERTIFICATES on Android 7 and later.",
			"Android 7 及以上安装报 INSTALL_PARSE_FAILED_NO_CERTIFICATES。", "Sign it again, as the last step.", "请在最后一步重新签名。")
	}
	if s.JAR.State == signing.Altered {
		en, zh := changedEntries(s.JAR)
		wrong("entries", en, zh, "Android refuses the file where it looks at v1.", "Android 校验 v1 时会拒绝该文件。",
			"Sign it again, as the last step.", "请在最后一步重新签名。")
	}
	for _, x := range s.Stripped {
		wrong(string(x), fmt.Sprintf("An older signature names scheme %s, which is gone.", x),
			fmt.Sprintf("旧版签名声明了 %s，但已被剥离。", x), "Android refuses the file.", "Android 会拒绝安装。", "Sign it again.",
			"请重新签名。")
	}
	for _, sig := range s.Signatures {
		if !sig.Valid && !sig.Unchecked && !ignored(s, sig) {
			wrong(string(sig.Scheme), fmt.Sprintf("The %s signature does not hold: %s.", sig.Scheme, sig.Problem),
				fmt.Sprintf("%s 签名校验不通过：%s。", sig.Scheme, sig.Problem), "Android refuses the file.", "Android 会拒绝安装。",
				"Sign it again.", "请重新签名。")
		}
	}
	if b != nil && b.TargetSDK >= 30 && s.Has(signing.V1) && !s.Block {
		wrong("v1", fmt.Sprintf("Signed with v1 alone at targetSdk %d.", b.TargetSDK),
			fmt.Sprintf("targetSdk %d 但仅有 v1 签名。", b.TargetSDK), "Android 11 and later refuse to install it.",
			"Android 11 及以上无法安装。", "Enable v2 or v3 (apksigner does by default).", "启用 v2 或 v3（apksigner 默认启用）。")
	}
	if b != nil && b.Manifest != nil && b.Manifest.Sandbox.N > 1 && len(s.Signatures) > 0 && !s.Block {
		wrong("v2", fmt.Sprintf("targetSandboxVersion %d without a v2 signature.", b.Manifest.Sandbox.N),
			fmt.Sprintf("targetSandboxVersion %d 但缺少 v2 签名。", b.Manifest.Sandbox.N), "Android refuses the file.",
			"Android 会拒绝安装。", "Enable v2.", "请启用 v2。")
	}
	p.notChecked(pkg, s)
	p.tooNew(pkg, b, s)
}

// ignored reports whether no phone that the app runs on checks a signature.
func ignored(s signing.Report, sig signing.Signature) bool {
	return sig.Scheme == signing.V1 && s.V1Ignored
}

// changedEntries describes what v1 signed and what is no longer so.
func changedEntries(j signing.JAR) (en, zh string) {
	n := len(j.Changed) + j.More
	shown := j.Changed[:min(len(j.Changed), 5)]
	en, zh = list(shown), listZH(shown)
	if n > len(shown) {
		en, zh = en+", …", zh+"……"
	}
	return fmt.Sprintf("%d entries are not what the v1 signature says, or are gone: %s.", n, en),
		fmt.Sprintf("有 %d 个条目与 v1 签名不符或已缺失：%s。", n, zh)
}

// notChecked says honestly what could not be worked out.
func (p *pass) notChecked(pkg facts.Package, s signing.Report) {
	hint := func(subject, en, zh string) {
		p.add(finding.Finding{
			Status: finding.Hint, Subject: subject,
			Where: []finding.Location{{File: pkg.File, Element: subject}}, What: t(en, zh),
			Why: t("Whether Android accepts it is open.", "无法确定 Android 是否接受。"), Fix: t(
				"Ask apksigner verify.",
				"请用 apksigner verify 校验。",
			),
		})
	}
	for _, sig := range s.Signatures {
		if sig.Unchecked && !ignored(s, sig) {
			hint(string(sig.Scheme),
				fmt.Sprintf("The %s signature was read and not checked: %s.", sig.Scheme, sig.Problem),
				fmt.Sprintf("%s 签名已读取但未校验：%s。", sig.Scheme, sig.Problem))
		}
	}
	if s.JAR.Problem != "" {
		hint("entries", "The entries were not held against the v1 signature: "+s.JAR.Problem+".",
			"未将各条目与 v1 签名核对："+s.JAR.Problem+"。")
	}
}

// tooNew names phones that the app wants and that know none of its signatures.
func (p *pass) tooNew(pkg facts.Package, b *facts.Build, s signing.Report) {
	if b == nil || len(s.Signatures) == 0 {
		return
	}
	first, lacks := 0, ""
	switch {
	case !s.Has(signing.V1) && s.Has(signing.V2) && b.MinSDK < 24:
		first, lacks = 24, "v1"
	case !s.Has(signing.V1) && !s.Has(signing.V2) && b.MinSDK < 28:
		first, lacks = 28, "v2"
	default:
		return
	}
	p.add(finding.Finding{
		Status: finding.Warning, Subject: lacks, Where: []finding.Location{{File: pkg.File, Element: "signature"}},
		What: t(fmt.Sprintf("There is no %s signature, and minSdk is %d.", lacks, b.MinSDK),
			fmt.Sprintf("缺少 %s 签名，而 minSdk 为 %d。", lacks, b.MinSDK)),
		Why: t(fmt.Sprintf("Phones below API level %d do not install it.", first),
			fmt.Sprintf("API %d 以下的手机无法安装。", first)),
		Fix: t(fmt.Sprintf("Sign with %s as well (apksigner does for this minSdk), or raise minSdk to %d.", lacks,
			first), fmt.Sprintf("请同时启用 %s（apksigner 会按 minSdk 自动启用），或将 minSdk 提升至 %d。", lacks, first)),
	})
}
