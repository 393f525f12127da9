package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// EventAsFailure finds apps that take an event of the listener for an error.
var EventAsFailure = inspector.Check{
	ID:    "event-as-failure",
	Title: lang.Text{EN: "An event is handled as a failure", ZH: "把事件码当作失败处理"},
	Doc: lang.Text{
		EN: "600001 (page up), 600016, 600024 and 700000 to 700011 arrive on the same listener as results. 700000 and 700001 are the user's choice, the others only tell what happens; the login goes on.",
		ZH: "600001（授权页已打开）、600016、600024 以及 700000 至 700011 与结果走同一监听器。700000、700001 是用户选择，其余只是通知，登录仍在继续。",
	},
	Source: "decompiled SDK 2.14.3; integrators' notes", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: func(c *inspector.Case) []finding.Finding {
		signs := c.Of(inspector.SignEventFailed)
		return signed(signs, advice{
			lang.Text{EN: "The app's own log calls an event an error; such apps close the page before the user can consent.", ZH: "App 日志把事件记为错误；这类 App 往往在用户授权前就关闭页面。"},
			lang.Text{EN: "Ignore these codes in the result branch. End the login on 600000 or a real failure only; treat 700000 and 700001 as cancelled.", ZH: "结果分支中忽略这些事件码。仅在 600000 或真正失败时结束登录；700000、700001 按取消处理。"},
			codes.Developer, codes.Seen,
		}, lang.Text{
			EN: "The app reports " + values(signs) + " as an error.",
			ZH: "App 将 " + values(signs) + " 当作错误上报。",
		})
	},
}
