package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// TenantTLS finds logins whose gateway was readable and whose tenant refused
// the certificate.
var TenantTLS = inspector.Check{
	ID:    "tenant-tls",
	Title: lang.Text{EN: "The IDaaS SDK refuses the certificate", ZH: "IDaaS SDK 不接受证书"},
	Doc: lang.Text{
		EN: "If the calls to Alibaba are readable and the call to the tenant breaks off in TLS, the IDaaS SDK checks certificates (isCheckSSL(true)) with a trust of its own, and the proxy's CA is not in it.",
		ZH: "阿里云请求可解密而租户请求在 TLS 阶段中断，说明 IDaaS SDK 开启了证书校验（isCheckSSL(true)），且其信任列表中没有代理的 CA。",
	},
	Source: "seed document, isCheckSSL; own conclusion", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: func(c *inspector.Case) []finding.Finding {
		readable := map[string]bool{}
		for _, h := range c.Hosts {
			if login(h) && h.Exchanges > 0 {
				readable[h.Device] = true
			}
		}
		a := advice{
			lang.Text{EN: "The phone trusts the CA elsewhere; this client does not.", ZH: "手机其他请求信任该 CA，唯独此客户端不信任。"},
			lang.Text{EN: "Let the debug build trust user CAs in its network security configuration. Or call isCheckSSL(false) in the debug build alone.", ZH: "在调试版的网络安全配置中信任用户证书。或仅在调试版调用 isCheckSSL(false)。"},
			codes.Developer, codes.Inferred,
		}
		var out []finding.Finding
		for i := range c.Flows {
			f := &c.Flows[i]
			b := f.Verdict.Broken
			if b < 0 || !readable[f.Device] || f.Steps[b].Kind != inspector.StepExchange || f.Steps[b].Trouble != inspector.TroubleTLS {
				continue
			}
			found := a.finding(lang.Text{
				EN: f.Steps[b].Detail + " refuses the certificate, dypnsapi accepts it.",
				ZH: f.Steps[b].Detail + " 拒绝证书，dypnsapi 接受。",
			})
			join(&found, f, &f.Steps[b])
			out = append(out, found)
		}
		return out
	},
}
