package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// AccountSide finds codes that only the owner of the Alibaba account can cure.
var AccountSide = inspector.Check{
	ID:    "account-side",
	Title: lang.Text{EN: "The Alibaba account refuses", ZH: "阿里云账号侧受限"},
	Doc: lang.Text{
		EN: "The RAM user needs the permission dypns:GetMobile, the product must be open and the account must not be in arrears.",
		ZH: "RAM 用户需具备 dypns:GetMobile 权限，产品须已开通且账号未欠费。",
	},
	Source: "Alibaba, API return codes", Date: "2026-11-22",
	Status: finding.Error,
	Run: func(c *inspector.Case) []finding.Finding {
		return one(failing(c,
			place{codes.AliServer, "isv.RAM_PERMISSION_DENY"},
			place{codes.AliServer, "isp.RAM_PERMISSION_DENY"},
			place{codes.AliServer, "isv.OUT_OF_SERVICE"},
			place{codes.AliServer, "isv.PRODUCT_UNSUBSCRIBE"},
			place{codes.AliServer, "isv.PRODUCT_UN_SUBSCRIPT"},
			place{codes.AliAndroid, "600036"},
			place{codes.AliAndroid, "600033"},
		), advice{
			lang.Text{
				EN: "The request is right, the account behind it is not ready.",
				ZH: "请求本身无误，账号尚未就绪。",
			},
			lang.Text{
				EN: "Grant dypns:GetMobile to the RAM user. Open the product and top the account up.",
				ZH: "为 RAM 用户授予 dypns:GetMobile 权限。开通产品并充值。",
			},
			codes.TenantAdmin, codes.Seen,
		})
	},
}
