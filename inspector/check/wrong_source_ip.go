package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// WrongSourceIP finds carrier answers that say that the request did not come from the SIM.
var WrongSourceIP = inspector.Check{
	ID:    "wrong-source-ip",
	Title: lang.Text{EN: "The carrier request did not come from the SIM", ZH: "取号请求不是从 SIM 卡网络发出"},
	Doc: lang.Text{
		EN: "A carrier proves the number by the source address of a cellular connection. A VPN, a global proxy, roaming or another data SIM gives the request a foreign address.",
		ZH: "运营商依据蜂窝连接的源 IP 识别号码。VPN、全局代理、漫游或数据卡切换都会使源 IP 不符。",
	},
	Source: "Alibaba, SDK FAQ; China Mobile authentication FAQ", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		return one(failing(c,
			place{codes.CM, "103111"},
			place{codes.CUServer, "3011"},
			place{codes.CUServer, "3051"},
			place{codes.CUServer, "3052"},
			place{codes.CUServer, "3054"},
			place{codes.CT, "800008"},
			place{codes.CT, "-10004"},
			place{codes.CT, "-10001"},
		), advice{
			lang.Text{
				EN: "The gateway looks the number up by the address from which it is asked.",
				ZH: "网关按来源地址查询号码。",
			},
			lang.Text{
				EN: "Switch the VPN off and clear a global proxy. Make the SIM in question the data SIM, then toggle airplane mode and try again.",
				ZH: "关闭 VPN，清除全局代理。把该卡设为数据卡，开关一次飞行模式后重试。",
			},
			codes.User, codes.Inferred,
		})
	},
}
