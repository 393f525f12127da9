package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// CarrierSide finds failures that the carrier's side causes as often as the
// phone does, so that the next step is a comparison.
var CarrierSide = inspector.Check{
	ID:    "carrier-side",
	Title: lang.Text{EN: "Carrier side or network switch", ZH: "运营商侧或网络切换异常"},
	Doc: lang.Text{
		EN: "China Telecom's 80801, a pre-login or login result that failed or came empty (80100 to 80102), and a China Mobile token that was refused without any inner code are reported for faults of the carrier's gateway as well as for a switch from Wi-Fi that went wrong. Another SIM or another place tells the two apart.",
		ZH: "电信 80801、预登录或登录结果异常、为空（80100 至 80102），以及移动取 token 失败且没有内层返回码，既可能是运营商网关故障，也可能是 Wi-Fi 切换异常。换一张 SIM 卡或换个地点即可区分。",
	},
	Source: "jverify-flutter-plugin issues 64, 73, 78, 86", Date: "2026-11-26",
	Status: finding.Info,
	Run: func(c *inspector.Case) []finding.Finding {
		var hits []hit
		for _, h := range failing(c, place{codes.CT, "80801"}, place{codes.CT, "80100"}, place{codes.CT, "80101"}, place{codes.CT, "80102"}, place{codes.AliAndroid, "600011"}) {
			if h.at.Space == codes.AliAndroid && (h.flow.Carrier != codes.ChinaMobile || len(h.step.Codes) > 1) {
				continue
			}
			hits = append(hits, h)
		}
		return one(hits, advice{
			lang.Text{EN: "Nothing in the result says which side failed.", ZH: "返回结果无法说明是哪一侧的问题。"},
			lang.Text{
				EN: "Repeat the login on another SIM of the same carrier and in another place. If both fail, open a ticket with time and request id. Offer another login method meanwhile.",
				ZH: "用同一运营商的另一张 SIM 卡、在另一地点重试。若都失败，附上时间和 requestId 提交工单。期间提供其他登录方式。",
			},
			codes.Ticket, codes.Seen,
		})
	},
}
