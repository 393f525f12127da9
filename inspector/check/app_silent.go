package check

import (
	"strings"
	"time"

	"loginscope/inspector"
	"loginscope/lang"
)

// recently is how long ago the phone's last request may be for its Wi-Fi to
// count as the right one.
const recently = 2 * time.Minute

// silence is one reason why an app sends nothing although its phone does, with
// the test that decides, and with what rules it out, if anything does.
type silence struct{ name, test, out lang.Text }

// silences are the reasons, the one that a test settles soonest first.
func silences(c *inspector.Case) []silence {
	list := []silence{
		{
			name: lang.Text{EN: "the local network permission of Android 17", ZH: "Android 17 的局域网权限"},
			test: lang.Text{
				EN: "Attach by USB: if the app's traffic arrives now, it lacked the \"Nearby devices\" permission " +
					"(ACCESS_LOCAL_NETWORK).",
				ZH: "改用 USB 接入：若此时能看到流量，说明缺少“附近的设备”权限（ACCESS_LOCAL_NETWORK）。",
			},
			out: permitted(c),
		},
		{
			name: lang.Text{EN: "another Wi-Fi", ZH: "连接了其他 Wi-Fi"},
			test: lang.Text{
				EN: "Open the portal page on the phone: if its proxy test fails, the phone is on another Wi-Fi.",
				ZH: "用手机打开引导页：若代理检测失败，说明连的是别的 Wi-Fi。",
			},
			out: onThisWiFi(c),
		},
		{
			name: lang.Text{EN: "cellular alone", ZH: "只走蜂窝网络"},
			test: lang.Text{
				EN: "Switch mobile data off and start the app: if its traffic arrives now, it prefers the cellular " +
					"network.",
				ZH: "关闭移动数据后启动应用：若此时能看到流量，说明它优先走蜂窝网络。",
			},
		},
		{
			name: lang.Text{EN: "a client without a proxy", ZH: "客户端不走代理"},
			test: lang.Text{
				EN: "If nothing helps, its HTTP client sets no proxy (Proxy.NO_PROXY), or speaks QUIC.",
				ZH: "若都无效，则是其 HTTP 客户端禁用了代理（Proxy.NO_PROXY）或使用 QUIC。",
			},
		},
	}
	return list
}

// permitted says why the app may reach the local network, "" if it may not.
func permitted(c *inspector.Case) lang.Text {
	switch {
	case c.Context.Attach == inspector.AttachUSB:
		return lang.Text{EN: "attached by USB", ZH: "已用 USB 接入"}
	case c.Context.App != nil && 0 < c.Context.App.TargetSDK && c.Context.App.TargetSDK < localNetworkSDK:
		return lang.Text{EN: "its targetSdk is below 37", ZH: "targetSdk 低于 37"}
	}
	return lang.Text{}
}

func onThisWiFi(c *inspector.Case) lang.Text {
	var last time.Time
	for _, h := range c.Hosts {
		if h.Last.After(last) {
			last = h.Last
		}
	}
	if now := c.Context.Now; !now.IsZero() && now.Sub(last) <= recently {
		return lang.Text{EN: "the phone's last request came just now", ZH: "刚刚还收到手机的请求"}
	}
	return lang.Text{}
}

// silent lists the reasons that are left, and those that are ruled out.
func silent(c *inspector.Case) (what, fix lang.Text) {
	var left, out, tests [2][]string
	for _, s := range silences(c) {
		if s.out.EN != "" {
			out[0], out[1] = append(out[0], s.name.EN+" ("+s.out.EN+")"), append(out[1], s.name.ZH+"（"+s.out.ZH+"）")
			continue
		}
		left[0], left[1] = append(left[0], s.name.EN), append(left[1], s.name.ZH)
		tests[0], tests[1] = append(tests[0], s.test.EN), append(tests[1], s.test.ZH)
	}
	what = lang.Text{
		EN: "Other hosts were seen, none of a login. Possible: " + strings.Join(left[0], ", ") + ".",
		ZH: "看到了其他域名，没有登录相关域名。可能原因：" + strings.Join(left[1], "、") + "。",
	}
	if len(out[0]) > 0 {
		what.EN += " Ruled out: " + strings.Join(out[0], ", ") + "."
		what.ZH += "已排除：" + strings.Join(out[1], "、") + "。"
	}
	fix = lang.Text{
		EN: "Start the login while the capture runs. " + strings.Join(tests[0], " "),
		ZH: "在抓包期间发起登录。" + strings.Join(tests[1], ""),
	}
	return what, fix
}
