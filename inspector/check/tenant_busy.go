package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// TenantBusy finds IDaaS answers that say that the server could not cope.
var TenantBusy = inspector.Check{
	ID:    "tenant-busy",
	Title: lang.Text{EN: "IDaaS is busy", ZH: "IDaaS 系统繁忙"},
	Doc: lang.Text{
		EN: "COMMON.1008 comes with HTTP 500 and is the only code of the login call that speaks of the server and not of the request. It passes by itself; the token that was sent may be spent all the same.",
		ZH: "COMMON.1008 与 HTTP 500 一同返回，是登录接口中唯一指向服务端而非请求的错误码。通常会自行恢复，但已提交的 token 可能已被消耗。",
	},
	Source: "seed document; BambooCloud, tenant error codes", Date: "2026-11-26",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		return one(failing(c, place{codes.IDaaSHTTP, "COMMON.1008"}, place{codes.IDaaSHTTP, "COM.0002"}), advice{
			lang.Text{EN: "The server answered, and had no time for the call.", ZH: "服务端有应答，但未能处理该请求。"},
			lang.Text{
				EN: "Wait a little and sign in again with a new token. If it lasts, ask the tenant's administrator for the state of the service.",
				ZH: "稍等片刻，用新 token 重新登录。若持续出现，请租户管理员确认服务状态。",
			},
			codes.TenantAdmin, codes.Inferred,
		})
	},
}
