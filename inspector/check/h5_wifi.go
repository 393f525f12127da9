package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// H5WiFi finds number queries of a web page that failed, as they do when Wi-Fi
// comes up between its steps.
var H5WiFi = inspector.Check{
	ID:    "h5-wifi",
	Title: lang.Text{EN: "The number query of a web page failed", ZH: "H5 取号失败"},
	Doc: lang.Text{
		EN: "A web page (H5) cannot bind its request to the SIM's data link: it takes the network that the phone uses at that moment. If Wi-Fi is on, or is switched on while the number is being fetched, the carrier sees the Wi-Fi's address and the page gets 600011.",
		ZH: "H5 页面无法把请求绑定到蜂窝网络，只能使用手机当时的网络。Wi-Fi 已连接，或取号过程中打开了 Wi-Fi，运营商看到的就是 Wi-Fi 出口地址，页面得到 600011。",
	},
	Source: "Alibaba, SDK FAQ", Date: "2026-11-26",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		web := map[int]bool{}
		for _, s := range c.Of(inspector.SignWeb) {
			web[s.Flow] = true
		}
		var hits []hit
		for _, h := range failing(c, place{codes.AliAndroid, "600011"}, place{codes.AliH5, "*"}, place{codes.CM, "*"}, place{codes.CUServer, "*"}, place{codes.CT, "*"}) {
			if web[h.flow.ID] {
				hits = append(hits, h)
			}
		}
		return one(hits, advice{
			lang.Text{EN: "The page's request has to leave by mobile data from beginning to end.", ZH: "页面的取号请求必须自始至终走移动数据。"},
			lang.Text{
				EN: "Switch Wi-Fi off before the page is opened and leave it off until the login is done. Detect Wi-Fi in the page and offer SMS codes there.",
				ZH: "打开页面前关闭 Wi-Fi，登录完成前不要打开。页面检测到 Wi-Fi 时改用短信验证码。",
			},
			codes.User, codes.Seen,
		})
	},
}
