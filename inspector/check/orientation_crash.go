package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// OrientationCrash finds the crash of a dialog theme with a fixed orientation.
var OrientationCrash = inspector.Check{
	ID:    "orientation-crash",
	Title: lang.Text{EN: "Fixed orientation with the dialog theme", ZH: "弹窗主题固定了屏幕方向"},
	Doc: lang.Text{
		EN: "Android 8.0 forbids an orientation for an activity that does not fill the screen. With authsdk_activity_dialog the activity must say screenOrientation=\"behind\".",
		ZH: "Android 8.0 不允许非全屏 Activity 指定屏幕方向。使用 authsdk_activity_dialog 主题时应设 screenOrientation=\"behind\"。",
	},
	Source: "seed document", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: func(c *inspector.Case) []finding.Finding {
		signs := c.Of(inspector.SignOrientation)
		return signed(signs, advice{
			lang.Text{EN: "Android throws when the page opens, and the app dies.", ZH: "打开授权页时系统抛出异常，App 崩溃。"},
			lang.Text{EN: "Set screenOrientation=\"behind\" on LoginAuthActivity and AuthWebVeiwActivity.", ZH: "为 LoginAuthActivity 和 AuthWebVeiwActivity 设置 screenOrientation=\"behind\"。"},
			codes.Developer, codes.Seen,
		}, lang.Text{
			EN: "The log holds: Only fullscreen opaque activities can request orientation.",
			ZH: "日志出现：Only fullscreen opaque activities can request orientation。",
		})
	},
}
