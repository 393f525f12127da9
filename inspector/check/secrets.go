package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// secretChecks are the checks of secrets where others can read them.
var secretChecks = []inspector.Check{
	{
		ID:    "secrets-in-url",
		Title: lang.Text{EN: "A secret travels in the URL", ZH: "URL 中带有敏感信息"},
		Doc: lang.Text{
			EN: "Addresses are written to the logs of servers, proxies and browsers. Tokens and client secrets " +
				"belong in a header or body, and a client secret never on a phone.",
			ZH: "URL 会进入服务器、代理和浏览器日志。token 和 client_secret 应放在请求头或正文中，client_secret 更不应出现在手机上。",
		},
		Source: "RFC 6750, section 5.3", Date: "2026-11-22",
		Status: finding.Warning,
		Run: onSignals(inspector.SignalSecretInURL, advice{
			lang.Text{EN: "Whoever reads a log on the way can use it.", ZH: "能看到沿途日志的人都可利用。"},
			lang.Text{
				EN: "Move the value into the body or the Authorization header. Change a secret that was sent.",
				ZH: "将其移入正文或 Authorization 请求头。已泄露的密钥应更换。",
			},
			codes.Developer, codes.Seen,
		}, lang.Text{
			EN: "In the query: %s.",
			ZH: "查询参数中包含：%s。",
		}),
	},
	{
		ID:    "secrets-in-log",
		Title: lang.Text{EN: "Secrets in the device log", ZH: "设备日志中有敏感信息"},
		Doc: lang.Text{
			EN: "With its logger on the SDK prints the scheme secret, carrier secrets and access codes; apps print " +
				"session tokens, and logEnable(true) prints the IDaaS calls. Any app with log access, and every " +
				"ticket with a log in it, then has them.",
			ZH: "打开日志后 SDK 会打印认证方案密钥、运营商密钥和 accessCode，应用自身也可能打印 session_token，logEnable(true) 会打印 IDaaS 请求。" +
				"凡能读取日志或拿到工单附件者都可获得。",
		},
		Source: "decompiled SDK 2.14.3", Date: "2026-11-22",
		Status: finding.Warning,
		Run: func(c *inspector.Case) []finding.Finding {
			signals := c.Of(inspector.SignalSecretInLog)
			for _, s := range c.Of(inspector.SignalHTTPLog) {
				s.Value = "HTTP log of " + s.Value
				signals = append(signals, s)
			}
			return fromSignals(signals, advice{
				lang.Text{
					EN: "A log is copied around more freely than the secret in it should be.",
					ZH: "日志传播范围往往远超其中密钥应有的范围。",
				},
				lang.Text{
					EN: "Switch the SDK's logger off in release builds: setLoggerEnable(false), logEnable(false).",
					ZH: "正式版关闭 SDK 日志：setLoggerEnable(false)、logEnable(false)。",
				},
				codes.Developer, codes.Seen,
			}, lang.Text{
				EN: "The log prints: " + values(signals) + ".",
				ZH: "日志打印了：" + values(signals) + "。",
			})
		},
	},
}
