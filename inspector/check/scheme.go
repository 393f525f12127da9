package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// schemeChecks are the checks of scheme, installed app and SDK that contradict each other.
var schemeChecks = []inspector.Check{
	schemeMismatch,
	appMismatch,
	{
		ID:    "old-sdk",
		Title: lang.Text{EN: "SDK or scheme older than the China Unicom change", ZH: "SDK 或认证方案早于联通接口升级"},
		Doc: lang.Text{
			EN: "Since 2024-03-31 SDKs before 2.13.2.1 and schemes made for them no longer work at China Unicom. " +
				"From 2.14.2 on the SDK reports this as 600027, before as 600025 with 410002 and 1105 inside.",
			ZH: "自 2024-03-31 起，2.13.2.1 之前的 SDK 及旧认证方案在中国联通侧失效。2.14.2 起报 600027，此前报 600025，内层为 410002 和 1105。",
		},
		Source: "flutter_ali_auth issue 155 and change log 1.1.8", Date: "2026-11-22",
		Status: finding.Error,
		Run: func(c *inspector.Case) []finding.Finding {
			var hits []hit
			for _, h := range failing(c, codeID{codes.CUServer, "1105"}, codeID{codes.AliAndroid, "600027"}) {
				if h.at.Code == "1105" || h.flow.Carrier == codes.ChinaUnicom {
					hits = append(hits, h)
				}
			}
			return one(hits, advice{
				lang.Text{
					EN: "China Unicom refuses the key that the old scheme hands out.",
					ZH: "中国联通拒绝旧认证方案下发的 key。",
				},
				lang.Text{
					EN: "Update the SDK. Make a new scheme too, since an existing one cannot be changed.",
					ZH: "升级 SDK。同时新建认证方案，已有方案无法修改。",
				},
				codes.Developer, codes.Seen,
			})
		},
	},
	sdkVersion,
}
