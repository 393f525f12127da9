package check

import (
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
)

// CarrierAppUnregistered finds apps that the carrier does not know.
var CarrierAppUnregistered = inspector.Check{
	ID:    "carrier-app-unregistered",
	Title: codes.Text{EN: "The app is not registered at the carrier", ZH: "应用未在运营商侧生效"},
	Doc: codes.Text{
		EN: "A new scheme takes a while until all carriers know it; a deleted or rejected one is unknown for good. China Unicom words it 应用无效 (code 102), at times in the text of 600012 alone.",
		ZH: "新建方案需一段时间才在各运营商生效；已删除或未通过的方案则一直无效。联通的文案是“应用无效”（102），有时只出现在 600012 的 msg 中。",
	},
	Source: "fluttercandies/flutter_ali_auth issue 37", Date: "2026-11-22",
	Severity: inspector.Error,
	Run: func(c *inspector.Case) []inspector.Finding {
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
			codes.Text{
				EN: "The carrier does not accept the app id that the scheme handed out.",
				ZH: "运营商不接受方案下发的应用 ID。",
			},
			codes.Text{
				EN: "Look at the state of the scheme in the console. Wait, or make a new scheme. Open a ticket if it stays.",
				ZH: "在控制台查看方案状态。等待生效或新建方案。仍无效则提交工单。",
			},
			codes.Carrier, codes.Seen,
		})
	},
}
