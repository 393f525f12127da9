package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// DataSIMChanged finds logins during which the data SIM changed.
var DataSIMChanged = inspector.Check{
	ID:    "data-sim-changed",
	Title: lang.Text{EN: "The carrier changed during the login", ZH: "登录过程中运营商发生变化"},
	Doc: lang.Text{
		EN: "With two SIMs the default data SIM decides carrier and number; switching it between pre-fetch and login voids the pre-fetched number.",
		ZH: "双卡手机以默认数据卡为准；预取号后切换数据卡会使预取结果失效。",
	},
	Source: "Alibaba, SDK FAQ", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		return one(failing(c,
			place{codes.AliAndroid, "600021"},
		), advice{
			lang.Text{
				EN: "The pre-fetched number belongs to the other SIM.",
				ZH: "预取的号码属于另一张卡。",
			},
			lang.Text{
				EN: "Pre-fetch again after the change. Keep the data SIM while the page is open.",
				ZH: "切换后重新预取号。授权页打开期间不要切换数据卡。",
			},
			codes.User, codes.Seen,
		})
	},
}
