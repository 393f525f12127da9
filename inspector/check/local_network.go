package check

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// localNetworkSDK is the targetSdk from which Android keeps an app from local
// addresses until a person grants it the permission.
const localNetworkSDK = 37

// LocalNetwork finds apps that Android keeps from a proxy on the local network.
var LocalNetwork = inspector.Check{
	ID:    "local-network-permission",
	Title: lang.Text{EN: "Android keeps the app from the local network", ZH: "系统不允许该 App 访问局域网"},
	Doc: lang.Text{
		EN: "From targetSdk 37 on Android 17, an app reaches local addresses only with ACCESS_LOCAL_NETWORK, which the user grants as \"Nearby devices\". A proxy on the Wi-Fi is a local address: without the permission, nothing of the app arrives, while the browser works.",
		ZH: "在 Android 17 上，targetSdk 37 起的 App 需要 ACCESS_LOCAL_NETWORK（“附近的设备”）权限才能访问局域网地址。Wi-Fi 上的代理就是局域网地址：没有该权限时，App 的流量完全到不了代理，而浏览器正常。",
	},
	Source: "Android developers, local network permission", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		if c.Context.App == nil || c.Context.App.TargetSDK < localNetworkSDK || c.Context.Attach != inspector.AttachWiFi || len(c.Hosts) == 0 || onWire(c) {
			return nil
		}
		a := advice{
			lang.Text{EN: "Other apps of the phone reach the proxy, and this one targets a version that needs the permission.", ZH: "手机上其他应用能访问代理，而该 App 的目标版本需要此权限。"},
			lang.Text{EN: "Declare ACCESS_LOCAL_NETWORK in the debug build and grant \"Nearby devices\" in the app's settings. To be sure of the cause, attach by USB with adb reverse: 127.0.0.1 needs no permission.", ZH: "在调试版中声明 ACCESS_LOCAL_NETWORK，并在应用设置中授予“附近的设备”权限。要确认原因，可改用 USB 与 adb reverse 接入：127.0.0.1 不需要该权限。"},
			codes.Developer, codes.Inferred,
		}
		return []finding.Finding{a.finding(lang.Text{
			EN: fmt.Sprintf("targetSdk %d, attached over Wi-Fi; other hosts were seen, none of a login.", c.Context.App.TargetSDK),
			ZH: fmt.Sprintf("targetSdk %d，通过 Wi-Fi 接入；看到了其他域名，没有登录相关域名。", c.Context.App.TargetSDK),
		})}
	},
}
