package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// PageTampered finds authorisation pages whose required parts are covered.
var PageTampered = inspector.Check{
	ID:    "page-tampered",
	Title: lang.Text{EN: "Required parts of the page are covered", ZH: "授权页必要元素被遮挡或修改"},
	Doc: lang.Text{
		EN: "Login button, carrier protocol and masked number must be visible and unchanged. Since SDK 2.10.1 debug builds say so.",
		ZH: "登录按钮、运营商协议和掩码号码须可见且不得修改。SDK 2.10.1 起在调试版中提示。",
	},
	Source: "developer.aliyun.com ask 628634", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		signs := c.Of(inspector.SignTampered)
		return signed(signs, advice{
			lang.Text{EN: "Carriers demand these parts; a covered one can end in a ban.", ZH: "这些元素为运营商强制要求，遮挡可能导致封停。"},
			lang.Text{EN: "Move custom views away from button, protocol and number.", ZH: "调整自定义控件，不要遮挡按钮、协议和号码。"},
			codes.Developer, codes.Seen,
		}, lang.Text{EN: "The SDK says that the page was altered.", ZH: "SDK 提示“页面非法修改”。"})
	},
}
