package lint

import (
	"fmt"

	"loginscope/codes"
)

var nscExtra = Check{
	ID:    "nsc.cleartext.unconfirmed",
	Title: t("Hosts that only some sources name", "仅个别来源提到的域名"),
	Doc: t("Lists on the web name further hosts. None of the SDK builds read so far calls them, so they are no error; they are listed with their source, for the day a log shows a refusal.",
		"网上清单还提到其他域名，但目前读过的 SDK 均未访问，故不算错误；此处列出来源，供日志出现拒绝时参考。"),
	Certainty: codes.Unconfirmed, Source: "see each host",
	run: func(p *pass) {
		b := p.release()
		if b == nil {
			p.skip("Neither a manifest nor a configuration was read.", "未读取到清单或网络安全配置。")
			return
		}
		for _, h := range Doubtful() {
			may := b.Policy.For(h.Name).Cleartext
			if h.Name == "www.cmpassport.com" && !p.App.SDK.JPush {
				continue
			}
			if may {
				continue
			}
			status := Hint
			if h.Name == "www.cmpassport.com" {
				status = Warning
			}
			p.add(Result{
				Status: status, Subject: h.Name, Certainty: h.Certainty, Source: h.Source,
				What: t(fmt.Sprintf("HTTP to %s is not permitted (%s).", h.Name, h.Role.EN), fmt.Sprintf("未放行 %s（%s）。", h.Name, h.Role.ZH)),
				Why:  t("If logcat shows a cleartext refusal for this host, it is needed after all.", "若 logcat 中该域名出现明文被拒，则确实需要。"),
				Fix:  t("Add it only in that case.", "仅在此情况下添加。"), Paste: domainConfig(h.Name), PasteInto: "res/xml/network_security_config.xml",
				Where: configPlace(b, 0, ""),
			})
		}
		p.pass("Nothing to add.", "无需补充。")
	},
}
