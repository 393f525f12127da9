package lint

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/signing"
	"loginscope/inspector/finding"
)

var keystores = Check{
	ID:    "identity.keystores",
	Title: t("A scheme for each certificate", "每个证书一个认证方案"),
	Doc: t("Debug and release keys, a rotated key and a store's re-signing each give the app another signature; "+
		"each needs an authentication scheme of its own. A bundle is signed with the upload key: the store signs "+
		"what users get.",
		"debug 与 release 密钥、轮换密钥、应用商店重新签名都会使签名不同，每个签名都需要单独的认证方案。AAB 用上传密钥签名，用户得到的 APK 由商店签名。"),
	Certainty: codes.Seen, Source: "https://help.aliyun.com/document_detail/2256433.html",
	Run: func(p *pass) {
		if len(p.App.Packages) == 0 {
			p.skip("No signed file among the inputs.", "输入中没有已签名的文件。")
			return
		}
		var all []signing.Certificate
		seen := map[string]bool{}
		for _, pkg := range p.App.Packages {
			for _, c := range pkg.Signing.All() {
				if !seen[c.SHA256] {
					seen[c.SHA256] = true
					all = append(all, c)
				}
			}
		}
		if p.App.Kind == facts.Bundle {
			p.add(finding.Finding{
				Status: finding.Hint, What: t(
					"A bundle is signed with the upload key; users get APKs that the store signs.",
					"AAB 由上传密钥签名，用户得到的 APK 由商店签名。",
				),
				Why: t(
					"A scheme made for the upload key fails with 600017 after download.",
					"用上传密钥创建的认证方案，从商店下载后会返回 600017。",
				),
				Fix: t(
					"Create a scheme for the store's certificate as well; check the APK from a phone.",
					"请为商店的证书另建认证方案，并检查从手机导出的 APK。",
				),
			})
		}
		if len(all) > 1 {
			for _, c := range all {
				p.add(finding.Finding{
					Status: finding.Warning, Subject: c.MD5,
					Where: []finding.Location{{File: p.App.Name, Element: c.Subject}},
					What: t(fmt.Sprintf("Create a scheme for %s (%s).", c.MD5, c.Subject),
						fmt.Sprintf("请为 %s（%s）创建认证方案。", c.MD5, c.Subject)),
					Why: t(
						"Which certificate counts depends on the Android version or on the file.",
						"哪个证书生效取决于 Android 版本或文件。",
					),
					Fix:   t("One scheme for each.", "每个证书一个认证方案。"),
					Paste: c.MD5, PasteInto: "authentication scheme, package signature",
				})
			}
		}
		p.pass("One certificate.", "只有一个证书。")
	},
}
