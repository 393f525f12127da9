package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// SecretsInLog finds secrets in the device log.
var SecretsInLog = inspector.Check{
	ID:    "secrets-in-log",
	Title: lang.Text{EN: "Secrets in the device log", ZH: "设备日志中有敏感信息"},
	Doc: lang.Text{
		EN: "With its logger on the SDK prints the scheme secret, carrier secrets and access codes; apps print session tokens, and logEnable(true) prints the IDaaS calls. Any app with log access, and every ticket with a log in it, then has them.",
		ZH: "打开日志后 SDK 会打印方案秘钥、运营商密钥和 accessCode，App 自身也可能打印 session_token，logEnable(true) 会打印 IDaaS 请求。凡能读取日志或拿到工单附件者都可获得。",
	},
	Source: "decompiled SDK 2.14.3", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		signs := c.Of(inspector.SignSecretInLog)
		for _, s := range c.Of(inspector.SignHTTPLog) {
			s.Value = "HTTP log of " + s.Value
			signs = append(signs, s)
		}
		return signed(signs, advice{
			lang.Text{EN: "A log is copied around more freely than the secret in it should be.", ZH: "日志传播范围往往远超其中密钥应有的范围。"},
			lang.Text{EN: "Switch the SDK's logger off in release builds: setLoggerEnable(false), logEnable(false).", ZH: "正式版关闭 SDK 日志：setLoggerEnable(false)、logEnable(false)。"},
			codes.Developer, codes.Seen,
		}, lang.Text{
			EN: "The log prints: " + values(signs) + ".",
			ZH: "日志打印了：" + values(signs) + "。",
		})
	},
}
