package lint

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector/finding"
)

var nscExtra = Check{
	ID:    "nsc.cleartext.unconfirmed",
	Title: t("Hosts that only some sources name", "仅个别来源提到的域名"),
	Doc: t("Lists on the web name further hosts. None of the SDK builds read so far calls them, so nothing is asked "+
		"for them. One is needed by the China Mobile SDK that JPush brings, and is asked for where that is built in.",
		"网上清单还提到其他域名，但目前读过的 SDK 均未访问，故不做要求。其中一个是极光认证自带的移动 SDK 所需，仅在集成了极光时要求放行。"),
	Certainty: codes.Unconfirmed, Source: "see each host",
	Run: func(p *pass) {
		b := p.release()
		if b == nil {
			p.skip("Neither a manifest nor a configuration was read.", "未读取到清单或网络安全配置。")
			return
		}
		if p.hidden(b) {
			return
		}
		for _, h := range Doubtful() {
			may := b.Policy.For(h.Name).Cleartext
			if may || !h.JPush || !p.App.SDK.JPush {
				continue // no SDK that was read calls it
			}
			p.add(finding.Finding{
				Status: finding.Warning, Subject: h.Name, Certainty: h.Certainty, Source: h.Source,
				What: t(fmt.Sprintf("HTTP to %s is not permitted (%s).", h.Name, h.Role.EN),
					fmt.Sprintf("未放行 %s（%s）。", h.Name, h.Role.ZH)),
				Why: t(
					"If logcat shows a cleartext refusal for this host, it is needed after all.",
					"若 logcat 中该域名出现明文被拒，则确实需要。",
				),
				Fix: t("Add it only in that case.", "仅在此情况下添加。"), Paste: domainConfig(h.Name),
				PasteInto: "res/xml/network_security_config.xml",
				Where:     configLocation(b, 0, ""),
			})
		}
		p.pass("No host beyond the documented ones is known to be needed.", "除文档所列域名外，未发现还需放行的域名。")
	},
}
