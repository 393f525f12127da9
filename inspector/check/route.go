package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// routeChecks are the checks of the network by which carrier calls left.
var routeChecks = []inspector.Check{
	{
		ID:    "carrier-on-wire",
		Title: lang.Text{EN: "Carrier calls come through the proxy", ZH: "运营商请求经过了代理"},
		Doc: lang.Text{
			EN: "Carrier calls are bound to the SIM's data link and pass a Wi-Fi proxy by. If they arrive here, a " +
				"global proxy is in force or the phone has no cellular binding; their source address is then the " +
				"computer's, and the number look-up cannot work.",
			ZH: "运营商请求绑定蜂窝网络，不经过 Wi-Fi 代理。若在此看到，说明设置了全局代理或手机没有蜂窝绑定，源 IP 变成电脑的地址，取号必然失败。",
		},
		Source: "AOSP, Network.openConnection; Alibaba, SDK FAQ", Date: "2026-11-22",
		Status: finding.Warning, Decides: true,
		Run: func(c *inspector.Case) []finding.Finding {
			signals := byDefault(c, c.Of(inspector.SignalCarrierOnWire))
			return fromSignals(signals, advice{
				lang.Text{
					EN: "The carrier sees the computer's address instead of the SIM's, so the result of this login " +
						"says nothing.",
					ZH: "运营商看到的是电脑而非 SIM 卡的地址，本次登录结果无参考意义。",
				},
				lang.Text{
					EN: "Clear the global proxy (settings put global http_proxy :0) and set the proxy for the Wi-Fi " +
						"network alone.",
					ZH: "清除全局代理（settings put global http_proxy :0），仅为 Wi-Fi 设置代理。",
				},
				codes.Developer, codes.Inferred,
			}, lang.Text{
				EN: "Seen here: " + values(signals) + ".",
				ZH: "在代理上看到：" + values(signals) + "。",
			})
		},
	},
	carrierEgress,
	{
		ID:    "vpn-active",
		Title: lang.Text{EN: "Captured through a VPN or a global proxy", ZH: "通过 VPN 或全局代理抓包"},
		Doc: lang.Text{
			EN: "A VPN app or a global proxy also catches the sockets that the carrier SDKs bind to cellular. The " +
				"number look-up then comes from the wrong address or not at all. Use a Wi-Fi proxy or USB.",
			ZH: "VPN 类抓包或全局代理会连运营商 SDK 绑定蜂窝的连接一并接管，取号请求的来源地址不对或根本发不出去。请改用 Wi-Fi 代理或 USB。",
		},
		Source: "AOSP, ConnectivityManager; Alibaba, SDK FAQ", Date: "2026-11-22",
		Status: finding.Warning, Decides: true,
		Run: func(c *inspector.Case) []finding.Finding {
			if c.Context.Attach != inspector.AttachVPN && c.Context.Attach != inspector.AttachGlobal {
				return nil
			}
			a := advice{
				lang.Text{EN: "This attach method breaks the carrier step by itself.", ZH: "这种接入方式本身就会破坏取号步骤。"},
				lang.Text{
					EN: "Attach the phone by a Wi-Fi proxy or by USB, with mobile data on.",
					ZH: "改用 Wi-Fi 代理或 USB 接入，并打开移动数据。",
				},
				codes.Developer, codes.Inferred,
			}
			var hits []hit
			for i := range c.Flows {
				f := &c.Flows[i]
				if v := f.Verdict; v.Outcome == inspector.Failed && f.Steps[v.Broken].Network == inspector.NetCellular {
					hits = append(hits, hit{f, &f.Steps[v.Broken], inspector.CodeAt{}})
				}
			}
			what := lang.Text{
				EN: "The phone is attached by " + string(c.Context.Attach) + ".",
				ZH: "手机接入方式为 " + string(c.Context.Attach) + "。",
			}
			if len(hits) == 0 {
				return []finding.Finding{a.finding(what)}
			}
			out := one(hits, a)
			out[0].What = what
			return out
		},
	},
}
