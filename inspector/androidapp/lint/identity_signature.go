package lint

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/androidapp/signing"
	"loginscope/inspector/finding"
)

var signatures = Check{
	ID:    "identity.signature",
	Title: t("Signing certificate", "签名证书"),
	Doc: t("An authentication scheme is bound to the MD5 of the signing certificate, lower case without colons. It "+
		"is printed in that form beside SHA-1 and SHA-256, and compared with what you give and with what captured "+
		"requests carried.",
		"认证方案与签名证书的 MD5 绑定（小写、无冒号）。此处给出该形式及 SHA-1、SHA-256，并与您给出的值及抓包中的值比对。"),
	Certainty: codes.Seen, Source: "https://help.aliyun.com/document_detail/2249362.html",
	Run: func(p *pass) {
		for _, s := range p.signers() {
			p.signer(s)
		}
		if len(p.results) > 0 {
			return
		}
		if len(p.App.Packages) == 0 {
			p.skip("No signed file among the inputs.", "输入中没有已签名的文件。")
			return
		}
		p.add(finding.Finding{
			Status: finding.Error, What: t("The APK is not signed.", "APK 未签名。"),
			Where: []finding.Location{{File: p.App.Packages[0].File}},
			Why:   t("It cannot be installed, and no scheme can be made for it.", "无法安装，也无法创建认证方案。"), Fix: t(
				"Sign it.",
				"请签名。",
			),
		})
	},
}

func (p *pass) signer(c signer) {
	r := finding.Finding{
		Status: finding.Pass, Subject: c.MD5, Where: c.where,
		What: t(fmt.Sprintf("%s: MD5 %s, SHA-1 %s, SHA-256 %s.", c.Subject, c.MD5, signing.Colons(c.SHA1),
			signing.Colons(c.SHA256)),
			fmt.Sprintf("%s：MD5 %s，SHA-1 %s，SHA-256 %s。", c.Subject, c.MD5, signing.Colons(c.SHA1),
				signing.Colons(c.SHA256))),
		Paste: c.MD5, PasteInto: "authentication scheme, package signature",
	}
	given := normal(p.Opt.Signatures)
	seen := normal(p.Opt.SeenSignatures)
	switch {
	case len(given) > 0 && !slices.Contains(given, c.MD5):
		r.Status = finding.Error
		r.Why = t(fmt.Sprintf("The scheme has %s: 600017 or 600004, the server says PACK_SIGN_CONFLICT.", list(given)),
			fmt.Sprintf("认证方案中的签名为 %s：返回 600017 或 600004，服务端为 PACK_SIGN_CONFLICT。", listZH(given)))
		r.Fix = t("Create a scheme with this MD5; a scheme cannot be edited.", "用该 MD5 新建认证方案（方案创建后不可修改）。")
		if slices.Contains(given, c.SHA1) || slices.Contains(given, c.SHA256) {
			r.Why = t(
				"The scheme has the SHA digest of this certificate where its MD5 belongs.",
				"认证方案中填写的是该证书的 SHA 值，应填 MD5。",
			)
		}
	case len(seen) > 0 && !slices.Contains(seen, c.MD5):
		r.Status = finding.Warning
		r.Why = t(fmt.Sprintf("Captured requests carried %s: another build, or signed again by a store.", list(seen)),
			fmt.Sprintf("抓包中的签名为 %s：可能是其他构建，或被应用商店重新签名。", listZH(seen)))
		r.Fix = t("Check the APK that is installed on the phone.", "请检查手机上实际安装的 APK。")
	}
	p.add(r)
}

func normal(list []string) []string {
	var out []string
	for _, s := range list {
		if s = signing.NormalDigest(strings.TrimSpace(s)); s != "" {
			out = append(out, s)
		}
	}
	return out
}
