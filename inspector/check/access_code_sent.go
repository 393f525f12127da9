package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// AccessCodeSent finds carrier access codes that were sent as login tokens.
var AccessCodeSent = inspector.Check{
	ID:    "access-code-sent",
	Title: lang.Text{EN: "A carrier access code was sent in place of the token", ZH: "误将运营商 accessCode 当作 token 提交"},
	Doc: lang.Text{
		EN: "The log tag CacheMonitor prints a carrier's access code. It is not the login token, and no server takes it.",
		ZH: "日志标签 CacheMonitor 会打印运营商 accessCode，它不是登录 token，任何服务端都不接受。",
	},
	Source: "flutter_ali_auth issue 50", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: func(c *inspector.Case) []finding.Finding {
		printed := map[string]bool{}
		for _, s := range c.Of(inspector.SignAccessCode) {
			printed[s.Value] = true
		}
		var out []finding.Finding
		for _, t := range c.Tokens {
			if !printed[t.Value] || len(t.Spent) == 0 {
				continue
			}
			a := advice{
				lang.Text{EN: "The value equals an access code that CacheMonitor printed.", ZH: "该值与 CacheMonitor 打印的 accessCode 相同。"},
				lang.Text{EN: "Send TokenRet.token of the 600000 callback.", ZH: "提交 600000 回调中的 TokenRet.token。"},
				codes.Developer, codes.Seen,
			}
			f := a.finding(lang.Text{EN: "The app sent a carrier's access code to IDaaS.", ZH: "App 向 IDaaS 提交了运营商 accessCode。"})
			f.First, f.Last, f.Where = t.Spent[0].Time, t.Spent[0].Time, []finding.Location{t.Spent[0].Where}
			addFlow(&f, t.Spent[0].Flow)
			out = append(out, f)
		}
		return out
	},
}
