package check

import (
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// CarrierAppUnregistered finds apps that the carrier does not know.
var CarrierAppUnregistered = inspector.Check{
	ID:    "carrier-app-unregistered",
	Title: lang.Text{EN: "The app is not registered at the carrier", ZH: "应用未在运营商侧生效"},
	Doc: lang.Text{
		EN: "China Mobile knows a new scheme after up to 30 minutes, China Unicom and China Telecom know it at once; a deleted or rejected one is unknown for good. At China Unicom SDK and scheme must be of one generation. China Unicom words it 应用无效 (code 102), at times in the text of 600012 alone.",
		ZH: "新建方案在移动侧最多需 30 分钟生效，联通、电信立即可用；已删除或未通过的方案则一直无效。联通还要求 SDK 与方案为同一代。联通的文案是“应用无效”（102），有时只出现在 600012 的 msg 中。",
	},
	Source: "fluttercandies/flutter_ali_auth issue 37", Date: "2026-11-22",
	Status: finding.Error,
	Run: func(c *inspector.Case) []finding.Finding {
		hits := failing(c,
			place{codes.CUServer, "102"},
			place{codes.CUServer, "3032"},
			place{codes.CM, "103119"},
			place{codes.CM, "105019"},
			place{codes.CM, "105302"},
			place{codes.CT, "-20006"},
			place{codes.CT, "-64"},
			place{codes.AliAndroid, "600027"},
		)
		for _, h := range failing(c, place{codes.AliAndroid, "600012"}) {
			if len(h.step.Codes) == 1 && strings.Contains(value(h.step, "msg")+value(h.step, "text"), "应用无效") {
				hits = append(hits, h)
			}
		}
		return one(hits, advice{
			lang.Text{
				EN: "The carrier does not accept the app id that the scheme handed out.",
				ZH: "运营商不接受方案下发的应用 ID。",
			},
			lang.Text{
				EN: "Look at the state of the scheme in the console. China Mobile: wait 30 minutes if it is new. China Unicom: use SDK 2.13.1 or later with the secret of an upgraded scheme. Open a ticket if it stays.",
				ZH: "在控制台查看方案状态。移动：新方案请等待 30 分钟。联通：使用 2.13.1 及以上 SDK 与升级后方案的密钥。仍无效则提交工单。",
			},
			codes.Ticket, codes.Seen,
		})
	},
}
