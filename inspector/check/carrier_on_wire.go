package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// CarrierOnWire finds carrier calls that came through the proxy.
var CarrierOnWire = inspector.Check{
	ID:    "carrier-on-wire",
	Title: lang.Text{EN: "Carrier calls come through the proxy", ZH: "运营商请求经过了代理"},
	Doc: lang.Text{
		EN: "Carrier calls are bound to the SIM's data link and pass a Wi-Fi proxy by. If they arrive here, a global proxy is in force or the phone has no cellular binding; their source address is then the computer's, and the number look-up cannot work.",
		ZH: "运营商请求绑定蜂窝网络，不经过 Wi-Fi 代理。若在此看到，说明设置了全局代理或手机没有蜂窝绑定，源 IP 变成电脑的地址，取号必然失败。",
	},
	Source: "AOSP, Network.openConnection; Alibaba, SDK FAQ", Date: "2026-11-22",
	Status: finding.Warning, Decides: true,
	Run: func(c *inspector.Case) []finding.Finding {
		signs := byDefault(c, c.Of(inspector.SignCarrierOnWire))
		return signed(signs, advice{
			lang.Text{EN: "The carrier sees the computer's address in place of the SIM's, so the result of this login says nothing.", ZH: "运营商看到的是电脑而非 SIM 卡的地址，本次登录结果无参考意义。"},
			lang.Text{EN: "Clear the global proxy (settings put global http_proxy :0) and set the proxy for the Wi-Fi network alone.", ZH: "清除全局代理（settings put global http_proxy :0），仅为 Wi-Fi 设置代理。"},
			codes.Developer, codes.Inferred,
		}, lang.Text{
			EN: "Seen here: " + values(signs) + ".",
			ZH: "在代理上看到：" + values(signs) + "。",
		})
	},
}
