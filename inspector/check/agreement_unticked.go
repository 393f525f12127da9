package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// agreementUnticked finds taps on the login button without the agreement.
var agreementUnticked = inspector.Check{
	ID:    "agreement-unticked",
	Title: lang.Text{EN: "The agreement was not ticked", ZH: "未勾选协议"},
	Doc: lang.Text{
		EN: "700002 with isChecked false means that the user tapped the login button while the agreement was not " +
			"ticked. No login begins then, and nothing has failed: the app has to say what is missing.",
		ZH: "700002 且 isChecked 为 false 表示用户未勾选协议就点击了登录按钮。此时登录尚未开始，也没有失败：应由应用提示勾选。",
	},
	Source: "seed document, 700002", Date: "2026-11-30",
	Status: finding.Info,
	Run: func(c *inspector.Case) []finding.Finding {
		var signals []inspector.Signal
		for _, s := range c.Of(inspector.SignalFact) {
			if s.Fact == cause.Agreement && s.Value == "unticked" {
				signals = append(signals, s)
			}
		}
		return fromSignals(signals, advice{
			lang.Text{
				EN: "The SDK waits for the tick. Many apps show nothing then, or close the page.",
				ZH: "SDK 会等待勾选；很多应用此时没有提示，或关闭了授权页。",
			},
			lang.Text{EN: "Show a hint on isChecked false (setLogBtnToastHidden(false) lets the SDK show its " +
				"own), and keep the page open.", ZH: "isChecked 为 false 时给出提示（setLogBtnToastHidden(false) 可使用 " +
				"SDK 自带提示），并保留授权页。"},
			codes.Developer, codes.Seen,
		}, lang.Text{
			EN: "The login button was tapped while the agreement was not ticked.",
			ZH: "未勾选协议就点击了登录按钮。",
		})
	},
}
