package check

import (
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// wiFiOffOnly finds phones on which the login works without Wi-Fi and fails
// beside it.
var wiFiOffOnly = inspector.Check{
	ID:    "wifi-off-only",
	Title: lang.Text{EN: "It works only with Wi-Fi off", ZH: "只有关闭 Wi-Fi 才能登录"},
	Doc: lang.Text{
		EN: "Some manufacturers keep two permissions for each app, WLAN and mobile data. Beside Wi-Fi the carrier " +
			"call still needs mobile data; an app that may use WLAN alone fails there and works with Wi-Fi off. The " +
			"SDK's monitor record names the networks of each attempt.",
		ZH: "部分厂商系统把应用联网权限分为 WLAN 与移动数据两项。连着 Wi-Fi 时取号仍需移动数据；只允许 WLAN 的应用会失败，关掉 Wi-Fi 反而正常。SDK 监控记录里有每次登录的网络类型。",
	},
	Source: "Alibaba, SDK FAQ", Date: "2026-11-26",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		without := map[string]bool{}
		for i := range c.Flows {
			f := &c.Flows[i]
			if n := networks(f); n != "" && !strings.Contains(n, "wifi") &&
				step(f, inspector.StepToken, inspector.OutcomeOK) != nil {
				without[f.Device] = true
			}
		}
		var hits []hit
		for i := range c.Flows {
			f := &c.Flows[i]
			v := f.Verdict
			if without[f.Device] && v.Outcome == inspector.Failed && v.Root != nil &&
				strings.Contains(networks(f), "wifi") && cellularStep(f.Steps[v.Broken].Kind) {
				hits = append(hits, hit{f, &f.Steps[v.Broken], *v.Root})
			}
		}
		out := one(hits, advice{
			lang.Text{EN: "The same phone got a token while Wi-Fi was off.", ZH: "同一手机在 Wi-Fi 关闭时取到了 token。"},
			lang.Text{
				EN: "Open the app's page in the phone's settings and allow both WLAN and mobile data. Then sign in " +
					"with Wi-Fi on.",
				ZH: "在手机设置的应用联网权限中，同时允许 WLAN 和移动数据。再在连接 Wi-Fi 时登录。",
			},
			codes.User, codes.Inferred,
		})
		return out
	},
}

// networks is what the monitor record says of an attempt's networks, in lower
// case, such as "wifi+mobile"; "" if nothing.
func networks(f *inspector.Flow) string {
	for i := range f.Steps {
		if n := value(&f.Steps[i], "networkType"); n != "" {
			return strings.ToLower(n)
		}
	}
	return ""
}

// cellularStep reports whether a step needs the cellular link.
func cellularStep(k inspector.StepKind) bool {
	return k == inspector.StepEnv || k == inspector.StepPrefetch || k == inspector.StepToken
}
