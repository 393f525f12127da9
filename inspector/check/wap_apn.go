package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// WapAPN finds the China Unicom codes that an access point for WAP causes.
var WapAPN = inspector.Check{
	ID:    "wap-apn",
	Title: lang.Text{EN: "Access point 3gwap or an IoT SIM", ZH: "接入点为 3gwap 或使用物联网卡"},
	Doc: lang.Text{
		EN: "On real China Unicom data these codes come from the access point 3gwap in place of 3gnet, or from an IoT SIM.",
		ZH: "确为联通蜂窝网络时，这些错误来自接入点 3gwap（应为 3gnet）或物联网卡。",
	},
	Source: "QAuth README", Date: "2026-11-22",
	Status: finding.Info,
	Run: func(c *inspector.Case) []finding.Finding {
		return one(failing(c,
			place{codes.CUServer, "3011"},
			place{codes.CUServer, "3051"},
		), advice{
			lang.Text{
				EN: "Behind the WAP gateway the carrier sees another address.",
				ZH: "WAP 网关后运营商看到的是另一个地址。",
			},
			lang.Text{
				EN: "Set the access point to 3gnet if no VPN or proxy is in the way.",
				ZH: "若没有 VPN 或代理，将接入点改为 3gnet。",
			},
			codes.User, codes.Inferred,
		})
	},
}
