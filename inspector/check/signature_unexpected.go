package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// SignatureUnexpected finds signature errors on a call that carries none.
var SignatureUnexpected = inspector.Check{
	ID:    "signature-unexpected",
	Title: lang.Text{EN: "Signature error on a call without signature", ZH: "无签名接口却返回签名错误"},
	Doc: lang.Text{
		EN: "The one-click call carries no X-signature; such an answer means that another path was called or a header was added.",
		ZH: "一键登录接口不带 X-signature；出现此错误说明调用了其他接口或多加了请求头。",
	},
	Source: "BambooCloud, CIAM API; OneAccess API", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		out := one(failing(c,
			place{codes.IDaaSHTTP, "COMMON.1004"},
			place{codes.IDaaSHTTP, "COMMON.1014"},
		), advice{
			lang.Text{
				EN: "These codes belong to calls that are signed.",
				ZH: "这些错误码属于需要签名的接口。",
			},
			lang.Text{
				EN: "Check the path that was called and the global headers. Check the SDK version.",
				ZH: "检查实际调用的路径和全局请求头。检查 SDK 版本。",
			},
			codes.Developer, codes.Inferred,
		})
		if paths := values(c.Of(inspector.SignPath)); paths != "" && len(out) > 0 {
			out[0].What.EN += " Other login calls were seen: " + paths + "."
			out[0].What.ZH += "另有其他登录接口的调用：" + paths + "。"
		}
		return out
	},
}
