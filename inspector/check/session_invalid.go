package check

import (
	"loginscope/codes"
	"loginscope/inspector"
)

// SessionInvalid finds session tokens that IDaaS no longer takes.
var SessionInvalid = inspector.Check{
	ID:    "session-invalid",
	Title: codes.Text{EN: "The session token is expired or invalid", ZH: "session_token 已过期或无效"},
	Doc: codes.Text{
		EN: "A session token lives as long as expire says, counted from the login; it is bound to the device fingerprint.",
		ZH: "session_token 自登录起按 expire 计时，并与设备指纹绑定。",
	},
	Source: "BambooCloud, session token API", Date: "2026-11-22",
	Severity: inspector.Warning,
	Run: func(c *inspector.Case) []inspector.Finding {
		return one(failingAfter(c,
			place{codes.IDaaSHTTP, "PARAM.0023"},
			place{codes.IDaaSHTTP, "PARAM.0016"},
		), advice{
			codes.Text{
				EN: "IDaaS has forgotten the session or never had it.",
				ZH: "IDaaS 已无此会话。",
			},
			codes.Text{
				EN: "Log in again. Keep the device fingerprint the same between calls.",
				ZH: "重新登录。各次调用使用相同的设备指纹。",
			},
			codes.Developer, codes.Seen,
		})
	},
}
