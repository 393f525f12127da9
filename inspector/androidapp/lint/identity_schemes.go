package lint

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/signing"
)

var signingSchemes = Check{
	ID:    "identity.signing-schemes",
	Title: t("Signature of the file", "安装包签名"),
	Doc: t("With targetSdk 30 Android 11 wants APK signature scheme v2 or later; a file that was changed after signing is refused. v1 alone is read, its per-entry digests are not recomputed.",
		"targetSdk 30 起 Android 11 要求 v2 或更高签名方案；签名后被修改的文件会被拒绝。对仅有 v1 的文件不重新计算每个条目的摘要。"),
	Certainty: codes.Seen, Source: "https://developer.android.com/about/versions/11/behavior-changes-11#minimum-signature-scheme",
	run: func(p *pass) {
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
		p.add(Result{
			Status: Error, Subject: subject, Where: []Location{{File: pkg.File, Element: subject}},
			What: t(en, zh), Why: t(why, whyZH), Fix: t(fix, fixZH),
		})
	}
	s := pkg.Signing
	for _, e := range s.Errors {
		wrong("signature", "A signature cannot be read: "+e+".", "签名无法读取："+e+"。", "The app will probably not install.", "应用很可能无法安装。", "Sign the file again.", "请重新签名。")
	}
	if s.Content == signing.Altered {
		wrong("content", "The file was changed after it was signed.", "文件在签名后被修改。", "INSTALL_PARSE_FAILED_NO_CERTIFICATES on Android 7 and later.", "Android 7 及以上安装报 INSTALL_PARSE_FAILED_NO_CERTIFICATES。", "Sign it again, as the last step.", "请在最后一步重新签名。")
	}
	for _, x := range s.Stripped {
		wrong(string(x), fmt.Sprintf("The v1 signature names scheme %s, which is gone.", x), fmt.Sprintf("v1 签名声明了 %s，但已被剥离。", x), "Android refuses the file.", "Android 会拒绝安装。", "Sign it again.", "请重新签名。")
	}
	for _, sig := range s.Signatures {
		if !sig.Valid && !sig.Unchecked {
			wrong(string(sig.Scheme), fmt.Sprintf("The %s signature does not hold: %s.", sig.Scheme, sig.Problem), fmt.Sprintf("%s 签名校验不通过：%s。", sig.Scheme, sig.Problem), "Android refuses the file.", "Android 会拒绝安装。", "Sign it again.", "请重新签名。")
		}
	}
	if b != nil && b.TargetSDK >= 30 && s.Has(signing.V1) && !s.Block {
		wrong("v1", fmt.Sprintf("Signed with v1 alone at targetSdk %d.", b.TargetSDK), fmt.Sprintf("targetSdk %d 但仅有 v1 签名。", b.TargetSDK), "Android 11 and later refuse to install it.", "Android 11 及以上无法安装。", "Enable v2 or v3 (apksigner does by default).", "启用 v2 或 v3（apksigner 默认启用）。")
	}
}
