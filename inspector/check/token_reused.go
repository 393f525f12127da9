package check

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// tokenReused finds login tokens that were sent more than once.
var tokenReused = inspector.Check{
	ID:    "token-reused",
	Title: lang.Text{EN: "A token was used twice", ZH: "token 被重复使用"},
	Doc: lang.Text{
		EN: "A login token pays for one number query. A retry with the same token must fail, however often it is " +
			"tried; so must a replayed call.",
		ZH: "一个登录 token 只能查询一次号码。用同一 token 重试或重放请求必然失败。",
	},
	Source: "Alibaba, one-click login API", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: runTokenReused,
}

func runTokenReused(c *inspector.Case) []finding.Finding {
	var out []finding.Finding
	for _, t := range c.Tokens {
		if len(t.Spent) < 2 {
			continue
		}
		a := advice{
			lang.Text{
				EN: "The first call used the token up; IDaaS cannot get a number for it any more.",
				ZH: "首次调用已消耗该 token，IDaaS 无法再用它换取号码。",
			},
			lang.Text{
				EN: "Fetch a new token for every try. Do not let an HTTP client or a retry library repeat the call.",
				ZH: "每次尝试都重新取 token。不要让 HTTP 客户端或重试库重发该请求。",
			},
			codes.Developer, codes.Seen,
		}
		f := a.finding(lang.Text{
			EN: fmt.Sprintf("One token was sent to IDaaS %d times.", len(t.Spent)),
			ZH: fmt.Sprintf("同一 token 向 IDaaS 提交了 %d 次。", len(t.Spent)),
		})
		f.Count, f.First, f.Last = len(t.Spent), t.Spent[0].Time, t.Spent[len(t.Spent)-1].Time
		for i, u := range t.Spent {
			if i > 0 {
				addFlow(&f, u.Flow)
			}
			if len(f.Where) < maxWhere {
				f.Where = append(f.Where, u.Where)
			}
		}
		out = append(out, f)
	}
	return out
}
