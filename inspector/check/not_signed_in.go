package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// NotSignedIn finds answers 200 that open no session.
var NotSignedIn = inspector.Check{
	ID:    "not-signed-in",
	Title: lang.Text{EN: "HTTP 200 but no login", ZH: "HTTP 200 但未登录"},
	Doc: lang.Text{
		EN: "A login is HTTP 200 with status SUCCESS and a session_token. MFA_AUTH, ACCESS_DENIED, USER_REGISTER, SOCIAL_BIND and PASSWORD_EXPIRED also come with 200 and ask for another step.",
		ZH: "登录成功的标志是 HTTP 200、status 为 SUCCESS 且带 session_token。MFA_AUTH、ACCESS_DENIED、USER_REGISTER、SOCIAL_BIND、PASSWORD_EXPIRED 同样返回 200，但还需后续步骤。",
	},
	Source: "BambooCloud, CIAM API", Date: "2026-11-22",
	Status: finding.Error,
	Run: func(c *inspector.Case) []finding.Finding {
		a := advice{
			lang.Text{EN: "An app that looks at the HTTP status alone takes this for a login.", ZH: "只看 HTTP 状态的 App 会误判为登录成功。"},
			lang.Text{EN: "Judge by status and session_token. Handle the status, or change the tenant's policy.", ZH: "以 status 和 session_token 判断。在 App 中处理该状态，或调整租户策略。"},
			codes.TenantAdmin, codes.Seen,
		}
		var out []finding.Finding
		for i := range c.Flows {
			f := &c.Flows[i]
			for j := range f.Steps {
				s := &f.Steps[j]
				if s.Trouble != inspector.TroubleNotSigned {
					continue
				}
				status := value(s, "status")
				if status == "" {
					status = "-"
				}
				found := a.finding(lang.Text{EN: "The status is " + status + ".", ZH: "status 为 " + status + "。"})
				join(&found, f, s)
				out = append(out, found)
			}
		}
		return out
	},
}
