package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// callChecks are the checks of the order and the time of calls to the SDK.
var callChecks = []inspector.Check{
	{
		ID:    "page-failed",
		Title: lang.Text{EN: "The authorisation page did not open", ZH: "授权页未能打开"},
		Doc: lang.Text{
			EN: "The page is an activity that the app itself must declare, with a theme that its orientation allows," +
				" and it opens once at a time.",
			ZH: "授权页 Activity 须由应用自行声明，主题与屏幕方向须相容，且同一时间只能打开一个。",
		},
		Source: "flutter_ali_auth issue 87", Date: "2026-11-22",
		Status: finding.Error,
		Run: onCodes(advice{
			lang.Text{
				EN: "Without the page the user cannot consent, and no token is given.",
				ZH: "没有授权页用户无法授权，也就拿不到 token。",
			},
			lang.Text{
				EN: "Declare LoginAuthActivity in the manifest. Check the theme and the custom views. Do not open " +
					"the page twice.",
				ZH: "在 Manifest 中声明 LoginAuthActivity。检查主题和自定义控件。不要重复拉起。",
			},
			codes.Developer, codes.Seen,
		},
			codeID{codes.AliAndroid, "600002"},
			codeID{codes.AliAndroid, "600023"},
			codeID{codes.CM, "200061"},
			codeID{codes.CM, "200040"},
		),
	},
	{
		ID:    "page-tampered",
		Title: lang.Text{EN: "Required parts of the page are covered", ZH: "授权页必要元素被遮挡或修改"},
		Doc: lang.Text{
			EN: "Login button, carrier protocol and masked number must be visible and unchanged. Since SDK 2.10.1 " +
				"debug builds say so.",
			ZH: "登录按钮、运营商协议和掩码号码须可见且不得修改。SDK 2.10.1 起在调试版中提示。",
		},
		Source: "developer.aliyun.com ask 628634", Date: "2026-11-22",
		Status: finding.Warning,
		Run: onSignals(inspector.SignalTampered, advice{
			lang.Text{EN: "Carriers demand these parts; a covered one can end in a ban.", ZH: "这些元素为运营商强制要求，遮挡可能导致封停。"},
			lang.Text{EN: "Move custom views away from button, protocol and number.", ZH: "调整自定义控件，不要遮挡按钮、协议和号码。"},
			codes.Developer, codes.Seen,
		}, lang.Text{EN: "The SDK says that the page was altered.", ZH: "SDK 提示“页面非法修改”。"}),
	},
	{
		ID:    "accelerate-on-page",
		Title: lang.Text{EN: "Pre-fetch called while the page is up", ZH: "授权页打开时调用了预取号"},
		Doc: lang.Text{
			EN: "accelerateLoginPage and the pre-login calls are for the time before the page; while it is up they " +
				"answer 600026.",
			ZH: "accelerateLoginPage 和预取号应在打开授权页之前调用，页面打开后会返回 600026。",
		},
		Source: "seed document, 600026", Date: "2026-11-22",
		Status: finding.Warning,
		Run: func(c *inspector.Case) []finding.Finding {
			a := advice{
				lang.Text{
					EN: "The SDK refuses the call, and an app that treats this as the result ends the login.",
					ZH: "SDK 会拒绝该调用；若应用把它当作结果，登录就会中断。",
				},
				lang.Text{
					EN: "Call accelerateLoginPage after the environment check and before the page.",
					ZH: "在环境检测之后、打开授权页之前调用 accelerateLoginPage。",
				},
				codes.Developer, codes.Seen,
			}
			var hits []hit
			for i := range c.Flows {
				f := &c.Flows[i]
				for j := range f.Steps {
					s := &f.Steps[j]
					if n := len(s.Codes); n > 0 && s.Codes[0].Space == codes.AliAndroid && s.Codes[0].Code == "600026" {
						hits = append(hits, hit{f, s, s.Codes[0]})
						break
					}
				}
			}
			return one(hits, a)
		},
	},
	agreementUnticked,
	initLate,
	initWithoutLogin,
	callTooSlow,
}
