package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// readinessChecks are the checks of what has to hold before a login: the time, plain HTTP, the service itself.
var readinessChecks = []inspector.Check{
	clockSkew,
	cleartextRefused,
	{
		ID:    "demoted",
		Title: lang.Text{EN: "One-click login is switched off by the server", ZH: "服务端已降级关闭一键登录"},
		Doc: lang.Text{
			EN: "QuerySdkConfig can carry IsDemoted or IsLoginDemoted; the SDK then answers 600013 without asking a " +
				"carrier.",
			ZH: "QuerySdkConfig 可能带 IsDemoted 或 IsLoginDemoted，此时 SDK 不请求运营商，直接返回 600013。",
		},
		Source: "decompiled SDK 2.14.3", Date: "2026-11-22",
		Status: finding.Error, Decides: true,
		Run: onSignals(inspector.SignalDemoted, advice{
			lang.Text{
				EN: "Alibaba turns the function off for maintenance or for an account.",
				ZH: "阿里云因维护或账号原因关闭了该功能。",
			},
			lang.Text{
				EN: "Show another login method. Open a ticket with Alibaba if it lasts.",
				ZH: "切换到其他登录方式。持续出现时向阿里云提交工单。",
			},
			codes.Ticket, codes.Seen,
		}, lang.Text{
			EN: "The SDK configuration contains %s.",
			ZH: "SDK 配置中 %s 为 true。",
		}),
	},
}
