package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// SessionInvalid finds session tokens that IDaaS no longer takes.
var SessionInvalid = inspector.Check{
	ID:    "session-invalid",
	Title: lang.Text{EN: "The session token is expired or invalid", ZH: "session_token 已过期或无效"},
	Doc: lang.Text{
		EN: "A session token lives as long as expire says, counted from the login; it is bound to the device fingerprint.",
		ZH: "session_token 自登录起按 expire 计时，并与设备指纹绑定。",
	},
	Source: "BambooCloud, session token API", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		return one(failingAfter(c,
			place{codes.IDaaSHTTP, "PARAM.0023"},
			place{codes.IDaaSHTTP, "PARAM.0016"},
		), advice{
			lang.Text{
				EN: "IDaaS has forgotten the session or never had it.",
				ZH: "IDaaS 已无此会话。",
			},
			lang.Text{
				EN: "Log in again. Keep the device fingerprint the same between calls.",
				ZH: "重新登录。各次调用使用相同的设备指纹。",
			},
			codes.Developer, codes.Seen,
		})
	},
}
