package check

import (
	"fmt"
	"sort"
	"time"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// tokensUnused finds more unused tokens than China Mobile allows.
var tokensUnused = inspector.Check{
	ID:    "tokens-unused",
	Title: lang.Text{EN: "Too many unused tokens", ZH: "未使用的 token 过多"},
	Doc: lang.Text{
		EN: "China Mobile hands out at most 30 tokens in ten minutes that nobody uses; then it answers 103911. Apps " +
			"that fetch a token at every start run into it.",
		ZH: "中国移动十分钟内最多签发 30 个未使用的 token，超出返回 103911。每次启动都取 token 的应用容易触发。",
	},
	Source: "seed document, 103911", Date: "2026-11-22",
	Status: finding.Warning,
	Run:    runTokensUnused,
}

// The carrier's limit: more than so many in so long.
const (
	unusedLimit  = 30
	unusedWithin = 10 * time.Minute
)

func runTokensUnused(c *inspector.Case) []finding.Finding {
	byDevice := map[string][]inspector.TokenLife{}
	var devices []string
	for _, t := range c.Tokens {
		if t.Issued.IsZero() || len(t.Spent) > 0 {
			continue
		}
		if byDevice[t.Device] == nil {
			devices = append(devices, t.Device)
		}
		byDevice[t.Device] = append(byDevice[t.Device], t)
	}
	sort.Strings(devices)
	var out []finding.Finding
	for _, d := range devices {
		list := byDevice[d]
		sort.Slice(list, func(i, j int) bool { return list[i].Issued.Before(list[j].Issued) })
		for i := 0; i+unusedLimit-1 < len(list); i++ {
			last := list[i+unusedLimit-1]
			if last.Issued.Sub(list[i].Issued) > unusedWithin {
				continue
			}
			a := advice{
				lang.Text{
					EN: "The carrier counts tokens that were fetched and never used.",
					ZH: "运营商会统计已签发但未使用的 token。",
				},
				lang.Text{EN: "Fetch a token only when the user presses the button.", ZH: "仅在用户点击登录时取 token。"},
				codes.Developer, codes.Seen,
			}
			f := a.finding(lang.Text{
				EN: fmt.Sprintf("%d tokens were fetched within %s and not used.", unusedLimit,
					inspector.Lasts(last.Issued.Sub(list[i].Issued)).EN),
				ZH: fmt.Sprintf("%s内取了 %d 个 token 而未使用。", inspector.Lasts(last.Issued.Sub(list[i].Issued)).ZH,
					unusedLimit),
			})
			f.Count, f.First, f.Last = len(list), list[i].Issued, last.Issued
			addFlow(&f, last.IssuedFlow)
			out = append(out, f)
			break
		}
	}
	return out
}
