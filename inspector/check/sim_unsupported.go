package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// SIMUnsupported finds SIMs that number verification does not know.
var SIMUnsupported = inspector.Check{
	ID:    "sim-unsupported",
	Title: lang.Text{EN: "This SIM is not supported", ZH: "该 SIM 卡不支持取号"},
	Doc: lang.Text{
		EN: "SIMs for machines, of virtual operators and roaming SIMs have no number that the three carriers can look up.",
		ZH: "物联网卡、虚拟运营商卡和境外漫游卡无法由三大运营商取号。",
	},
	Source: "flutter_ali_auth issue 146", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		return one(failing(c,
			place{codes.AliAndroid, "600009"},
			place{codes.CM, "103609"},
			place{codes.CM, "200096"},
			place{codes.CT, "-10013"},
		), advice{
			lang.Text{
				EN: "The carrier cannot tell a number for this SIM.",
				ZH: "运营商无法识别该卡号码。",
			},
			lang.Text{
				EN: "Offer another login method for this user. Test with an ordinary SIM.",
				ZH: "为该用户提供其他登录方式。测试时换用普通 SIM 卡。",
			},
			codes.User, codes.Seen,
		})
	},
}
