package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// noExchange finds logins that had a token, or an error callback, and never
// asked IDaaS.
var noExchange = inspector.Check{
	ID:    "no-exchange",
	Title: lang.Text{EN: "IDaaS was never asked", ZH: "未见 IDaaS 登录请求"},
	Doc: lang.Text{
		EN: "After 600000 the token goes to IDaaS. If no such request is seen although other traffic of the phone " +
			"is, the app stopped before it, or the request went past the proxy. An error callback 1001 without it " +
			"failed before that step.",
		ZH: "拿到 600000 后应向 IDaaS 提交 token。若能看到手机其他流量却没有该请求，要么应用提前中断，要么请求绕过了代理。没有该请求的 1001 回调，说明失败发生在此之前。",
	},
	Source: "BambooCloud, one-click login API; own conclusion", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		if c.Summary.Exchanges == 0 {
			return nil // without a capture there is nothing to miss
		}
		a := advice{
			lang.Text{EN: "The token is used up by nobody, and the user is not signed in.", ZH: "token 没有被使用，用户也未登录。"},
			lang.Text{
				EN: "Check setBaseUrl, the listener that forwards the token, and whether the app's HTTP client uses " +
					"the phone's proxy.",
				ZH: "检查 setBaseUrl、转发 token 的监听器，以及应用的 HTTP 客户端是否走系统代理。",
			},
			codes.Developer, codes.Inferred,
		}
		var out []finding.Finding
		for i := range c.Flows {
			f := &c.Flows[i]
			if f.Verdict.Outcome == inspector.Running || hasExchange(f) {
				continue
			}
			token := issued(f)
			callback := step(f, inspector.StepCallback, inspector.OutcomeFailed)
			if token == nil &&
				(callback == nil || callback.Codes[0].Space != codes.IDaaSCallback || len(f.Verdict.Chain) > 1) {
				continue
			}
			found := a.finding(lang.Text{
				EN: "There was a token and no request to IDaaS.",
				ZH: "已取得 token，但没有向 IDaaS 发起请求。",
			})
			by := token
			if token == nil {
				by = callback
				found.What = lang.Text{
					EN: "The error callback came without any request to IDaaS.",
					ZH: "出现错误回调，但没有任何 IDaaS 请求。",
				}
			}
			join(&found, f, by)
			out = append(out, found)
		}
		return out
	},
}

func hasExchange(f *inspector.Flow) bool {
	for _, s := range f.Steps {
		if s.Kind == inspector.StepExchange && len(s.Evidence) > 0 {
			return true
		}
	}
	return false
}

// issued finds the step in which the SDK handed a token to the app.
func issued(f *inspector.Flow) *inspector.Step {
	for i := range f.Steps {
		s := &f.Steps[i]
		if s.Kind == inspector.StepToken && s.Outcome == inspector.OutcomeOK && len(s.Codes) > 0 &&
			s.Codes[0].Code == "600000" {
			return s
		}
	}
	return nil
}
