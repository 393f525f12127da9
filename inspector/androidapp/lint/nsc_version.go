package lint

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector/finding"
)

var nscVersion = Check{
	ID:    "nsc.cleartext.version",
	Title: t("HTTP hosts of particular SDK versions", "特定 SDK 版本的 HTTP 域名"),
	Doc: t("Some SDK versions call further hosts over HTTP that no guide lists. A host is demanded only if the SDK "+
		"version found in the app is known to call it.",
		"部分 SDK 版本会以 HTTP 访问文档未列出的域名。仅当应用中的 SDK 版本确实会访问时才要求放行。"),
	Certainty: codes.Inferred, Source: "code of SDK 2.14.2 to 2.14.14",
	Run: func(p *pass) {
		if len(p.App.Builds) == 0 {
			p.skip("Neither a manifest nor a configuration was read.", "未读取到清单或网络安全配置。")
			return
		}
		if p.configUnseen() {
			return
		}
		v := p.App.SDK.AlibabaVersion()
		for _, h := range Versioned() {
			switch {
			case v == "" && !cleartext(p.release(), h.Name).host:
				p.add(finding.Finding{
					Status: finding.Skipped, Subject: h.Name, Certainty: h.Certainty, Source: h.Source,
					What: t(fmt.Sprintf(
						"%s is not permitted; whether it is needed depends on the SDK version (%s to %s), which was "+
							"not found.", h.Name, h.Since, h.Until),
						fmt.Sprintf("未放行 %s；是否需要取决于 SDK 版本（%s 至 %s），未能识别版本。", h.Name, h.Since, h.Until)),
				})
			case v == "" || !within(v, h.Since, h.Until):
			default:
				p.hosts(h, finding.Warning)
			}
		}
		p.pass("The SDK version in the app needs no further host.", "当前 SDK 版本不需要额外域名。")
	},
}
