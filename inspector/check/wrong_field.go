package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// WrongField finds calls whose token stands under another name.
var WrongField = inspector.Check{
	ID:    "wrong-field",
	Title: lang.Text{EN: "Wrong field name", ZH: "字段名有误"},
	Doc: lang.Text{
		EN: "The login call takes access_token in its JSON body; the server's GetMobile takes AccessToken. Any other name counts as no token at all. The number of GetMobile's answer stands in GetMobileResultDTO.Mobile; a server that reads body.mobile finds nothing on HTTP 200.",
		ZH: "登录接口的 JSON 字段为 access_token，服务端 GetMobile 的参数为 AccessToken，其他名称等同于未传 token。GetMobile 返回的号码在 GetMobileResultDTO.Mobile 中，读 body.mobile 的服务端在 HTTP 200 时也取不到号码。",
	},
	Source: "BambooCloud, one-click login API; integrators' notes", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: func(c *inspector.Case) []finding.Finding {
		signs := c.Of(inspector.SignWrongField)
		for _, h := range failing(c, place{codes.AliServer, "MissingAccessToken"}) {
			signs = append(signs, inspector.Sign{Value: "MissingAccessToken", Time: h.step.Time, Where: h.step.Evidence[0], Flow: h.flow.ID})
		}
		return signed(signs, advice{
			lang.Text{EN: "The server finds no token under the name that it reads.", ZH: "服务端按约定字段取不到 token。"},
			lang.Text{EN: "Send the token as access_token to IDaaS and as AccessToken to GetMobile.", ZH: "提交 IDaaS 用 access_token，调用 GetMobile 用 AccessToken。"},
			codes.Developer, codes.Seen,
		}, lang.Text{
			EN: "The token was sent under " + values(signs) + ".",
			ZH: "token 放在了 " + values(signs) + " 字段中。",
		})
	},
}
