package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// VerifyToken finds tokens of number verification that were used for login.
var VerifyToken = inspector.Check{
	ID:    "verify-token",
	Title: lang.Text{EN: "A verification token was used for login", ZH: "误用本机号码校验的 token 登录"},
	Doc: lang.Text{
		EN: "getVerifyToken and getLoginToken hand out different tokens. The former only proves a number that is already known; China Mobile shows userCapaid 50 for it and 200 for login.",
		ZH: "getVerifyToken 与 getLoginToken 的 token 不同，前者只用于校验已知号码；中国移动请求中 userCapaid 分别为 50 和 200。",
	},
	Source: "seed document, China Mobile 105018; Alibaba, API return codes", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: func(c *inspector.Case) []finding.Finding {
		a := advice{
			lang.Text{EN: "A verification token has no right to read the number.", ZH: "校验 token 无权获取手机号。"},
			lang.Text{EN: "Call getLoginToken for login.", ZH: "登录请调用 getLoginToken。"},
			codes.Developer, codes.Seen,
		}
		hits := failing(c, place{codes.CM, "105018"}, place{codes.AliServer, "isv.TOKEN_UNAUTHORIZED_USED"})
		for i := range c.Flows {
			f := &c.Flows[i]
			for j := range f.Steps {
				s := &f.Steps[j]
				if value(s, "userCapaid") == "50" && f.Verdict.Outcome == inspector.Failed {
					hits = append(hits, hit{f, s, inspector.CodeAt{Code: "userCapaid 50"}})
					break
				}
			}
		}
		return one(hits, a)
	},
}
