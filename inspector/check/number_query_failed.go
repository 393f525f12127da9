package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// NumberQueryFailed finds logins in which IDaaS could not query the number.
var NumberQueryFailed = inspector.Check{
	ID:    "number-query-failed",
	Title: lang.Text{EN: "IDaaS could not query the number", ZH: "IDaaS 查询号码失败"},
	Doc: lang.Text{
		EN: "IDaaS trades the token for the number at Alibaba. That fails for a token that is spent, expired or cut, for a wrong AccessKey and for a missing RAM permission; the answer is the same.",
		ZH: "IDaaS 用 token 向阿里云换取号码。token 已使用、过期、被截断，AccessKey 有误或缺少 RAM 权限都会失败，返回相同。",
	},
	Source: "BambooCloud, CIAM SDK error codes", Date: "2026-11-22",
	Status: finding.Error,
	Run: func(c *inspector.Case) []finding.Finding {
		return one(failing(c,
			place{codes.IDaaSHTTP, "LOGIN.1001"},
		), advice{
			lang.Text{
				EN: "The call from IDaaS to Alibaba failed; the phone cannot see it.",
				ZH: "IDaaS 调用阿里云失败，手机侧看不到该调用。",
			},
			lang.Text{
				EN: "Check age and use of the token first. Then check the AccessKey of the source and its permission dypns:GetMobile.",
				ZH: "先检查 token 的时效和使用次数。再检查认证源的 AccessKey 及 dypns:GetMobile 权限。",
			},
			codes.TenantAdmin, codes.Inferred,
		})
	},
}
