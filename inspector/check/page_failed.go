package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// PageFailed finds authorisation pages that did not open.
var PageFailed = inspector.Check{
	ID:    "page-failed",
	Title: lang.Text{EN: "The authorisation page did not open", ZH: "授权页未能打开"},
	Doc: lang.Text{
		EN: "The page is an activity that the app itself must declare, with a theme that its orientation allows, and it opens once at a time.",
		ZH: "授权页 Activity 须由 App 自行声明，主题与屏幕方向须相容，且同一时间只能打开一个。",
	},
	Source: "flutter_ali_auth issue 87", Date: "2026-11-22",
	Status: finding.Error,
	Run: func(c *inspector.Case) []finding.Finding {
		return one(failing(c,
			place{codes.AliAndroid, "600002"},
			place{codes.AliAndroid, "600023"},
			place{codes.CM, "200061"},
			place{codes.CM, "200040"},
		), advice{
			lang.Text{
				EN: "Without the page the user cannot consent, and no token is given.",
				ZH: "没有授权页用户无法授权，也就拿不到 token。",
			},
			lang.Text{
				EN: "Declare LoginAuthActivity in the manifest. Check the theme and the custom views. Do not open the page twice.",
				ZH: "在 Manifest 中声明 LoginAuthActivity。检查主题和自定义控件。不要重复唤起。",
			},
			codes.Developer, codes.Seen,
		})
	},
}
