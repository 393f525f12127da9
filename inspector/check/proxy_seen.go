package check

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// proxySeen finds 600005 on a phone whose proxy is Loginscope itself: the SDK
// reads the proxy from the system properties, so the tool is the first suspect.
var proxySeen = inspector.Check{
	ID:    "proxy-seen",
	Title: lang.Text{EN: "The SDK sees the proxy", ZH: "SDK 检测到代理"},
	Doc: lang.Text{
		EN: "The SDK refuses to run (600005) when http.proxyHost is set in the app's process, and Android copies " +
			"the Wi-Fi proxy there. So the capture itself is the first suspect; root, emulator and debugger may " +
			"hide behind it, because the first test that fails names the message.",
		ZH: "应用进程中设置了 http.proxyHost 时 SDK 会拒绝运行（600005），而 Android 会把 Wi-Fi 代理写入该属性，因此首先怀疑抓包本身；root、模拟器、调试器可能被它掩盖，" +
			"因为提示只对应第一个未通过的检测。",
	},
	Source: "decompiled SDK 2.13.3 and 9.6.17; AOSP ActivityThread", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: runProxySeen,
}

func runProxySeen(c *inspector.Case) []finding.Finding {
	named := map[int]string{}
	for _, s := range c.Of(inspector.SignalUnsafe) {
		named[s.Flow] = s.Value
	}
	var hits []hit
	certainty := codes.Inferred
	for _, h := range failing(c, codeID{codes.AliAndroid, "600005"}) {
		switch what := named[h.flow.ID]; {
		case what == "proxy":
			certainty = codes.Seen
			hits = append(hits, h)
		case what == "" && proxied(c):
			hits = append(hits, h)
		}
	}
	ours := proxied(c)
	out := one(hits, advice{whyProxy(ours), lang.Text{
		EN: "Take the proxy off the phone and run the login once more with the log alone. If 600005 is gone, the " +
			"proxy was the cause; if it stays, look for root, emulator or debugger.",
		ZH: "去掉手机上的代理，仅抓日志再登录一次。若 600005 消失，原因就是代理；若仍在，检查 root、模拟器或调试器。",
	}, codes.Developer, certainty})
	for i := range out {
		out[i].What = whatProxy(ours, out[i].Count)
	}
	return out
}

// whyProxy explains a proxy that is ours, or one that only the SDK reports.
func whyProxy(ours bool) lang.Text {
	if !ours {
		return lang.Text{
			EN: "A proxy that is set on the phone, by whichever tool, is reason enough for the SDK to refuse.",
			ZH: "只要手机上设置了代理（无论来自哪个工具），SDK 就可能拒绝运行。",
		}
	}
	return lang.Text{
		EN: "The phone's traffic goes through Loginscope, and that alone can make the SDK answer 600005.",
		ZH: "手机流量正经过 Loginscope，仅此一点就可能使 SDK 返回 600005。",
	}
}

func whatProxy(ours bool, count int) lang.Text {
	if !ours {
		return lang.Text{
			EN: fmt.Sprintf("The SDK names a proxy as the reason for 600005; occurrences: %d.", count),
			ZH: fmt.Sprintf("SDK 指出 600005 的原因是代理，共 %d 次。", count),
		}
	}
	return lang.Text{
		EN: fmt.Sprintf("600005 on a phone that is attached to the proxy; occurrences: %d.", count),
		ZH: fmt.Sprintf("连接代理的手机返回 600005，共 %d 次。", count),
	}
}
