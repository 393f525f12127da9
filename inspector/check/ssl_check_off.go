package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// SSLCheckOff finds apps that accept any certificate for IDaaS.
var SSLCheckOff = inspector.Check{
	ID:    "ssl-check-off",
	Title: lang.Text{EN: "isCheckSSL is off", ZH: "isCheckSSL 已关闭"},
	Doc: lang.Text{
		EN: "isCheckSSL(false), the value in the sample code, most likely accepts any certificate. It shows when a phone refuses our certificate for Alibaba and accepts it for IDaaS. It must not ship: anybody on the way can read session tokens.",
		ZH: "示例代码中的 isCheckSSL(false) 很可能接受任何证书。若手机对阿里云拒绝代理证书、对 IDaaS 却接受，即为此情况。不得用于正式版，否则中间人可读取 session_token。",
	},
	Source: "seed document; own conclusion", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		refused := map[string]bool{}
		for _, h := range c.Hosts {
			if h.Refusals > 0 && h.Exchanges == 0 {
				refused[h.Device] = true
			}
		}
		a := advice{
			lang.Text{EN: "The same phone refuses the proxy's certificate for other hosts, so the app does not check it for IDaaS.", ZH: "同一手机对其他域名拒绝代理证书，可见 App 对 IDaaS 未做校验。"},
			lang.Text{EN: "Call isCheckSSL(true) in the release build. To debug, let the debug build trust user CAs instead.", ZH: "正式版调用 isCheckSSL(true)。调试时改为让调试版信任用户证书。"},
			codes.Developer, codes.Inferred,
		}
		var out []finding.Finding
		for i := range c.Flows {
			f := &c.Flows[i]
			for j := range f.Steps {
				s := &f.Steps[j]
				if s.Kind != inspector.StepExchange || s.Visibility != inspector.Visible || !refused[f.Device] ||
					len(s.Evidence) == 0 || s.Evidence[0].Kind != finding.OfExchange || value(s, "scheme") == "http" {
					continue
				}
				found := a.finding(lang.Text{EN: "IDaaS accepts our certificate on a phone that refuses it elsewhere.", ZH: "手机对其他域名拒绝代理证书，IDaaS 请求却接受。"})
				join(&found, f, s)
				return []finding.Finding{found}
			}
		}
		return out
	},
}
