package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// AccelerateOnPage finds pre-fetch calls while the page is up.
var AccelerateOnPage = inspector.Check{
	ID:    "accelerate-on-page",
	Title: lang.Text{EN: "Pre-fetch called while the page is up", ZH: "授权页打开时调用了预取号"},
	Doc: lang.Text{
		EN: "accelerateLoginPage and the pre-login calls are for the time before the page; while it is up they answer 600026.",
		ZH: "accelerateLoginPage 和预取号应在打开授权页之前调用，页面打开后会返回 600026。",
	},
	Source: "seed document, 600026", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		a := advice{
			lang.Text{EN: "The SDK refuses the call, and an app that treats this as the result ends the login.", ZH: "SDK 会拒绝该调用；若 App 把它当作结果，登录就会中断。"},
			lang.Text{EN: "Call accelerateLoginPage after the environment check and before the page.", ZH: "在环境检测之后、打开授权页之前调用 accelerateLoginPage。"},
			codes.Developer, codes.Seen,
		}
		var hits []hit
		for i := range c.Flows {
			f := &c.Flows[i]
			if h, ok := within(f, []place{{codes.AliAndroid, "600026"}}); ok {
				hits = append(hits, h)
			}
		}
		return one(hits, a)
	},
}
