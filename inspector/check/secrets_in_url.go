package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// SecretsInURL finds tokens and secrets in query strings.
var SecretsInURL = inspector.Check{
	ID:    "secrets-in-url",
	Title: lang.Text{EN: "A secret travels in the URL", ZH: "URL 中带有敏感信息"},
	Doc: lang.Text{
		EN: "Addresses are written to the logs of servers, proxies and browsers. Tokens and client secrets belong in a header or body, and a client secret never on a phone.",
		ZH: "URL 会进入服务器、代理和浏览器日志。token 和 client_secret 应放在请求头或正文中，client_secret 更不应出现在手机上。",
	},
	Source: "RFC 6750, section 5.3", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		signs := c.Of(inspector.SignSecretInURL)
		return signed(signs, advice{
			lang.Text{EN: "Whoever reads a log on the way can use it.", ZH: "能看到沿途日志的人都可利用。"},
			lang.Text{EN: "Move the value into the body or the Authorization header. Change a secret that was sent.", ZH: "将其移入正文或 Authorization 请求头。已泄露的密钥应更换。"},
			codes.Developer, codes.Seen,
		}, lang.Text{
			EN: "In the query: " + values(signs) + ".",
			ZH: "查询参数中包含：" + values(signs) + "。",
		})
	},
}
