package lint

import (
	"fmt"
	"slices"

	"loginscope/codes"
	"loginscope/inspector/finding"
)

var packageName = Check{
	ID:    "identity.package",
	Title: t("Package name", "包名"),
	Doc: t("An authentication scheme is bound to one package name. It is compared with the name you give and with "+
		"what captured requests carried. Build types with an applicationIdSuffix need schemes of their own.",
		"认证方案与包名绑定。此处与您给出的包名及抓包中的包名比对。带 applicationIdSuffix 的构建类型需要单独的方案。"),
	Certainty: codes.Seen, Source: "https://help.aliyun.com/document_detail/2249362.html",
	Run: func(p *pass) {
		for _, b := range p.actual() {
			if b.Manifest == nil || b.Manifest.Package == "" {
				continue
			}
			name := b.Manifest.Package
			build := ""
			if len(p.actual()) > 1 {
				build = string(b.Variant)
			}
			r := finding.Finding{
				Status: finding.Pass, Build: build, Subject: name, Where: manifestLocation(&b, "manifest"),
				What: t("The package is "+name+".", "包名为 "+name+"。"),
			}
			switch {
			case p.Opt.Package != "" && p.Opt.Package != name:
				r.Status = finding.Error
				r.What = t(fmt.Sprintf("The app is %s, the scheme is for %s.", name, p.Opt.Package),
					fmt.Sprintf("应用包名为 %s，认证方案包名为 %s。", name, p.Opt.Package))
				r.Why = t(
					"600017 or 600004; the server says PACK_SIGN_CONFLICT.",
					"返回 600017 或 600004，服务端为 PACK_SIGN_CONFLICT。",
				)
				r.Fix = t("Create a scheme for this package; a scheme cannot be edited.", "为该包名新建认证方案（方案创建后不可修改）。")
			case len(p.Opt.SeenPackages) > 0 && !slices.Contains(p.Opt.SeenPackages, name):
				r.Status = finding.Warning
				r.What = t(fmt.Sprintf("The app is %s, captured requests carried %s.", name, list(p.Opt.SeenPackages)),
					fmt.Sprintf("应用包名为 %s，抓包中的包名为 %s。", name, listZH(p.Opt.SeenPackages)))
				r.Why = t("The capture is of another app or build.", "抓到的是其他应用或其他构建。")
				r.Fix = t("Check the APK that is installed on the phone.", "请检查手机上实际安装的 APK。")
			}
			p.add(r)
		}
		if len(p.results) == 0 {
			p.skip("No package name was found.", "未找到包名。")
		}
	},
}
