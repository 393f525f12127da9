package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// SourceNotConfigured finds tenants without the one-click source.
var SourceNotConfigured = inspector.Check{
	ID:    "source-not-configured",
	Title: lang.Text{EN: "The tenant has no one-click login source", ZH: "租户未配置一键登录认证源"},
	Doc: lang.Text{
		EN: "Enterprise Center, Authentication, Authentication Source Management, Built-in Authentication Sources: \"One-Click Login with Device Number\" needs the AccessKey of an Alibaba RAM user.",
		ZH: "企业中心-认证-认证源管理-内置认证源中的“本机号一键登录”须填写阿里云 RAM 用户的 AccessKey。",
	},
	Source: "seed document", Date: "2026-11-22",
	Status: finding.Error,
	Run: func(c *inspector.Case) []finding.Finding {
		return one(failing(c,
			place{codes.IDaaSHTTP, "LOGIN.1008"},
		), advice{
			lang.Text{
				EN: "IDaaS has nothing with which it could ask Alibaba for the number.",
				ZH: "IDaaS 没有可用于向阿里云查询号码的配置。",
			},
			lang.Text{
				EN: "Configure the source with AccessKey ID and Secret. Enable it for this application.",
				ZH: "填写 AccessKey ID 和 Secret 完成认证源配置。对该应用启用。",
			},
			codes.TenantAdmin, codes.Seen,
		})
	},
}
