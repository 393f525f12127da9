package check

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// tokenExpired finds login tokens that were sent after the end of their life.
var tokenExpired = inspector.Check{
	ID:    "token-expired",
	Title: lang.Text{EN: "The token had expired", ZH: "token 已过期"},
	Doc: lang.Text{
		EN: "A login token is valid for a limited time: " + codes.TokenLives().EN + ". It is meant to be sent at once.",
		ZH: "登录 token 有效期：" + codes.TokenLives().ZH + "，应立即提交。",
	},
	Source: "Alibaba, one-click login API", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: runTokenExpired,
}

func runTokenExpired(c *inspector.Case) []finding.Finding {
	var out []finding.Finding
	for _, t := range c.Tokens {
		life := inspector.Life(t.Carrier)
		if t.Issued.IsZero() || life == 0 || len(t.Spent) == 0 {
			continue
		}
		age := t.Spent[0].Time.Sub(t.Issued)
		if age <= life {
			continue
		}
		a := advice{
			lang.Text{
				EN: "The carrier forgets a token after its life; IDaaS then gets no number for it.",
				ZH: "token 过期后运营商不再认可，IDaaS 换不到号码。",
			},
			lang.Text{
				EN: "Send the token as soon as the SDK hands it out. Fetch a new one when the user comes back later.",
				ZH: "SDK 返回 token 后立即提交。用户稍后返回时重新取 token。",
			},
			codes.Developer, codes.Seen,
		}
		f := a.finding(lang.Text{
			EN: fmt.Sprintf("The token was sent %s after it was issued; %s tokens live %s.", inspector.Lasts(age).EN,
				t.Carrier.Name().EN, inspector.Lasts(life).EN),
			ZH: fmt.Sprintf("token 签发 %s后才提交，%s的有效期为 %s。", inspector.Lasts(age).ZH, t.Carrier.Name().ZH,
				inspector.Lasts(life).ZH),
		})
		f.First, f.Last = t.Issued, t.Spent[0].Time
		f.Where = []finding.Location{t.Spent[0].Where}
		addFlow(&f, t.Spent[0].Flow)
		out = append(out, f)
	}
	return out
}
