package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// ActivityMissing finds activities of the SDK that the manifest lacks.
var ActivityMissing = inspector.Check{
	ID:    "activity-missing",
	Title: lang.Text{EN: "An activity of the SDK is not declared", ZH: "Manifest 缺少 SDK 的 Activity"},
	Doc: lang.Text{
		EN: "The SDK's library declares no activity, so the app must: LoginAuthActivity, AuthWebVeiwActivity (spelt so) and, for the second-confirm dialog, PrivacyDialogActivity.",
		ZH: "SDK 的 aar 不声明 Activity，须由 App 声明：LoginAuthActivity、AuthWebVeiwActivity（拼写如此），以及二次确认弹窗用的 PrivacyDialogActivity。",
	},
	Source: "manifest of SDK 2.14.19", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: func(c *inspector.Case) []finding.Finding {
		signs := c.Of(inspector.SignPrivacyPage)
		return signed(signs, advice{
			lang.Text{EN: "Android opens declared activities only.", ZH: "系统只能打开已声明的 Activity。"},
			lang.Text{EN: "Declare the activity in the manifest.", ZH: "在 Manifest 中声明该 Activity。"},
			codes.Developer, codes.Seen,
		}, lang.Text{
			EN: "Android does not find " + values(signs) + ".",
			ZH: "系统找不到 " + values(signs) + "。",
		})
	},
}
