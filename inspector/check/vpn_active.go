package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// VPNActive finds captures by a VPN, which break the carrier step.
var VPNActive = inspector.Check{
	ID:    "vpn-active",
	Title: lang.Text{EN: "Captured through a VPN or a global proxy", ZH: "通过 VPN 或全局代理抓包"},
	Doc: lang.Text{
		EN: "A VPN app or a global proxy also catches the sockets that the carrier SDKs bind to cellular. The number look-up then comes from the wrong address or not at all. Use a Wi-Fi proxy or USB.",
		ZH: "VPN 类抓包或全局代理会连运营商 SDK 绑定蜂窝的连接一并接管，取号请求的来源地址不对或根本发不出去。请改用 Wi-Fi 代理或 USB。",
	},
	Source: "AOSP, ConnectivityManager; Alibaba, SDK FAQ", Date: "2026-11-22",
	Status: finding.Warning, Decides: true,
	Run: func(c *inspector.Case) []finding.Finding {
		if c.Context.Attach != inspector.AttachVPN && c.Context.Attach != inspector.AttachGlobal {
			return nil
		}
		a := advice{
			lang.Text{EN: "This way of attaching breaks the carrier step by itself.", ZH: "这种接入方式本身就会破坏取号步骤。"},
			lang.Text{EN: "Attach the phone by a Wi-Fi proxy or by USB, with mobile data on.", ZH: "改用 Wi-Fi 代理或 USB 接入，并打开移动数据。"},
			codes.Developer, codes.Inferred,
		}
		var hits []hit
		for i := range c.Flows {
			f := &c.Flows[i]
			if v := f.Verdict; v.Outcome == inspector.Failed && f.Steps[v.Broken].Network == inspector.NetCellular {
				hits = append(hits, hit{f, &f.Steps[v.Broken], inspector.CodeAt{}})
			}
		}
		what := lang.Text{EN: "The phone is attached by " + string(c.Context.Attach) + ".", ZH: "手机接入方式为 " + string(c.Context.Attach) + "。"}
		if len(hits) == 0 {
			return []finding.Finding{a.finding(what)}
		}
		out := one(hits, a)
		out[0].What = what
		return out
	},
}
