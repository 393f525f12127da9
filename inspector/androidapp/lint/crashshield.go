package lint

import (
	"loginscope/codes"
	"loginscope/inspector/finding"
)

var crashshield = Check{
	ID:    "build.crashshield",
	Title: t("crashshield", "crashshield"),
	Doc: t("Alibaba's current guide lists three aars; crashshield is no longer among them. The IDaaS guide still "+
		"lists version 2.1.3.2. It does no harm.",
		"阿里云现行文档只列出三个 aar，已不含 crashshield；IDaaS 文档仍列出 2.1.3.2。保留无害。"),
	Certainty: codes.Seen, Source: "https://help.aliyun.com/document_detail/2249362.html against the integration guide",
	Run: func(p *pass) {
		if (p.App.Project == nil || p.App.Project.BuildFile == "") && len(p.App.Aars) == 0 {
			p.skip("No build file and no aar was read.", "未读取到构建文件或 aar。")
			return
		}
		if p.has("crashshield") {
			p.add(finding.Finding{
				Status: finding.Hint, Subject: "crashshield",
				What: t("crashshield is included; current SDKs do not need it.", "包含 crashshield，新版 SDK 已不需要。"),
				Why:  t("It only makes the app bigger.", "只会增大体积。"),
				Fix: t(
					"It may be dropped when the SDK is next raised; try the login afterwards.",
					"下次升级 SDK 时可移除，移除后请验证登录。",
				),
			})
		}
		p.pass("It is not included, and not needed.", "未包含，也不需要。")
	},
}
