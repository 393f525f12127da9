package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// tlsVersion finds clients that share no TLS version with the proxy.
var tlsVersion = inspector.Check{
	ID:    "tls-version",
	Title: lang.Text{EN: "No common TLS version", ZH: "TLS 版本不匹配"},
	Doc: lang.Text{
		EN: "The Alibaba SDK offers TLS 1.1 and 1.2 alone; a proxy that insists on TLS 1.3 cannot serve it.",
		ZH: "阿里云 SDK 只支持 TLS 1.1 和 1.2，强制 TLS 1.3 的代理无法与其握手。",
	},
	Source: "decompiled SDK 2.14.3 and 2.14.19", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: func(c *inspector.Case) []finding.Finding {
		return alerted(c, func(h inspector.HostFacts) bool {
			return h.Alerts[alertVersion] > 0 || h.Causes[exchange.RefusedVersion] > 0
		}, advice{
			lang.Text{EN: "Client and proxy found no version that both speak.", ZH: "双方没有共同支持的 TLS 版本。"},
			lang.Text{EN: "Allow TLS 1.2 in the proxy's settings.", ZH: "在代理设置中允许 TLS 1.2。"},
			codes.Developer, codes.Seen,
		})
	},
}

func alerted(c *inspector.Case, matches func(inspector.HostFacts) bool, a advice) []finding.Finding {
	var hosts []inspector.HostFacts
	for _, h := range c.Hosts {
		if matches(h) {
			hosts = append(hosts, h)
		}
	}
	if len(hosts) == 0 {
		return nil
	}
	return []finding.Finding{hostFinding(a, hosts, c.Flows, lang.Text{
		EN: "Refused: " + hostNames(hosts) + ".",
		ZH: "拒绝：" + hostNames(hosts) + "。",
	})}
}
