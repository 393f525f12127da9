package lint

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector/finding"
)

// firstAfterCutOff is the first SDK with China Unicom's interface of 2024-03-31.
const firstAfterCutOff = "2.13.2.1"

var cutOff = Check{
	ID:    "build.cut-off",
	Title: t("China Unicom's change of 2024-03-31", "联通 2024-03-31 升级"),
	Doc: t("China Unicom changed its interface on 2024-03-31. SDKs before 2.13.2.1, and scheme secrets from before, "+
		"no longer work: 600027, or 600025 around 410002 or 1105.",
		"联通于 2024-03-31 升级接口，2.13.2.1 之前的 SDK 及旧认证方案密钥不再可用：600027，或 600025 内含 410002、1105。"),
	Certainty: codes.Seen, Source: "change log 1.1.8 of GitHub CodeGather/flutter_ali_auth; issue 155 there",
	Run: func(p *pass) {
		if len(p.App.SDK.Alibaba) == 0 {
			p.skip("No version of the Alibaba SDK was found.", "未识别到阿里云 SDK 版本。")
			return
		}
		for _, v := range byVersion(p.App.SDK.Alibaba) {
			if major(v.version) == 2 && compare(v.version, firstAfterCutOff) < 0 {
				p.add(finding.Finding{
					Status: finding.Error, Subject: v.version, Where: v.where,
					What: t(fmt.Sprintf("Alibaba SDK %s is older than %s.", v.version, firstAfterCutOff),
						fmt.Sprintf("阿里云 SDK %s 低于 %s。", v.version, firstAfterCutOff)),
					Why: t("China Unicom's users cannot log in any more.", "联通用户已无法登录。"),
					Fix: t("Take a newer SDK and create a new scheme; both are needed.", "升级 SDK 并新建认证方案，两者缺一不可。"),
				})
			}
		}
		p.pass("The SDK is newer.", "SDK 版本符合要求。")
	},
}

func major(v string) int {
	n := 0
	for _, c := range v {
		if c < '0' || c > '9' {
			break
		}
		n = n*10 + int(c-'0')
	}
	return n
}
