package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// CarrierHostBlocked finds carrier hosts that the phone does not resolve.
var CarrierHostBlocked = inspector.Check{
	ID:    "carrier-host-blocked",
	Title: lang.Text{EN: "The carrier host is blocked on the phone", ZH: "运营商域名在手机上被拦截"},
	Doc: lang.Text{
		EN: "The MIUI permission for one-click login and ad-blocking DNS or rule lists blackhole carrier hosts; the SDK then reports a name that does not resolve.",
		ZH: "MIUI 的“一键登录”权限以及广告拦截 DNS、规则会屏蔽运营商域名，SDK 随即报域名解析异常。",
	},
	Source: "flutter_ali_auth issue 152", Date: "2026-11-22",
	Status: finding.Error,
	Run: func(c *inspector.Case) []finding.Finding {
		return one(failing(c,
			place{codes.CT, "80006"},
			place{codes.CT, "80009"},
			place{codes.CT, "80008"},
		), advice{
			lang.Text{
				EN: "The carrier SDK could not resolve or reach its host although the phone is online.",
				ZH: "手机在线，但运营商 SDK 解析不到或连不上自己的域名。",
			},
			lang.Text{
				EN: "Allow one-click login on the MIUI permission page. Switch ad-blocking DNS off and try again.",
				ZH: "在 MIUI 权限页允许“一键登录”。关闭广告拦截 DNS 后重试。",
			},
			codes.User, codes.Seen,
		})
	},
}
