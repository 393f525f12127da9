package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// ClientID finds client ids that the tenant does not know.
var ClientID = inspector.Check{
	ID:    "client-id",
	Title: lang.Text{EN: "X-client-id is wrong for this tenant", ZH: "X-client-id 与租户不符"},
	Doc: lang.Text{
		EN: "setClientId takes the ClientID of a self-built application of the same tenant whose domain stands in setBaseUrl.",
		ZH: "setClientId 应填写 setBaseUrl 所指租户中自建应用的 ClientID。",
	},
	Source: "BambooCloud, CIAM SDK error codes", Date: "2026-11-22",
	Status: finding.Error,
	Run: func(c *inspector.Case) []finding.Finding {
		return one(failing(c,
			place{codes.IDaaSHTTP, "COMMON.1012"},
			place{codes.IDaaSHTTP, "PARAM.0002"},
			place{codes.IDaaSHTTP, "PARAM.0003"},
		), advice{
			lang.Text{
				EN: "The tenant finds no application for the id.",
				ZH: "租户中找不到该 ID 对应的应用。",
			},
			lang.Text{
				EN: "Compare setClientId with the ClientID in the Enterprise Center. Check that setBaseUrl is the same tenant.",
				ZH: "核对 setClientId 与企业中心的 ClientID。确认 setBaseUrl 属于同一租户。",
			},
			codes.Developer, codes.Seen,
		})
	},
}
