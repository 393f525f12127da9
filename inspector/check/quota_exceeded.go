package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// QuotaExceeded finds answers that say that too much was asked in too short a time.
var QuotaExceeded = inspector.Check{
	ID:    "quota-exceeded",
	Title: lang.Text{EN: "Asked too often", ZH: "请求过于频繁"},
	Doc: lang.Text{
		EN: "China Mobile allows 30 unused tokens in ten minutes, China Unicom 30 requests; a new login soon after another voids the cached credential.",
		ZH: "中国移动十分钟内最多 30 个未使用的 token，中国联通同样限 30 次；短时间重复登录会使缓存凭证失效。",
	},
	Source: "seed document; QAuth README", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		return one(failing(c,
			place{codes.CM, "103911"},
			place{codes.CM, "103902"},
			place{codes.CM, "105021"},
			place{codes.CUServer, "201001"},
			place{codes.CUServer, "104"},
			place{codes.CUServer, "108"},
			place{codes.CUServer, "303"},
			place{codes.CT, "-65"},
			place{codes.CT, "-10008"},
			place{codes.AliAndroid, "600014"},
		), advice{
			lang.Text{
				EN: "The carrier counts requests for each app and phone.",
				ZH: "运营商按应用和手机计数。",
			},
			lang.Text{
				EN: "Fetch a token only when the user presses the button, and use it. Wait ten minutes before the next try.",
				ZH: "仅在用户点击登录时取 token，并立即使用。等待十分钟后再试。",
			},
			codes.Developer, codes.Seen,
		})
	},
}
