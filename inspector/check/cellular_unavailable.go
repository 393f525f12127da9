package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// CellularUnavailable finds codes that say that the cellular link was not there.
var CellularUnavailable = inspector.Check{
	ID:    "cellular-unavailable",
	Title: lang.Text{EN: "No cellular link for the carrier request", ZH: "取号时蜂窝网络不可用"},
	Doc: lang.Text{
		EN: "Number look-up needs mobile data even while Wi-Fi is on. It fails when mobile data is off, denied to the app, or the switch from Wi-Fi takes too long.",
		ZH: "即使连着 Wi-Fi，取号也要用移动数据。移动数据关闭、未授权给该 App，或从 Wi-Fi 切换超时都会失败。",
	},
	Source: "Alibaba, SDK FAQ", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		return one(failing(c,
			place{codes.AliAndroid, "600008"},
			place{codes.CM, "102101"},
			place{codes.CM, "102103"},
			place{codes.CM, "102508"},
			place{codes.CM, "200022"},
			place{codes.CM, "200024"},
			place{codes.CM, "200027"},
			place{codes.CUSDK, "410003"},
			place{codes.CUSDK, "410004"},
			place{codes.CUSDK, "410005"},
			place{codes.CT, "80800"},
			place{codes.CT, "80801"},
			place{codes.CT, "80003"},
			place{codes.CT, "80004"},
			place{codes.CT, "-8004"},
			place{codes.CT, "-8100"},
			place{codes.CT, "-720001"},
			place{codes.CT, "-720002"},
		), advice{
			lang.Text{
				EN: "The SDK asks Android for a cellular network and got none in time.",
				ZH: "SDK 向系统申请蜂窝网络，但未及时得到。",
			},
			lang.Text{
				EN: "Turn mobile data on. Allow both WLAN and mobile data for the app in the system settings. Switch a VPN off, then try again.",
				ZH: "打开移动数据。在系统设置中允许该 App 同时使用 WLAN 和移动数据。关闭 VPN 后重试。",
			},
			codes.User, codes.Seen,
		})
	},
}
