package check

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// TokenTruncated finds tokens that lost their end on the way to IDaaS.
var TokenTruncated = inspector.Check{
	ID:    "token-truncated",
	Title: lang.Text{EN: "The token was cut off", ZH: "token 被截断"},
	Doc: lang.Text{
		EN: "The token must reach IDaaS whole. A database column, a log line or an unescaped '+' cuts it; the answer is the same as for a spent token.",
		ZH: "token 必须完整提交。数据库字段过短、日志截断或未转义的“+”都会破坏它，返回与 token 失效相同。",
	},
	Source: "flutter_ali_auth issue 50", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: func(c *inspector.Case) []finding.Finding {
		var out []finding.Finding
		for _, t := range c.Tokens {
			if t.PrefixOf == "" || len(t.Spent) == 0 {
				continue
			}
			a := advice{
				lang.Text{EN: "Its beginning equals a token that the SDK issued, its end is missing.", ZH: "其开头与 SDK 签发的 token 一致，但缺少结尾。"},
				lang.Text{EN: "Pass TokenRet.token on unchanged. Look for length limits between callback and request.", ZH: "原样传递 TokenRet.token。检查回调与请求之间的长度限制。"},
				codes.Developer, codes.Seen,
			}
			f := a.finding(lang.Text{
				EN: fmt.Sprintf("%d of %d characters of the token arrived.", len(t.Value), len(t.PrefixOf)),
				ZH: fmt.Sprintf("token 共 %d 个字符，只提交了 %d 个。", len(t.PrefixOf), len(t.Value)),
			})
			f.First, f.Last = t.Spent[0].Time, t.Spent[0].Time
			f.Where = []finding.Location{t.Spent[0].Where}
			addFlow(&f, t.Spent[0].Flow)
			out = append(out, f)
		}
		return out
	},
}
